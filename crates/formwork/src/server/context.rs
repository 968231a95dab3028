//! What a request knows of itself: the server's state, the visitor, and what an action has changed so far.

use super::{
    Config, earlier,
    routes::Routes,
    seal::Keys,
    store::{MemoryStore, Store},
    visitor::VisitorId,
};
use crate::{
    submission::Version,
    texts::Texts,
    wire::{ClientLoad, DEFAULT_DEADLINE_MS, PageOutcome},
};
use leptos::prelude::{use_context, with_context};
use std::{
    collections::BTreeSet,
    fmt,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
};

/// What all requests of one server share.
pub struct State {
    pub(crate) config: Config,
    pub(crate) keys: Keys,
    pub(crate) store: Arc<dyn Store>,
    pub(super) routes: Routes,
    /// Tells this process' versions from those of one before it.
    epoch: u64,
    /// Counts invalidations: a value read before one is older than a value read after it.
    invalidations: AtomicU64,
}

impl State {
    pub(crate) fn new(mut config: Config) -> Self {
        let (keys, store) = (config.take_keys(), config.store);
        let epoch = std::time::SystemTime::now()
            .duration_since(std::time::UNIX_EPOCH)
            .map_or(0, |elapsed| elapsed.as_millis() as u64);
        Self {
            config,
            keys,
            store: Arc::new(MemoryStore::new(store)),
            routes: Routes::default(),
            epoch,
            invalidations: AtomicU64::new(0),
        }
    }

    /// The version of a value that is read from now on.
    pub(crate) fn version(&self) -> Version {
        Version {
            epoch: self.epoch,
            number: self.invalidations.load(Ordering::SeqCst),
        }
    }
}

/// The request that is being served, as a Leptos context.
#[derive(Clone)]
pub struct RequestContext {
    pub(crate) state: Arc<State>,
    pub(crate) visitor: Option<VisitorId>,
    pub(crate) principal: Arc<str>,
    /// The texts for its sender, in their language.
    pub(crate) texts: Arc<Texts>,
    /// Whether the visitor has just been made up, and the answer gives the cookie.
    pub(crate) is_new: bool,
    /// The path and query of the page, without parameters of ours.
    pub(crate) page: Arc<str>,
    /// What the page is rendered with after a native POST.
    pub(crate) outcome: Option<Arc<PageOutcome>>,
    /// Under which handle that is kept, where it has states that the next page should have.
    pub(crate) handle: Option<Arc<str>>,
    /// Whether this is a page being rendered, where nothing may change.
    pub(crate) rendering: bool,
    /// The forms and hooks that the page has been rendered with so far.
    rendered: Arc<Mutex<Vec<Rendered>>>,
    /// What its hooks begin with, by their keys, where that is asked for.
    initial_states: Option<InitialStates>,
    invalidated: Arc<Mutex<BTreeSet<String>>>,
}

type InitialStates = Arc<Mutex<Vec<InitialState>>>;

/// The state that a hook of a page begins with.
#[derive(Clone, Debug)]
pub(super) struct InitialState {
    pub(super) key: String,
    pub(super) action: &'static str,
    /// Its bound arguments, as in [`Arguments::plain`](super::open::Arguments::plain).
    pub(super) arguments: String,
    pub(super) json: String,
}

/// A form or hook of a page that is being rendered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Rendered {
    pub(crate) key: String,
    pub(crate) action: &'static str,
}

impl fmt::Debug for RequestContext {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RequestContext")
            .field("page", &self.page)
            .finish_non_exhaustive()
    }
}

impl RequestContext {
    pub(crate) fn new(
        state: Arc<State>,
        texts: Arc<Texts>,
        visitor: Option<VisitorId>,
        principal: Arc<str>,
        page: Arc<str>,
    ) -> Self {
        Self {
            state,
            texts,
            visitor,
            is_new: false,
            principal,
            page,
            outcome: None,
            handle: None,
            rendering: false,
            rendered: Arc::default(),
            initial_states: None,
            invalidated: Arc::default(),
        }
    }

    /// The same request, to be rendered as a page.
    pub(crate) fn rendering(mut self) -> Self {
        self.rendering = true;
        self.rendered = Arc::default();
        self
    }

    /// The same request, whose hooks say what they begin with.
    pub(super) fn noting_initial_states(mut self) -> Self {
        self.initial_states = Some(Arc::default());
        self
    }

    /// The initial states of the hooks that have been rendered so far, in order.
    pub(super) fn initial_states(&self) -> Vec<InitialState> {
        let states = self.initial_states.as_ref().map(|states| states.lock());
        let states = states.map(|states| states.unwrap_or_else(PoisonError::into_inner).clone());
        states.unwrap_or_default()
    }

