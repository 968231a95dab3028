//! The script that looks after forms until hydration, and starts the client.
//!
//! 1. [`FormworkScripts`] puts `bridge.js` inline into the head of every page. It catches what the forms of
//!    the page submit and sends it at once; `bridge.js` begins with its contract.
//! 2. The answer to such a submission is the page as it is now. In its head stands `show.js` in the place of
//!    the bridge, as text: the bridge runs it once, and it puts the answer in the place of the page.
//! 3. When the document is parsed, or a page has been put in place, the bridge loads the client's bundle and
//!    calls its `hydrate()`. What is under way then is the client's.
//!
//! Scripts: the bridge and what it runs carry the nonce of the page, where Leptos' feature `nonce` gives one.
//! A page with the policy `script-src 'nonce-…' 'strict-dynamic' 'wasm-unsafe-eval'` needs nothing more. A
//! policy that requires Trusted Types keeps the bridge from showing answers: forms are then posted by the
//! browser.
//!
//! What an answer cannot have: scripts with `src` in its body are not run again, and a declarative shadow
//! root stays a `<template>`.
//!
//! A form that has `ctrl_enter` carries `keys.js`, for the time before hydration.
//!
//! All three are checked in as source and in the small form that pages get; `npm run build` in this folder
//! makes one of the other, and a test here fails where that was forgotten.

#[cfg(feature = "ssr")]
mod bundle;

/// Makes Ctrl or ⌘ with Enter submit a form that asks for it, before hydration.
#[cfg(feature = "ssr")]
pub(crate) const KEYS: &str = include_str!("keys.min.js");

use leptos::{config::LeptosOptions, prelude::*};

/// What Formwork needs in the `<head>` of the shell: the bridge, the outcome that the page is rendered with,
/// and what loads the client. It stands in the place of Leptos' `HydrationScripts`, and before everything
/// that may hold a form.
///
/// ```
/// use formwork::prelude::*;
///
/// fn shell(options: LeptosOptions) -> impl IntoView {
///     view! {
///         <!DOCTYPE html>
///         <html lang="en">
///             <head>
///                 <meta charset="utf-8"/>
///                 <AutoReload options=options.clone()/>
///                 <FormworkScripts options/>
///             </head>
///             <body>"…"</body>
///         </html>
///     }
/// }
/// # let _ = shell;
/// ```
///
/// In the browser it renders nothing: the shell is never hydrated.
#[component]
pub fn FormworkScripts(
    /// The options that the server runs with; they name the client's bundle.
    options: LeptosOptions,
    /// What stands before the paths of the bundle, such as the origin of a CDN, without a slash at its end.
    #[prop(optional, into)]
    root: String,
) -> impl IntoView {
    #[cfg(feature = "ssr")]
    {
        server::scripts(&options, &root)
    }
    #[cfg(not(feature = "ssr"))]
    {
        _ = (options, root);
    }
}

#[cfg(feature = "ssr")]
mod server {
    use super::bundle::Bundle;
    use crate::wire::{
        BRIDGE_ELEMENT, BRIDGE_NONCE, DEFAULT_DEADLINE_MS, OUTCOME_ELEMENT, PageOutcome, SENT_BY,
        SENT_BY_BRIDGE,
    };
    use http::{HeaderName, HeaderValue, request::Parts};
    use leptos::{config::LeptosOptions, either::Either, nonce::use_nonce, prelude::*};
    use leptos_axum::ResponseOptions;

    pub(super) const BRIDGE: &str = include_str!("bridge.min.js");
    pub(super) const SHOW: &str = include_str!("show.min.js");

