//! `/imprint`: a form that edits what is stored, in every kind of control.

#[cfg(feature = "ssr")]
use crate::db::Db;
use crate::{
    data::Imprint,
    layout::{PageBody, PageHead, Sheet, SubmitButton, Unreadable},
    place::{PlaceName, use_place},
};
use formwork::prelude::*;

/// What a form sends for each choice, and what a person reads.
type Choices = &'static [(&'static str, &'static str)];

const PAPERS: Choices = &[("wove", "Wove"), ("laid", "Laid"), ("cotton", "Cotton rag")];
const BINDINGS: Choices = &[
    ("sewn", "Sewn"),
    ("stapled", "Stapled"),
    ("loose", "Loose sheets"),
];
const SUBJECTS: Choices = &[
    ("poetry", "Poetry"),
    ("type", "Type and typography"),
    ("travel", "Travel"),
    ("cookery", "Cookery"),
];

/// Where the form has a list, it has more than this.
#[derive(Fields, Clone)]
pub struct Lines {
    #[field(label = "Name of the house", length(max = 60))]
    pub name: String,
    #[field(
        label = "Motto",
        help = "Up to 200 characters.",
        length(min = 0, max = 200),
        textarea
    )]
    pub motto: String,
    #[field(label = "Manuscripts may be sent in")]
    pub is_open: bool,
    pub paper: String,
    pub binding: String,
}

#[query(public, tags("imprint:{house}"))]
pub async fn imprint(house: PlaceName) -> QueryResult<Imprint> {
    Ok(expect_context::<Db>().imprint(house.as_str()).await?)
}

/// Keeps what was sent, tidied up: what stands in the form afterwards is what is stored, not what was typed.
#[action(public)]
pub async fn save_imprint(house: PlaceName, form: FormData) -> ActionResult<()> {
    let lines: Lines = form.fields()?;
    let is_known = |choices: Choices, value: &str| choices.iter().any(|(known, _)| *known == value);
    let mut issues = Issues::new();
    if !is_known(PAPERS, &lines.paper) {
        issues = issues.and(Lines::paper, "Choose one of the papers.");
    }
    if !is_known(BINDINGS, &lines.binding) {
        issues = issues.and(Lines::binding, "Choose one of the bindings.");
    }
    if !issues.is_empty() {
        return Err(issues.into());
    }
    let subjects = form.get_all("subject");
    let imprint = Imprint {
        house: house.to_string(),
        name: lines.name.trim().to_owned(),
        motto: lines.motto.trim().to_owned(),
        paper: lines.paper,
        binding: lines.binding,
        is_open: lines.is_open,
        subjects: subjects
            .filter(|subject| is_known(SUBJECTS, subject))
            .map(str::to_owned)
            .collect(),
    };
    expect_context::<Db>().save_imprint(&imprint).await?;
    revalidate_tag(format!("imprint:{house}"));
    Ok(())
}

#[component]
pub fn ImprintPage() -> impl IntoView {
    let house = use_place("house", "pressroom");
    let stored = use_query(imprint, move || (house.get(),));
    let unread = Signal::derive(move || stored.get().and_then(Result::err));
    view! {
        <PageHead title="Imprint">
            "The last page of a book says who made it, on what, and how it holds together. It is set anew whenever one of these changes."
        </PageHead>
        <PageBody shows=vec![
            "An edit form: text, text area, list, radio buttons, box and multiple choice, each filled from a query.",
            "After a save every control shows what is stored now, tidied up by the server. Saving again changes nothing.",
            "“Undo changes” is a plain reset button. It leads back to what was saved last, not to what the page was loaded with.",
            "What is wrong comes back as it was typed and chosen, also without JavaScript.",
        ]>
            <Sheet id="imprint" title="On the last page">
                <Transition fallback=|| {
                    view! { <p class="quiet">"Turning to the last page…"</p> }
                }>
                    <ImprintForm house stored/>
                    <Unreadable error=unread/>
                </Transition>
            </Sheet>
        </PageBody>
    }
}

