//! `/workbench/foundry`: a page that streams. The catalogue comes late, and a form comes with it.

use super::Purpose;
#[cfg(feature = "ssr")]
use crate::db::Db;
use crate::{
    data::Casting,
    layout::{NotForIndexes, PageBody, PageHead, Section, Sheet, SubmitButton, Unreadable},
};
use formwork::prelude::*;

/// How many orders the page shows.
#[cfg(feature = "ssr")]
const SHOWN: u32 = 5;

#[derive(Fields, Clone)]
pub struct Question {
    #[field(label = "Your question", length(min = 1, max = 200))]
    pub question: String,
}

#[derive(Fields, Clone)]
pub struct CastingOrder {
    #[field(label = "Fount")]
    pub fount: String,
    #[field(label = "Kilograms", range(min = 1, max = 100))]
    pub kilos: u32,
}

#[action(public)]
pub async fn ask_foundry(form: Fields<Question>) -> ActionResult<String> {
    Ok(form.question)
}

#[action(public)]
pub async fn order_casting(form: Fields<CastingOrder>) -> ActionResult<Casting> {
    let ordered = expect_context::<Db>()
        .order_casting(&form.fount, form.kilos)
        .await?;
    let Some(ordered) = ordered else {
        return Err(refuse(400, "The foundry does not cast that."));
    };
    revalidate_tag("castings");
    Ok(ordered)
}

#[query(public)]
pub async fn founts() -> QueryResult<Vec<String>> {
    Ok(expect_context::<Db>().founts().await?)
}

#[query(public, tags("castings"))]
pub async fn castings() -> QueryResult<Vec<Casting>> {
    Ok(expect_context::<Db>().latest_castings(SHOWN).await?)
}

#[component]
pub fn FoundryPage() -> impl IntoView {
    let catalogue = use_query(founts);
    let unread = Signal::derive(move || catalogue.error());
    view! {
        <PageHead title="Foundry" feature="Streaming">
            "Type is cast to order. The catalogue is fetched from the next town, and the page does not wait for it: it comes when it is there. Back to the "
            <a href="/workbench">"workbench"</a> "."
        </PageHead>
        <PageBody shows=vec![
            "The page streams: the first form works while the rest is loading, also before hydration.",
            "The second form comes late, with the catalogue, and works like any other.",
            "A submission before the page is complete is answered in place. No later part of the page gets lost.",
        ]>
            <QuestionSheet/>
            <Sheet id="order-type" title="Order type">
                <noscript inner_html="<p>The late part of this page needs a script. <a href=\"/workbench/foundry/in-order\">The same page in order</a> needs none.</p>"></noscript>
                <Suspense fallback=|| {
                    view! { <p class="quiet">"Fetching the catalogue…"</p> }
                }>
                    {move || Suspend::new(async move {
                        let founts = catalogue.await.unwrap_or_default();
                        view! { <OrderForm founts/> }
                    })}
                    <Unreadable error=unread/>
                </Suspense>
            </Sheet>
            <Orders/>
        </PageBody>
    }
}

#[component]
fn QuestionSheet() -> impl IntoView {
    let asking = use_action_state(ask_foundry, None::<String>);
    let asked = move || {
        asking.state.get().map(|question| {
            view! { <p class="notice success">{format!("The foundry has your question: “{question}”")}</p> }
        })
    };
    let is_asked = Memo::new(move |_| asking.state.read().is_some());
    view! {
        <NotForIndexes when=is_asked/>
        <Sheet id="question" title="Ask the foundry">
            <Purpose text="They answer by post."/>
            <Form action=asking.action>
                <Field of=Question::question/>
                <div class="actions">
                    <SubmitButton label="Ask" busy="Asking…"/>
                </div>
            </Form>
            <div role="status">{asked}</div>
        </Sheet>
    }
}

#[component]
fn OrderForm(founts: Vec<String>) -> impl IntoView {
    let ordering = use_action_state(order_casting, None::<Casting>);
    let ordered = move || {
        ordering.state.get().map(|casting| {
            view! { <p class="notice success">{format!("Ordered: {casting}.")}</p> }
        })
    };
    let options = founts
        .into_iter()
        .map(|name| view! { <option>{name}</option> })
        .collect_view();
    view! {
        <Form action=ordering.action>
            <div class="fw-field">
                <label class="fw-label" for="fount">
                    "Fount"
                </label>
                <select id="fount" name="fount" autocomplete="off">
                    {options}
                </select>
            </div>
            <Field of=CastingOrder::kilos/>
            <div class="actions">
                <SubmitButton label="Order" busy="Ordering…"/>
            </div>
        </Form>
        <div role="status">{ordered}</div>
    }
}

#[component]
fn Orders() -> impl IntoView {
    let orders = use_query(castings);
    let unread = Signal::derive(move || orders.error());
    view! {
        <Section id="castings" title="On order">
            <Transition fallback=|| {
                view! { <p class="quiet">"Looking through the orders…"</p> }
            }>
                <ul class="shelf" aria-label="On order">
                    <For
                        each=move || orders.value()
                        key=|casting| casting.id
                        let:casting
                    >
                        <li>{format!("No. {}: {casting}", casting.id)}</li>
                    </For>
                </ul>
                <Unreadable error=unread/>
            </Transition>
        </Section>
    }
}
