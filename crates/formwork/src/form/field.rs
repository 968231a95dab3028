//! `<Field>`, `<ErrorSummary>`, and the helpers for hand-written inputs.

use super::{
    FormContext,
    attributes::Attributes,
    element::{Element, element, live},
};
use crate::{
    fields::{AnyField, FieldMeta, Issue, Issues, Kind, Number, bool_of},
    html::escaped,
    texts::{Text, say},
};
use leptos::{ev, prelude::*, wasm_bindgen::JsCast, web_sys};
use std::{borrow::Cow, mem, sync::Arc};

const VALUE: &[(&str, Option<&str>)] = &[("value", None)];

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
    let context = use_context::<FormContext>();
    if meta.kind == Kind::Hidden {
        let shown = Shown::of(context, path.as_ref().into(), value);
        let attributes = Attributes::default()
            .text_of("type", "hidden")
            .text_of("name", path)
            .live(VALUE, move || shown.text());
        return element("input").attributes(attributes).into_any();
    }
    let id = element_id(context.as_ref(), &path);
    let error_id = [&*id, "-error"].concat();
    let help_id = meta.help.map(|_| [&*id, "-help"].concat());
    let described_by = match &help_id {
        Some(help_id) => [help_id, " ", &*error_id].concat(),
        None => error_id.clone(),
    };
    let error = FieldError::of(context.as_ref(), &path);
    let control = Control {
        autofocus: has_first_error(context.as_ref(), &path),
        shown: Shown {
            is_secret: meta.secret,
            ..Shown::of(context, error.path.clone(), value)
        },
        checked,
        input_type: input_type
            .map(Cow::Owned)
            .or_else(|| meta.kind.input_type().map(Cow::Borrowed)),
        id: id.clone(),
        name: path,
        meta,
        required,
        described_by,
        error: error.clone(),
        placeholder,
        rows,
    };
    let is_box = meta.kind == Kind::Checkbox;
    let control = match meta.kind {
        Kind::TextArea => control.text_area(),
        Kind::Checkbox => control.check_box(),
        _ => control.input(),
    };
    let label = Attributes::default()
        .class("fw-label")
        .text_of("for", id)
        .words(meta.label);
    let label = element("label").attributes(label);
    let (first, second) = match is_box {
        true => (control, label),
        false => (label, control),
    };
    let help = meta.help.map(|words| {
        Attributes::default()
            .class("fw-help")
            .with("id", help_id)
            .words(words)
    });
    let help = help.map(|help| element("p").attributes(help));
    let message = Attributes::default()
        .class("fw-error")
        .text_of("id", error_id)
        .text(move || error.text());
    let message = element("p").attributes(message);
    let parts = [first, second].into_iter().chain(help).chain([message]);
    element("div")
        .attributes(Attributes::default().class("fw-field"))
        .children(parts.map(IntoAny::into_any))
        .into_any()
}

/// The properties of a control.
struct Control {
    id: String,
    name: Cow<'static, str>,
    meta: &'static FieldMeta,
    required: bool,
    described_by: String,
    error: FieldError,
    autofocus: bool,
    shown: Shown,
    checked: Option<Signal<bool>>,
    input_type: Option<Cow<'static, str>>,
    placeholder: Option<String>,
    rows: Option<u32>,
}

impl Control {
    fn input(mut self) -> Element {
        let rules = &self.meta.rules;
        let is_number = self.input_type.as_deref() == Some("number");
        let any_step = is_number && !self.meta.whole;
        let end = |end: Option<Number>| end.map(|end| end.to_string());
        let title = rules
            .pattern_message
            .or(rules.message)
            .filter(|_| rules.pattern.is_some());
        let attributes = self
            .texts()
            .with("type", self.input_type)
            .with("min", end(rules.range.min))
            .with("max", end(rules.range.max))
            .with("step", any_step.then_some("any"))
            .with("pattern", rules.pattern)
            .with("title", title)
            .live(VALUE, move || self.shown.text());
        element("input").attributes(attributes)
    }

    fn check_box(mut self) -> Element {
        let attributes = self
            .all_kinds()
            .text_of("type", "checkbox")
            .text_of("value", "true")
            .live(&[("checked", None)], move || {
                self.shown.is_ticked(self.checked).then(String::new)
            });
        element("input").attributes(attributes)
    }

    fn text_area(mut self) -> Element {
        let attributes = self
            .texts()
            .with("rows", self.rows.map(|rows| rows.to_string()))
            .html(move || self.shown.text().as_deref().map(textarea_html));
        element("textarea").attributes(attributes)
    }

