//! Leptos' pages on a router, for GET and POST, with the gateway as the innermost layer.

use super::{
    config::{Config, ConfigError},
    context::{RequestContext, State},
    gateway::gateway,
    queries, registry,
};
use crate::{texts, wire::ENDPOINT};
use axum::{
    Router,
    body::Body,
    extract::{OriginalUri, Request, State as Known},
    middleware::{Next, from_fn_with_state},
    response::{IntoResponse, Redirect, Response},
    routing::{any, get},
};
use http::{StatusCode, request::Parts};
use leptos::{
    config::LeptosOptions,
    prelude::{IntoView, provide_context, with_context},
};
use leptos_axum::{AxumRouteListing, LeptosRoutes, generate_route_list};
use leptos_router::{Method, SsrMode};
use std::{collections::BTreeSet, sync::Arc};
use tower::ServiceExt as _;

/// Puts the app's pages on a router: each for GET and for POST, the page for unknown paths, and the
/// endpoint for queries. The gateway is the innermost layer, so that layers around the returned router
/// (sessions, authentication, tracing, deadlines) see a submission as the POST to its page that it is, and
/// can deny it.
///
/// `shell` is the whole document, as for Leptos: it contains the app, and
/// [`FormworkScripts`](crate::bridge::FormworkScripts) in its head.
///
/// ```no_run
/// use formwork::{prelude::*, server::{Config, pages}};
///
/// fn shell(options: LeptosOptions) -> impl IntoView {
///     view! {
///         <!DOCTYPE html>
///         <html lang="en">
///             <head><FormworkScripts options/></head>
///             <body>"…"</body>
///         </html>
///     }
/// }
///
/// # fn router(options: LeptosOptions) -> Result<axum::Router, formwork::server::ConfigError> {
/// let app = axum::Router::new().merge(pages(Config::new(options)?, shell)?);
/// # Ok(app) }
/// ```
///
/// # Errors
/// When two actions or queries have one id, a `#[server]` function has no access, or a configured route is no page's.
pub fn pages<IV>(
    mut config: Config,
    shell: impl Fn(LeptosOptions) -> IV + Clone + Send + Sync + 'static,
) -> Result<Router, ConfigError>
where
    IV: IntoView + 'static,
{
    if let Some(id) = registry::duplicate() {
        return Err(ConfigError::Duplicate(id));
    }
    config.server_fns.find_paths();
    let without_access = config.server_fns.without_access();
    if !without_access.is_empty() {
        return Err(ConfigError::ServerFnAccess(without_access));
    }
    if let Some(path) = config.server_fns.twice() {
        return Err(ConfigError::ServerFnTwice(path));
    }
    let options = config.leptos.clone();
    let state = Arc::new(State::new(config));
    let app = {
        let options = options.clone();
        move || shell(options.clone())
    };
    let context = {
        let state = state.clone();
        move || page_context(&state)
    };

    let mut listings = generate_route_list(app.clone());
    let paths: Vec<_> = listings
        .iter()
        .map(|listing| listing.path().to_string())
        .collect();
    if let Some(route) = state.config.client_load.without_page(&paths) {
        return Err(ConfigError::NoSuchPage(route.to_string()));
    }
    state.routes.set(paths.into_iter());
    let posts: Vec<_> = listings
        .iter()
        .filter(|listing| !matches!(listing.mode(), SsrMode::Static(_)))
        .map(|listing| {
            let path = listing.path().to_string();
            AxumRouteListing::new(path, listing.mode().clone(), [Method::Post], Vec::new())
        })
        .collect();
    listings.extend(posts);

    let known = known(&listings);

    let not_found = {
        let (app, context) = (app.clone(), context.clone());
        move |request: Request<Body>| {
            let render =
                leptos_axum::render_app_to_stream_with_context(context.clone(), app.clone());
            async move {
                let mut response = render(request).await.into_response();
                if response.status() == StatusCode::OK {
                    *response.status_mut() = StatusCode::NOT_FOUND;
                }
                response
            }
        }
    };

    let pages = Router::new()
        .leptos_routes_with_context(&options, listings, context, app)
        .route_layer(from_fn_with_state(state.clone(), gateway))
        .with_state(options);
    let fallback = any(not_found)
        .layer(from_fn_with_state(state.clone(), gateway))
        .layer(from_fn_with_state(known, without_slash));
    let endpoint = Router::new()
        .route(&format!("{ENDPOINT}/query"), get(queries::endpoint))
        .with_state(state);
    Ok(pages.merge(endpoint).fallback_service(fallback))
}

/// What a page finds in its context: what the app provides, and the request.
fn page_context(state: &State) {
    let request = with_context(|parts: &Parts| parts.extensions.get::<RequestContext>().cloned());
    if let Some(request) = request.flatten() {
        texts::provide(request.texts.clone());
        provide_context(request);
    }
    (state.config.context)();
}

/// The paths that have a page, as a router can tell.
fn known(listings: &[AxumRouteListing]) -> Router {
    let paths: BTreeSet<_> = listings.iter().map(AxumRouteListing::path).collect();
    let known = Router::new();
    paths
        .into_iter()
        .fold(known, |known, path| known.route(path, any(|| async {})))
}

/// Leptos' router takes `/text/` for `/text`, and the pages' does not: so that the page has one address, which answers
/// every method alike.
async fn without_slash(Known(known): Known<Router>, request: Request, next: Next) -> Response {
    let uri = request.uri();
    let page = uri.path().strip_suffix('/').filter(|page| is_page(page));
    let Some(page) = page else {
        return next.run(request).await;
    };
    // As its visitor sees it: the pages may be nested in another router.
    let seen = request.extensions().get::<OriginalUri>();
    let seen = seen.and_then(|OriginalUri(uri)| uri.path().strip_suffix('/'));
    let seen = seen.filter(|seen| is_page(seen)).unwrap_or(page);
    let path = match uri.query() {
        Some(query) => format!("{seen}?{query}"),
        None => seen.to_string(),
    };
    let mut ask = Request::new(Body::empty());
    let Ok(uri) = page.parse() else {
        return next.run(request).await;
    };
    *ask.uri_mut() = uri;
    let has_page = known.oneshot(ask).await;
    match has_page.is_ok_and(|response| response.status() == StatusCode::OK) {
        true => Redirect::permanent(&path).into_response(),
        false => next.run(request).await,
    }
}

/// Whether this can be the path of a page, and leads to no other host.
fn is_page(path: &str) -> bool {
    path.starts_with('/') && !path.starts_with("//") && !path.starts_with("/\\")
}
