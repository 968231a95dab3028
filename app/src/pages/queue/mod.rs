//! `/queue`: four presses of one kind, with one policy each. The policy decides what happens to a submission while
//! another one is pending.

mod press;
mod timeline;

#[cfg(feature = "ssr")]
use crate::db::Db;
use crate::{
    data::Runs,
    layout::{PageBody, PageHead, Sheet},
};
use formwork::prelude::*;
use press::{Press, PressSheet};

/// The default duration of an impression.
const USUAL_MS: u32 = 1000;
/// How often the button for all four presses each of them.
const TIMES: usize = 3;

#[derive(Fields, Clone)]
pub struct Impression {
    #[field(
        label = "Milliseconds",
        help = "0 to 5000. After 4 seconds the server cuts a run short.",
        range(min = 0, max = 5000)
    )]
    pub ms: u32,
}

/// What came off the press.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Printed {
    pub ms: u32,
}

#[action(public, policy = queue, deadline = "4s")]
pub async fn print_in_turn(form: Fields<Impression>) -> ActionResult<Printed> {
    print("queue", form).await
}

#[action(public, policy = latest, deadline = "4s")]
pub async fn print_latest(form: Fields<Impression>) -> ActionResult<Printed> {
    print("latest", form).await
}

#[action(public, policy = drop, deadline = "4s")]
pub async fn print_unless_busy(form: Fields<Impression>) -> ActionResult<Printed> {
    print("drop", form).await
}

#[action(public, policy = parallel, deadline = "4s")]
pub async fn print_at_once(form: Fields<Impression>) -> ActionResult<Printed> {
    print("parallel", form).await
}

#[cfg(feature = "ssr")]
async fn print(policy: &str, form: Impression) -> ActionResult<Printed> {
    let db = expect_context::<Db>();
    db.begin_run(policy).await?;
    revalidate_tag("runs");
    // A cancel and the deadline stop a run at an `await`. Its earlier writes stay.
    tokio::time::sleep(std::time::Duration::from_millis(form.ms.into())).await;
    db.finish_run(policy).await?;
    Ok(Printed { ms: form.ms })
}

#[query(public, tags("runs"))]
pub async fn runs() -> QueryResult<Vec<Runs>> {
    Ok(expect_context::<Db>().runs().await?)
}

#[component]
pub fn QueuePage() -> impl IntoView {
    let presses = [
        Press {
            policy: "queue",
            title: "Queue",
            text: "One after the other, in the order of the clicks. A failed submission does not stop the ones behind it.",
            printing: use_action_state(print_in_turn, None::<Printed>),
            submissions: use_submissions(print_in_turn),
        },
        Press {
            policy: "latest",
            title: "Latest",
            text: "One is in flight and the newest waits. An older waiting submission is superseded and never sent.",
            printing: use_action_state(print_latest, None::<Printed>),
            submissions: use_submissions(print_latest),
        },
        Press {
            policy: "drop",
            title: "Drop",
            text: "While one is pending, further ones are ignored, and the form says so.",
            printing: use_action_state(print_unless_busy, None::<Printed>),
            submissions: use_submissions(print_unless_busy),
        },
        Press {
            policy: "parallel",
            title: "Parallel",
            text: "All at the same time, each independent.",
            printing: use_action_state(print_at_once, None::<Printed>),
            submissions: use_submissions(print_at_once),
        },
    ];
    let count = use_query(runs);
    let all = presses.each_ref().map(|press| press.printing);
    // A plain button does nothing until the client listens.
    let hydrated = use_hydrated();
    let press_all = move |_| {
        for printing in all.iter() {
            for _ in 0..TIMES {
                printing.submit(Impression { ms: USUAL_MS });
            }
        }
    };
    view! {
        <PageHead title="Queue" feature="Policies">
            "Four presses of one make. Start one while it runs, and see what each of them thinks of that."
        </PageHead>
        <PageBody shows=vec![
            "An action’s policy decides what happens to a submission while another one is pending. The default is “queue”.",
            "Each row is a submission, from your click to its end. Until then you can cancel it. After a network failure you can retry it.",
            "Cancelled: a submission that was not sent never is. A run on the server stops at its next await, and its earlier writes stay. So the server may have begun more runs than it finished.",
            "Interrupted: the server stopped the run at its deadline, here after 4 seconds. It does not run again by itself.",
            "Without JavaScript policies have no effect: the browser waits for each answer.",
        ]>
            <Sheet id="all-four" title="All four">
                <p class="quiet">
                    "Submits each form three times at once, for an impression of one second."
                </p>
                <div class="actions">
                    <button
                        type="button"
                        class="secondary"
                        {..leptos::attr::custom::custom_attribute("autocomplete", "off")}
                        disabled=move || !hydrated.get()
                        on:click=press_all
                    >
                        "Start them all"
                    </button>
                </div>
            </Sheet>
            {presses.map(|press| view! { <PressSheet press count/> })}
        </PageBody>
    }
}
