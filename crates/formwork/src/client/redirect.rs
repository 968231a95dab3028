//! Where an answer leads.
//!
//! | it leads to | what happens |
//! | --- | --- |
//! | the page that is shown | it stays, with its scroll position; a fragment is scrolled to |
//! | another page of the app's router | the router goes there |
//! | all else: a file, an Axum route, another site, an app without a router | the browser loads the document |

use super::{dom, state};
use crate::wire::{Outcome, Redirect};
use leptos::prelude::*;
use leptos_router::NavigateOptions;
#[cfg(not(feature = "islands"))]
use leptos_router::{hooks::use_navigate, location::BrowserUrl};

type Navigate = std::rc::Rc<dyn Fn(&str, NavigateOptions)>;

#[derive(Default)]
struct Ways {
    router: Option<Navigate>,
    /// Whether Leptos' redirect hook is the client's: the first one that is set counts.
    hook_is_ours: bool,
}

fn with<R>(f: impl FnOnce(&mut Ways) -> R) -> R {
    state::with(f)
}

/// Leptos' own server functions lead on as well, where no router does that for them.
pub(super) fn set_hook() {
    let load = |to: &str| dom::load(to, false);
    if leptos::server_fn::redirect::set_redirect_hook(load).is_ok() {
        with(|ways| ways.hook_is_ours = true);
    }
}

/// Islands are below none.
#[cfg(feature = "islands")]
pub(super) fn find_router() {}

/// A form or hook is below the app's router, if the app has one: the router is known from now on.
#[cfg(not(feature = "islands"))]
pub(super) fn find_router() {
    if use_context::<BrowserUrl>().is_some() && with(|ways| ways.router.is_none()) {
        let navigate = use_navigate();
        let navigate: Navigate = std::rc::Rc::new(move |to, options| navigate(to, options));
        with(|ways| ways.router = Some(navigate));
        // Another router may come in its place.
        Owner::on_cleanup(|| drop(with(|ways| ways.router.take())));
    }
}

/// Whether an answer leads to the page that is shown.
pub(super) fn stays_here(outcome: &Outcome) -> bool {
    match outcome {
        Outcome::Redirect(redirect) => {
            !redirect.document && dom::url(&redirect.to).is_some_and(|to| is_shown(&to))
        }
        _ => false,
    }
}

fn is_shown(to: &web_sys::Url) -> bool {
    let here = dom::window().location();
    here.origin().ok() == Some(to.origin()) && here.pathname().ok() == Some(to.pathname())
}

/// Goes there.
pub(super) fn follow(redirect: &Redirect) {
    let Some(to) = dom::url(&redirect.to) else {
        return;
    };
    let is_ours = dom::window().location().origin().ok() == Some(to.origin());
    let (router, hook_is_ours) = with(|ways| (ways.router.clone(), ways.hook_is_ours));
    match router.filter(|_| is_ours && !redirect.document) {
        Some(navigate) => {
            let options = NavigateOptions {
                replace: redirect.replace,
                scroll: !is_shown(&to),
                ..NavigateOptions::default()
            };
            let path = to.pathname() + &to.search() + &to.hash();
            // In the next frame: what the answer shows comes first.
            request_animation_frame(move || navigate(&path, options));
        }
        None if hook_is_ours || redirect.document => dom::load(&to.href(), redirect.replace),
        None => leptos::server_fn::redirect::call_redirect_hook(&redirect.to),
    }
}
