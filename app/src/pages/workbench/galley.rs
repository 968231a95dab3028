//! `/workbench/galley`: forms whose parts come, go and are shut.

use super::{Purpose, Said};
#[cfg(feature = "ssr")]
use crate::db::Db;
use crate::layout::{PageBody, PageHead, Sheet, SubmitButton};
use formwork::prelude::*;
use leptos::{html, wasm_bindgen::JsCast, web_sys};

/// Where lines are kept, and how many are shown.
#[cfg(feature = "ssr")]
const ROOM: &str = "galley";
#[cfg(feature = "ssr")]
const SHOWN: u32 = 8;

#[derive(Fields, Clone)]
pub struct Correction {
    #[field(label = "Line", length(min = 1, max = 80), autocomplete = "off")]
    pub line: String,
    #[field(label = "Mark", length(max = 20), autocomplete = "off")]
    pub mark: Option<String>,
}

#[derive(Fields, Clone)]
pub struct Remark {
    #[field(label = "Remark", textarea, length(max = 120))]
    pub remark: Option<String>,
}

/// A line that is set. Its key is made by the page that it comes from, so that the row which is shown at once and the one
/// that is stored are one row: it stays as it is, with what somebody does in it.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct SetLine {
    pub key: String,
    pub text: String,
    #[serde(skip)]
    pub is_pending: bool,
}

#[derive(Fields, Clone)]
pub struct NewLine {
    #[field(label = "New line", length(min = 1, max = 80), autocomplete = "off")]
    pub text: String,
    /// Empty where there is no client to make one.
    #[field(hidden)]
    pub key: Option<String>,
}

#[action(public, policy = parallel)]
pub async fn set_line(form: Fields<NewLine>) -> ActionResult<()> {
    let line = format!("{}\t{}", form.key.unwrap_or_default(), form.text);
    expect_context::<Db>().insert_message(ROOM, &line).await?;
    revalidate_tag("set-lines");
    Ok(())
}

#[query(public, tags("set-lines"))]
pub async fn set_lines() -> QueryResult<Vec<SetLine>> {
    let stored = expect_context::<Db>().latest_messages(ROOM, SHOWN).await?;
    let lines = stored.messages.into_iter().map(|message| {
        let (key, text) = message.text.split_once('\t').unwrap_or(("", &message.text));
        SetLine {
            key: match key.is_empty() {
                true => format!("line {}", message.id),
                false => key.into(),
            },
            text: text.into(),
            is_pending: false,
        }
    });
    Ok(lines.collect())
}

#[action(public)]
pub async fn correct(form: Fields<Correction>) -> ActionResult<String> {
    if form.line.trim() == "nothing" {
        return Err(Issues::at(Correction::line, "There is nothing to correct.").into());
    }
    let mark = form.mark.map(|mark| format!(" ({mark})"));
    Ok(format!("{}{}", form.line, mark.unwrap_or_default()))
}

/// A courier needs to know the way. Nothing of that is a constraint of the page, where it may be out of sight.
#[action(public)]
pub async fn deliver(form: FormData) -> ActionResult<String> {
    let given = |name| {
        form.get(name)
            .map(str::trim)
            .filter(|text| !text.is_empty())
    };
    form.fields::<Remark>()?;
    if given("how") != Some("courier") {
        return Ok("The sheets are collected.".into());
    }
    match (given("street"), given("floor")) {
        (None, _) => Err(Issues::at("street", "The courier has to know the street.").into()),
        (Some("The tower"), None) => Err(Issues::at("floor", "Which floor of the tower?").into()),
        (Some(street), _) => Ok(format!("The sheets go to: {street}.")),
    }
}

/// Stops the press; or has a proof sent, as a file.
#[action(public)]
pub async fn stop_press(form: FormData) -> ActionResult<String> {
    match form.get("proof") {
        Some(_) => Err(redirect(crate::PROOF_PATH)),
        None => Ok(form.get("why").unwrap_or_default().into()),
    }
}

