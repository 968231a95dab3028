//! `/likes`: prints on a wall, each with a button that counts.

#[cfg(feature = "ssr")]
use crate::db::Db;
use crate::{
    data::{Print, PrintId},
    layout::{PageBody, PageHead, Section, Unreadable},
};
use formwork::prelude::*;
use leptos::ev::MouseEvent;

/// One more likes a print. Votes are independent of each other, so that none waits for another one.
#[action(public, policy = parallel)]
pub async fn like(print: PrintId) -> ActionResult<u32> {
    let likes = expect_context::<Db>().like_print(print).await?;
    revalidate_tag("prints");
    likes.ok_or_else(not_found)
}

/// The same for a form.
#[action(public, policy = parallel)]
pub async fn like_by_form(print: PrintId, form: FormData) -> ActionResult<u32> {
    let _ = form;
    like(print).await
}

#[query(public, tags("prints"))]
pub async fn prints() -> QueryResult<Vec<Print>> {
    Ok(expect_context::<Db>().prints().await?)
}

#[component]
pub fn LikesPage() -> impl IntoView {
    let wall = use_query(prints, || ());
    let (shown, add_like) = use_optimistic(wall, |wall: &mut Vec<Print>, liked: &PrintId, _| {
        if let Some(print) = wall.iter_mut().find(|print| print.id == *liked) {
            print.likes += 1;
        }
    });
    let add_like = Callback::new(add_like);
    let unread = Signal::derive(move || wall.get().and_then(Result::err));
    view! {
        <PageHead title="Likes">
            "Six prints from the proofing press, hung to dry. If you like one, say so; if you like it very much, say so again."
        </PageHead>
        <PageBody shows=vec![
            "The button’s click handler calls the action in a transition. The number rises at once and settles with the answer.",
            "Press as fast as you can: every press counts, all are sent at once, and the number never jumps back, in whatever order the answers come.",
            "Each button stands in a small form with the same action. So it works without JavaScript, and before the page’s script is there; from then on the handler takes the click.",
        ]>
            <Section id="wall" title="On the line">
                <Transition fallback=|| {
                    view! { <p class="quiet">"Hanging the prints…"</p> }
                }>
                    <ul class="wall">
                        <For
                            each=move || wall.get().and_then(Result::ok).unwrap_or_default()
                            key=|print| print.id
                            let:print
                        >
                            <Hung print shown add_like/>
                        </For>
                    </ul>
                    <Unreadable error=unread/>
                </Transition>
            </Section>
        </PageBody>
    }
}

#[component]
fn Hung(print: Print, shown: Signal<Vec<Print>>, add_like: Callback<PrintId>) -> impl IntoView {
    let Print {
        id,
        title,
        technique,
        likes,
    } = print;
    // The print stays as it hangs; only its number changes.
    let likes = Memo::new(move |_| {
        shown.with(|wall| {
            let print = wall.iter().find(|print| print.id == id);
            print.map_or(likes, |print| print.likes)
        })
    });
    let liking = use_transition();
    let failed = RwSignal::new(None::<String>);
    let press = move |event: MouseEvent| {
        // The form would do the same.
        event.prevent_default();
        liking.start(async move {
            add_like.run(id);
            let liked = like(id).await;
            failed.set(liked.err().map(|error| format!("Not counted: {error}")));
        });
    };
    let label = format!("Like “{title}”");
    view! {
        <li class="sheet" data-pending=liking.pending>
            <Motif number=id.0/>
            <div class="caption">
                <h3>{title}</h3>
                <p class="quiet">{technique}</p>
            </div>
            <Form
                action=like_by_form.bind(id)
                dedupe=false
                on_submit=move |_: &FormData| add_like.run(id)
            >
                // Beside the button: what stands in one is not said when it changes.
                <output>{likes} <span class="visually-hidden">" likes"</span></output>
                <button type="submit" class="secondary" aria-label=label on:click=press>
                    <Heart/>
                </button>
            </Form>
            <p class="fw-failure" role="alert">
                {failed}
            </p>
        </li>
    }
}

#[component]
fn Heart() -> impl IntoView {
    view! {
        <svg class="heart" viewBox="0 0 24 24" aria-hidden="true">
            <path d="M12 21C6 16 2.5 12.6 2.5 8.6A5.1 5.1 0 0 1 12 6.2a5.1 5.1 0 0 1 9.5 2.4C21.5 12.6 18 16 12 21Z"/>
        </svg>
    }
}

/// What is printed: shapes in two inks, one over the other.
#[component]
fn Motif(number: i64) -> impl IntoView {
    let (first, second) = match number.rem_euclid(6) {
        1 => (
            "M70 20h26v120H70z",
            "M24 92a36 36 0 1 0 72 0a36 36 0 1 0-72 0",
        ),
        2 => (
            "M0 104h160v10H0zM0 122h160v4H0zM0 134h160v2H0z",
            "M96 44a24 24 0 1 0 48 0a24 24 0 1 0-48 0",
        ),
        3 => (
            "M20 80a60 60 0 1 0 120 0a60 60 0 1 0-120 0M56 80a24 24 0 1 1 48 0a24 24 0 1 1-48 0",
            "M80 20h60v120H80z",
        ),
        4 => (
            "M0 112q20-16 40 0t40 0t40 0t40 0v48H0z",
            "M0 88q20-16 40 0t40 0t40 0t40 0v30q-20 16-40 0t-40 0t-40 0t-40 0z",
        ),
        5 => (
            "M24 24h112v12H24zM24 48h112v12H24zM24 72h44v12H24z",
            "M92 96h44v44H92z",
        ),
        _ => (
            "M52 0h3v160h-3zM105 0h3v160h-3zM0 52h160v3H0zM0 105h160v3H0z",
            "M108 55h52v50h-52z",
        ),
    };
    view! {
        <svg class="motif" viewBox="0 0 160 160" aria-hidden="true">
            <path class="ink-blue" fill-rule="evenodd" d=first/>
            <path class="ink-red" d=second/>
        </svg>
    }
}
