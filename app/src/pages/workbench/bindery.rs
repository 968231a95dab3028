//! `/workbench/bindery`: forms that have a hard time, and what stands in them nevertheless.

#[cfg(feature = "ssr")]
use crate::db::Db;
use crate::layout::{PageBody, PageHead, Sheet, SubmitButton};
use formwork::prelude::*;

/// What the fields of the form on the other page are called: like what browsers and libraries ask of a form.
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

/// What was laid between the covers: all that was sent, and the number of the volume.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Volume {
    pub number: u32,
    pub content: Vec<String>,
}

#[cfg(feature = "ssr")]
const COUNTER: &str = "volumes";

/// Binds what it is given. Whoever asks for a volume without pages is refused.
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
        <PageHead title="Bindery">"Loose sheets become volumes, and none is lost on the way."</PageHead>
        <PageBody shows=vec![
            "A form that is rendered anew whenever a volume is bound: what was chosen in it stays.",
            "A number that is none is not sent as an empty field, also where the browser's checks are off.",
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
        <Sheet id="cover" title="Cover">
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
        <PageHead title="Names">"Fields may be called whatever you like."</PageHead>
        <PageBody shows=vec!["A form whose fields are called like what is asked of a form."]>
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
        <Sheet id="copies" title="Copies">
            <Form action=volume.action attr:novalidate=true>
                <label class="fw-label" for="copies-number">"How many"</label>
                <input class="fw-input" id="copies-number" type="number" name="copies"/>
                <div class="actions"><SubmitButton label="Bind copies" busy="Binding…"/></div>
            </Form>
            <Bound volume=volume.state/>
        </Sheet>
    }
}

/// What was bound last.
#[component]
fn Bound(volume: Signal<Option<Volume>>) -> impl IntoView {
    view! {
        <p role="status">
            {move || volume.get().map(|volume| format!("Bound: {}", volume.content.join(", ")))}
        </p>
    }
}