#[component]
pub fn GalleyPage() -> impl IntoView {
    view! {
        <PageHead title="Galley" feature="Disabled and hidden fields">
            "The tray in which lines are collected before they become pages. Some of what lies in it is shut away for a while. Back to the "
            <a href="/workbench">"workbench"</a> "."
        </PageHead>
        <PageBody shows=vec![
            "A fieldset that is disabled while the form is pending; one button stays disabled for a reason of its own.",
            "Hidden fields do not block the form, and open where they have an issue.",
            "An optimistic row that stays the same row when the stored one comes.",
            "A dialog that is closed by its own button; an answer in another tab; an answer that is a file.",
        ]>
            <Corrections/>
            <Deliveries/>
            <Lines/>
            <Stops/>
        </PageBody>
    }
}

#[component]
fn Corrections() -> impl IntoView {
    let correcting = use_action_state(correct, None::<String>);
    view! {
        <Sheet id="correction" title="Correction" feature="Disabled fields">
            <Purpose text="All fields are disabled while the correction is pending."/>
            <Form action=correcting.action>
                <WhileNothingIsUnderWay>
                    <Field of=Correction::line/>
                    <Field of=Correction::mark/>
                    <div class="actions">
                        <SubmitButton label="Correct" busy="Correcting…"/>
                        <button type="submit" class="secondary" name="print" value="yes" disabled>
                            "Print"
                        </button>
                    </div>
                </WhileNothingIsUnderWay>
            </Form>
            <Said what="Corrected: " said=correcting.state/>
        </Sheet>
    }
}

/// Fields that are disabled while their form is pending.
#[component]
fn WhileNothingIsUnderWay(children: Children) -> impl IntoView {
    let pending = use_form_status().pending();
    view! {
        <fieldset class="group" disabled=pending>
            <legend class="visually-hidden">"What is to be corrected"</legend>
            {children()}
        </fieldset>
    }
}

#[component]
fn Deliveries() -> impl IntoView {
    let delivering = use_action_state(deliver, None::<String>);
    let issues = delivering.issues;
    let is_wrong = move |name: &'static str| issues.with(|all| all.for_path(name).next().is_some());
    let written = RwSignal::new(0_usize);
    let paper = NodeRef::<html::Div>::new();
    // The form is asked what stands in it: browsers fill it without a word when a page is loaded again.
    let count = move || {
        let area = paper.get_untracked().and_then(|paper| {
            let area = paper.query_selector("textarea").ok().flatten()?;
            area.dyn_into::<web_sys::HtmlTextAreaElement>().ok()
        });
        written.set(area.map_or(0, |area| area.value().encode_utf16().count()));
    };
    Effect::new(count);
    view! {
        <Sheet id="delivery" title="Delivery" feature="Hidden fields">
            <Purpose text="Fields that are out of sight do not block the form. They open where they have an issue."/>
            <Form action=delivering.action>
                <fieldset class="choices">
                    <legend class="fw-label">"How"</legend>
                    <label>
                        <input type="radio" name="how" value="collect" checked=ticked("collect", true)/>
                        "Collected"
                    </label>
                    <label>
                        <input type="radio" name="how" value="courier" checked=ticked("courier", false)/>
                        "By courier"
                    </label>
                </fieldset>
                <fieldset class="group by-courier">
                    <legend class="fw-label">"The way"</legend>
                    <label class="fw-label" for="street">"Street"</label>
                    <input
                        class="fw-input"
                        id="street"
                        name="street"
                        aria-describedby="street-error"
                        aria-invalid=move || is_wrong("street").then_some("true")
                        value=form_value("street")
                    />
                    <FieldMessage name="street" attr:id="street-error"/>
                    <details open=move || is_wrong("floor")>
                        <summary>"Inside the house"</summary>
                        <label class="fw-label" for="floor">"Floor"</label>
                        <input
                            class="fw-input"
                            id="floor"
                            name="floor"
                            aria-describedby="floor-error"
                            aria-invalid=move || is_wrong("floor").then_some("true")
                            value=form_value("floor")
                        />
                        <FieldMessage name="floor" attr:id="floor-error"/>
                    </details>
                </fieldset>
                <div node_ref=paper on:input=move |_| count()>
                    <Field of=Remark::remark/>
                    <p class="quiet written">
                        {move || format!("{} of 120 letters", written.get())}
                    </p>
                </div>
                <div class="actions">
                    <SubmitButton label="Deliver" busy="Delivering…"/>
                </div>
            </Form>
            <Said what="" said=delivering.state/>
        </Sheet>
    }
}

