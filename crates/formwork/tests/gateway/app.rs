//! The app behind the gateway: pages, actions and queries which note what they do.

use super::{
    press::{Polls, Press, Rows, TwoHooks},
    server_fns::{self, ServerFns},
    stumbling::{Stumbles, StumblesLate},
};
use formwork::{
    prelude::*,
    server::{Config, pages, seal::Keys},
};
use http::request::Parts;
use leptos_axum::ResponseOptions;
use leptos_router::{
    SsrMode,
    components::{Route, Router, Routes},
    hooks::use_params_map,
    path,
};
use std::{
    fmt::Display,
    sync::{Arc, Mutex},
};
use tokio::sync::Semaphore;

/// What has been run, in order.
#[derive(Clone, Default)]
pub struct Log(Arc<Mutex<Vec<String>>>);

impl Log {
    pub fn entries(&self) -> Vec<String> {
        self.0.lock().unwrap().clone()
    }

    pub fn count(&self, entry: &str) -> usize {
        self.entries().iter().filter(|e| *e == entry).count()
    }

    fn note(&self, entry: impl Display) {
        self.0.lock().unwrap().push(entry.to_string());
    }
}

pub fn note(entry: impl Display) {
    expect_context::<Log>().note(entry);
}

/// What the page of a visitor who has logged in gives its components.
#[derive(Clone)]
pub struct LoggedIn;

/// Whether it finds what a page has given its own components.
#[action(public)]
pub async fn look_for_login() -> ActionResult<bool> {
    Ok(use_context::<LoggedIn>().is_some())
}

#[query(public)]
pub async fn is_logged_in() -> QueryResult<bool> {
    Ok(use_context::<LoggedIn>().is_some())
}

/// Lets a test hold an action, and let it go on.
#[derive(Clone)]
pub struct Gate {
    started: Arc<Semaphore>,
    go: Arc<Semaphore>,
}

impl Gate {
    fn new() -> Self {
        Self {
            started: Arc::new(Semaphore::new(0)),
            go: Arc::new(Semaphore::new(0)),
        }
    }

    /// Until a run stands at the gate.
    pub async fn started(&self) {
        self.started.acquire().await.unwrap().forget();
    }

    pub fn open(&self) {
        self.go.add_permits(1);
    }

    async fn pass(&self) {
        self.started.add_permits(1);
        self.go.acquire().await.unwrap().forget();
    }
}

#[derive(Fields, Clone)]
pub struct NewEntry {
    #[field(label = "Name", length(min = 1, max = 10))]
    pub name: String,
    pub color: Option<String>,
}

#[derive(Fields, Clone)]
pub struct Signup {
    #[field(label = "Email", email)]
    pub email: String,
    #[field(label = "Password", length(min = 8, max = 72))]
    pub password: Secret<String>,
    pub signet: Option<Secret<String>>,
}

/// Who the request says it is, in place of a session.
#[derive(Clone)]
pub struct User(pub String);

pub async fn require_user() -> Result<User, ActionError> {
    note("guard");
    let parts = expect_context::<Parts>();
    match user_of(&parts) {
        "" => Err(refuse(401, "Log in first.")),
        "mallory" => Err(refuse(403, "Not you.")),
        user => Ok(User(user.into())),
    }
}

fn user_of(parts: &Parts) -> &str {
    parts
        .headers
        .get("x-user")
        .and_then(|user| user.to_str().ok())
        .unwrap_or_default()
}

#[action(public)]
pub async fn sign(form: Fields<NewEntry>) -> ActionResult<String> {
    note(format_args!("sign {}", form.name));
    revalidate_tag("entries");
    Ok(format!("{} has signed", form.name))
}

#[action(public)]
pub async fn signup(form: Fields<Signup>) -> ActionResult<String> {
    note("signup");
    if form.email == "taken@example.com" {
        return Err(Issues::at(Signup::email, "This address is taken.").into());
    }
    Ok(form.email)
}

#[action(public)]
pub async fn rename(id: u32, form: FormData) -> ActionResult<()> {
    note(format_args!(
        "rename {id} {}",
        form.get("name").unwrap_or("")
    ));
    Ok(())
}

