//! `/feed`: the day book of the press, read leaf by leaf while the user scrolls.

#[cfg(feature = "ssr")]
use crate::db::Db;
use crate::{
    data::{Job, Leaf},
    layout::{Day, PageBody, PageHead, Section, Unreadable},
};
use formwork::prelude::*;
use leptos::{ev::MouseEvent, html, task::spawn_local, wasm_bindgen::JsCast, web_sys::HtmlElement};
use leptos_router::hooks::use_query_map;

/// How many jobs are on a leaf.
#[cfg(feature = "ssr")]
const LEAF: u32 = 20;

/// The jobs before this one, the newest first; without it the newest of all.
#[query(public)]
pub async fn jobs_before(before: Option<i64>) -> QueryResult<Leaf> {
    Ok(expect_context::<Db>().jobs_before(before, LEAF).await?)
}

#[component]
pub fn FeedPage() -> impl IntoView {
    let address = use_query_map();
    let before = Memo::new(move |_| address.read().get("before")?.parse::<i64>().ok());
    view! {
        <PageHead title="Feed" feature="Endless list">
            "The day book: every job that went through the press, the newest first. Two hundred of them, and somebody wrote down each."
        </PageHead>
        <PageBody shows=vec![
            "The first leaf comes with the document. Each further leaf is read when the end of the list comes near.",
            "Reading changes nothing, so it is a query. The observer at the end of the list calls it like a function.",
            "Without JavaScript the link at the end leads to the older jobs. With JavaScript it reads them in place, and retries after a failure.",
            "Screen readers announce how far the list is read, and its end.",
        ]>
            <Section id="day-book" title="Day book">
                {move || view! { <Book before=before.get()/> }}
            </Section>
        </PageBody>
    }
}

/// The state of reading on.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Reading {
    Paused,
    UnderWay,
    Failed,
}

#[component]
fn Book(before: Option<i64>) -> impl IntoView {
    let first = use_query(move || jobs_before(before));
    let unread = Signal::derive(move || first.error());
    let first_leaf = move || first.value();
    // The leaves read since.
    let more = RwSignal::new(None::<Leaf>);
    let reading = RwSignal::new(Reading::Paused);

    let jobs = move || {
        let mut jobs = first_leaf().jobs;
        more.with(|more| jobs.extend(more.iter().flat_map(|more| more.jobs.clone())));
        jobs
    };
    let oldest = move || jobs().last().map(|job| job.id);
    let has_older = move || {
        let of_more = more.with(|more| more.as_ref().map(|more| more.has_older));
        of_more.unwrap_or_else(|| first_leaf().has_older)
    };

    let read_on = move |by_hand: bool| {
        let may = match reading.get_untracked() {
            Reading::Paused => true,
            Reading::UnderWay => false,
            // Not again and again while the end of the list is in view.
            Reading::Failed => by_hand,
        };
        let Some(oldest) = untrack(oldest).filter(|_| may) else {
            return;
        };
        reading.set(Reading::UnderWay);
        spawn_local(async move {
            let Ok(leaf) = jobs_before(Some(oldest)).await else {
                reading.set(Reading::Failed);
                return;
            };
            let next = leaf.jobs.first().map(|job| job.id);
            more.update(|more| {
                let more = more.get_or_insert_default();
                more.jobs.extend(leaf.jobs);
                more.has_older = leaf.has_older;
            });
            reading.set(Reading::Paused);
            if by_hand && let Some(next) = next {
                focus_on(next);
            }
        });
    };
    let on_click = move |event: MouseEvent| {
        // Into another tab or window it leads like any link.
        if !(event.ctrl_key() || event.meta_key() || event.shift_key()) {
            event.prevent_default();
            read_on(true);
        }
    };
    let near = Callback::new(move |()| read_on(false));
    let says = move || match (reading.get(), has_older()) {
        (Reading::UnderWay, _) => Some("Reading on…".to_owned()),
        (_, false) => Some("That was the first job of the house. The book begins here.".into()),
        (_, true) => {
            let is_further = more.read().is_some();
            let oldest = oldest().filter(|_| is_further)?;
            Some(format!("Read down to No. {oldest}."))
        }
    };
    view! {
        {before.map(|_| view! { <p><a href="/feed">"Back to the newest"</a></p> })}
        <Transition fallback=|| {
            view! { <p class="quiet">"Opening the book…"</p> }
        }>
            <ol class="day-book">
                <For each=jobs key=|job| job.id let:job>
                    <Line job/>
                </For>
            </ol>
            <div class="day-book-end">
                // A new one for each leaf: it tells once that it has come into view.
                <For each=move || oldest().filter(|_| has_older()) key=|oldest| *oldest let:_>
                    <Bookmark near/>
                </For>
                <p class="quiet" role="status">{says}</p>
                {move || {
                    (reading.get() == Reading::Failed)
                        .then(|| {
                            view! {
                                <p class="notice failure" role="alert">
                                    "The next leaf could not be read."
                                </p>
                            }
                        })
                }}
                {move || {
                    oldest()
                        .filter(|_| has_older())
                        .map(|oldest| {
                            view! {
                                <a
                                    class="older"
                                    href=format!("/feed?before={oldest}")
                                    on:click=on_click
                                >
                                    "Older jobs"
                                </a>
                            }
                        })
                }}
            </div>
            <Unreadable error=unread/>
        </Transition>
    }
}

/// Lies shortly before the end of the list.
#[component]
fn Bookmark(near: Callback<()>) -> impl IntoView {
    let node = NodeRef::<html::Div>::new();
    on_visible(node, move || near.run(()));
    view! { <div class="bookmark" aria-hidden="true" node_ref=node></div> }
}

#[component]
fn Line(job: Job) -> impl IntoView {
    view! {
        <li id=element_id(job.id) tabindex="-1">
            <span class="number">{format!("No. {}", job.id)}</span>
            <p>
                <strong>{job.copies} " ×"</strong>
                " "
                {job.work}
                <span class="quiet">", for " {job.customer}</span>
            </p>
            <Day at=job.created_at/>
        </li>
    }
}

fn element_id(job: i64) -> String {
    format!("job-{job}")
}

/// Moves the focus to the first new job, once it is on the page: the user goes on reading there.
fn focus_on(job: i64) {
    request_animation_frame(move || {
        let element = document().get_element_by_id(&element_id(job));
        if let Some(element) = element.and_then(|element| element.dyn_into::<HtmlElement>().ok()) {
            let _ = element.focus();
        }
    });
}
