//! `#[server]` functions: who may call them, and how a form's submission runs one. `direct` has their own way in.

use super::registry::{
    ActionEntry, ActionOptions, BoxFuture, Endpoint, GuardFn, Opened, RunInput, RunOutput, taken,
};
use crate::{
    fields::{FormArg as _, FormData, FormServerFn},
    wire::{ActionError, ActionResult, Redirect, error_of, refusal, refuse},
};
use axum::body::Body;
use bytes::Bytes;
use http::{HeaderMap, HeaderValue, Method, StatusCode, header, request::Parts};
use http_body_util::{BodyExt as _, Limited};
use leptos::{
    prelude::use_context,
    server_fn::{
        Protocol as _, ServerFn,
        axum::server_fn_paths,
        error::{FromServerFnError, SERVER_FN_ERROR_HEADER, ServerFnErrorErr},
        middleware::{BoxedService, Service},
        server::Server,
    },
};
use leptos_axum::ResponseOptions;
use serde_json::value::RawValue;
use std::{
    collections::{HashMap, HashSet},
    future::Future,
    pin::Pin,
    sync::{Arc, Mutex, PoisonError},
};

/// How much of what a middleware says is shown to the person, in bytes.
const SAID: usize = 1024;

/// Who may call a `#[server]` function: everybody ([`public`]), or whom a guard lets through. A guard is an async function
/// without parameters, as for `#[action(guard = …)]`; its value is dropped.
#[derive(Clone)]
pub struct Access {
    /// The guard's path, or "public".
    name: &'static str,
    guard: Arc<dyn Fn() -> BoxFuture<ActionResult<()>> + Send + Sync>,
}

/// Everybody may call it.
pub fn public() -> Access {
    Access {
        name: "public",
        guard: Arc::new(|| Box::pin(std::future::ready(Ok(())))),
    }
}

impl<F, R, G, E> From<F> for Access
where
    F: Fn() -> R + Send + Sync + 'static,
    R: Future<Output = Result<G, E>> + Send + 'static,
    E: Into<ActionError>,
{
    fn from(guard: F) -> Self {
        Self {
            name: std::any::type_name::<F>(),
            guard: Arc::new(move || {
                let decision = guard();
                Box::pin(async move { decision.await.map(drop).map_err(Into::into) })
            }),
        }
    }
}

impl Access {
    fn guard(self) -> &'static GuardFn {
        let Self { guard, .. } = self;
        // As long as the process, as all of the registry.
        Box::leak(Box::new(move || -> BoxFuture<ActionResult<Opened>> {
            let decision = guard();
            Box::pin(async move { decision.await.map(|()| Box::new(()) as Opened) })
        }))
    }
}

/// The `#[server]` functions of an app, by their paths.
#[derive(Clone, Default)]
pub(crate) struct ServerFunctions {
    /// There is one for each method.
    by_path: HashMap<&'static str, Vec<ServerFunction>>,
    /// The path of one that is named twice.
    twice: Option<&'static str>,
    /// The paths of all there are: those that Leptos has put on its router.
    paths: HashSet<&'static str>,
    /// Whom the others let through.
    others: Option<&'static ActionEntry>,
}

#[derive(Clone)]
pub(super) struct ServerFunction {
    pub(super) entry: &'static ActionEntry,
    method: Method,
    /// Whether a form can call it.
    takes_form: bool,
    /// Whether it reads its body piece by piece.
    pub(super) is_streamed: bool,
    /// A refusal as an error of its own, for its own client.
    pub(super) refusal: fn(ActionError) -> Bytes,
}

/// Parts of the names of the inputs that are read piece by piece. All others are read into memory first.
const STREAMED: [&str; 3] = ["MultipartFormData", "Streaming", "Websocket"];

impl ServerFunctions {
    pub(super) fn add<S: FormServerFn + OnAxum>(&mut self, access: Access) {
        let options = ActionOptions {
            takes_form: true,
            ..options(&access)
        };
        let entry = ActionEntry {
            open: |bound| {
                let given = given(bound)?;
                S::check(&given).map_err(serde::de::Error::custom)?;
                Ok(Box::new(given))
            },
            run: run::<S>,
            parameters: S::names,
            ..entry_of::<S>(options, access)
        };
        self.put::<S>(entry, true);
    }

    pub(super) fn add_direct<S: ServerFn>(&mut self, access: Access) {
        let entry = entry_of::<S>(options(&access), access);
        self.put::<S>(entry, false);
    }

