//! `<Field>`, `<ErrorSummary>`, and the helpers for hand-written inputs.

use super::FormContext;
use crate::{
    fields::{AnyField, FieldMeta, Issue, Issues, Kind, bool_of},
    texts::{Text, say},
};
use formwork_macros::view;
use leptos::{prelude::*, wasm_bindgen::JsCast, web_sys};

/// A field of a form: label, control, constraints, help and errors, wired for assistive technology.
///
/// | prop | |
/// | --- | --- |
/// | `of` | the field's handle: `NewEntry::name`, `Signup::address.then(Address::street)` |
/// | `value` | the value, until the user changes it: a text, a signal or a closure |
/// | `checked` | for a check box: whether it is ticked, until the user changes it: a `bool`, a signal or a closure |
/// | `input_type` | another `type` of the input |
/// | `placeholder`, `rows` | as in HTML |
///
/// Constraints (`required`, `type`, `minlength`, `maxlength`, `min`, `max`, `step`, `pattern`, `autocomplete`)
/// come from the field's rules. After a failed native submission the field shows the user's input again, except
/// secrets, and the first field with an error has the focus.
///
/// # Edit forms
/// Give the field the record as a signal or a closure: `value=move || record.get().name`. After a save it shows the
/// server's current value. The user's input stays until a reset, by the form after success or by the user. A reset shows
/// the current value. A plain text stays the initial value for as long as the form is mounted.
///
/// # Markup
/// ```html
/// <div class="fw-field">
///   <label class="fw-label" for="…">Name</label>
///   <input class="fw-input" id="…" aria-describedby="…" …>      (a box comes before its label)
///   <p class="fw-help" id="…">…</p>                             (if there is a help text)
///   <p class="fw-error" id="…">…</p>                            (always; empty without an error)
/// </div>
/// ```
/// The classes are for your style sheet; Formwork has none. Attributes and events go to the `<div>`:
/// `<Field of=NewEntry::name class:wide=true on:input=…/>` (an `attr:class` would replace ours). A
/// hidden field is its `<input>` alone.
///
/// # Server-Side Rendering
/// The same markup. The control is not controlled: text typed before hydration stays.
#[component]
pub fn Field(
    /// The field's handle.
    #[prop(into)]
    of: AnyField,
    /// The value, until the user changes it.
    #[prop(optional, into)]
    value: Option<Signal<String>>,
    /// Whether a check box is ticked.
    #[prop(optional, into)]
    checked: Option<Signal<bool>>,
    /// Another `type` of the input.
    #[prop(optional, into)]
    input_type: Option<String>,
    /// An example of what to enter.
    #[prop(optional, into)]
    placeholder: Option<String>,
    /// The height of a text area in lines.
    #[prop(optional)]
    rows: Option<u32>,
) -> impl IntoView {
    let AnyField {
        path,
        meta,
        required,
    } = of;
    let path = path.into_owned();
    let context = use_context::<FormContext>();
    let id = element_id(context.as_ref(), &path);
    let (help_id, error_id) = (format!("{id}-help"), format!("{id}-error"));
    let described_by = match meta.help {
        Some(_) => format!("{help_id} {error_id}"),
        None => error_id.clone(),
    };
    if meta.kind == Kind::Hidden {
        let shown = shown(context, &path, value);
        return view! { <input type="hidden" name=path value=move || shown.get()/> }.into_any();
    }
    let error = error_of(context.as_ref(), &path);
    let control = Control {
        autofocus: has_first_error(context.as_ref(), &path),
        shown: match meta.secret {
            true => Signal::stored(None),
            false => shown(context.clone(), &path, value),
        },
        ticked: ticked(context, &path, checked),
        input_type: input_type.or_else(|| meta.kind.input_type().map(str::to_owned)),
        id: id.clone(),
        name: path,
        meta,
        required,
        described_by,
        invalid: Signal::derive(move || error.get().map(|_| "true")),
        placeholder,
        rows,
    };
    let is_box = meta.kind == Kind::Checkbox;
    let control = match meta.kind {
        Kind::TextArea => control.text_area(),
        Kind::Checkbox => control.check_box(),
        _ => control.input(),
    };
    let label = view! { <label class="fw-label" for=id>{meta.label}</label> };
    let (first, second) = if is_box {
        (control, label.into_any())
    } else {
        (label.into_any(), control)
    };
    let help = meta
        .help
        .map(|text| view! { <p class="fw-help" id=help_id>{text}</p> });
    view! {
        <div class="fw-field">
            {first}
            {second}
            {help}
            <p class="fw-error" id=error_id>{move || error.get()}</p>
        </div>
    }
    .into_any()
}

/// The properties of a control.
struct Control {
    id: String,
    name: String,
    meta: &'static FieldMeta,
    required: bool,
    described_by: String,
    invalid: Signal<Option<&'static str>>,
    autofocus: bool,
    shown: Signal<Option<String>>,
    ticked: Signal<bool>,
    input_type: Option<String>,
    placeholder: Option<String>,
    rows: Option<u32>,
}

