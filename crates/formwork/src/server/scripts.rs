//! What the head of a page holds: the bridge, what shows its answers, and the outcome.

use super::{
    bare::{self, Reader},
    bundle::Bundle,
    chunks, context,
};
use crate::{
    html::push_attribute,
    texts::{self, Text, Texts, say},
    wire::{
        BRIDGE_ELEMENT, BRIDGE_NONCE, ClientLoad, DEFAULT_DEADLINE_MS, OUTCOME_ELEMENT,
        SHOW_ELEMENT, TEXTS_ELEMENT,
    },
};
use http::{HeaderName, HeaderValue, request::Parts};
use leptos::{config::LeptosOptions, nonce::use_nonce, prelude::*, tachys::html::InertElement};
use leptos_axum::ResponseOptions;

/// The scripts of a page.
struct Scripts {
    bridge: &'static str,
    start: &'static str,
    /// In the place of `start` on pages which load the client later, or never.
    start_later: &'static str,
    show: &'static str,
}

macro_rules! scripts {
    ($of:literal) => {
        Scripts {
            bridge: include_str!(concat!("../bridge/bridge", $of, ".min.js")),
            start: include_str!(concat!("../bridge/start", $of, ".min.js")),
            start_later: include_str!(concat!("../bridge/start.later", $of, ".min.js")),
            show: include_str!(concat!("../bridge/show", $of, ".min.js")),
        }
    };
}

/// Of a page that the client hydrates.
const OF_PAGES: Scripts = scripts!("");

/// Of a page of which it hydrates the islands.
const OF_ISLANDS: Scripts = scripts!(".islands");

/// Says when a page loads its client that does not load it at once. It stands behind `start_later`, and in answers, which
/// may be shown in the place of a page that lacks it.
const WAKE: &str = include_str!("../bridge/wake.min.js");

/// In the place of `show` where the page has that: an answer without a script is none of ours.
const REMOVE_ITSELF: &str = "document.currentScript.remove();";

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
pub(crate) fn scripts(
    options: &LeptosOptions,
    root: &str,
    load: ClientLoad,
    islands: bool,
) -> AnyView {
    let Bundle { js, wasm } = Bundle::of(options, root);
    let load = load_of_route().unwrap_or(load);
    let of = if islands { OF_ISLANDS } else { OF_PAGES };
    let (start, wake) = match load {
        ClientLoad::Load => (of.start, ""),
        ClientLoad::Never => (of.start_later, ""),
        ClientLoad::Idle | ClientLoad::Interaction => (of.start_later, WAKE),
    };
    // From here on it is the islands that say what is hydrated: the head comes before them.
    if let Some(page) = Owner::current_shared_context().filter(|_| islands) {
        page.set_is_hydrating(false);
    }
    if load != ClientLoad::Never {
        chunks::are_in(options, root, load == ClientLoad::Load);
    }
    let nonce = nonce();
    let nonce = ("nonce", nonce.as_deref());
    let deadline = context::deadline_ms();
    let deadline = (deadline != DEFAULT_DEADLINE_MS).then(|| deadline.to_string());
    let outcome = context::page_outcome().and_then(|outcome| serde_json::to_string(&*outcome).ok());
    let texts = (load != ClientLoad::Never)
        .then(|| texts::with(Texts::for_page))
        .flatten();
    let no_client = match load {
        ClientLoad::Never => Text::BridgeNeverClient,
        _ => Text::BridgeNoClient,
    };
    let data_js = ("data-js", Some(&*js));
    let data_load = ("data-load", load.name());

    let for_the_bridge = with_context(|parts: &Parts| {
        let is_for_it = Reader::of(&parts.headers) == Reader::Bridge;
        is_for_it.then(|| bare::has_show(&parts.headers))
    });
    let mut html = String::with_capacity(HEAD_BYTES + of.bridge.len() + start.len());
    if load == ClientLoad::Load {
        let link = [("rel", Some("modulepreload")), ("href", Some(&*js)), nonce];
        open_tag(&mut html, "link", &link);
    }
    for (id, json) in [(OUTCOME_ELEMENT, outcome), (TEXTS_ELEMENT, texts)] {
        if let Some(json) = json {
            let data = [("type", Some("application/json")), ("id", Some(id))];
            script(&mut html, &data, &[&contained(&json)]);
        }
    }
    if let Some(has_show) = for_the_bridge.flatten() {
        // The bridge cannot take the nonce from the markup, where someone else may have put one first.
        if let ((_, Some(nonce)), Some(response)) = (nonce, use_context::<ResponseOptions>())
            && let Ok(value) = HeaderValue::from_str(nonce)
        {
            response.insert_header(HeaderName::from_static(BRIDGE_NONCE), value);
        }
        let attributes = [
            ("type", Some("text/plain")),
            ("id", Some(SHOW_ELEMENT)),
            nonce,
            data_js,
            data_load,
        ];
        let show = if has_show { REMOVE_ITSELF } else { of.show };
        script(&mut html, &attributes, &[show, wake]);
    } else {
        let said = [
            Text::BridgeOffline,
            Text::BridgeFailed,
            no_client,
            Text::Ignored,
        ]
        .map(say);
        let [offline, failed, bridge, ignored] = &said;
        let attributes = [
            ("id", Some(BRIDGE_ELEMENT)),
            nonce,
            data_js,
            ("data-wasm", Some(&*wasm)),
            data_load,
            ("data-deadline", deadline.as_deref()),
            ("data-offline", Some(offline)),
            ("data-failed", Some(failed)),
            ("data-bridge", Some(bridge)),
            ("data-ignored", Some(ignored)),
        ];
        script(&mut html, &attributes, &[of.bridge]);
        script(&mut html, &[nonce], &[start, wake]);
    }
    // The shell is never hydrated.
    InertElement::new(html).into_any()
}

