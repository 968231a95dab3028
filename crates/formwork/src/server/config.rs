//! How the server side is set up.

use super::{
    body::BodyLimits,
    language::Languages,
    origin::{AllowedOrigins, PublicOrigin},
    registry::{Endpoint, endpoints},
    routes::ByRoute,
    seal::Keys,
    server_function::{Access, OnAxum, ServerFunctions},
    store::MemoryLimits,
};
use crate::{
    fields::FormServerFn,
    texts::Texts,
    wire::{ClientLoad, DEFAULT_DEADLINE_MS},
};
use http::request::Parts;
use leptos::{config::LeptosOptions, server_fn::ServerFn};
use std::{path::PathBuf, sync::Arc, time::Duration};

/// How long a run may take unless its action says otherwise.
pub const DEFAULT_DEADLINE: Duration = Duration::from_millis(DEFAULT_DEADLINE_MS);

/// Where the development key lives unless told otherwise.
const DEVELOPMENT_KEY_FILE: &str = ".formwork/development.key";

/// How the server side is set up: `Config::new(leptos_options)` and what differs from the defaults.
///
/// From the environment come `FORMWORK_KEYS` (keys for seals, base64, several separated by commas: the
/// first seals, all open; without it a key file is made for development) and `FORMWORK_ORIGIN` (the
/// public origin, `https://example.com`; without it the request's own host counts, which is right for
/// development only). What is set here comes before the environment.
#[derive(Clone)]
pub struct Config {
    pub(crate) leptos: LeptosOptions,
    pub(crate) context: Arc<dyn Fn() + Send + Sync>,
    pub(crate) principal: Arc<dyn Fn(&Parts) -> String + Send + Sync>,
    pub(crate) public_origin: PublicOrigin,
    pub(crate) allowed_origins: AllowedOrigins,
    pub(crate) limits: BodyLimits,
    pub(crate) deadline: Duration,
    pub(crate) secure: bool,
    pub(crate) store: MemoryLimits,
    pub(crate) languages: Languages,
    pub(crate) client_load: ByRoute<ClientLoad>,
    pub(crate) server_fns: ServerFunctions,
    keys: Option<Keys>,
}

/// What is wrong with the configuration.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// `FORMWORK_KEYS` cannot be read.
    #[error("{0}")]
    Keys(#[from] super::seal::KeysError),
    /// `FORMWORK_ORIGIN`, or an allowed origin, is not an origin.
    #[error("{0} (in FORMWORK_ORIGIN, or among the allowed origins)")]
    Origin(#[from] super::origin::OriginConfigError),
    /// Two actions or queries have one id.
    #[error(
        "two actions or queries have the id `{0}`: functions of one name in one module, perhaps inside two components; rename \
         one of them"
    )]
    Duplicate(&'static str),
    /// Nobody says who may call these `#[server]` functions.
    #[error(
        "nobody says who may call {}: write `.server_fn::<AddNote>(public())` for `#[server] async fn add_note`, or a guard in \
         place of `public()`; `.other_server_fns(…)` is for all that no form calls",
        .0.join(", ")
    )]
    ServerFnAccess(Vec<&'static str>),
    /// Two lines say who may call a `#[server]` function.
    #[error("two lines say who may call `{0}`: keep one of them")]
    ServerFnTwice(&'static str),
    /// A route that is configured is no page's.
    #[error(
        "`{0}` is no page: `client_load` takes a route of the app, such as `/posts/:id`, or one for several, such as `/posts/*rest`"
    )]
    NoSuchPage(String),
}

impl Config {
    /// The defaults, with what the environment says.
    ///
    /// # Errors
    /// When the environment holds something that cannot be read.
    pub fn new(leptos: LeptosOptions) -> Result<Self, ConfigError> {
        let public_origin = match std::env::var("FORMWORK_ORIGIN") {
            Ok(origin) => PublicOrigin::configured(&origin)?,
            Err(_) => PublicOrigin::Development,
        };
        let keys = match std::env::var("FORMWORK_KEYS") {
            Ok(keys) => Some(Keys::from_config(&keys)?),
            Err(_) => None,
        };
        Ok(Self {
            leptos,
            context: Arc::new(|| {}),
            principal: Arc::new(|_| String::new()),
            secure: public_origin.is_https(),
            public_origin,
            allowed_origins: AllowedOrigins::default(),
            limits: BodyLimits::default(),
            deadline: DEFAULT_DEADLINE,
            store: MemoryLimits::default(),
            languages: Languages::default(),
            client_load: ByRoute::default(),
            server_fns: ServerFunctions::default(),
            keys,
        })
    }