impl Control {
    fn input(self) -> AnyView {
        let rules = &self.meta.rules;
        let is_number = self.input_type.as_deref() == Some("number");
        let any_step = is_number && !self.meta.whole;
        view! {
            <input
                class="fw-input"
                id=self.id
                name=self.name
                type=self.input_type
                value=move || self.shown.get()
                required=self.required
                minlength=minlength(self.meta)
                maxlength=rules.length.max
                min=rules.range.min.map(|end| end.to_string())
                max=rules.range.max.map(|end| end.to_string())
                step=any_step.then_some("any")
                pattern=rules.pattern
                title=rules.pattern.and(rules.pattern_message.or(rules.message))
                placeholder=self.placeholder
                autocomplete=self.meta.autocomplete
                autofocus=self.autofocus
                aria-invalid=self.invalid
                aria-describedby=self.described_by
            />
        }
        .into_any()
    }

    fn check_box(self) -> AnyView {
        view! {
            <input
                class="fw-input"
                id=self.id
                name=self.name
                type="checkbox"
                value="true"
                checked=move || self.ticked.get()
                required=self.required
                autofocus=self.autofocus
                aria-invalid=self.invalid
                aria-describedby=self.described_by
            />
        }
        .into_any()
    }

    fn text_area(self) -> AnyView {
        view! {
            <textarea
                class="fw-input"
                id=self.id
                name=self.name
                rows=self.rows
                required=self.required
                minlength=minlength(self.meta)
                maxlength=self.meta.rules.length.max
                placeholder=self.placeholder
                autocomplete=self.meta.autocomplete
                autofocus=self.autofocus
                aria-invalid=self.invalid
                aria-describedby=self.described_by
                inner_html=move || {
                    self.shown.with(|text| textarea_html(text.as_deref().unwrap_or_default()))
                }
            ></textarea>
        }
        .into_any()
    }
}

fn minlength(meta: &FieldMeta) -> Option<usize> {
    meta.rules.length.min.filter(|min| *min > 0)
}

/// All issues of the form, with links to the fields: for long forms. Without issues it is empty.
///
/// It is a live region: screen readers announce new issues.
///
/// # Markup
/// ```html
/// <div class="fw-summary" role="alert" tabindex="-1">
///   <p class="fw-summary-title">…</p>
///   <ul><li><a href="#…">Name: Fill in this field.</a></li></ul>
/// </div>
/// ```
///
/// # Server-Side Rendering
/// The same markup. Without JavaScript the links lead to the fields like any link.
#[component]
pub fn ErrorSummary(
    /// The title above the list.
    #[prop(optional, into)]
    title: Option<String>,
    /// Whether the summary gets the focus after a failed submission, instead of the first field with an error.
    #[prop(optional)]
    focus: bool,
) -> impl IntoView {
    let context = use_context::<FormContext>();
    if let Some(form) = &context {
        form.places.add(None);
    }
    let title = title.unwrap_or_else(|| say(Text::Check));
    let has_issues = context
        .as_ref()
        .is_some_and(|form| form.issues.with_untracked(|issues| !issues.is_empty()));
    let content = move || {
        let form = context.as_ref()?;
        let issues = form.issues.get();
        if issues.is_empty() {
            return None;
        }
        let items = issues
            .iter()
            .map(|issue| summary_item(form, issue))
            .collect_view();
        Some(view! {
            <p class="fw-summary-title">{title.clone()}</p>
            <ul>{items}</ul>
        })
    };
    view! {
        <div
            class="fw-summary"
            role="alert"
            tabindex="-1"
            autofocus=focus && has_issues
            data-fw-focus=focus
        >
            {content}
        </div>
    }
}

fn summary_item(form: &FormContext, issue: &Issue) -> AnyView {
    let text = issue.in_words();
    if issue.path.is_empty() {
        return view! { <li>{text}</li> }.into_any();
    }
    let id = element_id(Some(form), &issue.path);
    let href = format!("#{id}");
    let go = move |event: web_sys::MouseEvent| {
        // A link alone would scroll to the field, but not focus it.
        if let Some(field) = document().get_element_by_id(&id) {
            event.prevent_default();
            // It can only fail for what cannot have the focus, and then nothing is lost.
            let _ = field.unchecked_into::<web_sys::HtmlElement>().focus();
        }
    };
    view! { <li><a href=href on:click=go>{text}</a></li> }.into_any()
}

/// The issues of a hand-written input: `<p class="fw-error">`, empty without issues.
///
/// ```
/// use formwork::prelude::*;
///
/// #[action(public)]
/// async fn save(form: FormData) -> ActionResult<()> {
///     if form.get("title").is_none_or(str::is_empty) {
///         return Err(Issues::at("title", "Give it a title.").into());
///     }
///     Ok(())
/// }
///
/// # fn page() -> impl IntoView {
/// view! {
///     <Form action=save>
///         <input name="title" aria-label="Title" aria-describedby="title-error" value=form_value("title")/>
///         <FieldMessage name="title" attr:id="title-error"/>
///         <button type="submit">"Save"</button>
///     </Form>
/// }
/// # }
/// ```
#[component]
pub fn FieldMessage(
    /// The input's name.
    #[prop(into)]
    name: String,
) -> impl IntoView {
    let error = error_of(use_context::<FormContext>().as_ref(), &name);
    view! { <p class="fw-error">{move || error.get()}</p> }
}