/// About how many bytes the head has beside its scripts.
const HEAD_BYTES: usize = 1024;

fn script(html: &mut String, attributes: &[(&str, Option<&str>)], text: &[&str]) {
    open_tag(html, "script", attributes);
    html.extend(text.iter().copied());
    html.push_str("</script>");
}

fn open_tag(html: &mut String, tag: &str, attributes: &[(&str, Option<&str>)]) {
    html.push('<');
    html.push_str(tag);
    for (name, value) in attributes {
        push_attribute(html, name, *value);
    }
    html.push('>');
}

/// When the page that is rendered loads the client, if its route says so.
fn load_of_route() -> Option<ClientLoad> {
    let path = with_context(|parts: &Parts| parts.uri.path().to_owned())?;
    context::client_load(&path)
}

/// JSON as it stands in an element. No text of a person's may end that.
fn contained(json: &str) -> String {
    json.replace('<', "\\u003c")
}

#[cfg(test)]
mod tests {
    use super::{KEYS, OF_ISLANDS, OF_PAGES, REMOVE_ITSELF, WAKE, contained};
    use crate::wire::{Answer, ClientLoad, Outcome, PageOutcome, fnv1a};
    use crate::{bridge::FormworkScripts, wire};
    use leptos::{config::LeptosOptions, nonce::provide_nonce, prelude::*};
    use leptos_axum::ResponseOptions;

    const BRIDGE: &str = OF_PAGES.bridge;
    const START: &str = OF_PAGES.start;
    const START_LATER: &str = OF_PAGES.start_later;
    const SHOW: &str = OF_PAGES.show;
    const BRIDGE_SOURCE: &str = include_str!("../bridge/bridge.js");
    const START_SOURCE: &str = include_str!("../bridge/start.js");
    const SHOW_SOURCE: &str = include_str!("../bridge/show.js");

    const SOURCES: [(&str, &str, &str); 10] = [
        ("bridge", BRIDGE_SOURCE, BRIDGE),
        ("start", START_SOURCE, START),
        ("start.later", START_SOURCE, START_LATER),
        ("wake", include_str!("../bridge/wake.js"), WAKE),
        ("show", SHOW_SOURCE, SHOW),
        ("keys", include_str!("../bridge/keys.js"), KEYS),
        ("bridge.islands", BRIDGE_SOURCE, OF_ISLANDS.bridge),
        ("start.islands", START_SOURCE, OF_ISLANDS.start),
        ("start.later.islands", START_SOURCE, OF_ISLANDS.start_later),
        ("show.islands", SHOW_SOURCE, OF_ISLANDS.show),
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
        for (name, script, limit) in [
            ("bridge", BRIDGE, 2048),
            ("start", START, 640),
            ("start.later", START_LATER, 720),
            ("wake", WAKE, 1024),
            ("bridge.islands", OF_ISLANDS.bridge, 2112),
            ("start.islands", OF_ISLANDS.start, 800),
            ("start.later.islands", OF_ISLANDS.start_later, 864),
        ] {
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
            format!("'{}':", wire::SENT_BY),
            format!(":'{}'", wire::SENT_BY_BRIDGE),
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
            format!("'{}'", wire::SENT_BY_BRIDGE_WITH_SHOW),
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
    fn head(
        load: ClientLoad,
        headers: &[(&'static str, &'static str)],
    ) -> (String, Option<String>) {
        head_of(load, headers, false)
    }

    fn head_of(
        load: ClientLoad,
        headers: &[(&'static str, &'static str)],
        islands: bool,
    ) -> (String, Option<String>) {
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
            view! { <FormworkScripts options load islands/> }.to_html()
        });
        let response = response
            .0
            .read()
            .unwrap_or_else(|poisoned| poisoned.into_inner());
        let nonce = response.headers.get("x-formwork-nonce");
        (html, nonce.map(|nonce| nonce.to_str().unwrap().to_string()))
    }