    pub(super) fn scripts(options: &LeptosOptions, root: &str) -> impl IntoView + use<> {
        let Bundle { js, wasm } = Bundle::of(options, root);
        let nonce = use_nonce();
        let deadline = crate::server::deadline_ms();
        let deadline = (deadline != DEFAULT_DEADLINE_MS).then_some(deadline);
        let outcome = crate::server::page_outcome()
            .and_then(|outcome| as_json(&outcome))
            .map(
                |json| view! { <script type="application/json" id=OUTCOME_ELEMENT>{json}</script> },
            );
        let script = if is_for_the_bridge() {
            // The bridge cannot take the nonce from the markup, where someone else may have put one first.
            if let (Some(nonce), Some(response)) = (&nonce, use_context::<ResponseOptions>())
                && let Ok(value) = HeaderValue::from_str(nonce)
            {
                response.insert_header(HeaderName::from_static(BRIDGE_NONCE), value);
            }
            Either::Left(view! {
                <script type="text/plain" id="fw-show" nonce=nonce.clone() data-js=js.clone()>{SHOW}</script>
            })
        } else {
            Either::Right(view! {
                <script
                    id=BRIDGE_ELEMENT
                    nonce=nonce.clone()
                    data-js=js.clone()
                    data-wasm=wasm
                    data-deadline=deadline
                >
                    {BRIDGE}
                </script>
            })
        };
        view! {
            <link rel="modulepreload" href=js nonce=nonce/>
            {outcome}
            {script}
        }
    }

    /// Whether the page is rendered for the bridge, which shows it in the place of another.
    fn is_for_the_bridge() -> bool {
        use_context::<Parts>().is_some_and(|parts| {
            parts
                .headers
                .get(SENT_BY)
                .is_some_and(|by| by == SENT_BY_BRIDGE)
        })
    }

    /// The outcome for the client. No text of a person's may end the element it stands in.
    pub(super) fn as_json(outcome: &PageOutcome) -> Option<String> {
        serde_json::to_string(outcome)
            .ok()
            .map(|json| json.replace('<', "\\u003c"))
    }
}

#[cfg(all(test, feature = "ssr"))]
mod tests {
    use super::{
        FormworkScripts, KEYS,
        server::{BRIDGE, SHOW, as_json},
    };
    use crate::wire::{self, Answer, Outcome, PageOutcome, fnv1a};
    use leptos::{config::LeptosOptions, nonce::provide_nonce, prelude::*};
    use leptos_axum::ResponseOptions;

    const SOURCES: [(&str, &str, &str); 3] = [
        ("bridge", include_str!("bridge.js"), BRIDGE),
        ("show", include_str!("show.js"), SHOW),
        ("keys", include_str!("keys.js"), KEYS),
    ];

    fn hash(text: &str) -> String {
        format!("{:x}", fnv1a(0xcbf2_9ce4_8422_2325, text.as_bytes()))
    }

    /// What the build says of a script: the hashes of source and result, and the size of the result with gzip.
    fn built(name: &str) -> [&'static str; 3] {
        let line = include_str!("built.txt")
            .lines()
            .find_map(|line| line.strip_prefix(name)?.strip_prefix(' '))
            .unwrap();
        let columns: Vec<&str> = line.split(' ').collect();
        columns.try_into().unwrap()
    }

    #[test]
    fn what_pages_get_is_made_of_the_source() {
        for (name, source, small) in SOURCES {
            assert_eq!(
                built(name)[..2],
                [hash(source), hash(small)],
                "{name}.js was changed: `npm ci && npm run build` in crates/formwork/src/bridge"
            );
        }
    }

    /// The build measures with zlib; the program `gzip` packs a little worse.
    #[test]
    fn the_inline_script_has_at_most_two_kilobytes_compressed() {
        const ROOM_FOR_GZIP: usize = 10;
        let [_, of, size] = built("bridge");
        assert_eq!(of, hash(BRIDGE), "the size is another script's");
        let size: usize = size.parse().unwrap();
        assert!(size <= 2048 - ROOM_FOR_GZIP, "{size} bytes");
    }

    #[test]
    fn no_script_ends_the_element_it_stands_in_or_holds_the_marker_of_the_head() {
        for (name, _, small) in SOURCES {
            let small = small.to_lowercase();
            for text in ["</script", "<script", "<!--", "<body", "<html", "</head"] {
                assert!(!small.contains(text), "{name} contains {text}");
            }
        }
    }

