//! What the head of a page holds: the bridge, what shows its answers, and the outcome.

use super::{bundle::Bundle, context};
use crate::{
    texts::{self, Text, Texts, say},
    wire::{
        BRIDGE_ELEMENT, BRIDGE_NONCE, DEFAULT_DEADLINE_MS, OUTCOME_ELEMENT, SENT_BY,
        SENT_BY_BRIDGE, TEXTS_ELEMENT,
    },
};
use http::{HeaderName, HeaderValue, request::Parts};
use leptos::{config::LeptosOptions, either::Either, nonce::use_nonce, prelude::*};
use leptos_axum::ResponseOptions;

const BRIDGE: &str = include_str!("../bridge/bridge.min.js");
const START: &str = include_str!("../bridge/start.min.js");
const SHOW: &str = include_str!("../bridge/show.min.js");

/// Makes Ctrl or ⌘ with Enter submit a form that asks for it, before hydration.
const KEYS: &str = include_str!("../bridge/keys.min.js");

/// What makes it so, for a form.
pub(crate) fn keys_script() -> &'static str {
    KEYS
}

/// The nonce of the page that is rendered.
pub(crate) fn nonce() -> Option<String> {
    use_nonce().map(|nonce| nonce.to_string())
}

/// What the head of the shell holds.
pub(crate) fn scripts(options: &LeptosOptions, root: &str) -> AnyView {
    let Bundle { js, wasm } = Bundle::of(options, root);
    let nonce = use_nonce();
    let deadline = context::deadline_ms();
    let deadline = (deadline != DEFAULT_DEADLINE_MS).then_some(deadline);
    let outcome = context::page_outcome()
        .and_then(|outcome| serde_json::to_string(&*outcome).ok())
        .map(|json| data_element(OUTCOME_ELEMENT, &json));
    let texts = texts::with(Texts::for_page).map(|json| data_element(TEXTS_ELEMENT, &json));
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
                data-offline=say(Text::BridgeOffline)
                data-failed=say(Text::BridgeFailed)
                data-bridge=say(Text::BridgeNoClient)
                data-ignored=say(Text::Ignored)
            >
                {BRIDGE}
            </script>
            <script nonce=nonce.clone()>{START}</script>
        })
    };
    view! {
        <link rel="modulepreload" href=js nonce=nonce/>
        {outcome}
        {texts}
        {script}
    }
    .into_any()
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

/// What the client reads from the page.
fn data_element(id: &'static str, json: &str) -> impl IntoView + use<> {
    let json = contained(json);
    view! { <script type="application/json" id=id>{json}</script> }
}

/// JSON as it stands in an element. No text of a person's may end that.
fn contained(json: &str) -> String {
    json.replace('<', "\\u003c")
}

#[cfg(test)]
mod tests {
    use super::{BRIDGE, KEYS, SHOW, START, contained};
    use crate::wire::{Answer, Outcome, PageOutcome, fnv1a};
    use crate::{bridge::FormworkScripts, wire};
    use leptos::{config::LeptosOptions, nonce::provide_nonce, prelude::*};
    use leptos_axum::ResponseOptions;

    const SOURCES: [(&str, &str, &str); 4] = [
        ("bridge", include_str!("../bridge/bridge.js"), BRIDGE),
        ("start", include_str!("../bridge/start.js"), START),
        ("show", include_str!("../bridge/show.js"), SHOW),
        ("keys", include_str!("../bridge/keys.js"), KEYS),
    ];

    fn hash(text: &str) -> String {
        format!("{:x}", fnv1a(0xcbf2_9ce4_8422_2325, text.as_bytes()))
    }

    /// What the build says of a script: the hashes of source and result, and the size of the result with gzip.
    fn built(name: &str) -> [&'static str; 3] {
        let line = include_str!("../bridge/built.txt")
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
    fn the_inline_scripts_are_small_compressed() {
        const ROOM_FOR_GZIP: usize = 10;
        for (name, script, limit) in [("bridge", BRIDGE, 2048), ("start", START, 640)] {
            let [_, of, size] = built(name);
            assert_eq!(of, hash(script), "the size is another script's");
            let size: usize = size.parse().unwrap();
            assert!(size <= limit - ROOM_FOR_GZIP, "{name}: {size} bytes");
        }
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
            format!("has('{}')", wire::PARAM_ACTION),
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
        assert!(html.contains(BRIDGE) && html.contains(START) && !html.contains(SHOW));
        assert!(html.contains("id=\"fw-bridge\" nonce=\""));
        assert!(html.contains("data-js=\"/pkg/app.js\""));
        assert!(!html.contains("fw-outcome"));
        assert_eq!(header, None, "only an answer names its nonce in a header");
    }

    #[test]
    fn an_answer_to_the_bridge_carries_what_shows_it_and_names_its_nonce() {
        let (html, header) = head(&[(wire::SENT_BY, wire::SENT_BY_BRIDGE)]);
        assert!(html.contains(SHOW) && !html.contains(BRIDGE) && !html.contains(START));
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
        let json = contained(&serde_json::to_string(&outcome).unwrap());
        assert!(!json.contains('<'));
        let read: PageOutcome = serde_json::from_str(&json).unwrap();
        assert_eq!(read.values, outcome.values);
    }
}