    const BY_THE_BRIDGE: [(&str, &str); 1] = [(wire::SENT_BY, wire::SENT_BY_BRIDGE)];

    #[test]
    fn a_page_which_loads_its_client_later_says_when_and_asks_for_nothing_before() {
        for (load, name, wakes) in [
            (ClientLoad::Idle, "idle", true),
            (ClientLoad::Interaction, "interaction", true),
            (ClientLoad::Never, "never", false),
        ] {
            let (html, _) = head(load, &[]);
            assert!(html.contains(BRIDGE) && html.contains(START_LATER) && !html.contains(START));
            assert!(html.contains(&format!("data-load=\"{name}\"")));
            assert_eq!(html.contains(WAKE), wakes, "{name}");
            assert!(!html.contains("<link"), "{html}");
        }
        let (html, _) = head(ClientLoad::Load, &[]);
        assert!(html.contains("<link rel=\"modulepreload\"") && !html.contains("data-load="));
        assert!(!html.contains(START_LATER) && !html.contains(WAKE));
    }

    #[test]
    fn an_answer_says_when_its_page_loads_the_client_and_carries_what_does_so() {
        for (load, name, wakes) in [
            (ClientLoad::Load, "", false),
            (ClientLoad::Idle, "data-load=\"idle\"", true),
            (ClientLoad::Interaction, "data-load=\"interaction\"", true),
            (ClientLoad::Never, "data-load=\"never\"", false),
        ] {
            let (html, _) = head(load, &BY_THE_BRIDGE);
            assert!(html.contains(SHOW) && html.contains(name));
            assert_eq!(html.contains("data-load="), !name.is_empty());
            assert_eq!(html.contains(WAKE), wakes, "{name}");
        }
    }

    #[test]
    fn a_bridge_that_can_show_answers_gets_the_next_one_without_what_shows_it() {
        let again = [(wire::SENT_BY, wire::SENT_BY_BRIDGE_WITH_SHOW)];
        for (load, islands, wakes) in [
            (ClientLoad::Load, false, false),
            (ClientLoad::Load, true, false),
            (ClientLoad::Idle, false, true),
            (ClientLoad::Interaction, true, true),
            (ClientLoad::Never, false, false),
        ] {
            let (html, nonce) = head_of(load, &again, islands);
            assert!(
                [SHOW, OF_ISLANDS.show, BRIDGE]
                    .iter()
                    .all(|script| !html.contains(script))
            );
            assert!(html.contains(&format!("id=\"fw-show\" nonce=\"{}\"", nonce.unwrap())));
            assert!(html.contains(&format!(">{REMOVE_ITSELF}")));
            assert_eq!(html.contains(WAKE), wakes);
        }
        let removes_itself = REMOVE_ITSELF.trim_end_matches(';');
        assert!(SHOW.starts_with(removes_itself));
    }

    #[test]
    fn a_page_with_islands_has_their_scripts_and_other_pages_carry_nothing_of_them() {
        for (load, start) in [
            (ClientLoad::Load, OF_ISLANDS.start),
            (ClientLoad::Interaction, OF_ISLANDS.start_later),
            (ClientLoad::Never, OF_ISLANDS.start_later),
        ] {
            let (html, _) = head_of(load, &[], true);
            assert!(html.contains(OF_ISLANDS.bridge) && html.contains(start));
            let (answer, _) = head_of(load, &BY_THE_BRIDGE, true);
            assert!(answer.contains(OF_ISLANDS.show) && !answer.contains(SHOW));
            let (html, _) = head(load, &[]);
            let (answer, _) = head(load, &BY_THE_BRIDGE);
            assert!(!html.contains("leptos-island") && !answer.contains("leptos-island"));
        }
    }

    #[test]
    fn scripts_that_stand_in_one_element_are_statements_of_their_own() {
        for script in [START_LATER, SHOW, OF_ISLANDS.start_later, OF_ISLANDS.show] {
            assert!(script.ends_with([';', '}']), "{script}");
        }
    }

    #[test]
    fn a_page_carries_the_bridge_with_its_nonce_and_the_bundle() {
        let (html, header) = head(ClientLoad::Load, &[]);
        assert!(html.contains(BRIDGE) && html.contains(START) && !html.contains(SHOW));
        assert!(html.contains("id=\"fw-bridge\" nonce=\""));
        assert!(html.contains("data-js=\"/pkg/app.js\""));
        assert!(!html.contains("fw-outcome"));
        assert_eq!(header, None, "only an answer names its nonce in a header");
    }

    #[test]
    fn an_answer_to_the_bridge_carries_what_shows_it_and_names_its_nonce() {
        let (html, header) = head(ClientLoad::Load, &BY_THE_BRIDGE);
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
