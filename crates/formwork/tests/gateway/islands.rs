//! Pages of which only the islands are hydrated.

use super::{app::keys, server_fns};
use axum::{Router, body::Body};
use formwork::{
    prelude::*,
    query::Query,
    server::{Config, pages},
    wire::{QueryRequest, query_slot},
};
use http::Request;
use leptos_router::{
    components::{FlatRoutes, Route, Router as Pages},
    path,
};
use tower::ServiceExt;

#[query(public)]
async fn outside() -> QueryResult<String> {
    Ok("outside".into())
}

#[query(public)]
async fn inside() -> QueryResult<String> {
    Ok("inside".into())
}

#[query(public)]
async fn late() -> QueryResult<String> {
    Ok("late".into())
}

#[component]
fn Shown(text: QueryResource<String>) -> impl IntoView {
    view! { <Suspense>{move || text.get().map(|text| text.unwrap_or_default())}</Suspense> }
}

#[component]
fn Late() -> impl IntoView {
    view! { <Shown text=use_query(late)/> }
}

/// What comes later in it is a part of it, although the rendering has left it by then.
#[island]
fn Inside() -> impl IntoView {
    let text = use_query(inside);
    let later = move || {
        Suspend::new(async move {
            let _ = text.await;
            view! { <Late/> }
        })
    };
    view! {
        <Shown text/>
        <Suspense>{later}</Suspense>
    }
}

#[component]
fn Page() -> impl IntoView {
    view! {
        <Inside/>
        <Shown text=use_query(outside)/>
    }
}

fn shell(options: LeptosOptions, islands: bool) -> impl IntoView {
    view! {
        <!DOCTYPE html>
        <html>
            <head>
                <FormworkScripts options islands/>
            </head>
            <body>
                <Pages>
                    <FlatRoutes fallback=|| ()>
                        <Route path=path!("/") view=Page/>
                    </FlatRoutes>
                </Pages>
            </body>
        </html>
    }
}

async fn page(islands: bool) -> String {
    let options = LeptosOptions::builder().output_name("test").build();
    let config = server_fns::configure(Config::new(options).unwrap()).keys(keys());
    let router: Router = pages(config, move |options| shell(options, islands)).unwrap();
    let ask = Request::get("/").body(Body::empty()).unwrap();
    let answer = router.oneshot(ask).await.unwrap();
    let bytes = axum::body::to_bytes(answer.into_body(), usize::MAX).await;
    String::from_utf8(bytes.unwrap().to_vec()).unwrap()
}

fn has_value_of<Q: Query>(html: &str) -> bool {
    let slot = query_slot(&QueryRequest {
        query: Q::ID.into(),
        args: "[]".into(),
    });
    html.contains(&format!("__RESOLVED_RESOURCES[{slot}] = "))
}

#[tokio::test]
async fn the_values_of_its_islands_travel_and_no_others() {
    for islands in [true, false] {
        let html = page(islands).await;
        assert!(html.contains("<leptos-island data-component=\"Inside_"));
        for text in ["outside", "inside", "late"] {
            assert!(html.contains(text), "{text}: {html}");
        }
        assert!(has_value_of::<__query_inside>(&html));
        assert!(has_value_of::<__query_late>(&html));
        assert_eq!(has_value_of::<__query_outside>(&html), !islands);
    }
}
