//! What the bridge has begun before hydration: its submissions become those of the forms' channels.
//!
//! The contract stands at the head of `bridge.js`.

use super::{
    attached, attempts, controls, dom, form_element, forms,
    held::{self, Held, Running, Values, Work, dispatch},
    reads, send,
};
use crate::{
    fields::FormData,
    json,
    submission::{Event, Facts, Policy, Press, Reply},
    wire::{
        Answer, OUTCOME_ELEMENT, Outcome, PARAM_ACTION, PARAM_KEY, PageOutcome, Redirect, Refused,
    },
};
use leptos::prelude::{document, window_event_listener_untyped};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::HtmlFormElement;

const PHASE: &str = "phase";
const HYDRATING: &str = "hydrating";
const HYDRATED: &str = "hydrated";

/// Gives the forms back to the bridge where the client traps, now or later: whatever of it still listens, the bridge's
/// listeners come first.
pub(super) fn gives_back_on_a_trap() {
    for name in ["error", "unhandledrejection"] {
        // As long as the page.
        let _ = window_event_listener_untyped(name, |event| {
            let is_a_trap = ["error", "reason"].iter().any(|name| {
                let error = dom::property(&event, name);
                dom::property(&error, "name").as_string().as_deref() == Some("RuntimeError")
            });
            if is_a_trap {
                give_back();
            }
        });
    }
}

fn give_back() -> Option<()> {
    let bridge = bridge()?;
    let function: js_sys::Function = get(&bridge, "giveBack")?.dyn_into().ok()?;
    if is_the_clients(&bridge) {
        let _ = function.call0(&bridge);
    }
    Some(())
}

/// Whether the client looks after the page's forms.
fn is_the_clients(bridge: &JsValue) -> bool {
    text(bridge, PHASE).is_some_and(|phase| phase == HYDRATING || phase == HYDRATED)
}

/// Hydration begins with the next statement: from now on the bridge leaves the page alone. Not where another start of
/// the client has hydrated it.
pub(super) fn hydrating() -> bool {
    match bridge() {
        Some(bridge) if is_the_clients(&bridge) => false,
        bridge => {
            be(bridge, HYDRATING);
            true
        }
    }
}

/// Whether the bridge has the forms again, after a trap.
pub(super) fn has_trapped() -> bool {
    bridge().is_some_and(|bridge| !is_the_clients(&bridge))
}

/// Hydration has ended: the forms are the client's.
pub(super) fn hydrated() {
    be(bridge(), HYDRATED);
}

fn be(bridge: Option<JsValue>, phase: &str) {
    if let Some(bridge) = bridge {
        let _ = js_sys::Reflect::set(&bridge, &PHASE.into(), &phase.into());
    }
}

/// The bridge asks before the page is left. From now on the client asks for its pending submissions.
fn asks_no_more() {
    if let Some(ask) = bridge().and_then(|bridge| get(&bridge, "ask")) {
        let ask = ask.unchecked_ref();
        let _ = dom::window().remove_event_listener_with_callback("beforeunload", ask);
    }
}

fn bridge() -> Option<JsValue> {
    get(&js_sys::global(), "__formwork")
}

/// Takes the bridge's submissions over, in order. Not after a trap: this is a task of its own, which the next one that is
/// spawned still wakes.
pub(super) fn adopt() {
    let bridge = bridge().filter(is_the_clients);
    let Some(queue) = bridge.and_then(|bridge| get(&bridge, "queue")) else {
        return;
    };
    let queue: js_sys::Array = queue.unchecked_into();
    let ignored = dom::elements(document().query_selector_all("form[data-fw-error=ignored]"));
    // One by one, in place: what is left after a trap is the bridge's again.
    for _ in 0..queue.length() {
        let entry = queue.shift();
        if stays_the_bridges(&entry) {
            queue.push(&entry);
        } else if entry.is_object() {
            take_over(&entry);
        }
    }
    if queue.length() == 0 {
        asks_no_more();
    }
    for form in ignored {
        if let Some(form) = attached::of_element(&form) {
            hide_notice(&form.element);
            let (id, view) = (held::next_id(), form.handle.channel.shared.view);
            dispatch(Event::Ignored { id, view });
        }
    }
}

