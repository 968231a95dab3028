//! `/workbench/bindery`: forms under difficult conditions, whose values must survive.

#[cfg(feature = "ssr")]
use crate::db::Db;
use crate::layout::{PageBody, PageHead, Sheet, SubmitButton};
use formwork::prelude::*;

/// The field names of the form on the other page: names of properties that browsers and libraries read from a form.
const NAMES: [&str; 31] = [
    "action",
    "method",
    "submit",
    "id",
    "name",
    "target",
    "enctype",
    "elements",
    "length",
    "reset",
    "requestSubmit",
    "children",
    "firstChild",
    "nextSibling",
    "parentNode",
    "nodeType",
    "tagName",
    "querySelector",
    "getAttribute",
    "setAttribute",
    "removeAttribute",
    "addEventListener",
    "dispatchEvent",
    "contains",
    "isConnected",
    "__proto__",
    "constructor",
    "toString",
    "then",
    "form",
    "noValidate",
];

/// The submitted values, and the number of the volume.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Volume {
    pub number: u32,
    pub content: Vec<String>,
}

#[cfg(feature = "ssr")]
const COUNTER: &str = "volumes";

/// Binds the submitted values. Refuses a volume without pages.
#[action(public, limit = "256 KiB")]
pub async fn bind_volume(form: FormData) -> ActionResult<Volume> {
    if form.get("contains") == Some("nothing") {
        return Err(refuse(422, "Nothing cannot be bound."));
    }
    let number = expect_context::<Db>().count_up(COUNTER).await?;
    revalidate_tag("volumes");
    let texts = form.texts().map(|(name, text)| format!("{name}={text}"));
    let files = form
        .files("sheet")
        .map(|file| format!("sheet={}", file.name()));
    let content = texts.chain(files).collect();
    Ok(Volume { number, content })
}

#[query(public, tags("volumes"))]
pub async fn volumes() -> QueryResult<u32> {
    Ok(expect_context::<Db>().counted(COUNTER).await?)
}

#[component]
pub fn BinderyPage() -> impl IntoView {
    let bound = use_query(volumes);
    view! {
        <PageHead title="Bindery" feature="Rerendered form">"Loose sheets become volumes, and none is lost on the way."</PageHead>
        <PageBody shows=vec![
            "A form that renders again after each bound volume: the choices in it stay.",
            "A mistyped number is never sent as an empty field, also with novalidate.",
        ]>
            <Transition>
                {move || {
                    let count = bound.value();
                    view! { <Cover count/> }
                }}
            </Transition>
            <Unchecked/>
        </PageBody>
    }
}

/// Rendered anew for each count.
#[component]
fn Cover(count: u32) -> impl IntoView {
    let volume = use_action_state(bind_volume, None::<Volume>);
    let inks = ["black", "red", "blue"]
        .map(|ink| view! { <option value=ink selected={ink == "black" && count == u32::MAX}>{ink}</option> });
    view! {
        <Sheet id="cover" title="Cover" feature="Rerendered form">
            <p class="quiet" data-bound=count>{count} " volumes are bound."</p>
            <Form action=volume.action reset=false attr:enctype="multipart/form-data">
                <label class="fw-label" for="cover-sheet">"Sheet"</label>
                <input id="cover-sheet" type="file" name="sheet" data-count=count/>
                <label class="fw-label" for="cover-inks">"Inks"</label>
                <select id="cover-inks" name="ink" multiple data-count=count>{inks}</select>
                <div class="actions"><SubmitButton label="Bind it" busy="Binding…"/></div>
            </Form>
            <Bound volume=volume.state/>
        </Sheet>
    }
}

/// `/workbench/bindery/names`: a page of its own, since not every tool that looks at pages survives it.
#[component]
pub fn NamesPage() -> impl IntoView {
    view! {
        <PageHead title="Names" feature="Any field name">"Fields can have any name."</PageHead>
        <PageBody shows=vec!["A form whose fields have the names of a form’s own properties."]>
            <Names/>
        </PageBody>
    }
}

#[component]
fn Names() -> impl IntoView {
    let volume = use_action_state(bind_volume, None::<Volume>);
    let fields = NAMES.map(|name| {
        let id = format!("names-{name}");
        view! {
            <div class="fw-field">
                <label class="fw-label" for=id.clone()>{name}</label>
                <input class="fw-input" id=id name=name value="a"/>
            </div>
        }
    });
    view! {
        <Sheet id="names" title="Names">
            <Form action=volume.action>
                {fields.collect_view()}
                <div class="actions"><SubmitButton label="Bind the names" busy="Binding…"/></div>
            </Form>
            <Bound volume=volume.state/>
        </Sheet>
    }
}

#[component]
fn Unchecked() -> impl IntoView {
    let volume = use_action_state(bind_volume, None::<Volume>);
    view! {
        <Sheet id="copies" title="Copies" feature="Mistyped numbers">
            <Form action=volume.action attr:novalidate=true>
                <label class="fw-label" for="copies-number">"How many"</label>
                <input class="fw-input" id="copies-number" type="number" name="copies"/>
                <div class="actions"><SubmitButton label="Bind copies" busy="Binding…"/></div>
            </Form>
            <Bound volume=volume.state/>
        </Sheet>
    }
}

/// The volume bound last.
#[component]
fn Bound(volume: Signal<Option<Volume>>) -> impl IntoView {
    view! {
        <p role="status">
            {move || volume.get().map(|volume| format!("Bound: {}", volume.content.join(", ")))}
        </p>
    }
}
