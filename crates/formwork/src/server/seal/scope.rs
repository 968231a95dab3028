//! For whom values are sealed and opened.
//!
//! Sealing and opening happen inside serde, which hands nothing along. So who seals or opens says for whom
//! by entering a scope around the synchronous call to serde.

use super::{super::context::RequestContext, OpenError, SealContext};
use crate::wire::{Token, replace_tokens};
use leptos::prelude::use_context;
use std::{
    cell::RefCell,
    time::{Duration, SystemTime},
};

/// How long a seal lives: long enough for a page that stays open over night.
const TTL: Duration = Duration::from_secs(24 * 60 * 60);

/// The scopes of the code that runs on this thread.
struct Scopes {
    sealing: RefCell<Option<SealScope>>,
    opening: RefCell<Option<OpenScope>>,
}

thread_local! {
    static SCOPES: Scopes = const {
        Scopes {
            sealing: RefCell::new(None),
            opening: RefCell::new(None),
        }
    };
}

/// For whom and for which action values are sealed.
#[derive(Clone, Default)]
pub(crate) struct SealScope {
    request: Option<RequestContext>,
    action: &'static str,
    contents: Contents,
}

impl SealScope {
    /// The scope of the request that is being served, for any action.
    pub(crate) fn current() -> Self {
        SCOPES
            .with(|scopes| scopes.sealing.borrow().clone())
            .unwrap_or_else(|| Self {
                request: use_context::<RequestContext>(),
                action: "",
                contents: Contents::default(),
            })
    }

    pub(crate) fn bound_to(mut self, action: &'static str) -> Self {
        self.action = action;
        self
    }

    pub(crate) fn enter<R>(self, f: impl FnOnce() -> R) -> R {
        self.enter_and_note(f).0
    }

    /// Runs `f`, and says what it has sealed.
    fn enter_and_note<R>(self, f: impl FnOnce() -> R) -> (R, Contents) {
        let _before = Restore::put(|scopes| &scopes.sealing, self);
        let result = f();
        let after = SCOPES.with(|scopes| scopes.sealing.take());
        let contents = after.map(|scope| scope.contents);
        (result, contents.unwrap_or_default())
    }
}

/// Puts back what a thread had before, also when the app's own code panics: the thread goes on with the next
/// request.
struct Restore<T: 'static> {
    place: fn(&Scopes) -> &RefCell<Option<T>>,
    before: Option<T>,
}

impl<T> Restore<T> {
    fn put(place: fn(&Scopes) -> &RefCell<Option<T>>, scope: T) -> Self {
        let before = SCOPES.with(|scopes| place(scopes).replace(Some(scope)));
        Self { place, before }
    }
}

impl<T> Drop for Restore<T> {
    fn drop(&mut self) {
        let before = self.before.take();
        SCOPES.with(|scopes| *(self.place)(scopes).borrow_mut() = before);
    }
}

/// For which action, and whose, tokens are opened.
#[derive(Clone)]
pub(crate) struct OpenScope {
    request: RequestContext,
    action: &'static str,
    seen: Seen,
}

/// What was seen of the seals while arguments were read.
#[derive(Clone, Debug, Default)]
pub(crate) struct Seen {
    /// Why one did not open.
    pub(crate) error: Option<OpenError>,
    /// What was in them.
    pub(crate) contents: Contents,
    /// Whether a fresh page would give one of the values another fingerprint: after a rotation of keys.
    pub(crate) renamed: bool,
}

impl OpenScope {
    pub(crate) fn new(request: RequestContext, action: &'static str) -> Self {
        Self {
            request,
            action,
            seen: Seen::default(),
        }
    }

    /// Runs `f`, and says what was seen of the seals that it read.
    pub(crate) fn enter<R>(self, f: impl FnOnce() -> R) -> (R, Seen) {
        let _before = Restore::put(|scopes| &scopes.opening, self);
        let result = f();
        let after = SCOPES.with(|scopes| scopes.opening.take());
        (result, after.map(|scope| scope.seen).unwrap_or_default())
    }
}

/// A purpose names the type, so that one type's token is not taken for another's.
fn purpose(type_name: &str) -> String {
    format!("argument {type_name}")
}

pub(crate) fn mint(type_name: &str, json: &[u8]) -> Result<Token, String> {
    let scope = SealScope::current();
    let Some(request) = scope.request else {
        return Err("a value can be sealed only while a request is being served".into());
    };
    let context = SealContext {
        purpose: &purpose(type_name),
        action: scope.action,
        principal: &request.principal,
    };
    let sealed = request
        .state
        .keys
        .seal(&context, TTL, json)
        .map_err(|error| error.to_string())?;
    SCOPES.with(|scopes| {
        if let Some(scope) = scopes.sealing.borrow_mut().as_mut() {
            scope.contents.note(&sealed, json);
        }
    });
    Ok(Token {
        sealed,
        fp: fingerprint(&request, type_name, json),
    })
}

fn fingerprint(request: &RequestContext, type_name: &str, json: &[u8]) -> String {
    let scope = format!("{} {type_name}", request.visitor_scope());
    request.state.keys.fingerprint(&scope, json)
}

pub(crate) fn open(type_name: &str, token: &Token) -> Result<Vec<u8>, String> {
    SCOPES.with(|scopes| {
        let mut scope = scopes.opening.borrow_mut();
        let Some(scope) = scope.as_mut() else {
            return Err("a sealed value can be read only as an argument of an action".into());
        };
        let open_for = |action| {
            let context = SealContext {
                purpose: &purpose(type_name),
                action,
                principal: &scope.request.principal,
            };
            scope
                .request
                .state
                .keys
                .open(&context, SystemTime::now(), &token.sealed)
        };
        let opened = match open_for(scope.action) {
            Err(OpenError::Tampered) => open_for(""),
            other => other,
        };
        let opened = opened.map_err(|error| {
            scope.seen.error = Some(error);
            error.to_string()
        })?;
        scope.seen.renamed |= fingerprint(&scope.request, type_name, &opened) != token.fp;
        scope.seen.contents.note(&token.sealed, &opened);
        Ok(opened)
    })
}

/// Writes a bound argument, so that what it seals opens for this action only: as it travels, and with what is in its seals
/// in their place.
pub(crate) fn bound_to(
    action: &'static str,
    write: impl FnOnce() -> String,
) -> (String, Option<String>) {
    let (json, contents) = SealScope::current().bound_to(action).enter_and_note(write);
    let plain = contents.put_into(&json);
    (json, Some(plain))
}

/// What is in tokens, as JSON.
#[derive(Clone, Debug, Default)]
pub(crate) struct Contents(std::collections::HashMap<String, String>);

impl Contents {
    fn note(&mut self, token: &str, json: &[u8]) {
        let json = String::from_utf8_lossy(json).into_owned();
        self.0.insert(token.to_string(), json);
    }

    /// Bound arguments with what is in each token in its place: the same for the same values, whichever server sealed
    /// them, and under whatever key.
    pub(crate) fn put_into(&self, bound: &str) -> String {
        replace_tokens(bound, |token, _| {
            let json = self.0.get(token)?;
            Some(format!("{{\"sealed\":{json}}}"))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_in_tokens_takes_their_place() {
        let mut contents = Contents::default();
        contents.note("a", b"[7]");
        let bound = "[{\"sealed\":\"a\",\"fp\":\"f\"},{\"sealed\":\"b\",\"fp\":\"g\"}]";
        let expected = "[{\"sealed\":[7]},{\"sealed\":\"b\",\"fp\":\"g\"}]";
        assert_eq!(contents.put_into(bound), expected);
    }
}