#[component]
fn ImprintForm(house: Memo<PlaceName>, stored: QueryResource<Imprint>) -> impl IntoView {
    // The one that the address names, and not for a moment the one before it.
    let record = move || {
        let stored = stored.get().and_then(Result::ok);
        stored.filter(|record| record.house == house.get().as_str())
    };
    let here = move || record().map(|_| house.get());
    // Read where it is shown: the form stays when the record changes, with what is typed in it.
    let text = move |of: fn(Imprint) -> String| move || record().map(of).unwrap_or_default();
    view! {
        // A list needs an element around it: Leptos puts its rows into what is not on the page yet.
        <div>
            <For each=here key=PlaceName::clone let:house>
                <Form action=save_imprint.bind(house)>
                    <ErrorSummary/>
                    <Field of=Lines::name value=text(|record| record.name)/>
                    <Field of=Lines::motto value=text(|record| record.motto) rows=3/>
                    <Papers chosen=text(|record| record.paper)/>
                    <Bindings chosen=text(|record| record.binding)/>
                    <Subjects chosen=move || {
                        record().map(|record| record.subjects).unwrap_or_default()
                    }/>
                    <Field
                        of=Lines::is_open
                        checked=move || record().is_some_and(|record| record.is_open)
                    />
                    <div class="actions">
                        <SubmitButton label="Save" busy="Saving…"/>
                        <button type="reset" class="secondary">
                            "Undo changes"
                        </button>
                    </div>
                </Form>
            </For>
        </div>
    }
}

#[component]
fn Papers(#[prop(into)] chosen: Signal<String>) -> impl IntoView {
    let is_chosen = move |value| sent_or("paper", chosen) == value;
    view! {
        <div class="fw-field">
            <label class="fw-label" for="paper">
                "Paper"
            </label>
            <select id="paper" name="paper" aria-describedby="paper-error">
                {PAPERS
                    .iter()
                    .map(|&(value, label)| {
                        view! {
                            <option value=value selected=move || is_chosen(value)>
                                {label}
                            </option>
                        }
                    })
                    .collect_view()}
            </select>
            <FieldMessage name="paper" attr:id="paper-error"/>
        </div>
    }
}

#[component]
fn Bindings(#[prop(into)] chosen: Signal<String>) -> impl IntoView {
    let is_chosen = move |value| sent_or("binding", chosen) == value;
    view! {
        <fieldset class="choices" aria-describedby="binding-error">
            <legend class="fw-label">"Binding"</legend>
            {BINDINGS
                .iter()
                .map(|&(value, label)| {
                    view! {
                        <label>
                            <input
                                type="radio"
                                name="binding"
                                value=value
                                checked=move || is_chosen(value)
                            />
                            {label}
                        </label>
                    }
                })
                .collect_view()}
            <FieldMessage name="binding" attr:id="binding-error"/>
        </fieldset>
    }
}

#[component]
fn Subjects(#[prop(into)] chosen: Signal<Vec<String>>) -> impl IntoView {
    let is_chosen = move |value: &str| {
        let subjects = form_values("subject").unwrap_or_else(|| chosen.get());
        subjects.iter().any(|subject| subject == value)
    };
    view! {
        <div class="fw-field">
            <label class="fw-label" for="subjects">
                "Subjects"
            </label>
            <select id="subjects" name="subject" multiple size="4">
                {SUBJECTS
                    .iter()
                    .map(|&(value, label)| {
                        view! {
                            <option value=value selected=move || is_chosen(value)>
                                {label}
                            </option>
                        }
                    })
                    .collect_view()}
            </select>
        </div>
    }
}

/// What was chosen before a failed submission, or what is stored.
fn sent_or(name: &str, stored: Signal<String>) -> String {
    match form_values(name) {
        Some(sent) => sent.into_iter().next().unwrap_or_default(),
        None => stored.get(),
    }
}