    fn put<S: ServerFn>(&mut self, entry: ActionEntry, takes_form: bool) {
        // `Http<Input, Output>` or `Websocket<…>`.
        let protocol = std::any::type_name::<S::Protocol>();
        let input = protocol.split(',').next().unwrap_or_default();
        let function = ServerFunction {
            entry: Box::leak(Box::new(entry)),
            method: S::Protocol::METHOD,
            takes_form,
            is_streamed: STREAMED.iter().any(|streamed| input.contains(streamed)),
            refusal: refusal::<S::Error>,
        };
        let of_path = self.by_path.entry(S::PATH).or_default();
        if of_path.iter().any(|other| other.method == function.method) {
            self.twice = Some(S::PATH);
        }
        of_path.push(function);
    }

    /// Looks at which functions there are: before Leptos puts them on its router.
    pub(super) fn find_paths(&mut self) {
        self.paths = server_fn_paths().map(|(path, _)| path).collect();
    }

    /// Whether a function is called at this path.
    pub(super) fn has(&self, path: &str) -> bool {
        self.paths.contains(path)
    }

    /// What the functions have that are named nowhere.
    pub(super) fn add_others(&mut self, access: Access) {
        if self.others.is_some() {
            self.twice = Some("other_server_fns");
        }
        let entry = unreachable_by_forms(options(&access), access);
        self.others = Some(Box::leak(Box::new(entry)));
    }

    /// The paths of those of which nobody says who may call them.
    pub(super) fn without_access(&self) -> Vec<&'static str> {
        let mut paths: Vec<_> = server_fn_paths()
            .filter(|(path, method)| self.others.is_none() && self.at(path, method).is_none())
            .map(|(path, _)| path)
            .collect();
        paths.sort_unstable();
        paths
    }

    /// One of which two lines say who may call it.
    pub(super) fn twice(&self) -> Option<&'static str> {
        self.twice
    }

    /// What is called at this path by this method.
    pub(super) fn at(&self, path: &str, method: &Method) -> Option<&ServerFunction> {
        let of_path = self.by_path.get(path)?;
        of_path.iter().find(|function| function.method == *method)
    }

    /// Whom those without a line of their own let through.
    pub(super) fn others(&self) -> Option<&'static ActionEntry> {
        self.others
    }

    /// As an action, where a form can call it.
    pub(super) fn action(&self, id: &str) -> Option<&'static ActionEntry> {
        let mut of_path = self.by_path.get(id)?.iter();
        let function = of_path.find(|function| function.takes_form)?;
        Some(function.entry)
    }

    /// For an audit: all of the app, with their guards.
    pub(super) fn endpoints(&self) -> impl Iterator<Item = Endpoint> {
        server_fn_paths().map(|(path, method)| {
            let own = self.at(path, &method).map(|function| function.entry);
            let entry = own.or(self.others);
            Endpoint {
                kind: "server function",
                id: path,
                name: path,
                guard: entry.map_or("none", |entry| entry.options.guard),
                method,
            }
        })
    }
}

fn options(access: &Access) -> ActionOptions {
    ActionOptions {
        guard: access.name,
        limit: None,
        deadline_ms: None,
        takes_form: false,
    }
}

fn entry_of<S: ServerFn>(options: ActionOptions, access: Access) -> ActionEntry {
    ActionEntry {
        id: S::PATH,
        name: S::PATH,
        ..unreachable_by_forms(options, access)
    }
}

fn unreachable_by_forms(options: ActionOptions, access: Access) -> ActionEntry {
    ActionEntry {
        id: "",
        name: "",
        options,
        open: |_| Ok(Box::new(())),
        guard: access.guard(),
        initial: || None,
        run: |_| Box::pin(std::future::ready(Err(ActionError::Stale))),
        is_secret: FormData::is_secret,
        secrets: Vec::new,
        fields: || &[],
        parameters: || &[],
    }
}

/// Bound values, each as JSON.
fn given(bound: &str) -> Result<Vec<Box<RawValue>>, serde_json::Error> {
    match bound {
        "" => Ok(Vec::new()),
        bound => serde_json::from_str(bound),
    }
}

/// A server function of Axum's.
#[doc(hidden)]
pub trait OnAxum:
    ServerFn<
    Server: Server<
        Self::Error,
        Self::InputStreamError,
        Self::OutputStreamError,
        Request = http::Request<Body>,
        Response = http::Response<Body>,
    >,
>
{
}

impl<S> OnAxum for S where
    S: ServerFn<
        Server: Server<
            S::Error,
            S::InputStreamError,
            S::OutputStreamError,
            Request = http::Request<Body>,
            Response = http::Response<Body>,
        >,
    >
{
}