/// Whether a submission is of a form that no island has.
#[cfg(feature = "islands")]
fn stays_the_bridges(entry: &JsValue) -> bool {
    let has = || {
        let bridge = bridge()?;
        let has: js_sys::Function = get(&bridge, "has")?.dyn_into().ok()?;
        has.call1(&bridge, &get(entry, "form")?).ok()
    };
    has().is_some_and(|has| has.is_falsy())
}

#[cfg(not(feature = "islands"))]
fn stays_the_bridges(_: &JsValue) -> bool {
    false
}

/// The islands that are not hydrated yet, outer ones first: each with what goes into the scope around it, and what hydrates
/// it.
#[cfg(feature = "islands")]
pub(super) fn islands() -> js_sys::Array {
    let function = bridge().and_then(|bridge| get(&bridge, "islands"));
    let Some(islands) = function.and_then(|function| function.dyn_into::<js_sys::Function>().ok())
    else {
        leptos::logging::debug_warn!(
            "the page is not one of islands, so that nothing is hydrated: give its shell \
             <FormworkScripts options islands=true/>"
        );
        return js_sys::Array::new();
    };
    match islands.call0(&JsValue::UNDEFINED) {
        Ok(islands) => islands.unchecked_into(),
        Err(error) => wasm_bindgen::throw_val(error),
    }
}

fn take_over(entry: &JsValue) -> Option<()> {
    let key = get(entry, "key").and_then(|key| key.as_string())?;
    let element: Option<HtmlFormElement> = get(entry, "form").and_then(|el| el.dyn_into().ok());
    let found = element
        .as_ref()
        .and_then(|element| attached::of_element(element))
        .or_else(|| attached::of_key(&key));
    let data: web_sys::FormData = get(entry, "data")?.dyn_into().ok()?;
    // Empty for a closure, which has not run yet.
    let url = match get(entry, "url").filter(|url| url.is_truthy()) {
        Some(url) => js_sys::Object::from(url).to_string().as_string()?,
        None => String::new(),
    };
    let visible = FormData::from_web(&data);
    let submitter: Option<web_sys::Element> =
        get(entry, "submitter").and_then(|el| el.dyn_into().ok());
    let submitter = submitter.as_ref();
    let typed = controls::content_of(&controls::without_submitter(&visible, submitter));
    let id = held::next_id();
    let (held, facts) = match found {
        Some(form) => {
            hide_notice(&form.element);
            let work = match url.is_empty() {
                true => Work::Code(form.handle.closure.clone()?),
                false => Work::Post { url, data },
            };
            // What was edited since is another content.
            let edited = get(entry, "edited").map(|edited| dom::property(&edited, "size"));
            let is_edited = edited.and_then(|size| size.as_f64()) != Some(0.0);
            let now = controls::holds(&form.element);
            let typed = if is_edited { !now } else { now };
            forms::press(&form, id, work, visible, submitter, Some(typed))
        }
        // Its form is on another page by now: it takes its turn, and one that stands for the same row shows it.
        None => {
            let action = dom::param(&url, PARAM_ACTION).filter(|action| !action.is_empty())?;
            let hook = dom::param(&url, PARAM_KEY);
            let facts = Facts {
                place: Some(key.as_str().into()),
                hidden: element.as_ref().map(controls::hidden_of),
                button: controls::named_button(submitter),
                press: Some(Press {
                    button: controls::button_of(submitter),
                    content: typed,
                }),
                typed: Some(typed),
                makes_state: true,
                ..Facts::of_no_form(
                    hook.unwrap_or_else(|| key.clone()).into(),
                    Policy::Queue,
                    dom::path_digest_of(&url)?,
                )
            };
            let held = Held {
                id,
                action,
                work: Work::Post { url, data },
                visible,
                submitter: controls::submitter_of(submitter),
                focused: None,
                channel: None,
                place: Some(key),
                keeps_values: false,
                caller: None,
                running: Running::default(),
            };
            (held, facts)
        }
    };
    go_on(entry, held, facts);
    Some(())
}