    /// Provides context to actions, queries and pages, on top of Leptos' own:
    /// `.provide(move || provide_context(db.clone()))`. Calls add up.
    pub fn provide(mut self, context: impl Fn() + Send + Sync + 'static) -> Self {
        let before = self.context;
        self.context = Arc::new(move || {
            before();
            context();
        });
        self
    }

    /// Who a request is logged in as, as a stable id; empty for nobody. Seals and replayed outcomes are for
    /// one principal only. Called for every request, so it should read what a layer has put into the
    /// request's extensions.
    pub fn principal(
        mut self,
        principal: impl Fn(&Parts) -> String + Send + Sync + 'static,
    ) -> Self {
        self.principal = Arc::new(principal);
        self
    }

    /// Further origins whose pages may post here: exact ones (`https://shop.example.com`), or with one
    /// label left open (`https://*.example.com`).
    ///
    /// # Errors
    /// When one of them is not an origin.
    pub fn allowed_origins<'a>(
        mut self,
        origins: impl IntoIterator<Item = &'a str>,
    ) -> Result<Self, ConfigError> {
        self.allowed_origins = AllowedOrigins::parse(origins)?;
        Ok(self)
    }

    /// How long bodies may be, unless an action says otherwise.
    pub fn limits(mut self, limits: BodyLimits) -> Self {
        self.limits = limits;
        self
    }

    /// How long a run may take, unless an action says otherwise.
    pub fn deadline(mut self, deadline: Duration) -> Self {
        self.deadline = deadline;
        self
    }

    /// How much is remembered of submissions: pending ones, outcomes for duplicates and for the page after a
    /// redirect. Above that, submissions get 503 until there is room again.
    pub fn store_limits(mut self, limits: MemoryLimits) -> Self {
        self.store = limits;
        self
    }

    /// The texts of Formwork itself, one table per language: failures, rules of fields, notices and labels. Each request
    /// gets the table that fits its `Accept-Language` best, otherwise the first one. The default is English.
    ///
    /// ```
    /// use formwork::{prelude::*, server::Config, texts::{Text, Texts}};
    ///
    /// # fn config(options: LeptosOptions) -> Result<Config, formwork::server::ConfigError> {
    /// let config = Config::new(options)?.texts([
    ///     Texts::english(),
    ///     Texts::german().with(Text::Busy, "Gerade ist viel los. Versuchen Sie es gleich noch einmal."),
    /// ]);
    /// # Ok(config) }
    /// ```
    ///
    /// Pages in several languages say `Vary: Accept-Language`.
    pub fn texts(mut self, texts: impl IntoIterator<Item = Texts>) -> Self {
        self.languages.set(texts);
        self
    }

    /// Chooses the language of a request by something other than `Accept-Language`: a cookie, the path, the account.
    /// The function returns a tag, or a list as in that header; with `None` the header decides.
    ///
    /// ```
    /// use formwork::{prelude::*, server::Config, texts::Texts};
    ///
    /// # fn config(options: LeptosOptions) -> Result<Config, formwork::server::ConfigError> {
    /// let config = Config::new(options)?
    ///     .texts([Texts::english(), Texts::german()])
    ///     .language(|parts| parts.uri.path().starts_with("/de/").then(|| "de".to_string()));
    /// # Ok(config) }
    /// ```
    ///
    /// The function is called for every request, also for those of queries, which have a path of their own. Where the
    /// pages are nested, as under `/de`, a router has taken that part off `parts.uri`: use axum's `OriginalUri` there, from
    /// `parts.extensions`.
    pub fn language(
        mut self,
        language: impl Fn(&Parts) -> Option<String> + Send + Sync + 'static,
    ) -> Self {
        self.languages.chosen_by(language);
        self
    }

    /// When the pages of a route load the WASM client, in place of what the shell says with
    /// [`FormworkScripts`](crate::bridge::FormworkScripts). The default is [`ClientLoad::Load`].
    ///
    /// ```
    /// use formwork::{prelude::*, server::{Config, ConfigError}};
    ///
    /// # fn config(options: LeptosOptions) -> Result<Config, ConfigError> {
    /// let config = Config::new(options)?
    ///     .client_load("/posts/*rest", ClientLoad::Interaction)
    ///     .client_load("/posts/:id/comments", ClientLoad::Never);
    /// # Ok(config) }
    /// ```
    ///
    /// Routes are written as in Leptos' `path!` or as in axum (`/posts/{id}`). Where several match, the most exact one
    /// decides. One that is no page of the app is an error of [`pages`](super::pages).
    pub fn client_load(mut self, route: &str, load: ClientLoad) -> Self {
        self.client_load.set(route, load);
        self
    }

    /// Who may call a `#[server]` function, by a form ([`server_fn`](crate::action::server_fn)) and directly: everybody
    /// ([`public`](super::public)), or whom a guard lets through.
    ///
    /// ```
    /// use formwork::{prelude::*, server::{Config, ConfigError, public}};
    ///
    /// #[server]
    /// async fn add_note(title: String) -> Result<(), ServerFnError> {
    ///     let _ = title;
    ///     Ok(())
    /// }
    ///
    /// #[server]
    /// async fn remove_note(id: u32) -> Result<(), ServerFnError> {
    ///     let _ = id;
    ///     Ok(())
    /// }
    ///
    /// async fn editors_only() -> ActionResult<()> {
    ///     Err(refuse(403, "Editors only."))
    /// }
    ///
    /// # fn config(options: LeptosOptions) -> Result<Config, ConfigError> {
    /// let config = Config::new(options)?
    ///     .server_fn::<AddNote>(public())
    ///     .server_fn::<RemoveNote>(editors_only);
    /// # Ok(config) }
    /// ```
    ///
    /// A direct call passes the origin check (unless it is a GET), the guard and the limits of [`limits`](Self::limits). A
    /// call within the server, as a `Resource` makes while a page is rendered, is the plain function call that it is in Leptos.
    ///
    /// [`pages`](super::pages) refuses to start while a `#[server]` function has neither this nor
    /// [`direct_server_fn`](Self::direct_server_fn) nor [`other_server_fns`](Self::other_server_fns).
    pub fn server_fn<S: FormServerFn + OnAxum>(mut self, access: impl Into<Access>) -> Self {
        self.server_fns.add::<S>(access.into());
        self
    }

    /// As [`server_fn`](Self::server_fn), for a function that no form can call: its input is a stream, a file or the query
    /// of a GET. One that a GET calls must change nothing, as everywhere on the web: it has no origin check.
    pub fn direct_server_fn<S: ServerFn>(mut self, access: impl Into<Access>) -> Self {
        self.server_fns.add_direct::<S>(access.into());
        self
    }

    /// Who may call all `#[server]` functions that have no line of their own, directly: forms cannot. Their input is read
    /// into memory, up to the limit of [`BodyLimits::text`]: one that reads a stream needs its own line.
    pub fn other_server_fns(mut self, access: impl Into<Access>) -> Self {
        self.server_fns.add_others(access.into());
        self
    }

    /// All that can be called from outside, with its guard: actions, queries, and the `#[server]` functions of this
    /// configuration. What an audit reads.
    pub fn endpoints(&self) -> Vec<Endpoint> {
        let mut all = endpoints();
        all.extend(self.server_fns.endpoints());
        all.sort_by_key(|endpoint| endpoint.id);
        all
    }

    /// The keys for seals, in place of `FORMWORK_KEYS`.
    pub fn keys(mut self, keys: Keys) -> Self {
        self.keys = Some(keys);
        self
    }

    pub(crate) fn take_keys(&mut self) -> Keys {
        self.keys.take().unwrap_or_else(|| {
            let file = PathBuf::from(DEVELOPMENT_KEY_FILE);
            match Keys::development(&file) {
                Ok(keys) => {
                    tracing::info!(file = %file.display(), "FORMWORK_KEYS is not set: using the development key");
                    keys
                }
                Err(error) => {
                    tracing::warn!(file = %file.display(), "the development key cannot be kept: {error}");
                    Keys::generate()
                }
            }
        })
    }
}