#[action(public)]
pub async fn remove(id: Sealed<u32>, form: FormData) -> ActionResult<u32> {
    note(format_args!(
        "remove {} {}",
        id.get(),
        form.get("why").unwrap_or("")
    ));
    Ok(id.into_inner())
}

#[action(public)]
pub async fn archive(id: Sealed<u32>, form: FormData) -> ActionResult<()> {
    let _ = form;
    note(format_args!("archive {}", id.into_inner()));
    Ok(())
}

#[action(public)]
pub async fn label(text: Sealed<String>, form: FormData) -> ActionResult<()> {
    let _ = form;
    note(format_args!("label {}", text.into_inner()));
    Ok(())
}

#[action(public)]
pub async fn count(Prev(before): Prev<u32>, form: FormData) -> ActionResult<u32> {
    let step = form.get("step").and_then(|n| n.parse().ok()).unwrap_or(1);
    note(format_args!("count {before}+{step}"));
    if step == 0 {
        return Err(Issues::form("A step, please.").into());
    }
    Ok(before + step)
}

#[action(public)]
pub async fn count_for(whom: u32, Prev(before): Prev<u32>, form: FormData) -> ActionResult<u32> {
    let _ = form;
    note(format_args!("count for {whom}: {before}+1"));
    Ok(before + 1)
}

#[action(public)]
pub async fn reset(form: FormData) -> ActionResult<u32> {
    let _ = form;
    note("reset");
    Ok(0)
}

#[action(guard = require_user)]
pub async fn post(Guard(user): Guard<User>, form: FormData) -> ActionResult<String> {
    note(format_args!(
        "post by {}: {}",
        user.0,
        form.get("text").unwrap_or("")
    ));
    revalidate_tag("entries");
    Ok(user.0)
}

#[action(public)]
pub async fn wait(form: FormData) -> ActionResult<String> {
    note("wait begins");
    expect_context::<Gate>().pass().await;
    note("wait ends");
    Ok(form.get("text").unwrap_or("").to_string())
}

