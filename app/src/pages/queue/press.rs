//! One press: its form, and the log of its submissions.

use super::{
    Impression, Printed, USUAL_MS,
    timeline::{Log, Track, Tracked, clock},
};
use crate::{data::Runs, layout::Sheet};
use formwork::prelude::*;
use std::time::Duration;

/// How often a bar grows while a submission is pending.
const TICK: Duration = Duration::from_millis(100);

/// A press, and what drives it.
pub struct Press {
    pub policy: &'static str,
    pub title: &'static str,
    /// The meaning of the policy, in a sentence.
    pub text: &'static str,
    pub printing: ActionState<Option<Printed>, Impression>,
    pub submissions: Submissions,
}

#[component]
pub fn PressSheet(press: Press, count: QueryResource<Vec<Runs>>) -> impl IntoView {
    let Press {
        policy,
        title,
        text,
        printing,
        submissions,
    } = press;
    let log = RwSignal::new(Log::default());
    // The right end of the bars of pending submissions.
    let now = RwSignal::new(0.0);
    let ended = RwSignal::new(None::<String>);
    submissions.on_change(move |entry| {
        now.set(clock());
        log.update(|log| log.note(entry.id, entry.status, now.get_untracked()));
        if !entry.status.is_pending() {
            ended.set(log.with_untracked(|log| log.described(entry.id)));
        }
        // A cancelled submission gets no answer with a fresh count.
        if entry.status == SubmissionStatus::Cancelled {
            count.refetch();
        }
    });
    let is_busy = Memo::new(move |_| log.with(Log::is_busy));
    Effect::new(move || {
        if is_busy.get()
            && let Ok(ticking) = set_interval_with_handle(move || now.set(clock()), TICK)
        {
            on_cleanup(move || ticking.clear());
        }
    });
    let counted = move || {
        let runs = count.get().and_then(Result::ok)?;
        let runs = runs.into_iter().find(|runs| runs.policy == policy)?;
        let Runs {
            begun, finished, ..
        } = runs;
        Some(format!(
            "Begun on the server: {begun}, finished: {finished}."
        ))
    };
    view! {
        <Sheet id=policy title>
            <p class="quiet">{text}</p>
            <div class="press">
                // Each press counts, also while another submission is pending.
                <Form action=printing.action reset=false dedupe=false>
                    <Field of=Impression::ms value=USUAL_MS.to_string()/>
                    <div class="actions">
                        <button type="submit">"Print"</button>
                    </div>
                </Form>
                <div class="press-log">
                    <Tracks log now all=submissions.all/>
                    <p class="visually-hidden" role="status">
                        {ended}
                    </p>
                    <div role="status">
                        {move || {
                            printing
                                .state
                                .get()
                                .map(|Printed { ms }| {
                                    view! {
                                        <p class="quiet">{format!("The last one took {ms} ms.")}</p>
                                    }
                                })
                        }}
                    </div>
                    <Transition fallback=|| {
                        view! { <p class="quiet">"Counting…"</p> }
                    }>
                        <p class="quiet">{counted}</p>
                    </Transition>
                </div>
            </div>
        </Sheet>
    }
}

/// The submissions, the newest last. Its type is forgotten: the page's would grow beyond what the compiler takes.
#[component]
fn Tracks(
    log: RwSignal<Log>,
    now: RwSignal<f64>,
    all: Signal<Vec<SubmissionEntry>>,
) -> impl IntoView {
    view! {
        <ol class="tracks" aria-label="Submissions">
            <For each=move || log.with(Log::ids) key=|id| *id let:id>
                <Row id log now all/>
            </For>
        </ol>
    }
    .into_any()
}

/// A submission, with its buttons.
#[component]
fn Row(
    id: SubmissionId,
    log: RwSignal<Log>,
    now: RwSignal<f64>,
    all: Signal<Vec<SubmissionEntry>>,
) -> impl IntoView {
    let track = Memo::new(move |_| log.with(|log| log.track(id).cloned()));
    let number = track.with_untracked(|track| track.as_ref().map(Track::number));
    let entry = move || all.with(|all| all.iter().find(|entry| entry.id == id).cloned());
    let bar = move |what: Tracked| {
        move || {
            let scale = log.with(|log| log.scale(now.get()));
            track.with(|track| Some(track.as_ref()?.bar(what, scale, now.get())))
        }
    };
    let buttons = move || {
        let entry = entry()?;
        let can_be_sent = match entry.status {
            SubmissionStatus::Waiting | SubmissionStatus::Settled(_) => Some(entry.clone()),
            _ => None,
        };
        let last = match entry.status.is_pending() {
            true => view! {
                <button type="button" class="small" on:click=move |_| entry.cancel()>
                    "Cancel"
                </button>
            }
            .into_any(),
            false => view! {
                <button type="button" class="small" on:click=move |_| entry.dismiss()>
                    "Forget it"
                </button>
            }
            .into_any(),
        };
        let again = can_be_sent.map(|entry| {
            view! {
                <button type="button" class="small" on:click=move |_| entry.retry()>
                    "Send again"
                </button>
            }
        });
        Some(view! {
            {again}
            {last}
        })
    };
    view! {
        <li class="track">
            <strong>{number.map(|number| format!("No. {number}"))}</strong>
            <svg viewBox="0 0 1000 10" preserveAspectRatio="none" aria-hidden="true">
                <path class="bar-queued" d=bar(Tracked::Queued)/>
                <path class="bar-sending" d=bar(Tracked::Sending)/>
                <path class="bar-waiting" d=bar(Tracked::Waiting)/>
            </svg>
            <p class="track-stages">{move || log.with(|log| log.stages(id))}</p>
            <div class="track-buttons">{buttons}</div>
        </li>
    }
}