    #[test]
    fn the_scripts_speak_the_protocol() {
        let bridge = BRIDGE.replace(['"', '`'], "'");
        for name in [
            format!("'{}':'{}'", wire::SENT_BY, wire::SENT_BY_BRIDGE),
            format!("'{}'", wire::BRIDGE_REDIRECT),
            format!("'{}'", wire::BRIDGE_NONCE),
            format!("\\b{}=", wire::PARAM_ACTION),
            format!("/^{}/", wire::PARAM_PREFIX),
            format!("[name='{}']", wire::FIELD_ID),
        ] {
            assert!(bridge.contains(&name), "bridge.js lacks {name}");
        }
        let show = SHOW.replace('"', "'");
        for name in [
            format!("'{}'", wire::BRIDGE_DONE_URL),
            format!("'{}'", wire::BRIDGE_NONCE),
            format!("#{}", wire::OUTCOME_ELEMENT),
            format!("[name='{}']", wire::FIELD_PREV),
            format!("'{}'", wire::PARAM_FROM),
            format!("/{}=(.)", wire::PARAM_POLICY),
            format!("[name='{}']", wire::FIELD_ID),
        ] {
            assert!(show.contains(&name), "show.js lacks {name}");
        }
    }

    /// What the head has, and the header with the nonce, for a page that is asked for with these headers.
    fn head(headers: &[(&'static str, &'static str)]) -> (String, Option<String>) {
        let mut request = http::Request::builder();
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let (parts, ()) = request.body(()).unwrap().into_parts();
        let response = ResponseOptions::default();
        let html = Owner::new().with(|| {
            provide_nonce();
            provide_context(parts);
            provide_context(response.clone());
            let options = LeptosOptions::builder().output_name("app").build();
            view! { <FormworkScripts options/> }.to_html()
        });
        let response = response
            .0
            .read()
            .unwrap_or_else(|poisoned| poisoned.into_inner());
        let nonce = response.headers.get("x-formwork-nonce");
        (html, nonce.map(|nonce| nonce.to_str().unwrap().to_string()))
    }

    #[test]
    fn a_page_carries_the_bridge_with_its_nonce_and_the_bundle() {
        let (html, header) = head(&[]);
        assert!(html.contains(BRIDGE) && !html.contains(SHOW));
        assert!(html.contains("id=\"fw-bridge\" nonce=\""));
        assert!(html.contains("data-js=\"/pkg/app.js\""));
        assert!(!html.contains("fw-outcome"));
        assert_eq!(header, None, "only an answer names its nonce in a header");
    }

    #[test]
    fn an_answer_to_the_bridge_carries_what_shows_it_and_names_its_nonce() {
        let (html, header) = head(&[(wire::SENT_BY, wire::SENT_BY_BRIDGE)]);
        assert!(html.contains(SHOW) && !html.contains(BRIDGE));
        let nonce = header.unwrap();
        assert!(html.contains(&format!(
            "<script type=\"text/plain\" id=\"fw-show\" nonce=\"{nonce}\""
        )));
        assert!(html.contains("data-js=\"/pkg/app.js\""));
    }

    #[test]
    fn no_text_of_an_outcome_ends_its_element() {
        let outcome = PageOutcome {
            form: "sign".into(),
            hook: None,
            state: None,
            earlier: Vec::new(),
            action: "sign".into(),
            submission: "1".into(),
            values: vec![("name".into(), "</script><!--HEAD-->".into())],
            answer: Answer {
                outcome: Outcome::Stale,
                prev: None,
                tags: Vec::new(),
                queries: Vec::new(),
                unread: Vec::new(),
                outdated: false,
                replayed: false,
            },
        };
        let json = as_json(&outcome).unwrap();
        assert!(!json.contains('<'));
        let read: PageOutcome = serde_json::from_str(&json).unwrap();
        assert_eq!(read.values, outcome.values);
    }
}
