//! What the bridge has begun before hydration: its submissions become those of the forms' channels.
//!
//! The contract stands at the head of `bridge.js`.

use super::{
    calls, dom, drive, form_element, forms,
    lanes::{self, Submission, Work},
    send,
    start::Patience,
    typed,
};
use crate::{
    fields::FormData,
    form::FormKey,
    hooks::{Channel, Failure},
    query::mounted,
    submission::{Policy, Press},
    wire::{
        Answer, OUTCOME_ELEMENT, Outcome, PARAM_ACTION, PARAM_KEY, PageOutcome, Redirect, Refused,
    },
};
use leptos::prelude::{WindowListenerHandle, document, window_event_listener_untyped};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::HtmlFormElement;

/// Gives the forms back to the bridge where the client traps, in an effect of the app, before it has taken anything
/// over: listens for that until it is told to stop.
pub(super) fn gives_back_on_a_trap() -> [WindowListenerHandle; 2] {
    ["error", "unhandledrejection"].map(|name| {
        window_event_listener_untyped(name, |event| {
            let is_a_trap = ["error", "reason"].iter().any(|name| {
                let error = dom::property(&event, name);
                dom::property(&error, "name").as_string().as_deref() == Some("RuntimeError")
            });
            if let Some(bridge) = bridge().filter(|_| is_a_trap) {
                dom::set_property(&bridge, "phase", &JsValue::from_str("failed"));
            }
        })
    })
}

fn bridge() -> Option<JsValue> {
    get(&js_sys::global(), "__formwork")
}

/// Takes the bridge's submissions over, in order.
pub(super) fn adopt() {
    let Some(queue) = bridge().and_then(|bridge| get(&bridge, "queue")) else {
        return;
    };
    let queue: js_sys::Array = queue.unchecked_into();
    let ignored = dom::elements(document().query_selector_all("form[data-fw-error=ignored]"));
    // One by one, in place: what is left after a trap is the bridge's again.
    while queue.length() > 0 {
        let entry = queue.shift();
        if entry.is_object() {
            take_over(&entry);
        }
    }
    for form in ignored {
        if let Some((form, handle)) = forms::of_element(&form) {
            hide_notice(&form);
            ignore(&form, &handle.channel);
        }
    }
}

/// The bridge has ignored a press, since another submission was under way. Where that is so still, the lane says so.
fn ignore(form: &HtmlFormElement, channel: &Channel) {
    let number = lanes::number_of(channel);
    let would_ignore = lanes::with(number, |driven| driven.lane.pending()).unwrap_or_default()
        && channel.shared.policy == Policy::Drop;
    let pressed = would_ignore.then(|| {
        let form = typed::entries_of(form);
        calls::submission(channel.shared.action, None, form, dom::new_id())
    });
    match pressed.flatten() {
        Some(pressed) => {
            drive::submit(channel, pressed);
        }
        None => channel.fail(Failure::Ignored, lanes::next_id(), lanes::newest_id()),
    }
}