/// Runs it with what is bound and what the form has. Both are read at once: sealed parameters open in the caller's scope.
fn run<S: FormServerFn + OnAxum>(input: RunInput) -> BoxFuture<ActionResult<RunOutput>> {
    #[cfg(feature = "multipart")]
    let as_multipart = super::as_multipart::as_multipart;
    #[cfg(not(feature = "multipart"))]
    let as_multipart = ();
    let given = taken::<Vec<Box<RawValue>>>(input.arguments);
    let function = given
        .and_then(|given| S::read(input.form, &given, as_multipart).map_err(ActionError::Invalid));
    Box::pin(async move { output_of(function?).await })
}

async fn output_of<S: FormServerFn + OnAxum>(function: S) -> ActionResult<RunOutput> {
    let value = within_middleware(function).await;
    // A `redirect` of leptos_axum leaves the value as it is.
    if let Some(to) = redirected() {
        return Err(ActionError::Redirect(to));
    }
    RunOutput::new(&value?)
}

type Slot<S> = Arc<Mutex<Option<Result<<S as ServerFn>::Output, <S as ServerFn>::Error>>>>;

/// Runs the function's body within its own middleware, which sees a request without a body.
async fn within_middleware<S: FormServerFn + OnAxum>(function: S) -> ActionResult<S::Output> {
    let layers = S::middlewares();
    if layers.is_empty() {
        return function.run_body().await.map_err(error_of);
    }
    let slot = Slot::<S>::default();
    let body = OwnBody {
        function: Some(function),
        slot: slot.clone(),
    };
    let error = |error| S::Error::from_server_fn_error(error).ser();
    let mut service = BoxedService::new(error, body);
    for layer in layers {
        service = layer.layer(service);
    }
    let request = match use_context::<Parts>() {
        Some(parts) => http::Request::from_parts(parts, Body::empty()),
        None => http::Request::new(Body::empty()),
    };
    let (parts, said) = service.run(request).await.into_parts();
    pass_on(&parts.headers);
    let result = slot.lock().unwrap_or_else(PoisonError::into_inner).take();
    match result {
        Some(Err(error)) => Err(error_of(error)),
        Some(Ok(value)) if parts.status.is_success() => Ok(value),
        // In its place, or after it.
        _ => Err(refused_by_middleware(parts.status, &parts.headers, said).await),
    }
}

/// The innermost service: the function's own body.
struct OwnBody<S: ServerFn> {
    function: Option<S>,
    slot: Slot<S>,
}

impl<S: FormServerFn> Service<http::Request<Body>, http::Response<Body>> for OwnBody<S> {
    fn run(
        &mut self,
        _: http::Request<Body>,
        _: fn(ServerFnErrorErr) -> Bytes,
    ) -> Pin<Box<dyn Future<Output = http::Response<Body>> + Send>> {
        let (function, slot) = (self.function.take(), self.slot.clone());
        Box::pin(async move {
            let mut response = http::Response::new(Body::empty());
            if let Some(function) = function {
                let result = function.run_body().await;
                // A layer may ask how it went.
                if result.is_err() {
                    *response.status_mut() = StatusCode::INTERNAL_SERVER_ERROR;
                    let path = HeaderValue::from_static(S::PATH);
                    response.headers_mut().insert(SERVER_FN_ERROR_HEADER, path);
                }
                *slot.lock().unwrap_or_else(PoisonError::into_inner) = Some(result);
            }
            response
        })
    }
}

/// Cookies that a middleware has set are the answer's.
fn pass_on(headers: &HeaderMap) {
    if let Some(response) = use_context::<ResponseOptions>() {
        for cookie in headers.get_all(header::SET_COOKIE) {
            response.append_header(header::SET_COOKIE, cookie.clone());
        }
    }
}

/// A middleware has answered in place of the function.
async fn refused_by_middleware(status: StatusCode, headers: &HeaderMap, said: Body) -> ActionError {
    if status.is_redirection()
        && let Some(to) = headers.get(header::LOCATION).map(text_of)
    {
        return ActionError::Redirect(Redirect::to(to));
    }
    let said = Limited::new(said, SAID).collect().await;
    let said = said.map(|said| String::from_utf8_lossy(&said.to_bytes()).into_owned());
    let said = said.unwrap_or_default();
    match status.is_client_error() {
        true => refuse(status.as_u16(), said),
        false => ActionError::Unexpected(
            format!("a middleware has answered in place of the function: {status} {said}").into(),
        ),
    }
}

fn text_of(value: &HeaderValue) -> String {
    String::from_utf8_lossy(value.as_bytes()).into_owned()
}

/// Where `leptos_axum::redirect` leads, if it was called.
fn redirected() -> Option<Redirect> {
    let response = use_context::<ResponseOptions>()?;
    let response = response.0.read().unwrap_or_else(PoisonError::into_inner);
    let to = response.headers.get(header::LOCATION).map(text_of)?;
    Some(Redirect::to(to))
}
