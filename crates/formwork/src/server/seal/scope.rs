//! For whom values are sealed and opened.
//!
//! Sealing and opening happen inside serde, which hands nothing along. So who seals or opens says for whom
//! by entering a scope around the synchronous call to serde.

use super::{OpenError, SealContext};
use crate::{server::RequestContext, wire::Token};
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
}

impl SealScope {
    /// The scope of the request that is being served, for any action.
    pub(crate) fn current() -> Self {
        SCOPES
            .with(|scopes| scopes.sealing.borrow().clone())
            .unwrap_or_else(|| Self {
                request: use_context::<RequestContext>(),
                action: "",
            })
    }

    pub(crate) fn bound_to(mut self, action: &'static str) -> Self {
        self.action = action;
        self
    }

    pub(crate) fn enter<R>(self, f: impl FnOnce() -> R) -> R {
        let _before = Restore::put(|scopes| &scopes.sealing, self);
        f()
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
    /// What was in them, one after the other, each behind its length.
    pub(crate) opened: Vec<u8>,
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
        let length = (opened.len() as u64).to_be_bytes();
        scope.seen.opened.extend(length.iter().chain(&opened));
        Ok(opened)
    })
}

/// Runs `f` such that what it seals opens for this action only.
pub(crate) fn with_bound_to<R>(action: &'static str, f: impl FnOnce() -> R) -> R {
    SealScope::current().bound_to(action).enter(f)
}