    /// The forms and hooks that the page has been rendered with so far.
    pub(crate) fn rendered(&self) -> Vec<Rendered> {
        let rendered = self.rendered.lock();
        rendered.unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// The same request, whose page is rendered with an outcome that is kept under a handle.
    pub(crate) fn with_outcome(mut self, outcome: PageOutcome, handle: Option<&str>) -> Self {
        self.handle = handle.filter(|_| earlier::any(&outcome)).map(Arc::from);
        self.outcome = Some(Arc::new(outcome));
        self
    }

    /// The outcome that is kept under a handle, for this visitor and principal.
    pub(crate) async fn recall(&self, handle: Option<&str>) -> Option<PageOutcome> {
        let store = &self.state.store;
        let json = store
            .recall(handle?, self.visitor_scope(), &self.principal)
            .await?;
        serde_json::from_str(&json).ok()
    }

    /// Keeps an outcome for the page that the browser loads next, or for what is sent from this one, and gives
    /// its handle. Where it has more than its share of the store, what was typed is left out.
    pub(crate) async fn remember(&self, outcome: &PageOutcome) -> Option<String> {
        let store = &self.state.store;
        let keep = async |outcome: &PageOutcome| {
            let json = serde_json::to_string(outcome).ok()?;
            store
                .remember(self.visitor_scope(), &self.principal, json.into())
                .await
        };
        match keep(outcome).await {
            None if !outcome.values.is_empty() => {
                let without = PageOutcome {
                    values: Vec::new(),
                    ..outcome.clone()
                };
                keep(&without).await
            }
            handle => handle,
        }
    }

    /// Within which equal sealed values have equal fingerprints.
    pub(crate) fn visitor_scope(&self) -> &str {
        self.visitor.as_ref().map_or("", |visitor| visitor.as_str())
    }

    /// The tags that were invalidated so far.
    pub(crate) fn invalidated(&self) -> Vec<String> {
        self.invalidated
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .iter()
            .cloned()
            .collect()
    }
}

/// The context of the request that is being served.
pub(crate) fn current() -> Option<RequestContext> {
    use_context::<RequestContext>()
}

/// Something of that context, without a copy of all of it.
fn of_current<T>(f: impl FnOnce(&RequestContext) -> T) -> Option<T> {
    with_context::<RequestContext, T>(f)
}

/// Whether a page is being rendered.
pub(crate) fn is_rendering() -> bool {
    of_current(|request| request.rendering).unwrap_or_default()
}

/// How long a run may take on this server unless its action says otherwise, in milliseconds.
pub(crate) fn deadline_ms() -> u64 {
    let deadline = of_current(|request| request.state.config.deadline.as_millis());
    deadline.map_or(DEFAULT_DEADLINE_MS, |deadline| {
        u64::try_from(deadline).unwrap_or(u64::MAX)
    })
}

/// When the page with this path loads the client, if its route says so.
pub(super) fn client_load(path: &str) -> Option<ClientLoad> {
    of_current(|request| request.state.config.client_load.of(path)).flatten()
}

/// The version of a value that is read from now on.
pub(crate) fn current_version() -> Version {
    of_current(|request| request.state.version()).unwrap_or(Version {
        epoch: 0,
        number: 0,
    })
}

/// Notes that all queries with this tag are out of date.
pub(crate) fn invalidate(tag: String) {
    match current() {
        Some(request) if !request.rendering => {
            request.state.invalidations.fetch_add(1, Ordering::SeqCst);
            request
                .invalidated
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
                .insert(tag);
        }
        _ => tracing::warn!(
            tag,
            "revalidate_tag was called outside of an action, where it has no effect"
        ),
    }
}

/// The outcome that the page is rendered with, for the shell's script.
pub(crate) fn page_outcome() -> Option<Arc<PageOutcome>> {
    of_current(|request| request.outcome.clone()).flatten()
}

/// Under which handle the states of the page that is being rendered are kept, for its forms.
pub(crate) fn page_handle() -> Option<Arc<str>> {
    of_current(|request| request.handle.clone()).flatten()
}

/// The query of the page that is being rendered, without its question mark and without parameters of ours.
pub(crate) fn page_query() -> String {
    let query = of_current(|request| {
        let (_, query) = request.page.split_once('?')?;
        Some(query.to_string())
    });
    query.flatten().unwrap_or_default()
}

/// A hook of the page that is being rendered begins with this state.
pub(crate) fn note_initial(key: &str, action: &'static str, arguments: &str, json: &str) {
    // Only a page that is rendered to confirm one is asked for it.
    let states = of_current(|request| request.initial_states.clone());
    if let Some(states) = states.flatten() {
        let mut states = states.lock().unwrap_or_else(PoisonError::into_inner);
        states.push(InitialState {
            key: key.to_string(),
            action,
            arguments: arguments.to_string(),
            json: json.to_string(),
        });
    }
}

/// The page that is being rendered has this form or hook.
pub(crate) fn note_rendered(key: &str, action: &'static str) {
    // Only a page with an outcome is asked for them.
    let rendered = of_current(|request| {
        let is_asked_for = request.outcome.is_some();
        is_asked_for.then(|| request.rendered.clone())
    });
    if let Some(rendered) = rendered.flatten() {
        let rendered = rendered.lock();
        let mut rendered = rendered.unwrap_or_else(PoisonError::into_inner);
        let key = key.to_string();
        let new = Rendered { key, action };
        if !rendered.contains(&new) {
            rendered.push(new);
        }
    }
}
