//! What is heard of the forms on the page, and what is done to them.

use super::{
    attached::{self, Attached},
    attempts, controls,
    dom::{self, on, on_capture},
    form_element,
    held::{self, Held, Work, dispatch, with_held},
    leave, limits, presses, reads, renew, state,
};
use crate::{
    channel::{Channel, Code, FormError},
    fields::FormData,
    submission::{
        Event, Facts, Focus, FormDo, FormId, Press, Reset, SLOW_MS, SubmissionId, ViewId,
    },
    wire::{FIELD_ID, FIELD_PREV, PARAM_ACTION, PARAM_KEY},
};
use leptos::prelude::*;
use std::time::Duration;
use wasm_bindgen::JsCast;
use web_sys::{
    Element, EventTarget, HtmlButtonElement, HtmlFormElement, HtmlInputElement, KeyboardEvent,
    SubmitEvent,
};

/// The forms that what views offer came from: several forms may share a view.
#[derive(Default)]
struct CameFrom(Vec<(ViewId, HtmlFormElement)>);

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
    // In the capture phase: a listener may stop it later.
    on_capture("input", edited);
    on_capture("change", edited);
    on("online", |_| {
        dispatch(Event::Online);
        reads::online();
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
            attempts::connections_are_lost();
            reads::refetch_all();
        }
    });
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
    attached::of_element(&dom::property(&event.target()?.into(), "form"))
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
    let Some(form) = event
        .target()
        .and_then(|target| attached::of_element(&target))
    else {
        return;
    };
    let submitter: Option<Element> = event.submitter().map(Into::into);
    let submitter = submitter.as_ref();
    let (to, by_button) = match whose(&form, submitter) {
        Whose::Ours(to, by_button) => (to, by_button),
        Whose::Nobodys => return event.prevent_default(),
        Whose::Browsers { page_stays: true } => return renew_id(&form.element),
        Whose::Browsers { page_stays: false } => return,
    };
    event.prevent_default();
    let pressed = read_press(&form, held::next_id(), to, submitter, by_button);
    let Some((held, facts)) = pressed else {
        return;
    };
    let id = held.id;
    if is_too_large(&form.handle.channel, &held) {
        return;
    }
    presses::submitted(&form.element, submitter);
    held::enter(held, Event::Submitted { id, facts });
}

/// Where a form is sent to: the URL in an `action` or `formaction`, or code of the page.
pub(super) enum Destination {
    Action(String),
    Code(Code),
}

/// Who sends a press.
pub(super) enum Whose {
    /// We do, for the form or for the button's own action.
    Ours(Destination, bool),
    /// The browser, as if we were not there; the page may stay.
    Browsers { page_stays: bool },
    /// Nobody: a control holds what is no value, and the person has been told.
    Nobodys,
}

/// Who sends this press of a form.
pub(super) fn whose(form: &Attached, submitter: Option<&Element>) -> Whose {
    let element = &form.element;
    let own = submitter.and_then(|submitter| submitter.get_attribute("formaction"));
    let by_button = own.is_some();
    let closure = form.handle.closure.clone().filter(|_| !by_button);
    let leaves = Whose::Browsers { page_stays: false };
    let to = match (own, closure) {
        // One that leads somewhere else is the browser's.
        (Some(url), _) => Destination::Action(url),
        (None, Some(closure)) => Destination::Code(closure),
        (None, None) => {
            let action = form_element::attribute(element, "action");
            Destination::Action(action.unwrap_or_default())
        }
    };
    if let Destination::Action(url) = &to
        && !is_ours(url)
    {
        return leaves;
    }
    let left = left_to_the_browser(element, submitter);
    if matches!(left, Some(Left::Unsent)) {
        return leaves;
    }
    if has_bad_input(element, submitter) {
        return Whose::Nobodys;
    }
    match left {
        None => Whose::Ours(to, by_button),
        Some(Left::Elsewhere) => Whose::Browsers { page_stays: true },
        Some(_) => leaves,
    }
}

/// Reads the form, and answers what is known of its press; nothing where the form cannot be read.
pub(super) fn read_press(
    form: &Attached,
    id: SubmissionId,
    to: Destination,
    submitter: Option<&Element>,
    by_button: bool,
) -> Option<(Held, Facts)> {
    let element = &form.element;
    let data = form_element::data(element, submitter)?;
    let typed = controls::holds(element);
    controls::note_what_is_not_sent(element);
    if by_button {
        // That of the form's own action.
        data.delete(FIELD_PREV);
    }
    let visible = FormData::from_web(&data);
    // Its own id: the one in the form is for a native post.
    let _ = data.set_with_str(FIELD_ID, &dom::new_id());
    let work = match to {
        Destination::Code(code) => Work::Code(code),
        Destination::Action(url) => Work::Post {
            url: dom::post_url(&url),
            data,
        },
    };
    Some(press(form, id, work, visible, submitter, Some(typed)))
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

/// Whether a control holds what is no value, such as "1-2" in a number's: the user is told. Where constraints are
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

/// What is known of a press in a form that has been read.
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
    let hook = param(PARAM_KEY).and_then(|key| held::channel_of_key(&key));
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
        // The captures of a closure are unknown: no other form takes it up.
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
        running: held::Running::default(),
    };
    (held, facts)
}

/// A form changes for a submission.
pub(super) fn change(form: FormId, id: SubmissionId, what: FormDo) {
    let Some(form) = attached::of_id(form) else {
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
            // By keyboard, the user continues at the same control.
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
        // A user who has gone elsewhere meanwhile stays there.
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
    let of_key = || Some(attached::of_key(channel.shared.key.as_str())?.element);
    if let Some(form) = came_from(channel).or_else(of_key) {
        controls::fill(&form, data);
    }
}

fn came_from_now(form: &Attached) {
    let view = form.handle.channel.shared.view;
    state::with(|CameFrom(all)| {
        all.retain(|(other, form)| *other != view && form_element::is_connected(form));
        all.push((view, form.element.clone()));
    });
}

fn came_from(channel: &Channel) -> Option<HtmlFormElement> {
    let view = channel.shared.view;
    state::with(|CameFrom(all)| {
        let (_, form) = all.iter().find(|(other, _)| *other == view)?;
        form_element::is_connected(form).then(|| form.clone())
    })
}

/// Whether what a view offers is offered in this form.
pub(crate) fn is_offered_in(channel: &Channel, form: FormId) -> bool {
    let came_from = came_from(channel);
    came_from.is_none() || came_from == attached::element_of(form)
}

/// The person goes on in a form that has come back.
pub(crate) fn focus(channel: &Channel) {
    let key = channel.shared.key.clone();
    request_animation_frame(move || {
        if let Some(form) = attached::of_key(key.as_str())
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
