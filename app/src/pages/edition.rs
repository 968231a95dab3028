//! `/edition`: a front page. Only a user who has seen the newest edition can publish the next one.

#[cfg(feature = "ssr")]
use crate::db::Db;
use crate::{
    layout::{PageBody, PageHead, Sheet, SubmitButton, Unreadable},
    place::{PlaceName, use_place},
};
use formwork::prelude::*;

/// A paper as it is now.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
pub struct Edition {
    pub paper: PlaceName,
    /// How many there have been.
    pub number: u32,
    /// The same number, sealed for the form that publishes the next edition.
    pub seen: Sealed<u32>,
}

/// What has just come out.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
pub struct Published {
    pub number: u32,
    pub headline: String,
}

#[derive(Fields, Clone)]
pub struct FrontPage {
    #[field(
        label = "Headline",
        help = "What everyone is to read tomorrow. Up to 60 characters.",
        length(min = 1, max = 60)
    )]
    pub headline: String,
}

#[cfg(feature = "ssr")]
fn counter(paper: &PlaceName) -> String {
    format!("editions of {paper}")
}

/// Publishes the next edition, unless somebody has done so since the page was looked at: `seen` is the number that it
/// showed, and nobody but this server can have written it there.
#[action(public)]
pub async fn publish_edition(
    paper: PlaceName,
    seen: Sealed<u32>,
    form: Fields<FrontPage>,
) -> ActionResult<Published> {
    let db = expect_context::<Db>();
    let next = db
        .count_up_from(&counter(&paper), seen.into_inner())
        .await?;
    revalidate_tag("editions");
    match next {
        Some(number) => Ok(Published {
            number,
            headline: form.headline,
        }),
        None => Err(refuse(
            409,
            "Another edition has come out since you looked. Read it, and publish yours after it.",
        )),
    }
}

#[query(public, tags("editions"))]
pub async fn edition(paper: PlaceName) -> QueryResult<Edition> {
    let number = expect_context::<Db>().counted(&counter(&paper)).await?;
    Ok(Edition {
        paper,
        number,
        seen: Sealed::new(number),
    })
}

#[component]
pub fn EditionPage() -> impl IntoView {
    let paper = use_place("paper", "gazette");
    let newest = use_query(move || edition(paper.get()));
    let unread = Signal::derive(move || newest.error());
    view! {
        <PageHead title="Edition" feature="Version conflicts">
            "The front page is set by whoever comes first. Two people at two desks see edition four and write the fifth; only one of them can have written it."
        </PageHead>
        <PageBody shows=vec![
            "The number of the edition you saw is bound to the form’s action as a sealed value. Your browser cannot read or change it.",
            "If somebody else has published since, the server refuses your edition, and your headline stays. The form then has the new number, so the next press counts.",
            "Each edition renders a new form with a new number. The new form still shows the outcome of the previous submission.",
        ]>
            <Sheet id="front-page" title="Front page">
                <Transition fallback=|| {
                    view! { <p class="quiet">"Fetching the paper…"</p> }
                }>
                    {move || {
                        newest.get().and_then(Result::ok).map(|edition| view! { <Desk edition/> })
                    }}
                    <Unreadable error=unread/>
                </Transition>
            </Sheet>
        </PageBody>
    }
}

/// Where the next edition is written, by somebody who has seen this one.
#[component]
fn Desk(edition: Edition) -> impl IntoView {
    let Edition {
        paper,
        number,
        seen,
    } = edition;
    let publishing = use_action_state(publish_edition.bind(paper).bind(seen), None::<Published>);
    view! {
        <p class="brass">
            <strong>{number}</strong>
            " editions so far"
        </p>
        <Form action=publishing.action>
            <Field of=FrontPage::headline/>
            <div class="actions">
                <SubmitButton label="Publish" busy="Publishing…"/>
            </div>
        </Form>
        <p role="status">
            {move || {
                let out = publishing.state.get()?;
                Some(format!("Edition {} is out: “{}”.", out.number, out.headline))
            }}
        </p>
    }
}
