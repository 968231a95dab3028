//! `<Field>` and `<ErrorSummary>` as the server renders them.
#![cfg(feature = "ssr")]

use formwork::{
    fields::FormArg,
    form::{FormContext, textarea_html},
    prelude::*,
};

#[derive(Fields, Clone)]
struct Profile {
    #[field(
        label = "Handle <b>",
        help = "Small letters.",
        length(min = 2, max = 9),
        pattern = "[a-z]+",
        autocomplete = "username",
        message = "Letters, please."
    )]
    handle: String,
    #[field(email)]
    mail: Option<String>,
    #[field(range(max = 130))]
    age: u8,
    height: Option<f32>,
    #[field(textarea, length(min = 1, max = 500))]
    about: String,
    password: Secret<String>,
    #[field(required)]
    terms: bool,
    news: bool,
    #[field(hidden)]
    version: u32,
    #[field(tel)]
    phone: String,
    address: Option<Address>,
}

#[derive(Fields, Clone)]
struct Address {
    street: String,
}

/// Renders inside a form that has come back with these values and their issues.
fn came_back<V: IntoView>(values: &str, view: impl FnOnce() -> V) -> String {
    let form = FormData::from_urlencoded(values).unwrap();
    let issues = Profile::decode(&form).err().unwrap_or_default();
    in_form(Some(form.values_to_show(Profile::is_secret)), issues, view)
}

fn in_form<V: IntoView>(
    values: Option<Vec<(String, String)>>,
    issues: Issues,
    view: impl FnOnce() -> V,
) -> String {
    Owner::new().with(|| {
        provide_context(FormContext::new("f1", ArcRwSignal::new(issues), values));
        // Markers between nodes are Leptos' own, and not the same in all builds.
        view().into_view().to_html().replace("<!>", "")
    })
}

fn fresh<V: IntoView>(view: impl FnOnce() -> V) -> String {
    in_form(None, Issues::new(), view)
}

/// The first tag that has this in it.
fn tag<'a>(html: &'a str, part: &str) -> &'a str {
    let at = html
        .find(part)
        .unwrap_or_else(|| panic!("no {part} in {html}"));
    // A part may begin the tag.
    let from = html[..at + 1].rfind('<').unwrap();
    &html[from..at + html[at..].find('>').unwrap() + 1]
}

fn has_all(text: &str, parts: &[&str]) {
    for part in parts {
        assert!(text.contains(part), "no {part} in {text}");
    }
}

#[test]
fn a_field_is_a_label_an_input_a_help_and_a_place_for_errors() {
    let html = fresh(|| view! { <Field of=Profile::handle/> });
    has_all(
        &html,
        &[
            r#"<div class="fw-field">"#,
            r#"<label for="f1-handle" class="fw-label">Handle &lt;b></label>"#,
            r#"<p id="f1-handle-help" class="fw-help">Small letters.</p>"#,
            r#"<p id="f1-handle-error" class="fw-error">"#,
        ],
    );
    has_all(
        tag(&html, "<input"),
        &[
            r#"id="f1-handle""#,
            r#"name="handle""#,
            r#"type="text""#,
            r#"required"#,
            r#"minlength="2""#,
            r#"maxlength="9""#,
            r#"pattern="[a-z]+""#,
            r#"title="Letters, please.""#,
            r#"autocomplete="username""#,
            r#"aria-describedby="f1-handle-help f1-handle-error""#,
        ],
    );
    for absent in ["aria-invalid", "autofocus", "value="] {
        assert!(!html.contains(absent), "{absent} in {html}");
    }
}