/// Whether a choice was made before a failed submission, or is the first one.
fn ticked(value: &'static str, is_first: bool) -> impl Fn() -> bool + Copy {
    move || {
        let sent = form_values("how");
        sent.map_or(is_first, |sent| sent.iter().any(|how| how == value))
    }
}

#[component]
fn Lines() -> impl IntoView {
    let stored = use_query(set_lines);
    let (shown, add_optimistic) = use_optimistic(stored, |lines, new: &NewLine, id| {
        lines.push(SetLine {
            key: new.key.clone().unwrap_or_else(|| id.to_string()),
            text: new.text.clone(),
            is_pending: true,
        });
    });
    let stick = NodeRef::<html::Div>::new();
    // Each press has a key of its own, before anybody reads the form.
    let name_it = move |_| {
        let stick = stick.get_untracked();
        let key = stick.and_then(|stick| stick.query_selector("[name=key]").ok().flatten());
        if let Some(key) = key.and_then(|key| key.dyn_into::<web_sys::HtmlInputElement>().ok()) {
            key.set_value(&format!("{:x}", js_sys::Math::random().to_bits()));
        }
    };
    view! {
        <Sheet id="set-lines" title="Lines" feature="Optimistic row">
            <Purpose text="A new line is shown at once. Take notes on it while it is pending."/>
            <Form
                action=set_line
                reset=Reset::OnSubmit
                on:submit=name_it
                on_submit=move |new: &NewLine| add_optimistic(new.clone())
            >
                <div node_ref=stick>
                    <Field of=NewLine::text/>
                    <Field of=NewLine::key/>
                </div>
                <div class="actions">
                    <button type="submit">"Set it"</button>
                </div>
            </Form>
            <Transition>
                <ul class="shelf" aria-label="Set lines">
                    <For each=move || shown.get() key=|line| line.key.clone() let:line>
                        <LineInStick line shown/>
                    </For>
                </ul>
            </Transition>
        </Sheet>
    }
}

#[component]
fn LineInStick(line: SetLine, shown: Signal<Vec<SetLine>>) -> impl IntoView {
    let SetLine { key, text, .. } = line;
    let is_pending = Memo::new(move |_| {
        shown.with(|all| all.iter().any(|line| line.key == key && line.is_pending))
    });
    view! {
        <li data-pending=is_pending>
            <label>{text} " " <input class="fw-input" autocomplete="off" placeholder="A note"/></label>
        </li>
    }
}

#[component]
fn Stops() -> impl IntoView {
    let stopping = use_action_state(stop_press, None::<String>);
    view! {
        <Sheet id="stops" title="Stop" feature="Dialogs, tabs and files">
            <Purpose text="A button closes the dialog, opens the answer in a tab, or gets a file."/>
            <dialog open class="inline" aria-label="Reasons">
                <Form action=stopping.action>
                    <label class="fw-label" for="why">"Why it is stopped"</label>
                    <input class="fw-input" id="why" name="why" required autocomplete="off"/>
                    <div class="actions">
                        <SubmitButton label="Stop it" busy="Stopping…"/>
                        <button type="submit" class="secondary" formtarget="_blank">
                            "Stop it in another tab"
                        </button>
                        <button type="submit" class="secondary" name="proof" value="yes" formnovalidate>
                            "Have a proof first"
                        </button>
                        <button
                            type="submit"
                            class="secondary"
                            formmethod="dialog"
                            formnovalidate
                            value="no"
                        >
                            "Let it run"
                        </button>
                    </div>
                </Form>
            </dialog>
            <Said what="Stopped: " said=stopping.state/>
        </Sheet>
    }
}