    /// What every control has. Id, name and descriptions are moved out, and empty afterwards.
    fn all_kinds(&mut self) -> Attributes {
        let error = self.error.clone();
        Attributes::default()
            .class("fw-input")
            .text_of("id", mem::take(&mut self.id))
            .text_of("name", mem::take(&mut self.name))
            .flag("required", self.required)
            .flag("autofocus", self.autofocus)
            .text_of("aria-describedby", mem::take(&mut self.described_by))
            .live(&[("aria-invalid", Some("true"))], move || error.text())
    }

    /// What a control has where texts are typed into it.
    fn texts(&mut self) -> Attributes {
        let length = &self.meta.rules.length;
        let number = |number: Option<usize>| number.map(|number| number.to_string());
        // An empty text is never too short: that is for `required` to say.
        self.all_kinds()
            .with("minlength", number(length.min.filter(|min| *min > 1)))
            .with("maxlength", number(length.max))
            .with("placeholder", self.placeholder.take())
            .with("autocomplete", self.meta.autocomplete)
    }
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
    let content = live(move || {
        let form = context.as_ref();
        let issues = form.map(|form| (form, form.issues.get()));
        let Some((form, issues)) = issues.filter(|(_, issues)| !issues.is_empty()) else {
            return ().into_any();
        };
        let words = Attributes::default()
            .class("fw-summary-title")
            .words(title.clone());
        let items = issues.iter().map(|issue| summary_item(form, issue));
        let title = element("p").attributes(words).into_any();
        let list = element("ul").children(items.map(IntoAny::into_any));
        (title, list.into_any()).into_any()
    });
    let attributes = Attributes::default()
        .class("fw-summary")
        .text_of("role", "alert")
        .text_of("tabindex", "-1")
        .flag("autofocus", focus && has_issues)
        .flag("data-fw-focus", focus);
    element("div").attributes(attributes).children([content])
}

fn summary_item(form: &FormContext, issue: &Issue) -> Element {
    let words = Attributes::default().words(issue.in_words());
    if issue.path.is_empty() {
        return element("li").attributes(words);
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
    let link = element("a")
        .attributes(words.text_of("href", href))
        .and(ev::on(ev::click, go));
    element("li").children([link.into_any()])
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
    let error = FieldError::of(use_context::<FormContext>().as_ref(), &name);
    let message = Attributes::default()
        .class("fw-error")
        .text(move || error.text());
    element("p").attributes(message)
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
    let mut html = String::new();
    // The browser drops it while parsing a page, but not in `innerHTML`.
    if cfg!(feature = "ssr") && text.starts_with('\n') {
        html.push('\n');
    }
    html.push_str(&escaped(text));
    html
}

/// The id of a field's control: unique among the forms of a page.
fn element_id(form: Option<&FormContext>, path: &str) -> String {
    let key = form.map_or("fw", |form| &*form.key);
    [key, "-", path].concat()
}

/// What is wrong with one field. No signal of its own: a page has many fields, and most have nothing to say.
#[derive(Clone)]
struct FieldError {
    issues: Option<ArcRwSignal<Issues>>,
    path: Arc<str>,
}

impl FieldError {
    /// From now on the field is a place for its issues.
    fn of(form: Option<&FormContext>, path: &str) -> Self {
        if let Some(form) = form {
            form.places.add(Some(path));
        }
        Self {
            issues: form.map(|form| form.issues.clone()),
            path: path.into(),
        }
    }

    /// All messages, as one text.
    fn text(&self) -> Option<String> {
        let issues = self.issues.as_ref()?;
        issues.with(|issues| joined(issues, &self.path))
    }
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

/// What a field shows until the user changes it: what came back, or the record.
struct Shown {
    form: Option<FormContext>,
    path: Arc<str>,
    first: Option<Signal<String>>,
    is_secret: bool,
}

impl Shown {
    fn of(form: Option<FormContext>, path: Arc<str>, first: Option<Signal<String>>) -> Self {
        // Nothing comes back to the forms of most pages.
        let form = form.filter(FormContext::has_values);
        Self {
            form,
            path,
            first,
            is_secret: false,
        }
    }

    fn text(&self) -> Option<String> {
        if self.is_secret {
            return None;
        }
        let came_back = put_back(self.form.as_ref(), &self.path);
        came_back.or_else(|| self.first.map(|first| first.get()))
    }

    /// An unticked box sends nothing: if values came back, its absence is its value.
    fn is_ticked(&self, first: Option<Signal<bool>>) -> bool {
        match self.form.as_ref().and_then(FormContext::came_back) {
            Some(values) => values
                .iter()
                .any(|(name, text)| **name == *self.path && bool_of(text) == Some(true)),
            None => first.is_some_and(|first| first.get()),
        }
    }
}
