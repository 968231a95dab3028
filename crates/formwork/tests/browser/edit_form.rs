//! A form that edits a record: what it shows when the record has been saved.

use crate::support::*;
use leptos::{
    wasm_bindgen::JsCast,
    web_sys::{self, HtmlOptionElement, HtmlSelectElement},
};

#[derive(Clone, PartialEq)]
struct Record {
    name: String,
    message: String,
    public: bool,
    paper: &'static str,
    inks: Vec<&'static str>,
}

fn first() -> Record {
    Record {
        name: "Ann".into(),
        message: "\nTwo\nlines".into(),
        public: true,
        paper: "laid",
        inks: vec!["black", "red"],
    }
}

/// What the server has made of it.
fn saved() -> Record {
    Record {
        name: "Anna".into(),
        message: "</textarea>One & only".into(),
        public: false,
        paper: "wove",
        inks: vec!["blue"],
    }
}

#[derive(Fields, Clone)]
struct Edited {
    name: String,
    #[field(textarea)]
    message: String,
    public: bool,
}

#[action(public)]
async fn save(form: FormData) -> ActionResult<String> {
    Ok(form.get("name").unwrap_or_default().into())
}

async fn edit(record: RwSignal<Record>) -> Page {
    Page::mount(move || {
        let papers = ["wove", "laid"].map(|name| {
            let is_chosen = move || record.with(|record| record.paper == name);
            view! { <option value=name selected=is_chosen>{name}</option> }
        });
        let by_radio = ["wove", "laid"].map(|name| {
            let is_chosen = move || record.with(|record| record.paper == name);
            view! { <input type="radio" name="paper" value=name checked=is_chosen/> }
        });
        let inks = ["black", "red", "blue"].map(|name| {
            let is_chosen = move || record.with(|record| record.inks.contains(&name));
            view! { <option value=name selected=is_chosen>{name}</option> }
        });
        view! {
            <Form action=save>
                <Field of=Edited::name value=move || record.get().name/>
                <Field of=Edited::message value=move || record.get().message/>
                <Field of=Edited::public checked=move || record.get().public/>
                <select name="stock">{papers.collect_view()}</select>
                {by_radio.collect_view()}
                <select name="ink" multiple=true>{inks.collect_view()}</select>
                <button>"Save"</button>
                <button type="reset">"Reset"</button>
            </Form>
        }
    })
    .await
}

fn expected(record: &Record) -> Vec<(String, String)> {
    let mut pairs = vec![
        ("name", record.name.as_str()),
        ("message", record.message.as_str()),
    ];
    if record.public {
        pairs.push(("public", "true"));
    }
    pairs.extend([("stock", record.paper), ("paper", record.paper)]);
    pairs.extend(record.inks.iter().map(|ink| ("ink", *ink)));
    let owned = pairs
        .into_iter()
        .map(|(name, text)| (name.into(), text.into()));
    owned.collect()
}

/// What the form would send now.
fn stands(page: &Page) -> Vec<(String, String)> {
    let form = page.find("form").unchecked_into();
    let data = FormData::from_web(&web_sys::FormData::new_with_form(&form).unwrap());
    let texts = data.texts().filter(|(name, _)| !name.starts_with("_fw"));
    let owned = texts.map(|(name, text)| (name.to_owned(), text.to_owned()));
    owned.collect()
}

/// A person gives each control another value.
fn change_all(page: &Page) {
    page.type_into("name", " anna ");
    let message = page.find("textarea");
    message
        .unchecked_into::<web_sys::HtmlTextAreaElement>()
        .set_value("Mine");
    page.press("[name='public']");
    page.find("[name='stock']")
        .unchecked_into::<HtmlSelectElement>()
        .set_value("wove");
    page.press("[type='radio'][value='wove']");
    for (ink, is_chosen) in [("black", false), ("red", false), ("blue", true)] {
        let option = page.find(&format!("[name='ink'] [value='{ink}']"));
        option
            .unchecked_into::<HtmlOptionElement>()
            .set_selected(is_chosen);
    }
}

#[wasm_bindgen_test]
async fn it_shows_the_record_in_every_control() {
    let page = edit(RwSignal::new(first())).await;
    assert_eq!(stands(&page), expected(&first()));
}

#[wasm_bindgen_test]
async fn after_a_save_it_shows_what_the_server_has_made_of_it_and_a_second_save_changes_nothing() {
    let record = RwSignal::new(first());
    let page = edit(record).await;
    change_all(&page);
    page.press("button");
    let sent = next_request().await;
    assert_eq!(sent.field("name"), " anna ");
    record.set(saved());
    sent.answer(done("Anna")).await;
    assert_eq!(stands(&page), expected(&saved()));
    page.press("button");
    let sent = next_request().await;
    for (name, text) in expected(&saved()) {
        assert_eq!(sent.field(&name), text, "{name}");
    }
    sent.answer(done("Anna")).await;
    assert_eq!(stands(&page), expected(&saved()));
}

#[wasm_bindgen_test]
async fn it_does_so_too_where_the_record_comes_after_the_answer() {
    let record = RwSignal::new(first());
    let page = edit(record).await;
    change_all(&page);
    page.press("button");
    next_request().await.answer(done("Anna")).await;
    record.set(saved());
    leptos::task::tick().await;
    assert_eq!(stands(&page), expected(&saved()));
}

#[wasm_bindgen_test]
async fn a_reset_leads_back_to_what_was_saved_last() {
    let record = RwSignal::new(first());
    let page = edit(record).await;
    change_all(&page);
    record.set(saved());
    leptos::task::tick().await;
    page.press("[type='reset']");
    assert_eq!(stands(&page), expected(&saved()));
}

#[wasm_bindgen_test]
async fn what_a_person_has_changed_stays_when_the_record_changes() {
    let record = RwSignal::new(first());
    let page = edit(record).await;
    page.type_into("name", "Half a na");
    record.set(saved());
    leptos::task::tick().await;
    let mut shown = expected(&saved());
    shown[0].1 = "Half a na".into();
    assert_eq!(stands(&page), shown);
}
