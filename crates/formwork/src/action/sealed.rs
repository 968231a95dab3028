//! `Sealed<T>`: a value that can be made only on the server, is an opaque token in the browser, and is
//! refused in clear.

use serde::{Deserialize, Deserializer, Serialize, Serializer, de::DeserializeOwned};
use std::{fmt, marker::PhantomData};

/// What a sealed value looks like on the wire.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Token {
    /// The authenticated, encrypted value.
    sealed: String,
    /// Equal for equal values within the pages of one visitor, so that a form is recognised after a
    /// submission although its token is another.
    fp: String,
}

/// A value that travels through the browser unread and unchanged: what a captured variable of a closure is
/// elsewhere.
///
/// It is made on the server (while rendering, in a query, in an action's answer) with [`Sealed::new`], and
/// read there with [`Sealed::into_inner`]; in the browser there is only its token, and neither of these
/// functions exists. As an argument in clear it is refused with 400, and so is a changed token. An expired
/// one (after a day), or one of another principal, comes back as a fresh page that asks to confirm.
///
/// A seal made while a `<Form>` is rendered on the server opens for that form's action only. One that
/// travels in a query's value opens for every action that takes a `Sealed<T>` of the same `T`: the guard
/// decides what its holder may do with it.
///
/// ```
/// use formwork::prelude::*;
///
/// #[derive(Clone, Serialize, Deserialize)]
/// struct MemberId(i64);
///
/// #[action(public)]
/// async fn remove(id: Sealed<MemberId>, form: FormData) -> ActionResult<()> {
///     let MemberId(id) = id.into_inner();
///     let _ = (id, form);
///     Ok(())
/// }
/// ```
pub struct Sealed<T> {
    #[cfg(feature = "ssr")]
    value: T,
    #[cfg(not(feature = "ssr"))]
    token: Token,
    marker: PhantomData<fn() -> T>,
}

impl<T> Clone for Sealed<T>
where
    T: Clone,
{
    fn clone(&self) -> Self {
        Self {
            #[cfg(feature = "ssr")]
            value: self.value.clone(),
            #[cfg(not(feature = "ssr"))]
            token: self.token.clone(),
            marker: PhantomData,
        }
    }
}

impl<T> fmt::Debug for Sealed<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Sealed(…)")
    }
}

impl<T: PartialEq> PartialEq for Sealed<T> {
    fn eq(&self, other: &Self) -> bool {
        #[cfg(feature = "ssr")]
        {
            self.value == other.value
        }
        #[cfg(not(feature = "ssr"))]
        {
            self.token.fp == other.token.fp
        }
    }
}

#[cfg(feature = "ssr")]
impl<T> Sealed<T> {
    /// Seals a value. Only on the server.
    pub fn new(value: T) -> Self {
        Self {
            value,
            marker: PhantomData,
        }
    }

    /// The value. Only on the server.
    pub fn into_inner(self) -> T {
        self.value
    }

    /// The value. Only on the server.
    pub fn get(&self) -> &T {
        &self.value
    }
}

#[cfg(feature = "ssr")]
impl<T: Serialize> Serialize for Sealed<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        use serde::ser::Error;
        let json = serde_json::to_vec(&self.value).map_err(S::Error::custom)?;
        let token = scope::mint(std::any::type_name::<T>(), &json).map_err(S::Error::custom)?;
        token.serialize(serializer)
    }
}

#[cfg(feature = "ssr")]
impl<'de, T: DeserializeOwned> Deserialize<'de> for Sealed<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        use serde::de::Error;
        let token = Token::deserialize(deserializer)?;
        let json = scope::open(std::any::type_name::<T>(), &token).map_err(D::Error::custom)?;
        Ok(Self::new(
            serde_json::from_slice(&json).map_err(D::Error::custom)?,
        ))
    }
}

#[cfg(not(feature = "ssr"))]
impl<T> Serialize for Sealed<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.token.serialize(serializer)
    }
}

#[cfg(not(feature = "ssr"))]
impl<'de, T: DeserializeOwned> Deserialize<'de> for Sealed<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(Self {
            token: Token::deserialize(deserializer)?,
            marker: PhantomData,
        })
    }
}

#[cfg(feature = "ssr")]
pub(crate) use scope::{OpenScope, SealScope};

/// Runs `f` such that what it seals opens for this action only.
#[cfg(feature = "ssr")]
pub(crate) fn with_bound_to<R>(action: &'static str, f: impl FnOnce() -> R) -> (R, Contents) {
    SealScope::current().bound_to(action).enter_and_note(f)
}

/// Where a token stands in bound arguments. No string of a person's has this text: its quotes are escaped there.
const TOKEN: &str = "{\"sealed\":\"";

/// The bound arguments with the fingerprint in place of each token: equal for equal values, whatever their
/// seals.
pub(crate) fn without_tokens(json: &str) -> String {
    replace_tokens(json, |_, fingerprint| {
        Some(format!("{{\"fp\":\"{fingerprint}\"}}"))
    })
}