fn take_over(entry: &JsValue) -> Option<()> {
    let key = get(entry, "key").and_then(|key| key.as_string())?;
    let found = get(entry, "form")
        .and_then(|form| forms::of_element(&form))
        .or_else(|| forms::of_key(&key));
    let data: web_sys::FormData = get(entry, "data")?.dyn_into().ok()?;
    // Empty for a closure, which nobody has run yet.
    let url = match get(entry, "url").filter(|url| url.is_truthy()) {
        Some(url) => js_sys::Object::from(url).to_string().as_string()?,
        None => String::new(),
    };
    let visible = FormData::from_web(&data);
    let submitter: Option<web_sys::Element> =
        get(entry, "submitter").and_then(|el| el.dyn_into().ok());
    let action = forms::param(&url, PARAM_ACTION).unwrap_or_default();
    // What was edited since is another content.
    let edited = get(entry, "edited").map(|edited| dom::property(&edited, "size"));
    let is_edited = edited.and_then(|size| size.as_f64()) != Some(0.0);
    let typed_in = |form: &HtmlFormElement| match is_edited {
        true => !typed::typed_into(form),
        false => typed::typed_into(form),
    };
    // Its form is on another page by now, and it is finished without one.
    let Some((form, handle)) = found else {
        let hook = forms::param(&url, PARAM_KEY);
        let submission = Submission {
            submitter: forms::submitter_of(submitter.as_ref()),
            place: Some(FormKey::of_outcome(&key)),
            path: dom::path_of(&url)?,
            work: Work::Post { url, data },
            ..calls::submission(&action, None, visible, String::new())?
        };
        if !action.is_empty() {
            go_on(
                entry,
                &drive::unseen_channel(&hook.unwrap_or(key)),
                submission,
            );
        }
        return Some(());
    };
    hide_notice(&form);
    let typed = typed_in(&form);
    let hook = forms::param(&url, PARAM_KEY).and_then(|key| lanes::channel_of_key(&key));
    let place = Some(handle.channel.shared.key.clone());
    let (channel, others) = match hook {
        Some(hook) => (hook, vec![handle.channel]),
        None => (handle.channel, Vec::new()),
    };
    let work = match url.is_empty() {
        true => Work::Closure(handle.closure?),
        false => Work::Post { url, data },
    };
    let submission = Submission {
        action,
        work,
        submitter: forms::submitter_of(submitter.as_ref()),
        press: Some(Press {
            button: forms::button_of(submitter.as_ref()),
            content: typed,
        }),
        typed: Some(typed),
        visible,
        focused: form_element::focused_in(&form),
        form: Some(form),
        others,
        place,
        on_submit: handle.on_submit,
        reset: handle.reset,
        repeat: handle.repeat,
        caller: None,
        path: dom::path(),
    };
    go_on(entry, &channel, submission);
    Some(())
}

/// Sends what was not sent yet, and waits for the answer to what was.
fn go_on(entry: &JsValue, channel: &Channel, submission: Submission) {
    let failed = get(entry, "failed").filter(JsValue::is_truthy);
    let answer = get(entry, "answer").filter(JsValue::is_truthy);
    if failed.is_none() && answer.is_none() {
        drive::submit(channel, submission);
        return;
    }
    // Under its id: by itself where it still waited for that, else when the button is pressed again.
    let is_retryable = failed.is_none() || get(entry, "wake").is_some_and(|wake| wake.is_truthy());
    let action = submission.action.clone();
    // How far an upload of the bridge has come, nobody knows.
    let is_upload = match &submission.work {
        Work::Post { data, .. } => send::bytes_of(data).is_none(),
        Work::Closure(_) => false,
    };
    let (number, id) = drive::adopt(channel, submission);
    let patience = Patience::new(number, id, 1, &action);
    if !is_upload {
        patience.begin();
    }
    leptos::task::spawn_local(async move {
        // One that has failed may be on its way again.
        let answer = answer_of(answer).await;
        patience.end();
        match answer {
            Some(answer) => {
                let changed = !answer.tags.is_empty();
                drive::answered(number, id, 1, answer, drive::Values::Unread);
                if changed {
                    mounted::refetch_all();
                }
            }
            None => drive::failed(number, id, 1, is_retryable),
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
    let refused = || Outcome::Refused(Refused { status, message });
    (400..500)
        .contains(&status)
        .then(|| Answer::bare(refused()))
}

fn redirected(answer: &JsValue) -> Option<Answer> {
    let to = text(answer, "redirect")?;
    let redirect = Redirect { to, replace: false };
    Some(Answer::bare(Outcome::Redirect(redirect)))
}

/// The outcome that is embedded in the page which the bridge got.
fn embedded(answer: &JsValue) -> Option<Answer> {
    let document: web_sys::Document = get(answer, "doc")?.dyn_into().ok()?;
    let selector = format!("head > script#{OUTCOME_ELEMENT}");
    let json = document.query_selector(&selector).ok()??.text_content()?;
    serde_json::from_str::<PageOutcome>(&json)
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
