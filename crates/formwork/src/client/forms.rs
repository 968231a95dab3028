//! The forms on the page: elements, and the listeners on the window for their submissions.

use super::{
    code::Code,
    controls, dom, leave,
    page::{self, Held, Work, dispatch, with, with_held},
    renew,
};
use crate::{
    channel::Channel,
    fields::FormData,
    submission::{Event, Facts, Focus, FormDo, FormId, Press, Reset, SLOW_MS, SubmissionId},
    wire::{FIELD_ID, FIELD_PREV, Outcome, PARAM_ACTION, PARAM_KEY},
};
use leptos::{html, prelude::*};
use std::{
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use web_sys::{
    Element, EventTarget, HtmlButtonElement, HtmlFormElement, HtmlInputElement, KeyboardEvent,
    SubmitEvent,
};

/// What the client calls with a submission's data.
pub(crate) type OnSubmit = Arc<dyn Fn(&FormData) + Send + Sync>;

/// What the client knows of a form.
#[derive(Clone)]
pub(crate) struct FormHandle {
    pub(crate) channel: Channel,
    pub(crate) on_submit: Option<OnSubmit>,
    /// What runs in place of an action of the server.
    pub(crate) closure: Option<Code>,
    pub(crate) reset: Reset,
    pub(crate) repeat: bool,
    pub(crate) ctrl_enter: bool,
    pub(crate) slow_after: Option<Duration>,
}

/// A form element in the document.
#[derive(Clone)]
pub(super) struct Attached {
    id: FormId,
    element: HtmlFormElement,
    handle: FormHandle,
}

/// Makes a form known from when it is in the document until it leaves.
pub(crate) fn attach(node: NodeRef<html::Form>, handle: FormHandle) {
    static FORMS: AtomicU64 = AtomicU64::new(0);
    let id = FormId(FORMS.fetch_add(1, Ordering::Relaxed));
    node.on_load(move |element| {
        begin_with(&handle.channel, &element);
        let view = handle.channel.shared.view;
        let (hidden, buttons) = (
            controls::hidden_of(&element),
            controls::buttons_of(&element),
        );
        with(|state| {
            state.forms.push(Attached {
                id,
                element,
                handle,
            })
        });
        #[cfg(debug_assertions)]
        set_timeout(move || warn_of_twins(id), Duration::ZERO);
        dispatch(Event::Attached {
            form: id,
            view,
            hidden,
            buttons,
        });
    });
    Owner::on_cleanup(move || {
        let gone = with(|state| {
            let at = state.forms.iter().position(|form| form.id == id)?;
            Some(state.forms.remove(at))
        });
        if gone.is_some() {
            dispatch(Event::Detached { form: id });
        }
    });
}

/// Says where two forms of the page have one key: they take turns, and without the client they share what is said of
/// either, and the ids of their fields in any case.
#[cfg(debug_assertions)]
fn warn_of_twins(id: FormId) {
    let has_twin = with(|state| {
        let own = state.forms.iter().find(|form| form.id == id)?;
        let shared = &own.handle.channel.shared;
        let is_twin = |other: &Attached| {
            let others = &other.handle.channel.shared;
            // Two forms of one hook are meant to have everything in common.
            others.view != shared.view
                && others.key == shared.key
                && own.element.is_connected()
                && other.element.is_connected()
        };
        Some(state.forms.iter().any(is_twin))
    });
    if has_twin == Some(true) {
        leptos::logging::debug_warn!(
            "two forms of this page have the same key: without JavaScript each shows what is said of the other, and \
             their fields have the same ids. They are of one place in the source, so give each a `key`, or their hooks \
             one by use_keyed_action_state"
        );
    }
}

/// The sealed states that the server has written into a form.
fn begin_with(channel: &Channel, form: &HtmlFormElement) {
    let selector = format!("input[name='{FIELD_PREV}']");
    if let Ok(Some(input)) = form.query_selector(&selector)
        && let Some(first) = input.get_attribute("data-fw-first")
    {
        channel.shared.first_prev.set(Some(first));
    }
}

// --- finding

fn find(is_it: impl Fn(&Attached) -> bool) -> Option<Attached> {
    with(|state| state.forms.iter().find(|form| is_it(form)).cloned())
}

/// The element of a form.
pub(super) fn element_of(form: FormId) -> Option<HtmlFormElement> {
    find(|it| it.id == form).map(|form| form.element)
}

/// The form that is this element.
pub(super) fn of_element(element: &JsValue) -> Option<Attached> {
    find(|form| AsRef::<JsValue>::as_ref(&form.element) == element)
}

/// The form with this key.
pub(super) fn of_key(key: &str) -> Option<Attached> {
    find(|form| form.handle.channel.shared.key.as_str() == key)
}

pub(super) fn element(form: FormId) -> Option<HtmlFormElement> {
    find(|it| it.id == form).map(|form| form.element)
}

pub(super) fn on_submit(form: FormId) -> Option<OnSubmit> {
    find(|it| it.id == form)?.handle.on_submit
}

/// A digest of what a form holds, whichever button is pressed.
pub(super) fn holds(form: &HtmlFormElement) -> Option<u64> {
    let data = dom::form_data(form, None)?;
    Some(controls::content_of(&FormData::from_web(&data)))
}

/// Where the focus is, as seen from a form.
pub(super) fn focus_seen_from(form: &HtmlFormElement) -> Focus {
    let active = document().active_element();
    let body: Option<Element> = document().body().map(Into::into);
    match active {
        Some(active) if Some(&active) == body.as_ref() => Focus::Lost,
        Some(_) if dom::focused_in(form).is_some() => Focus::Inside,
        Some(_) => Focus::Elsewhere,
        None => Focus::Lost,
    }
}

/// Whether an outcome leads to the page that is shown.
pub(super) fn is_own_page(outcome: &Outcome) -> bool {
    match outcome {
        Outcome::Redirect(redirect) => dom::is_shown(&redirect.to),
        _ => false,
    }
}

// --- listening

/// Listens on the window, where every other listener has had its say.
pub(super) fn listen() {
    on("submit", |event| {
        if let Some(event) = event.dyn_ref::<SubmitEvent>() {
            submitted(event);
        }
    });
    on("keydown", |event| {
        if let Some(event) = event.dyn_ref::<KeyboardEvent>() {
            pressed(event);
        }
    });
    on("input", edited);
    on("change", edited);
    on("online", |_| dispatch(Event::Online));
    on("pagehide", |_| leave::leaving());
}

fn on(name: &str, listener: impl Fn(&web_sys::Event) + 'static) {
    let listener = Closure::<dyn Fn(web_sys::Event)>::new(move |event| listener(&event));
    let _ = dom::window().add_event_listener_with_callback(name, listener.as_ref().unchecked_ref());
    // As long as the page.
    listener.forget();
}

fn edited(event: &web_sys::Event) {
    if let Some(form) = form_of_target(event) {
        dispatch(Event::Edited {
            view: form.handle.channel.shared.view,
        });
    }
}

/// The form of the control which the event is about.
fn form_of_target(event: &web_sys::Event) -> Option<Attached> {
    let target = event.target()?;
    let form = js_sys::Reflect::get(&target, &JsValue::from_str("form")).ok()?;
    of_element(&form)
}

/// Ctrl or ⌘ with Enter in a field, where the form asks for it. On a button, Enter is that button's.
fn pressed(event: &KeyboardEvent) {
    let enter = event.key() == "Enter" && (event.ctrl_key() || event.meta_key());
    if !enter || event.default_prevented() || event.is_composing() || event.repeat() {
        return;
    }
    if let Some(form) = form_of_target(event)
        && form.handle.ctrl_enter
        && !event.target().is_some_and(|target| is_button(&target))
    {
        event.prevent_default();
        // Fails for a button of another form only, and none is given.
        let _ = form.element.request_submit();
    }
}

fn is_button(target: &EventTarget) -> bool {
    let input = target.dyn_ref::<HtmlInputElement>();
    target.is_instance_of::<HtmlButtonElement>()
        || input.is_some_and(|input| {
            matches!(
                input.type_().as_str(),
                "submit" | "image" | "button" | "reset"
            )
        })
}

fn submitted(event: &SubmitEvent) {
    if event.default_prevented() {
        return;
    }
    let Some(form) = event.target().and_then(|target| of_element(&target)) else {
        return;
    };
    let submitter: Option<Element> = event.submitter().map(Into::into);
    let own = submitter
        .as_ref()
        .and_then(|submitter| submitter.get_attribute("formaction"));
    let is_ours = |url: &str| url.contains(&format!("{PARAM_ACTION}="));
    let by_button = own.is_some();
    let closure = form.handle.closure.clone().filter(|_| !by_button);
    let attribute = match own {
        Some(url) if is_ours(&url) => url,
        // The button leads somewhere else: that is the browser's.
        Some(_) => return,
        None => form.element.get_attribute("action").unwrap_or_default(),
    };
    let overridden = ["formmethod", "formtarget"].iter().any(|name| {
        submitter
            .as_ref()
            .is_some_and(|submitter| submitter.has_attribute(name))
    });
    let elsewhere = form
        .element
        .get_attribute("target")
        .is_some_and(|target| !target.is_empty() && target != "_self");
    if overridden || elsewhere || (closure.is_none() && !is_ours(&attribute)) {
        return;
    }
    let Some(data) = dom::form_data(&form.element, submitter.as_ref().map(AsRef::as_ref)) else {
        return;
    };
    event.prevent_default();
    if by_button {
        // That of the form's own action.
        data.delete(FIELD_PREV);
    }
    let visible = FormData::from_web(&data);
    // Its own id: the one in the form is for a native post.
    let _ = data.set_with_str(FIELD_ID, &dom::new_id());
    let work = match closure {
        Some(closure) => Work::Code(closure),
        None => Work::Post {
            url: dom::post_url(&attribute),
            data,
        },
    };
    let typed = holds(&form.element);
    let id = page::next_id();
    let (held, facts) = press(&form, id, work, visible, submitter.as_ref(), typed);
    page::enter(held, Event::Submitted { id, facts });
}

/// What is known of a press in a form.
pub(super) fn press(
    form: &Attached,
    id: SubmissionId,
    work: Work,
    visible: FormData,
    submitter: Option<&Element>,
    typed: Option<u64>,
) -> (Held, Facts) {
    let handle = &form.handle;
    let own = &handle.channel;
    let url = match &work {
        Work::Post { url, .. } => url.as_str(),
        Work::Code(_) => "",
    };
    let param = |name| dom::param(url, name);
    // A button may have a hook of its own.
    let hook = param(PARAM_KEY).and_then(|key| page::channel_of_key(&key));
    let channel = hook.unwrap_or_else(|| own.clone());
    let shared = &channel.shared;
    let press = Press {
        button: controls::button_of(submitter),
        // Without the button, whose coordinates differ from click to click where it is an image.
        content: typed.unwrap_or_else(|| controls::content_of(&visible)),
    };
    let slow_ms = match handle.slow_after {
        Some(slow_after) => u32::try_from(slow_after.as_millis()).unwrap_or(u32::MAX),
        None => SLOW_MS,
    };
    let is_code = matches!(work, Work::Code(_));
    let action = param(PARAM_ACTION).unwrap_or_default();
    let facts = Facts {
        lane: shared.key.as_lane(),
        policy: shared.policy,
        slow_ms,
        view: Some(shared.view),
        makes_state: action == shared.action,
        is_call: false,
        form: Some(form.id),
        // What a closure was made of, nobody knows: no other form takes it up.
        place: (!is_code).then(|| own.shared.key.as_lane()),
        hidden: Some(controls::hidden_of(&form.element)),
        button: controls::named_button(submitter),
        press: (!handle.repeat).then_some(press),
        typed,
        reset: handle.reset,
        path: dom::path_digest(),
    };
    let held = Held {
        id,
        action,
        work,
        visible,
        submitter: controls::submitter_of(submitter),
        focused: dom::focused_in(&form.element),
        channel: Some(channel),
        place: Some(own.shared.key.as_str().to_string()),
        keeps_values: handle.reset == Reset::Never,
        caller: None,
        running: page::Running::default(),
    };
    (held, facts)
}

impl Attached {
    pub(super) fn channel(&self) -> &Channel {
        &self.handle.channel
    }

    pub(super) fn closure(&self) -> Option<Code> {
        self.handle.closure.clone()
    }

    pub(super) fn element(&self) -> &HtmlFormElement {
        &self.element
    }
}

// --- changing

/// A form changes for a submission.
pub(super) fn change(form: FormId, id: SubmissionId, what: FormDo) {
    let Some(form) = find(|it| it.id == form) else {
        return;
    };
    let element = &form.element;
    match what {
        FormDo::Empty => {
            dom::reset(element);
            let holds = holds(element);
            dispatch(Event::Emptied { id, holds });
        }
        FormDo::PutBack => {
            if let Some(data) = with_held(id, |held| held.visible.clone()) {
                controls::fill(element, &data);
            }
        }
        FormDo::Offer => {
            let data = with_held(id, |held| held.visible.clone());
            form.handle.channel.shared.returned.set(data);
        }
        FormDo::FocusIssue => focus_issue(element.clone()),
        FormDo::FocusBack => {
            // Whoever works by keyboard goes on where they were.
            if let Some(focused) = with_held(id, |held| held.focused.clone()).flatten() {
                focus_if_lost(focused);
            }
        }
        FormDo::Renew => {
            let form = element.clone();
            leptos::task::spawn_local(async move {
                renew::renew(form).await;
                dispatch(Event::Renewed { id });
            });
        }
    }
}

fn focus_issue(form: HtmlFormElement) {
    request_animation_frame(move || {
        let find = |selector| form.query_selector(selector).ok().flatten();
        // A summary may ask for the focus; otherwise it goes to the first field with an issue.
        let target = find("[data-fw-focus]").or_else(|| find("[aria-invalid='true']"));
        if let Some(target) = target {
            let _ = target.unchecked_into::<web_sys::HtmlElement>().focus();
        }
    });
}

/// The focus goes here in the next frame, unless something has it.
pub(crate) fn focus_if_lost(element: web_sys::HtmlElement) {
    request_animation_frame(move || {
        let active = document().active_element();
        let is_lost = active.is_none_or(|active| Some(active) == document().body().map(Into::into));
        if is_lost && element.is_connected() {
            let _ = element.focus();
        }
    });
}

/// The person wants what was submitted back in the form.
pub(crate) fn put_back(channel: &Channel, data: &FormData) {
    if let Some(form) = of_key(channel.shared.key.as_str()) {
        controls::fill(&form.element, data);
    }
}

/// The person goes on in a form that has come back.
pub(crate) fn focus(channel: &Channel) {
    let key = channel.shared.key.clone();
    request_animation_frame(move || {
        if let Some(form) = of_key(key.as_str())
            && let Some(control) = dom::all(&form.element, "input, select, textarea, button")
                .into_iter()
                .find(|control| control.get_attribute("type").as_deref() != Some("hidden"))
        {
            let _ = control.unchecked_into::<web_sys::HtmlElement>().focus();
        }
    });
}