/// Puts something else in the place of each token of which `put` knows what.
fn replace_tokens(json: &str, put: impl Fn(&str, &str) -> Option<String>) -> String {
    let mut pieces = json.split(TOKEN);
    let mut plain = pieces.next().unwrap_or_default().to_string();
    for piece in pieces {
        let parts = piece
            .split_once("\",\"fp\":\"")
            .and_then(|(token, rest)| Some((token, rest.split_once("\"}")?)));
        let put =
            parts.and_then(|(token, (fingerprint, rest))| Some((put(token, fingerprint)?, rest)));
        match put {
            Some((put, rest)) => {
                plain.push_str(&put);
                plain.push_str(rest);
            }
            None => {
                plain.push_str(TOKEN);
                plain.push_str(piece);
            }
        }
    }
    plain
}

/// What is in tokens, as JSON.
#[cfg(feature = "ssr")]
#[derive(Clone, Debug, Default)]
pub(crate) struct Contents(std::collections::HashMap<String, String>);

#[cfg(feature = "ssr")]
impl Contents {
    fn note(&mut self, token: &str, json: &[u8]) {
        let json = String::from_utf8_lossy(json).into_owned();
        self.0.insert(token.to_string(), json);
    }

    /// Bound arguments with what is in each token in its place: the same for the same values, whoever has sealed
    /// them, and under whatever key.
    pub(crate) fn put_into(&self, bound: &str) -> String {
        replace_tokens(bound, |token, _| {
            let json = self.0.get(token)?;
            Some(format!("{{\"sealed\":{json}}}"))
        })
    }
}

/// Sealing and opening happen inside serde, which hands nothing along. So who seals or opens says for whom
/// by entering a scope around the synchronous call to serde.
#[cfg(feature = "ssr")]
mod scope {
    use super::{Contents, Token};
    use crate::server::{
        RequestContext,
        seal::{OpenError, SealContext},
    };
    use leptos::prelude::use_context;
    use std::{
        cell::RefCell,
        thread::LocalKey,
        time::{Duration, SystemTime},
    };

    /// How long a seal lives: long enough for a page that stays open over night.
    const TTL: Duration = Duration::from_secs(24 * 60 * 60);

    thread_local! {
        static SEALING: RefCell<Option<SealScope>> = const { RefCell::new(None) };
        static OPENING: RefCell<Option<OpenScope>> = const { RefCell::new(None) };
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
            SEALING.with_borrow(Clone::clone).unwrap_or_else(|| Self {
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
        pub(super) fn enter_and_note<R>(self, f: impl FnOnce() -> R) -> (R, Contents) {
            let _before = Restore(&SEALING, SEALING.replace(Some(self)));
            let result = f();
            let after = SEALING.take();
            (
                result,
                after.map(|scope| scope.contents).unwrap_or_default(),
            )
        }
    }

    /// Puts back what a thread had before, also when the app's own code panics: the thread goes on with the next
    /// request.
    struct Restore<T: 'static>(&'static LocalKey<RefCell<Option<T>>>, Option<T>);

    impl<T> Drop for Restore<T> {
        fn drop(&mut self) {
            let before = self.1.take();
            self.0.with(|scope| *scope.borrow_mut() = before);
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
            let _before = Restore(&OPENING, OPENING.replace(Some(self)));
            let result = f();
            let after = OPENING.take();
            (result, after.map(|scope| scope.seen).unwrap_or_default())
        }
    }

    /// A purpose names the type, so that one type's token is not taken for another's.
    fn purpose(type_name: &str) -> String {
        format!("argument {type_name}")
    }

    pub(super) fn mint(type_name: &str, json: &[u8]) -> Result<Token, String> {
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
        SEALING.with_borrow_mut(|scope| {
            if let Some(scope) = scope {
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

    pub(super) fn open(type_name: &str, token: &Token) -> Result<Vec<u8>, String> {
        OPENING.with_borrow_mut(|scope| {
            let Some(scope) = scope else {
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
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_values_are_equal_whatever_their_seals() {
        let bound = |token: &str| {
            format!(
                "[1,{{\"sealed\":\"{token}\",\"fp\":\"f\"}},[{{\"sealed\":\"x\",\"fp\":\"g\"}}]]"
            )
        };
        assert_eq!(
            without_tokens(&bound("a")),
            "[1,{\"fp\":\"f\"},[{\"fp\":\"g\"}]]"
        );
        assert_eq!(without_tokens(&bound("a")), without_tokens(&bound("b")));
    }

    #[test]
    fn what_looks_like_a_token_and_is_none_stays() {
        let large = "340282366920938463463374607431768211455";
        for json in [
            "",
            "[7]",
            large,
            "{\"sealed\":7,\"fp\":\"x\"}",
            "{\"sealed\":\"x\"}",
            "[\"{\\\"sealed\\\":\\\"x\\\",\\\"fp\\\":\\\"y\\\"}\"]",
            "{\"fp\":1,\"of\":2}",
        ] {
            assert_eq!(without_tokens(json), json);
        }
    }

    #[cfg(feature = "ssr")]
    #[test]
    fn what_is_in_tokens_takes_their_place() {
        let mut contents = Contents::default();
        contents.note("a", b"[7]");
        let bound = "[{\"sealed\":\"a\",\"fp\":\"f\"},{\"sealed\":\"b\",\"fp\":\"g\"}]";
        let expected = "[{\"sealed\":[7]},{\"sealed\":\"b\",\"fp\":\"g\"}]";
        assert_eq!(contents.put_into(bound), expected);
    }
}
