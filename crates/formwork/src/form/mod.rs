//! The `<Form>` component and the components inside it.

mod attributes;
mod context;
mod element;
mod failed;
mod field;
mod kept;
mod notice;
mod props;
mod reset;

pub use crate::action::FormActionAttr;
#[doc(hidden)]
pub use context::FormContext;
pub use failed::{FormBoundaryError, FormMessage, TryAgain};
pub use field::*;
#[doc(hidden)]
pub use kept::{Kept, keep};
#[doc(hidden)]
pub use props::FormPlace;
pub use props::{FormProps, FormPropsBuilder};
#[doc(hidden)]
pub use props::{Given, Missing};
pub use reset::Reset;

use crate::{
    action::{Target, form_url},
    channel::{Channel, FormHandle, OnSubmit, Shared},
    fields::FormArg,
    html::escaped,
    side,
    submission::FormId,
    texts::{Text, say},
    wire::{FIELD_BOUND, FIELD_ID, FIELD_KEEP, FIELD_KEY, FIELD_PREV, FormKey, is_unsealed},
};
use attributes::Attributes;
use element::{button, element, live};
use leptos::{children::Children, ev, prelude::*, tachys::reactive_graph::OwnedView};
use props::FormOptions;
use std::sync::Arc;

/// A form whose `action` is an async Rust function on the server.
///
/// It works in three modes with the same result: without JavaScript (a native POST to the page's own URL), before the
/// WASM has loaded (the bridge sends at once and shows the answer), and after hydration (nothing is reloaded).
/// [`use_form_status`](crate::hooks::use_form_status) and `<Field>` inside of the form find it by context.
///
/// | prop | |
/// | --- | --- |
/// | `action` | an `#[action]` function; the same with [`bind`](crate::action::Bind::bind); a [`FormAction`](crate::action::FormAction); a closure that runs in the browser |
/// | `on_submit` | called with the decoded form for each accepted submission, before it is sent |
/// | `reset` | when the form is reset, see [`Reset`]; default: after success |
/// | `dedupe` | whether the same press again is ignored while a submission is pending; default `true` |
/// | `policy` | what happens to a submission while another one is pending; default: the action's policy |
/// | `slow_after` | the time after which [`FormStatus::slow`](crate::hooks::FormStatus::slow) turns true; default: a second |
/// | `ctrl_enter` | whether Ctrl or ⌘ with Enter in a field submits the form; default `false` |
/// | `key` | tells forms in a list apart |
///
/// Attributes go to the `<form>` element: `attr:class="narrow"`, `attr:enctype="multipart/form-data"`.
///
/// ```
/// use formwork::prelude::*;
///
/// #[action(public)]
/// async fn search(form: FormData) -> ActionResult<Vec<String>> {
///     Ok(form.get_all("word").map(str::to_string).collect())
/// }
///
/// # fn page() -> impl IntoView {
/// view! {
///     <Form action=search reset=false>
///         <input name="word"/>
///         <button type="submit">"Search"</button>
///     </Form>
/// }
/// # }
/// ```
///
/// # A closure as the action
/// `<Form action=move |form: FormData| async move { … }>` runs in the browser, and calls actions. Submissions before
/// hydration wait for the client, in order. Without JavaScript the form cannot work, and says so. If one action is
/// enough, give the form the action itself. An async function without `#[action]` counts as such a closure.
#[allow(non_snake_case)]
pub fn Form<T: FormArg>(props: FormProps<T>) -> impl IntoView {
    let target = props.target;
    let key = target.form_key(props.place, props.options.number, &props.options.key);
    let is_secret = T::is_secret;
    form_view(
        target,
        key,
        props.options,
        props.on_submit,
        is_secret,
        props.children,
    )
}

