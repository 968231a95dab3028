//! The forms on the page: elements, and the listeners on the window for their submissions.

use super::{
    controls, dom, form_element, leave, limits, mounted,
    page::{self, Held, Work, dispatch, with, with_held},
    presses, redirect, renew, seals,
};
use crate::{
    channel::{Channel, Code, FormError, FormHandle, OnSubmit},
    fields::FormData,
    submission::{
        Event, Facts, Focus, FormDo, FormId, Press, Reset, SLOW_MS, SubmissionId, ViewId,
    },
    wire::{FIELD_ID, FIELD_PREV, Outcome, PARAM_ACTION, PARAM_KEY},
};
use leptos::{html, prelude::*};
use std::{
    cell::RefCell,
    sync::atomic::{AtomicU64, Ordering},
    time::Duration,
};
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use web_sys::{
    Element, EventTarget, HtmlButtonElement, HtmlFormElement, HtmlInputElement, KeyboardEvent,
    SubmitEvent,
};

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
        seals::begin_with(&handle.channel, &element);
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
        set_timeout(
            move || {
                warn_of_twins(id);
                warn_of_files_without_their_encoding(id);
            },
            Duration::ZERO,
        );
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
        if let Some(gone) = gone {
            // Whoever takes the element begins without what was written into it for this one.
            seals::take_away(&gone.element);
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
                && form_element::is_connected(&own.element)
                && form_element::is_connected(&other.element)
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

/// Says where a form has files and no `enctype`: without JavaScript only their names would be sent.
#[cfg(debug_assertions)]
fn warn_of_files_without_their_encoding(id: FormId) {
    let Some(form) = element(id) else { return };
    let encoding = form_element::attribute(&form, "enctype");
    let has_files = || {
        let mut all = form_element::controls(&form).into_iter();
        all.any(|control| controls::kind_of(&control) == "file")
    };
    if encoding.as_deref() != Some("multipart/form-data") && has_files() {
        leptos::logging::debug_warn!(
            "a form of this page has a file input, and without JavaScript only the names of files would be sent: give \
             it attr:enctype=\"multipart/form-data\""
        );
    }
}

// --- finding

fn find(is_it: impl Fn(&Attached) -> bool) -> Option<Attached> {
    with(|state| state.forms.iter().find(|form| is_it(form)).cloned())
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

/// Where the focus is, as seen from a form.
pub(super) fn focus_seen_from(form: &HtmlFormElement) -> Focus {
    let active = document().active_element();
    let body: Option<Element> = document().body().map(Into::into);
    match active {
        Some(active) if Some(&active) == body.as_ref() => Focus::Lost,
        Some(_) if form_element::focused_in(form).is_some() => Focus::Inside,
        Some(_) => Focus::Elsewhere,
        None => Focus::Lost,
    }
}

/// Whether an outcome leads to the page that is shown.
pub(super) fn is_own_page(outcome: &Outcome) -> bool {
    match outcome {
        Outcome::Redirect(to) => redirect::stays(to),
        _ => false,
    }
}

// --- listening

/// Listens on the window, where every other listener has had its say.
pub(super) fn listen() {
    presses::listen();
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
    // In the capture phase, whoever stops it further on.
    on_capture("input", edited);
    on_capture("change", edited);
    on("online", |_| {
        dispatch(Event::Online);
        mounted::online();
    });
    on("pagehide", |_| leave::leaving());
    // Phones end hidden pages without another word.
    on("visibilitychange", |_| {
        let state = dom::property(&document(), "visibilityState").as_string();
        if state.as_deref() == Some("hidden") {
            leave::leaving();
        }
    });
    on("pageshow", |event| {
        if dom::property(event, "persisted").is_truthy() {
            leave::is_back();
        }
    });
}

fn on(name: &str, listener: impl Fn(&web_sys::Event) + 'static) {
    listen_to(name, false, listener);
}

pub(super) fn on_capture(name: &str, listener: impl Fn(&web_sys::Event) + 'static) {
    listen_to(name, true, listener);
}

fn listen_to(name: &str, captures: bool, listener: impl Fn(&web_sys::Event) + 'static) {
    let listener = Closure::<dyn Fn(web_sys::Event)>::new(move |event| listener(&event));
    let callback = listener.as_ref().unchecked_ref();
    let _ = dom::window().add_event_listener_with_callback_and_bool(name, callback, captures);
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
    of_element(&dom::property(&event.target()?.into(), "form"))
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
        form_element::request_submit(&form.element);
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
    let by_button = own.is_some();
    let closure = form.handle.closure.clone().filter(|_| !by_button);
    let element = &form.element;
    let attribute = match own {
        Some(url) if is_ours(&url) => url,
        // The button leads somewhere else: that is the browser's.
        Some(_) => return,
        None => form_element::attribute(element, "action").unwrap_or_default(),
    };
    if closure.is_none() && !is_ours(&attribute) {
        return;
    }
    let left = left_to_the_browser(element, submitter.as_ref());
    if matches!(left, Some(Left::Unsent)) {
        return;
    }
    if has_bad_input(element, submitter.as_ref()) {
        return event.prevent_default();
    }
    match left {
        None => {}
        Some(Left::Elsewhere) => return renew_id(element),
        Some(_) => return,
    }
    event.prevent_default();
    let Some(data) = form_element::data(element, submitter.as_ref()) else {
        return;
    };
    let typed = controls::holds(element);
    presses::submitted(element, submitter.as_ref());
    controls::note_what_is_not_sent(element);
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
    let id = page::next_id();
    let (held, facts) = press(&form, id, work, visible, submitter.as_ref(), Some(typed));
    if is_too_large(&form.handle.channel, &held) {
        return;
    }
    page::enter(held, Event::Submitted { id, facts });
}

/// Whether files are more than the action takes: the form says so, until the next press.
fn is_too_large(channel: &Channel, held: &Held) -> bool {
    let refused = limits::refused(&held.action, &held.visible);
    let failure = &channel.shared.failure;
    let was_refused = failure
        .with_untracked(|failure| matches!(failure, Some(FormError::Refused { status: 413, .. })));
    let is_refused = refused.is_some();
    if was_refused || is_refused {
        failure.set(refused);
    }
    is_refused
}

/// Whether a URL is one of ours: on this site, with an action.
fn is_ours(url: &str) -> bool {
    let location = dom::window().location();
    let Ok(base) = location.href() else {
        return false;
    };
    web_sys::Url::new_with_base(url, &base).is_ok_and(|url| {
        Ok(url.origin()) == location.origin() && url.search_params().has(PARAM_ACTION)
    })
}

/// Whether a control holds what is no value, such as "1-2" in a number's: the person is told. Where constraints are
/// off it would be sent as an empty field.
fn has_bad_input(form: &HtmlFormElement, submitter: Option<&Element>) -> bool {
    let is_unchecked = form_element::attribute(form, "novalidate").is_some()
        || submitter.is_some_and(|submitter| submitter.has_attribute("formnovalidate"));
    let is_bad = |control: &Element| {
        let validity = dom::property(control, "validity");
        dom::property(&validity, "badInput").is_truthy()
    };
    let bad = match is_unchecked {
        true => form_element::controls(form).into_iter().find(is_bad),
        false => None,
    };
    let bad = bad.and_then(|control| control.dyn_into::<HtmlInputElement>().ok());
    bad.is_some_and(|control| !control.report_validity())
}

/// What the browser sends itself.
enum Left {
    /// The answer takes the page's place.
    Here,
    /// The page stays.
    Elsewhere,
    /// A dialog is closed, or the form's texts are in the URL of another page.
    Unsent,
}

/// Whether a method or target is asked for that is the browser's: those that change nothing are not.
fn left_to_the_browser(form: &HtmlFormElement, submitter: Option<&Element>) -> Option<Left> {
    let of_button = |name| submitter.and_then(|submitter| submitter.get_attribute(name));
    let method = of_button("formmethod").unwrap_or_else(|| "post".into());
    if !method.eq_ignore_ascii_case("post") {
        return Some(Left::Unsent);
    }
    let target = of_button("formtarget").or_else(|| form_element::attribute(form, "target"));
    match target.unwrap_or_default().to_ascii_lowercase().as_str() {
        "" | "_self" => None,
        "_parent" | "_top" => Some(Left::Here),
        _ => Some(Left::Elsewhere),
    }
}

/// A post of the browser's leaves the page standing: the next press is another submission.
fn renew_id(form: &HtmlFormElement) {
    let form = form.clone();
    // The browser reads the fields after this event.
    let renew = move || {
        let field = form_element::find(&form, &format!("input[name='{FIELD_ID}']"));
        if let Some(field) = field {
            dom::set_property(&field, "value", &dom::new_id().into());
        }
    };
    set_timeout(renew, Duration::ZERO);
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
        focused: form_element::focused_in(&form.element),
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

    pub(super) fn is_secret(&self) -> fn(&str) -> bool {
        self.handle.is_secret
    }

    pub(super) fn repeats_count(&self) -> bool {
        self.handle.repeat
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
        if what == FormDo::Renew {
            // It is gone, and nothing waits for it.
            dispatch(Event::Renewed { id });
        }
        return;
    };
    let element = &form.element;
    match what {
        FormDo::Empty => {
            form_element::reset(element);
            let holds = Some(controls::holds(element));
            dispatch(Event::Emptied { id, holds });
        }
        FormDo::PutBack => {
            if let Some(data) = with_held(id, |held| held.visible.clone()) {
                controls::fill(element, &data);
            }
        }
        FormDo::Offer => {
            let data = with_held(id, |held| held.visible.clone());
            came_from_now(&form);
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
            leptos::task::spawn_local(async move {
                if let Some(fresh) = renew::renew(&form.element).await {
                    fresh.take_over(&form.handle.channel);
                }
                dispatch(Event::Renewed { id });
            });
        }
    }
}

fn focus_issue(form: HtmlFormElement) {
    request_animation_frame(move || {
        let is_invalid =
            |control: &Element| control.get_attribute("aria-invalid").as_deref() == Some("true");
        // A summary may ask for the focus; otherwise it goes to the first field with an issue.
        let target = form_element::find(&form, "[data-fw-focus]")
            .or_else(|| form_element::controls(&form).into_iter().find(is_invalid))
            .or_else(|| form_element::find(&form, "[aria-invalid='true']"));
        // Whoever has gone elsewhere meanwhile stays there.
        if let Some(target) = target.filter(|_| focus_seen_from(&form) != Focus::Elsewhere) {
            let _ = target.unchecked_into::<web_sys::HtmlElement>().focus();
        }
    });
}

/// The focus goes here in the next frame, unless something has it.
pub(crate) fn focus_if_lost(element: web_sys::HtmlElement) {
    request_animation_frame(move || {
        let active = document().active_element();
        let is_lost = active.is_none_or(|active| Some(active) == document().body().map(Into::into));
        if is_lost && form_element::is_connected(&element) {
            let _ = element.focus();
        }
    });
}

/// The person wants what was submitted back in the form.
pub(crate) fn put_back(channel: &Channel, data: &FormData) {
    let of_key = || Some(of_key(channel.shared.key.as_str())?.element);
    if let Some(form) = came_from(channel).or_else(of_key) {
        controls::fill(&form, data);
    }
}

thread_local! {
    /// The forms that what views offer came from: several forms may share a view.
    static CAME_FROM: RefCell<Vec<(ViewId, HtmlFormElement)>> = const { RefCell::new(Vec::new()) };
}

fn came_from_now(form: &Attached) {
    let view = form.handle.channel.shared.view;
    CAME_FROM.with_borrow_mut(|all| {
        all.retain(|(other, form)| *other != view && form_element::is_connected(form));
        all.push((view, form.element.clone()));
    });
}

fn came_from(channel: &Channel) -> Option<HtmlFormElement> {
    let view = channel.shared.view;
    CAME_FROM.with_borrow(|all| {
        let (_, form) = all.iter().find(|(other, _)| *other == view)?;
        form_element::is_connected(form).then(|| form.clone())
    })
}

/// Whether what a view offers is offered in this form.
pub(crate) fn is_offered_in(channel: &Channel, form: Option<HtmlFormElement>) -> bool {
    let came_from = came_from(channel);
    came_from.is_none() || came_from == form
}

/// The person goes on in a form that has come back.
pub(crate) fn focus(channel: &Channel) {
    let key = channel.shared.key.clone();
    request_animation_frame(move || {
        if let Some(form) = of_key(key.as_str())
            && let Some(control) =
                form_element::controls(&form.element)
                    .into_iter()
                    .find(|control| {
                        !matches!(controls::kind_of(control).as_str(), "hidden" | "fieldset")
                    })
        {
            let _ = control.unchecked_into::<web_sys::HtmlElement>().focus();
        }
    });
}