#[test]
fn a_text_that_must_be_there_has_no_least_length() {
    let html = fresh(|| view! { <Field of=Profile::about/> });
    let text = tag(&html, "<textarea");
    has_all(text, &["required", r#"maxlength="500""#]);
    assert!(!text.contains("minlength"), "{text}");
}

#[test]
fn constraints_follow_type_and_rules() {
    let input = |html: String| tag(&html, "<input").to_owned();
    has_all(
        &input(fresh(|| view! { <Field of=Profile::mail/> })),
        &[r#"type="email""#],
    );
    assert!(!input(fresh(|| view! { <Field of=Profile::mail/> })).contains("required"));
    has_all(
        &input(fresh(|| view! { <Field of=Profile::age/> })),
        &[r#"type="number""#, r#"min="0""#, r#"max="130""#],
    );
    has_all(
        &input(fresh(|| view! { <Field of=Profile::height/> })),
        &[r#"type="number""#, r#"step="any""#],
    );
    has_all(
        &input(fresh(|| view! { <Field of=Profile::password/> })),
        &[r#"type="password""#],
    );
    has_all(
        &input(fresh(|| view! { <Field of=Profile::phone/> })),
        &[r#"type="tel""#],
    );
}

#[test]
fn fields_of_an_optional_struct_are_not_required() {
    let html = fresh(|| view! { <Field of=Profile::address.then(Address::street)/> });
    has_all(
        tag(&html, "<input"),
        &[r#"name="address.street""#, r#"id="f1-address.street""#],
    );
    assert!(!html.contains("required"));
}

#[test]
fn a_box_stands_before_its_label() {
    let html = fresh(|| view! { <Field of=Profile::terms/> });
    assert!(
        html.find("<input").unwrap() < html.find("<label").unwrap(),
        "{html}"
    );
    has_all(
        tag(&html, "<input"),
        &[r#"type="checkbox""#, r#"value="true""#, "required"],
    );
    assert!(!html.contains("checked"));
    assert!(fresh(|| view! { <Field of=Profile::news checked=true/> }).contains("checked"));
}

#[test]
fn a_hidden_field_is_its_input_alone() {
    let html = fresh(|| view! { <Field of=Profile::version value="3"/> });
    assert_eq!(html, r#"<input type="hidden" name="version" value="3">"#);
}

#[test]
fn after_a_failure_the_field_says_what_is_wrong_and_has_the_focus() {
    let html = came_back("handle=x&age=7", || {
        view! { <Field of=Profile::handle/> <Field of=Profile::age/> <Field of=Profile::phone/> }
    });
    let handle = tag(&html, r#"id="f1-handle""#);
    has_all(
        handle,
        &[r#"aria-invalid="true""#, "autofocus", r#"value="x""#],
    );
    let age = tag(&html, r#"id="f1-age""#);
    assert!(!age.contains("aria-invalid"), "{age}");
    has_all(age, &[r#"value="7""#]);
    let phone = tag(&html, r#"id="f1-phone""#);
    has_all(phone, &[r#"aria-invalid="true""#]);
    assert!(!phone.contains("autofocus"), "only the first: {phone}");
    has_all(
        &html,
        &[r#"id="f1-handle-error" class="fw-error">Letters, please."#],
    );
}

#[test]
fn what_was_typed_comes_before_what_stood_there_and_stays_text() {
    let html = came_back("handle=%22%3E%3Cscript%3E", || {
        view! { <Field of=Profile::handle value="old"/> <Field of=Profile::phone value="42"/> }
    });
    has_all(
        &html,
        &[r#"value="&quot;&gt;&lt;script&gt;""#, r#"value="42""#],
    );
    assert!(!html.contains("<script>"));
}

#[test]
fn a_box_comes_back_as_it_was() {
    let news =
        |values: &str| came_back(values, || view! { <Field of=Profile::news checked=true/> });
    assert!(news("news=on&handle=x").contains("checked"));
    assert!(!news("handle=x").contains("checked"), "it was unticked");
    assert!(
        !news("").contains("checked"),
        "an unticked box alone sends nothing"
    );
    let first = fresh(|| view! { <Field of=Profile::news checked=true/> });
    assert!(first.contains("checked"), "nothing came back");
}

#[test]
fn a_secret_never_comes_back() {
    let values = vec![("password".to_owned(), "hunter2".to_owned())];
    let html = in_form(Some(values), Issues::new(), || {
        view! { <Field of=Profile::password value="hunter2"/> }
    });
    assert!(!html.contains("hunter2"), "{html}");
}

#[test]
fn the_content_of_a_text_area_cannot_break_out_and_keeps_its_first_line_break() {
    let html = came_back("about=%0A%3C%2Ftextarea%3E%3Cscript%3E%26", || {
        view! { <Field of=Profile::about/> }
    });
    has_all(&html, &[">\n\n&lt;/textarea>&lt;script>&amp;</textarea>"]);
}

#[test]
fn an_empty_text_area_is_empty() {
    let html = fresh(|| view! { <Field of=Profile::about rows=4/> });
    has_all(tag(&html, "<textarea"), &[r#"rows="4""#, r#"name="about""#]);
    has_all(&html, &["></textarea>"]);
}

#[test]
fn the_summary_is_empty_while_all_is_well() {
    let html = fresh(|| view! { <ErrorSummary/> });
    has_all(&html, &[r#"class="fw-summary""#, r#"role="alert""#]);
    assert!(
        !html.contains("<ul>") && !html.contains("autofocus"),
        "{html}"
    );
}

#[test]
fn the_summary_leads_to_the_fields() {
    let issues = Issues::at(Profile::handle, "Taken.").and("", "We are closed.");
    let html = in_form(None, issues, || view! { <ErrorSummary focus=true/> });
    has_all(
        &html,
        &[
            r##"<a href="#f1-handle">Handle &lt;b>: Taken.</a>"##,
            "<li>We are closed.",
            "autofocus",
        ],
    );
}

#[test]
fn hand_written_inputs_get_what_was_typed() {
    let value = |name| move || form_value(name);
    let values = || vec![("title".to_owned(), "A".to_owned())];
    assert_eq!(in_form(Some(values()), Issues::new(), value("title")), "A");
    assert_eq!(
        in_form(Some(values()), Issues::new(), || form_value("other")
            .is_empty()),
        "true"
    );
}

#[test]
fn outside_a_form_a_field_is_idle() {
    let html = Owner::new().with(|| view! { <Field of=Profile::phone/> }.to_html());
    has_all(&html, &[r#"name="phone""#, r#"id="fw-phone""#]);
    assert!(!html.contains("aria-invalid"));
}

#[test]
fn attributes_go_to_the_element_around() {
    let html = fresh(|| view! { <Field of=Profile::phone class:wide=true attr:data-x="1"/> });
    has_all(
        tag(&html, "<div"),
        &[r#"class="fw-field wide""#, r#"data-x="1""#],
    );
}

#[test]
fn leptos_does_not_escape_in_a_text_area_and_textarea_html_does() {
    let text = "</textarea><i>";
    let raw = view! { <textarea>{text}</textarea> }.to_html();
    assert!(
        raw.contains("<i>"),
        "Leptos escapes it now: the warning at `textarea_html` can go"
    );
    let html = view! { <textarea inner_html=textarea_html(text)></textarea> }.to_html();
    assert!(!html.contains("<i>"), "{html}");
}
