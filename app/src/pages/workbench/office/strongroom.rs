//! An action behind a guard, and the two that open and close it.

use crate::{
    layout::{Sheet, SubmitButton},
    pages::workbench::Purpose,
};
use formwork::prelude::*;
#[cfg(feature = "ssr")]
use http::{
    HeaderValue,
    header::{COOKIE, SET_COOKIE},
    request::Parts,
};
#[cfg(feature = "ssr")]
use leptos_axum::ResponseOptions;
#[cfg(feature = "ssr")]
use std::sync::atomic::{AtomicU64, Ordering};

/// How many keys hang on the board.
#[cfg(feature = "ssr")]
const KEYS: u64 = 12;

/// The cookie contains the number of the key. Everybody can get a key, so forging one gains nothing. Where forging
/// would matter, sign the cookie, or store the id of a session in it.
#[cfg(feature = "ssr")]
const COOKIE_NAME: &str = "pressroom-key";

/// A key to the strongroom, by its number.
#[cfg(feature = "ssr")]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Key(u64);

/// A line in the key book.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeyMoved {
    /// The line's number: the last one counts.
    pub line: u64,
    pub key: u64,
    pub taken: bool,
}

#[derive(Fields, Clone)]
pub struct Valuable {
    #[field(label = "What goes in", length(min = 1, max = 60))]
    pub what: String,
}

/// A locked-away valuable, and the number of its key.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stored {
    pub what: String,
    pub key: u64,
}

/// The guard: returns the key, or refuses a request without one.
#[cfg(feature = "ssr")]
async fn holds_the_key() -> ActionResult<Key> {
    use_context::<Parts>()
        .and_then(|parts| key_in(&parts))
        .ok_or_else(|| {
            refuse(
                403,
                "The strongroom is locked, and you do not have the key.",
            )
        })
}

/// The key in a request's cookies.
#[cfg(feature = "ssr")]
fn key_in(parts: &Parts) -> Option<Key> {
    parts
        .headers
        .get_all(COOKIE)
        .iter()
        .filter_map(|header| header.to_str().ok())
        .flat_map(|header| header.split(';'))
        .filter_map(|cookie| cookie.trim().split_once('='))
        .find(|(name, _)| *name == COOKIE_NAME)
        .and_then(|(_, value)| value.parse().ok())
        .filter(|number| (1..=KEYS).contains(number))
        .map(Key)
}

#[action(public)]
pub async fn take_the_key(form: FormData) -> ActionResult<KeyMoved> {
    let _ = form;
    let line = next_line();
    let key = line % KEYS + 1;
    set_cookie(&format!(
        "{COOKIE_NAME}={key}; Path=/workbench; HttpOnly; SameSite=Lax"
    ))?;
    Ok(KeyMoved {
        line,
        key,
        taken: true,
    })
}

#[action(guard = holds_the_key)]
pub async fn give_back_the_key(
    Guard(Key(key)): Guard<Key>,
    form: FormData,
) -> ActionResult<KeyMoved> {
    let _ = form;
    set_cookie(&format!("{COOKIE_NAME}=; Path=/workbench; Max-Age=0"))?;
    Ok(KeyMoved {
        line: next_line(),
        key,
        taken: false,
    })
}

#[action(guard = holds_the_key)]
pub async fn lock_away(
    Guard(Key(key)): Guard<Key>,
    form: Fields<Valuable>,
) -> ActionResult<Stored> {
    Ok(Stored {
        what: form.what,
        key,
    })
}

/// The key book begins anew with the server.
#[cfg(feature = "ssr")]
fn next_line() -> u64 {
    static LINES: AtomicU64 = AtomicU64::new(0);
    LINES.fetch_add(1, Ordering::Relaxed) + 1
}

#[cfg(feature = "ssr")]
fn set_cookie(cookie: &str) -> Result<(), http::header::InvalidHeaderValue> {
    let cookie = HeaderValue::from_str(cookie)?;
    expect_context::<ResponseOptions>().append_header(SET_COOKIE, cookie);
    Ok(())
}

#[component]
pub fn Strongroom() -> impl IntoView {
    let taking = use_action_state(take_the_key, None::<KeyMoved>);
    let returning = use_action_state(give_back_the_key, None::<KeyMoved>);
    let locking = use_action_state(lock_away, None::<Stored>);
    let moved = move || {
        let both = [taking.state.get(), returning.state.get()];
        both.into_iter().flatten().max_by_key(|moved| moved.line)
    };
    let stored = move || {
        let went_well = locking.issues.read().is_empty() && locking.error.read().is_none();
        locking.state.get().filter(|_| went_well)
    };
    view! {
        <Sheet id="strongroom" title="Strongroom" feature="Guards">
            <Purpose text="The guard refuses every request without a key, whatever the form contains. The key is a cookie."/>
            <div class="counters">
                <div class="cart" role="group" aria-label="The key">
                    <Form action=taking.action>
                        <h3>"The key"</h3>
                        <div class="actions">
                            <button type="submit">"Take the key"</button>
                            <button
                                type="submit"
                                class="secondary"
                                formaction=returning.action.formaction()
                            >
                                "Give it back"
                            </button>
                        </div>
                    </Form>
                    <div role="status">
                        {move || {
                            moved()
                                .map(|KeyMoved { key, taken, .. }| {
                                    let text = match taken {
                                        true => format!("You have key No. {key}."),
                                        false => format!("Key No. {key} is back on the board."),
                                    };
                                    view! { <p class="notice success">{text}</p> }
                                })
                        }}
                    </div>
                </div>
                <div class="cart" role="group" aria-label="The room">
                    <Form action=locking.action>
                        <h3>"The room"</h3>
                        <Field of=Valuable::what/>
                        <div class="actions">
                            <SubmitButton label="Lock it away" busy="Locking it away…"/>
                        </div>
                    </Form>
                    <div role="status">
                        {move || {
                            stored()
                                .map(|Stored { what, key }| {
                                    let text = format!("Locked away with key No. {key}: {what}.");
                                    view! { <p class="notice success">{text}</p> }
                                })
                        }}
                    </div>
                </div>
            </div>
        </Sheet>
    }
}

#[cfg(all(test, feature = "ssr"))]
mod tests {
    use super::*;

    /// The context of a request with these cookies.
    fn request_with(cookies: &str) -> Owner {
        let owner = Owner::new();
        owner.set();
        let (parts, ()) = http::Request::builder()
            .header(COOKIE, cookies)
            .body(())
            .expect("a request")
            .into_parts();
        provide_context(parts);
        provide_context(ResponseOptions::default());
        owner
    }

    #[tokio::test]
    async fn who_has_a_key_is_let_in_with_it() {
        let _request = request_with("theme=dark; pressroom-key=7");
        let what = "the first edition".to_owned();
        let stored = lock_away(Valuable { what: what.clone() }).await;
        assert_eq!(stored.ok(), Some(Stored { what, key: 7 }));
    }

    #[tokio::test]
    async fn who_has_none_or_one_that_does_not_exist_is_turned_away() {
        for cookies in [
            "",
            "pressroom-key=",
            "pressroom-key=0",
            "pressroom-key=13",
            "other-pressroom-key=7",
        ] {
            let _request = request_with(cookies);
            let what = "the first edition".to_owned();
            let refused = lock_away(Valuable { what }).await;
            assert!(
                matches!(&refused, Err(ActionError::Refused(refused)) if refused.status == 403),
                "{cookies:?}: {refused:?}"
            );
        }
    }
}