/// Notes the end of what holds it, whatever ended it.
struct AtEnd(Log, &'static str);

impl Drop for AtEnd {
    fn drop(&mut self) {
        self.0.note(self.1);
    }
}

#[action(public)]
pub async fn linger(form: FormData) -> ActionResult<()> {
    let _ = form;
    let _end = AtEnd(expect_context::<Log>(), "linger is dropped");
    note("linger begins");
    revalidate_tag("entries");
    expect_context::<Gate>().pass().await;
    note("linger ends");
    Ok(())
}

#[action(public, deadline = "30ms")]
pub async fn dawdle(form: FormData) -> ActionResult<()> {
    let _ = form;
    note("dawdle");
    std::future::pending().await
}

#[action(public)]
pub async fn stumble(form: FormData) -> ActionResult<()> {
    let _ = form;
    note("stumble");
    panic!("this panic is part of the test")
}

async fn stumbling_guard() -> Result<(), ActionError> {
    panic!("this panic is part of the test")
}

#[action(guard = stumbling_guard)]
pub async fn behind_a_stumbling_guard(form: FormData) -> ActionResult<()> {
    let _ = form;
    note("behind");
    Ok(())
}

#[derive(Debug, thiserror::Error)]
#[error("the database at {0} does not answer")]
struct DbError(&'static str);

#[action(public)]
pub async fn fail(form: FormData) -> ActionResult<()> {
    let _ = form;
    note("fail");
    Err(DbError("db.internal:5432"))?
}

#[action(public)]
pub async fn go(form: FormData) -> ActionResult<()> {
    note("go");
    Err(redirect(form.get("to").unwrap_or("")))
}

#[action(public)]
pub async fn look_for(form: FormData) -> ActionResult<()> {
    note(format_args!("look for {}", form.get("what").unwrap_or("")));
    Err(not_found())
}

#[action(public, limit = "100 B")]
pub async fn whisper(form: FormData) -> ActionResult<()> {
    note(format_args!("whisper {}", form.get("text").unwrap_or("")));
    Ok(())
}

#[action(public)]
pub async fn log_in(form: FormData) -> ActionResult<String> {
    note("log in");
    let who = form.get("who").unwrap_or("").to_string();
    let cookie = http::HeaderValue::from_str(&format!("session={who}; Path=/"))?;
    revalidate_tag("session");
    expect_context::<ResponseOptions>().append_header(http::header::SET_COOKIE, cookie);
    Ok(who)
}

#[query(public, tags("entries"))]
pub async fn latest(count: u32) -> QueryResult<Vec<String>> {
    let mut entries = expect_context::<Log>().entries();
    entries.retain(|entry| entry.starts_with("sign "));
    Ok(entries.into_iter().rev().take(count as usize).collect())
}

/// Who the cookie says it is.
#[query(public, tags("session"))]
pub async fn whoami() -> QueryResult<String> {
    let parts = expect_context::<Parts>();
    let cookies = parts.headers.get_all(http::header::COOKIE).iter();
    let cookies: Vec<_> = cookies.filter_map(|all| all.to_str().ok()).collect();
    let who = cookies
        .iter()
        .flat_map(|all| all.split("; "))
        .find_map(|pair| pair.strip_prefix("session="));
    Ok(who.unwrap_or("nobody").to_string())
}

/// A page that says who the cookie says it is, with a form that keeps what is typed, one whose issues have no place, one
/// for code of the page, and what calls an action while it is rendered.
#[component]
fn Session() -> impl IntoView {
    let who = use_query(whoami);
    let called = move || {
        Suspend::new(async move {
            let called = rename(9, FormData::new()).await;
            called.err().map(|error| error.to_string())
        })
    };
    view! {
        <Form action=log_in reset=false>
            <input name="who" value=form_value("who")/>
        </Form>
        <Form action=sign>
            <Field of=NewEntry::color/>
        </Form>
        <p id="closure"></p>
        <Form action=move |_: FormData| async {}>
            <input name="text" value=form_value("text")/>
        </Form>
        <Suspense>
            <p id="whoami">{move || Suspend::new(async move { who.await.unwrap_or_default() })}</p>
            <p id="called">{called}</p>
        </Suspense>
    }
}

#[query(public, tags("weather"))]
pub async fn weather() -> QueryResult<String> {
    note("weather read");
    Ok("rain".into())
}

#[query(public, tags("entry:{id}"))]
pub async fn entry(id: u32) -> QueryResult<u32> {
    Ok(id)
}

#[query(guard = require_user, tags("entries"))]
pub async fn mine(Guard(user): Guard<User>) -> QueryResult<String> {
    Ok(format!("entries of {}", user.0))
}

#[query(public, tags("entries"))]
pub async fn broken() -> QueryResult<()> {
    Err(DbError("db.internal:5432"))?
}

#[query(public, tags("slow"))]
pub async fn slow() -> QueryResult<u32> {
    expect_context::<Gate>().pass().await;
    Ok(7)
}

/// A page that comes in two parts, the second one when the gate is open.
#[component]
fn Slow() -> impl IntoView {
    let log = use_context::<Log>();
    let value = use_query(slow);
    let half = RwSignal::new(14);
    on_cleanup({
        let log = log.clone();
        move || {
            if let Some(log) = log {
                log.note("slow is gone");
            }
        }
    });
    let shown = move || {
        let log = log.clone();
        Suspend::new(async move {
            let value = value.await.unwrap_or_default();
            let whole = value + half.get();
            if let Some(log) = log {
                log.note(format_args!("slow shown: {whole}"));
            }
            whole
        })
    };
    view! {
        <Suspense>
            <p id="slow">{shown}</p>
        </Suspense>
    }
}

#[component]
fn Home() -> impl IntoView {
    let url = use_context::<Parts>().map(|parts| format!("{} {}", parts.method, parts.uri));
    let signed = use_action_state(sign, String::new());
    let counted = use_action_state(count, 0);
    let entries = use_query(|| latest(3));
    view! {
        <p id="url">{url}</p>
        <p id="signed">{signed.state}</p>
        <Form action=signed.action>
            <Field of=NewEntry::name/>
        </Form>
        <Form action=signup>
            <ErrorSummary/>
            <Field of=Signup::email/>
            <Field of=Signup::password/>
        </Form>
        <p id="counted">{counted.state}</p>
        <Form action=counted.action>
            <button formaction=reset.formaction()>"Reset"</button>
        </Form>
        <Form action=remove.bind(Sealed::new(7))>
            <input name="why" value=form_value("why")/>
            <button formaction=sign.formaction()>"Sign in place of it"</button>
        </Form>
        <Form action=rename.bind(7)>
            <input name="name"/>
        </Form>
        <Form action=archive.bind(Sealed::new(7))><button>"Archive"</button></Form>
        <Form action=label.bind(Sealed::new("7".to_string()))><button>"Label"</button></Form>
        <Form action=post><button>"Post"</button></Form>
        <Form action=linger><button>"Linger"</button></Form>
        <Suspense>
            <p id="entries">{move || Suspend::new(async move { entries.await.unwrap_or_default().join(", ") })}</p>
        </Suspense>
    }
}

/// A hook whose initial state is in its page's path, and not the action's own.
#[component]
fn Begins() -> impl IntoView {
    let at = use_params_map().read_untracked().get("at");
    assert!(
        at.as_deref() != Some("panic"),
        "this panic is part of the test"
    );
    let at = at.and_then(|at| at.parse().ok()).unwrap_or_default();
    let counted = use_action_state(count, at);
    let ada = use_action_state(count_for.bind(1), at);
    let grace = use_action_state(count_for.bind(2), at + 100);
    view! {
        <p id="counted">{counted.state}</p>
        <Form action=counted.action><button>"Count"</button></Form>
        <p id="ada">{ada.state}</p>
        <Form action=ada.action><button>"Count"</button></Form>
        <p id="grace">{grace.state}</p>
        <Form action=grace.action><button>"Count"</button></Form>
    }
}

/// A hook that begins with how often it has run, and with nothing while its data loads.
#[component]
fn Changes() -> impl IntoView {
    let runs = use_context::<Log>().map_or(0, |log| log.entries().len());
    let slow = use_query(slow);
    view! {
        <Suspense>
            {move || {
                let loaded = slow.get().and_then(Result::ok).map(|_| runs as u32 + 1);
                let counted = use_action_state(count, loaded.unwrap_or_default());
                view! { <Form action=counted.action><button>"Count"</button></Form> }
            }}
        </Suspense>
    }
}

/// Hooks and forms that have a state, each of which stands before its form.
#[component]
fn Tallies() -> impl IntoView {
    let one = use_action_state(count, 0);
    let two = use_action_state(count, 0);
    let signed = use_action_state(sign, String::new());
    let of_button = use_action_state(reset, 7_u32);
    let many: Vec<_> = (0..262)
        .map(|n| {
            let hook = use_keyed_action_state(count, 0, n.to_string());
            view! {
                <p id=format!("many{n}")>{hook.state}</p>
                <Form action=hook.action><button>"Count"</button></Form>
            }
        })
        .collect();
    view! {
        <p id="one">{one.state}</p>
        <Form action=one.action><button>"Count"</button></Form>
        <p id="two">{two.state}</p>
        <Form action=two.action><button>"Count"</button></Form>
        <p id="signed">{signed.state}</p>
        <Form action=signed.action>
            <Field of=NewEntry::name/>
        </Form>
        <p id="of-button">{of_button.state}</p>
        <p id="hookless"></p>
        <Form action=count>
            <button formaction=of_button.action.formaction()>"Reset"</button>
        </Form>
        <p id="stateless"></p>
        <Form action=rename.bind(1)><input name="name"/></Form>
        <p id="elsewhere"></p>
        <Form action=go><input name="to"/></Form>
        {many}
    }
}

/// Forms whose failure is caught: by a boundary, and by a place of the form's own.
#[component]
fn Caught() -> impl IntoView {
    let caught = |errors: ArcRwSignal<Errors>| {
        let said = errors.with_untracked(|errors| {
            let said: Vec<_> = errors.iter().map(|(_, error)| error.to_string()).collect();
            said.join(" ")
        });
        view! {
            <p id="caught">{said}</p>
            <TryAgain errors/>
        }
    };
    view! {
        <ErrorBoundary fallback=caught>
            <p id="thrower"></p>
            <Form action=fail>
                <input name="text" value=form_value("text")/>
            </Form>
            <p id="placed"></p>
            <Form action=fail key="placed">
                <FormMessage/>
                <input name="text" value=form_value("text")/>
            </Form>
        </ErrorBoundary>
    }
}

/// A page that caches may give to anybody.
#[component]
fn Public() -> impl IntoView {
    if let Some(response) = use_context::<ResponseOptions>() {
        let value = http::HeaderValue::from_static("public, max-age=60");
        response.insert_header(http::header::CACHE_CONTROL, value);
    }
    "For all."
}

fn shell(options: LeptosOptions) -> impl IntoView {
    view! {
        <!DOCTYPE html>
        <html lang=use_language()>
            <head>
                <FormworkScripts options/>
            </head>
            <body>
                <Router>
                    <Routes fallback=|| "Nothing here.">
                        <Route path=path!("/") view=Home/>
                        <Route path=path!("/tallies") view=Tallies/>
                        <Route path=path!("/begins/:at") view=Begins/>
                        <Route path=path!("/changes") view=Changes/>
                        <Route path=path!("/caught") view=Caught/>
                        <Route path=path!("/slow") view=Slow/>
                        <Route path=path!("/session") view=Session ssr=SsrMode::Async/>
                        <Route path=path!("/about") view=|| "About us."/>
                        <Route path=path!("/public") view=Public/>
                        <Route path=path!("/press") view=Press/>
                        <Route path=path!("/rows") view=Rows/>
                        <Route path=path!("/two") view=TwoHooks/>
                        <Route path=path!("/many") view=Polls/>
                        <Route path=path!("/server-fns") view=ServerFns/>
                        <Route path=path!("/stumble") view=Stumbles/>
                        <Route path=path!("/stumble-late") view=StumblesLate/>
                    </Routes>
                </Router>
            </body>
        </html>
    }
}

/// A key of its own for each server that is not given one.
pub fn keys() -> Keys {
    Keys::generate()
}

/// The router, and what its actions share.
pub fn router(configure: impl FnOnce(Config) -> Config) -> (axum::Router, Log, Gate) {
    let (log, gate) = (Log::default(), Gate::new());
    let options = LeptosOptions::builder().output_name("test").build();
    let context = (log.clone(), gate.clone());
    let config = Config::new(options)
        .unwrap()
        .keys(keys())
        .principal(super::stumbling::principal(|parts| {
            user_of(parts).to_string()
        }))
        .provide(move || {
            provide_context(context.0.clone());
            provide_context(context.1.clone());
        });
    let router = pages(configure(server_fns::configure(config)), shell).unwrap();
    (router, log, gate)
}

/// The types behind the functions, under the functions' names: what a test asks of an action or a query.
pub mod types {
    #![allow(non_camel_case_types)]

    pub type sign = super::__action_sign;
    pub type signup = super::__action_signup;
    pub type rename = super::__action_rename;
    pub type remove = super::__action_remove;
    pub type archive = super::__action_archive;
    pub type label = super::__action_label;
    pub type count = super::__action_count;
    pub type count_for = super::__action_count_for;
    pub type reset = super::__action_reset;
    pub type post = super::__action_post;
    pub type wait = super::__action_wait;
    pub type linger = super::__action_linger;
    pub type dawdle = super::__action_dawdle;
    pub type stumble = super::__action_stumble;
    pub type behind_a_stumbling_guard = super::__action_behind_a_stumbling_guard;
    pub type fail = super::__action_fail;
    pub type go = super::__action_go;
    pub type look_for = super::__action_look_for;
    pub type whisper = super::__action_whisper;
    pub type log_in = super::__action_log_in;
    pub type look_for_login = super::__action_look_for_login;
    pub type is_logged_in = super::__query_is_logged_in;
    pub type latest = super::__query_latest;
    pub type whoami = super::__query_whoami;
    pub type weather = super::__query_weather;
    pub type entry = super::__query_entry;
    pub type mine = super::__query_mine;
    pub type broken = super::__query_broken;
}
pub use types::*;
