//! `/views`: the shop window, which counts its visitors.

#[cfg(feature = "ssr")]
use crate::db::Db;
use crate::layout::{PageBody, PageHead, Sheet, Unreadable};
use formwork::prelude::*;

/// The counter's name in the database.
#[cfg(feature = "ssr")]
const WINDOW: &str = "window";

/// Counts a visitor, and returns the total.
#[action(public)]
pub async fn look() -> ActionResult<u32> {
    let count = expect_context::<Db>().count_up(WINDOW).await?;
    revalidate_tag("looks");
    Ok(count)
}

#[query(public, tags("looks"))]
pub async fn looks() -> QueryResult<u32> {
    Ok(expect_context::<Db>().counted(WINDOW).await?)
}

#[component]
pub fn ViewsPage() -> impl IntoView {
    let open = RwSignal::new(true);
    // A plain button does nothing until the client listens.
    let hydrated = use_hydrated();
    view! {
        <PageHead title="Views" feature="Calls in an effect">
            "There is a broadside in the window, and a small brass counter behind the glass. It counts whoever stops to look."
        </PageHead>
        <PageBody shows=vec![
            "An effect calls an action when the window is mounted: once each time, and only in the browser. Rendering on the server counts nobody.",
            "The action invalidates a tag, and its answer brings the new number.",
            "Lower the blind, or leave the page, while the call is in flight. The window is unmounted, and you are still counted.",
            "Without JavaScript no effect runs: you see the number, and are not counted.",
        ]>
            <Sheet id="window" title="In the window">
                <Show
                    when=move || open.get()
                    fallback=|| view! { <p class="blind">"The blind is down."</p> }
                >
                    <Window/>
                </Show>
                <div class="actions">
                    <button
                        type="button"
                        class="secondary"
                        {..leptos::attr::custom::custom_attribute("autocomplete", "off")}
                        disabled=move || !hydrated.get()
                        on:click=move |_| open.update(|open| *open = !*open)
                    >
                        {move || if open.get() { "Lower the blind" } else { "Raise the blind" }}
                    </button>
                </div>
            </Sheet>
        </PageBody>
    }
}

#[component]
fn Window() -> impl IntoView {
    let count = use_query(looks);
    let unread = Signal::derive(move || count.error());
    let looking = use_transition();
    let counted = RwSignal::new(None::<Result<u32, String>>);
    Effect::new(move || {
        looking.start(async move {
            let answer = look().await;
            counted.set(Some(answer.map_err(|error| error.to_string())));
        });
    });
    view! {
        <div class="broadside">
            <p>"Everything printed here was once somebody’s handwriting."</p>
        </div>
        <Transition fallback=|| {
            view! { <p class="quiet">"Wiping the glass…"</p> }
        }>
            <p class="brass">
                <strong data-pending=looking.pending>
                    {move || count.get().and_then(Result::ok)}
                </strong>
                " have looked"
            </p>
            <Unreadable error=unread/>
        </Transition>
        <p role="status">
            {move || {
                let number = counted.get()?.ok()?;
                Some(format!("You were number {number}."))
            }}
        </p>
        <p class="fw-failure" role="alert">
            {move || {
                let error = counted.get()?.err()?;
                Some(format!("You could not be counted: {error}"))
            }}
        </p>
    }
}