/// Sends what was not sent yet, and waits for the answer to what was.
fn go_on(entry: &JsValue, held: Held, facts: Facts) {
    let id = held.id;
    let failed = get(entry, "failed").filter(JsValue::is_truthy);
    let answer = get(entry, "answer").filter(JsValue::is_truthy);
    if failed.is_none() && answer.is_none() {
        return held::enter(held, Event::Submitted { id, facts });
    }
    // Under its id: by itself where it still waited for that, else when the button is pressed again.
    let retryable = failed.is_none() || get(entry, "wake").is_some_and(|wake| wake.is_truthy());
    // The progress of the bridge's upload is unknown.
    let is_upload = match &held.work {
        Work::Post { data, .. } => send::bytes_of(data).is_none(),
        Work::Code(_) => false,
    };
    held::enter(held, Event::Adopted { id, facts });
    if !is_upload {
        attempts::be_patient(id, 1);
    }
    leptos::task::spawn_local(async move {
        // A failed one may be in flight again.
        let answer = answer_of(answer).await;
        attempts::attempt_ended(id, 1);
        match answer {
            Some(answer) => {
                let changed = !answer.tags.is_empty();
                attempts::answered(id, 1, answer, Values::Unread);
                if changed {
                    reads::refetch_all();
                }
            }
            None => {
                let reply = Reply::Lost {
                    retryable,
                    after_ms: 0,
                };
                let attempt = 1;
                dispatch(Event::Replied { id, attempt, reply });
            }
        }
    });
}

/// What the bridge has said of a failure: from now on the form says it.
fn hide_notice(form: &HtmlFormElement) {
    for notice in form_element::all(form, "[data-fw-failure]") {
        let _ = notice.set_attribute("hidden", "");
    }
    form_element::set_attribute(form, "data-fw-error", None);
}

/// What the bridge has got, as far as it is an answer: a page of ours, a redirect, or the sentence with which the server
/// refused a request before it had a page to show.
async fn answer_of(promise: Option<JsValue>) -> Option<Answer> {
    let answer = JsFuture::from(js_sys::Promise::resolve(&promise?))
        .await
        .ok()?;
    refused(&answer)
        .or_else(|| redirected(&answer))
        .or_else(|| embedded(&answer))
}

fn refused(answer: &JsValue) -> Option<Answer> {
    let message = text(answer, "said")?;
    let status = get(answer, "status")?.as_f64()? as u16;
    let refused = || Outcome::Refused(Refused::new(status, message));
    (400..500)
        .contains(&status)
        .then(|| Answer::bare(refused()))
}

fn redirected(answer: &JsValue) -> Option<Answer> {
    let to = text(answer, "redirect")?;
    Some(Answer::bare(Outcome::Redirect(Redirect::to(to))))
}

/// The outcome that is embedded in the page which the bridge got.
fn embedded(answer: &JsValue) -> Option<Answer> {
    let document: web_sys::Document = get(answer, "doc")?.dyn_into().ok()?;
    let json = document
        .query_selector(&format!("head > script#{OUTCOME_ELEMENT}"))
        .ok()??
        .text_content()?;
    json::from_str::<PageOutcome>(&json)
        .ok()
        .map(|outcome| outcome.answer)
}

fn text(object: &JsValue, name: &str) -> Option<String> {
    let text = get(object, name)?.as_string()?;
    (!text.is_empty()).then_some(text)
}

fn get(object: &JsValue, name: &str) -> Option<JsValue> {
    js_sys::Reflect::get(object, &JsValue::from_str(name))
        .ok()
        .filter(|value| !value.is_undefined())
}