/// Compiled once for all actions. The view's type is erased: the types of pages with several forms would exceed the
/// compiler's limits.
fn form_view(
    target: Target,
    key: FormKey,
    options: FormOptions,
    on_submit: Option<OnSubmit>,
    is_secret: fn(&str) -> bool,
    children: Children,
) -> AnyView {
    let bound = target.bound_json();
    let policy = options.policy.unwrap_or(target.policy);
    let channel = target
        .channel
        .clone()
        .unwrap_or_else(|| side::open_channel(key, target.action, policy));
    let shared = Arc::clone(&channel.shared);
    let key = shared.key.as_str().to_string();
    let key_field = key.clone();
    let outcome = shared.outcome.as_ref();
    let returned = outcome
        .filter(|outcome| !outcome.answer.outcome.is_success() || options.reset == Reset::Never);
    let values = returned.map(|outcome| outcome.values.clone());
    let context = FormContext::new(&key, ArcRwSignal::clone(&shared.issues), values);
    let places = context.places.clone();
    let shows_values = context.shows_values.clone();
    // Returned values are no record: no reset should restore them.
    let forget_values = move |_| {
        if shows_values.get_untracked() {
            shows_values.set(false);
        }
    };
    let form = side::expect_form();
    let handle = FormHandle {
        channel: channel.clone(),
        on_submit,
        closure: target.closure.clone(),
        reset: options.reset,
        repeat: options.repeat,
        ctrl_enter: options.ctrl_enter,
        slow_after: options.slow_after,
        is_secret,
    };

    let is_closure = target.closure.is_some();
    let keeps = options.reset == Reset::Never;
    let url = (!is_closure).then(|| form_url(&target, &channel));
    let prev = target.takes_prev.then(|| prev_field(&shared));
    let busy = ArcRwSignal::clone(&shared.busy);
    let of_notice = channel.clone();
    let returned = returned_view(&channel, form);
    let attributes = Attributes::default()
        .text_of("method", "post")
        .with("action", url)
        .text_of("data-fw", key)
        .flag("data-fw-repeat", options.repeat)
        .flag("data-fw-ctrl-enter", options.ctrl_enter)
        .live(
            &[("aria-busy", Some("true")), ("data-fw-pending", None)],
            move || busy.get().then(String::new),
        );
    // One owner for both, where `Provider` would make one for each.
    let owner = Owner::new();
    let content = owner.with(|| {
        provide_context(channel);
        provide_context(context);
        children()
    });
    let mut parts = vec![
        hidden_field(FIELD_ID, side::new_id()),
        hidden_field(FIELD_KEY, key_field),
    ];
    if keeps {
        parts.push(hidden_field(FIELD_KEEP, "1".into()));
    }
    if let Some(bound) = bound {
        parts.push(hidden_field(FIELD_BOUND, bound));
    }
    parts.extend(prev);
    parts.push(OwnedView::new_with_owner(content, owner).into_any());
    if is_closure {
        let words = Attributes::default().html(|| Some(no_script()));
        parts.push(element("noscript").attributes(words).into_any());
    }
    // After the fields, which say what has a place.
    parts.extend(notice::notice(&of_notice, places));
    parts.push(returned);
    if options.ctrl_enter {
        parts.push(keys());
    }
    element("form")
        .attributes(attributes)
        .then(move |element| side::attach(form, element, handle))
        .and(ev::on(ev::reset, forget_values))
        .children(parts)
        .into_any()
}

/// A field of ours, which no browser fills in by itself.
fn hidden_field(name: &'static str, value: String) -> AnyView {
    let attributes = hidden_attributes(name).text_of("value", value);
    element("input").attributes(attributes).into_any()
}

fn hidden_attributes(name: &'static str) -> Attributes {
    Attributes::default()
        .text_of("type", "hidden")
        .text_of("name", name)
        .text_of("autocomplete", "off")
}

/// The state that the next submission begins from.
fn prev_field(shared: &Shared) -> AnyView {
    let prev = ArcRwSignal::clone(&shared.prev);
    let first = shared.first_prev.get_untracked();
    let first = first.filter(|first| !is_unsealed(first));
    let attributes = hidden_attributes(FIELD_PREV)
        .live(&[("value", None)], move || prev.get())
        .with("data-fw-first", first);
    element("input").attributes(attributes).into_any()
}

/// The script with which Ctrl or ⌘ with Enter submits the form before hydration. The client renders the same node, and
/// does not use its content.
fn keys() -> AnyView {
    let attributes = Attributes::default()
        .with("nonce", side::nonce())
        .html(|| Some(side::keys_script().into()));
    element("script").attributes(attributes).into_any()
}

/// HTML, since hydration does not look into a `<noscript>`.
fn no_script() -> String {
    let words = say(Text::NeedsJavaScript);
    format!("<p class=\"fw-failure\">{}</p>", escaped(&words))
}

/// The input of a failed submission, if the user has typed since: offered, not put over the new text.
fn returned_view(channel: &Channel, form: FormId) -> AnyView {
    let returned = ArcRwSignal::clone(&channel.shared.returned);
    let channel = channel.clone();
    let is_here = {
        let channel = channel.clone();
        move || side::is_offered_in(&channel, form)
    };
    live(move || {
        let is_offered = returned.read().is_some() && is_here();
        if !is_offered {
            return ().into_any();
        }
        let (channel, returned) = (channel.clone(), returned.clone());
        let put_back = move |_| {
            let Some(form) = returned.write().take() else {
                return;
            };
            side::put_back(&channel, &form);
        };
        let words = format!("{} ", say(Text::Returned));
        let attributes = Attributes::default()
            .class("fw-returned")
            .text_of("role", "status");
        element("p")
            .attributes(attributes)
            .children([words.into_any(), button(say(Text::PutBack), put_back)])
            .into_any()
    })
}