/// The value of a hand-written input: the user's input after a failed native submission, otherwise empty.
///
/// ```
/// use formwork::prelude::*;
///
/// # fn page() -> impl IntoView {
/// view! { <input name="title" value=form_value("title")/> }
/// # }
/// ```
/// In a closure, `value=move || form_value("title")`, it is empty again once the form is reset. For a `<textarea>` see
/// [`textarea_html`]. Outside a form it is empty.
pub fn form_value(name: &str) -> String {
    put_back(use_context::<FormContext>().as_ref(), name).unwrap_or_default()
}

/// All values that came back under a name after a failed native submission. `None` means that no values came back: an
/// edit form then shows the record. An empty list means that the user chose nothing, such as an unticked box. In a
/// closure it is `None` again once the form is reset.
///
/// ```
/// use formwork::prelude::*;
///
/// # fn page(is_public: bool, inks: Vec<String>) -> impl IntoView {
/// let is_public = form_values("public").map_or(is_public, |sent| !sent.is_empty());
/// let inks = form_values("inks").unwrap_or(inks);
/// view! {
///     <input type="checkbox" name="public" checked=is_public/>
///     <select name="inks" multiple>
///         {["black", "red"].map(|ink| view! {
///             <option selected={inks.iter().any(|chosen| chosen == ink)}>{ink}</option>
///         })}
///     </select>
/// }
/// # }
/// ```
pub fn form_values(name: &str) -> Option<Vec<String>> {
    let form = use_context::<FormContext>()?;
    let of_name = form.came_back()?.iter().filter(|(other, _)| other == name);
    Some(of_name.map(|(_, text)| text.clone()).collect())
}

/// A text as the content of a `<textarea>`: `<textarea inner_html=textarea_html(&form_value("body"))>`.
///
/// **Leptos does not escape the children of a `<textarea>` on the server**: with a user's text as a child, anyone
/// could write `</textarea><script>…`. This function escapes the text. It also keeps a line break at the very beginning,
/// which the HTML parser would drop.
pub fn textarea_html(text: &str) -> String {
    let mut html = String::with_capacity(text.len());
    // The browser drops it while parsing a page, but not in `innerHTML`.
    if cfg!(feature = "ssr") && text.starts_with('\n') {
        html.push('\n');
    }
    for c in text.chars() {
        match c {
            '&' => html.push_str("&amp;"),
            '<' => html.push_str("&lt;"),
            c => html.push(c),
        }
    }
    html
}

/// The id of a field's control: unique among the forms of a page.
fn element_id(form: Option<&FormContext>, path: &str) -> String {
    let key = form.map_or("fw", |form| &*form.key);
    format!("{key}-{path}")
}

/// All messages for one field, as one text.
fn error_of(form: Option<&FormContext>, path: &str) -> Memo<Option<String>> {
    if let Some(form) = form {
        form.places.add(Some(path));
    }
    let issues = form.map(|form| form.issues.clone());
    let path = path.to_owned();
    Memo::new(move |_| issues.as_ref()?.with(|issues| joined(issues, &path)))
}

fn joined(issues: &Issues, path: &str) -> Option<String> {
    let messages: Vec<_> = issues
        .for_path(path)
        .map(|issue| issue.message.as_str())
        .collect();
    (!messages.is_empty()).then(|| messages.join(" "))
}

fn has_first_error(form: Option<&FormContext>, path: &str) -> bool {
    form.is_some_and(|form| {
        form.issues.with_untracked(|issues| {
            let first = issues.iter().find(|issue| !issue.path.is_empty());
            first.is_some_and(|issue| issue.path == path)
        })
    })
}

fn put_back(form: Option<&FormContext>, path: &str) -> Option<String> {
    let (_, text) = form?.came_back()?.iter().find(|(name, _)| name == path)?;
    Some(text.clone())
}

fn shown(
    form: Option<FormContext>,
    path: &str,
    first: Option<Signal<String>>,
) -> Signal<Option<String>> {
    let path = path.to_owned();
    Signal::derive(move || {
        put_back(form.as_ref(), &path).or_else(|| first.map(|first| first.get()))
    })
}

/// An unticked box sends nothing: if values came back, its absence is its value.
fn ticked(form: Option<FormContext>, path: &str, first: Option<Signal<bool>>) -> Signal<bool> {
    let path = path.to_owned();
    Signal::derive(
        move || match form.as_ref().and_then(FormContext::came_back) {
            Some(values) => values
                .iter()
                .any(|(name, text)| *name == path && bool_of(text) == Some(true)),
            None => first.is_some_and(|first| first.get()),
        },
    )
}
