//! Raw form data and an upload, read like a browser's `FormData`.

use super::Purpose;
use crate::layout::{Sheet, SubmitButton};
use formwork::prelude::*;

/// The compartments of the case: value and label.
const SORTS: [(&str, &str); 4] = [
    ("roman", "Roman"),
    ("italic", "Italic"),
    ("small-caps", "Small capitals"),
    ("ligatures", "Ligatures"),
];

/// The submitted values.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Inventory {
    /// The first sort that was picked.
    pub first: Option<String>,
    /// All that were.
    pub all: Vec<String>,
    /// From the hidden input.
    pub cabinet: Option<String>,
    pub specimen: Option<Specimen>,
    /// The names of all entries, in order.
    pub names: Vec<String>,
}

/// A file, as the browser describes it.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Specimen {
    pub name: String,
    pub size: u64,
}

#[action(public, limit = "256 KiB")]
pub async fn take_stock(form: FormData) -> ActionResult<Inventory> {
    Ok(Inventory {
        first: form.get("sort").map(str::to_owned),
        all: form.get_all("sort").map(str::to_owned).collect(),
        cabinet: form.get("cabinet").map(str::to_owned),
        specimen: form.file("specimen").map(|file| Specimen {
            name: file.name().to_owned(),
            size: file.size(),
        }),
        names: form.entries().map(|(name, _)| name.to_owned()).collect(),
    })
}

#[component]
pub fn TypeCase() -> impl IntoView {
    let stock = use_action_state(take_stock, None::<Inventory>);
    view! {
        <Sheet id="type-case" title="Type case" feature="Uploads">
            <Purpose text="Pick sorts and choose a file. The action reads the raw form data. It measures the file, and does not keep it."/>
            <Form action=stock.action attr:enctype="multipart/form-data">
                <input type="hidden" name="cabinet" value="No. 4"/>
                <fieldset class="choices">
                    <legend class="fw-label">"Sorts"</legend>
                    {SORTS
                        .map(|(value, label)| {
                            view! {
                                <label>
                                    <input type="checkbox" name="sort" value=value/>
                                    {label}
                                </label>
                            }
                        })}
                </fieldset>
                <div class="fw-field">
                    <label class="fw-label" for="specimen">
                        "Specimen"
                    </label>
                    <input id="specimen" type="file" name="specimen" aria-describedby="specimen-help"/>
                    <p class="fw-help" id="specimen-help">
                        "Any file of up to 200 kB, or none."
                    </p>
                </div>
                <div class="actions">
                    <SubmitButton label="Take stock" busy="Counting…"/>
                    <Sent/>
                </div>
            </Form>
            <div role="status">{move || stock.state.get().map(|stock| view! { <Stock stock/> })}</div>
        </Sheet>
    }
}

/// The progress of the upload.
#[component]
fn Sent() -> impl IntoView {
    let sent = use_form_status().progress();
    view! {
        <progress
            class="sent"
            aria-label="Sent"
            max="1"
            hidden=move || sent.get().is_none()
            value=move || sent.get()
        ></progress>
    }
}

#[component]
fn Stock(stock: Inventory) -> impl IntoView {
    let none = || "none".to_owned();
    let all = Some(stock.all.join(", ")).filter(|all| !all.is_empty());
    let specimen = stock
        .specimen
        .map(|file| format!("{}, {} bytes", file.name, file.size));
    let rows = [
        ("First sort", stock.first.unwrap_or_else(none)),
        ("All sorts", all.unwrap_or_else(none)),
        ("Cabinet", stock.cabinet.unwrap_or_else(none)),
        ("Specimen", specimen.unwrap_or_else(none)),
        ("Entries", stock.names.join(", ")),
    ];
    view! {
        <dl class="notice success ledger">
            {rows
                .map(|(name, value)| {
                    view! {
                        <div>
                            <dt>{name}</dt>
                            <dd>{value}</dd>
                        </div>
                    }
                })}
        </dl>
    }
}
