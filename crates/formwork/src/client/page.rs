//! The one loop: an event goes into the machine, and each effect that comes out is carried out by one call.
//!
//! An event that is raised meanwhile waits in the queue: nothing here is entered twice, and nothing is borrowed while
//! code of the app runs.

use super::{
    calls::Caller,
    channels, code, controls, dom,
    forms::{self, Attached},
    leave, mounted, outdated, redirect,
    send::{self, NETWORK, NoAnswer},
    updates,
    watch::{self, Watched},
};
use crate::{
    channel::{Channel, Code, Submitter},
    fields::{FormArg, FormData},
    submission::{
        Effect, Event, Focus, FormDo, FormId, Look, Page, Reply, SubmissionEnd, SubmissionId,
        SubmissionStatus, Timer, ViewId, ViewState, jittered,
    },
    wire::{Answer, FIELD_QUERIES, Outcome, PageOutcome, QueryRequest, place_of},
};
use leptos::prelude::*;
use std::{cell::RefCell, collections::VecDeque, mem, sync::Arc, time::Duration};
use web_sys::AbortController;

/// What a submission is made of, beside what the machine knows.
pub(super) struct Held {
    pub(super) id: SubmissionId,
    /// The action's id; empty for a closure.
    pub(super) action: String,
    pub(super) work: Work,
    /// What it carries, without reserved fields.
    pub(super) visible: FormData,
    pub(super) submitter: Option<Submitter>,
    /// What had the focus in the form: a button that waits for the answer loses it.
    pub(super) focused: Option<web_sys::HtmlElement>,
    /// The form or hook of its lane, which may be gone: it has the state before this one.
    pub(super) channel: Option<Channel>,
    /// The key of the form that it was pressed in.
    pub(super) place: Option<String>,
    /// Whether the form goes on holding what was submitted, whatever the answer.
    pub(super) keeps_values: bool,
    /// Who waits for its end, where it is a call.
    pub(super) caller: Option<Caller>,
    pub(super) running: Running,
}

/// What is running for a submission.
#[derive(Default)]
pub(super) struct Running {
    stop: Option<Stop>,
    timers: Vec<(Timer, TimeoutHandle)>,
    /// The attempt that is running.
    attempt: u32,
    /// Until the client's patience with it ends.
    patience: Option<TimeoutHandle>,
    /// Of a closure: what the ids of its calls begin with, the same for all attempts.
    wire: Option<String>,
}

/// What sending a submission means.
#[derive(Clone)]
pub(super) enum Work {
    /// A request to the server.
    Post {
        url: String,
        data: web_sys::FormData,
    },
    /// Code of the page.
    Code(Code),
}

/// Stops an attempt.
enum Stop {
    Request(AbortController),
    Code(futures::future::AbortHandle),
}

/// Where the fresh values of what an answer has changed are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Values {
    /// In the answer to this request.
    Along {
        /// Its number.
        request: u64,
        /// The queries that it has named: those that the page has shown when it was sent.
        named: Vec<QueryRequest>,
    },
    /// Nowhere: they have to be read. So it is with the bridge's answers, which are pages.
    Unread,
}

/// An answer that has come.
pub(super) struct Came {
    pub(super) answer: Answer,
    pub(super) values: Values,
}

/// All that the client knows of its page, but for the values that are shown.
#[derive(Default)]
pub(super) struct State {
    machine: Page,
    queue: VecDeque<(Event, Option<Came>)>,
    is_running: bool,
    newest: u64,
    held: Vec<Held>,
    pub(super) channels: Vec<Channel>,
    pub(super) forms: Vec<Attached>,
    pub(super) watched: Vec<Watched>,
    /// Deadlines of actions that have one of their own, in milliseconds.
    pub(super) deadlines: Vec<(&'static str, u64)>,
    /// How many bytes are on their way that outlive the page.
    pub(super) kept_alive: u32,
    pub(super) leave: leave::Asking,
    /// What the page was rendered with, while hydrating; then what was answered, for as long as what it changes is
    /// rendered.
    outcome: Option<Arc<PageOutcome>>,
    /// The keys of forms and hooks that were the only ones of their place when it was answered: rendered anew for the
    /// answer, they may have other arguments.
    alone: Vec<String>,
}

thread_local! {
    static STATE: RefCell<State> = RefCell::default();
}

/// Looks at the state, or changes it. What is taken out of it is given back, and dropped by the caller: what the app has
/// put there may run code of its own then.
pub(super) fn with<R>(f: impl FnOnce(&mut State) -> R) -> R {
    STATE.with_borrow_mut(f)
}

/// What is known of a submission.
pub(super) fn with_held<R>(id: SubmissionId, f: impl FnOnce(&mut Held) -> R) -> Option<R> {
    with(|state| state.held.iter_mut().find(|held| held.id == id).map(f))
}

/// Asks the machine.
pub(super) fn ask<R>(f: impl FnOnce(&Page) -> R) -> R {
    with(|state| f(&state.machine))
}

/// The next number for a submission of this page.
pub(super) fn next_id() -> SubmissionId {
    with(|state| {
        state.newest += 1;
        SubmissionId::new(state.newest)
    })
}

pub(super) fn channel_of(view: ViewId) -> Option<Channel> {
    with(|state| {
        let mut channels = state.channels.iter();
        channels
            .find(|channel| channel.shared.view == view)
            .cloned()
    })
}

/// The channel of the form or hook with this key.
pub(super) fn channel_of_key(key: &str) -> Option<Channel> {
    ask(|machine| machine.view_of(key)).and_then(channel_of)
}

fn channels_of(id: SubmissionId) -> Vec<Channel> {
    let views = ask(|machine| machine.shown_by(id));
    views.into_iter().filter_map(channel_of).collect()
}

/// A form or hook is on the page until its owner goes.
pub(crate) fn open(channel: &Channel) {
    let view = channel.shared.view;
    redirect::find_router();
    #[cfg(debug_assertions)]
    channels::warn_of_twins(channel);
    with(|state| state.channels.push(channel.clone()));
    dispatch(Event::Opened {
        view,
        key: channel.shared.key.as_lane(),
    });
    Owner::on_cleanup(move || {
        let gone = with(|state| {
            let at = state
                .channels
                .iter()
                .position(|it| it.shared.view == view)?;
            Some(state.channels.remove(at))
        });
        dispatch(Event::Closed { view });
        drop(gone);
    });
}

/// Takes a submission in, as the event says.
pub(super) fn enter(held: Held, event: Event) {
    with(|state| state.held.push(held));
    dispatch(event);
}

// --- the loop

struct Sight;

impl Look for Sight {
    fn holds(&self, form: FormId) -> Option<u64> {
        Some(controls::holds(&forms::element(form)?))
    }

    fn focus(&self, form: FormId) -> Focus {
        forms::element(form).map_or(Focus::Lost, |form| forms::focus_seen_from(&form))
    }

    fn path(&self) -> u64 {
        dom::path_digest()
    }
}

/// Something has happened.
pub(super) fn dispatch(event: Event) {
    dispatch_with(event, None);
}

/// An attempt has been answered.
pub(super) fn answered(id: SubmissionId, attempt: u32, answer: Answer, values: Values) {
    let how = answer.outcome.settlement();
    let stays = forms::is_own_page(&answer.outcome);
    let reply = Reply::Answer { how, stays };
    let event = Event::Replied { id, attempt, reply };
    dispatch_with(event, Some(Came { answer, values }));
}

fn dispatch_with(event: Event, came: Option<Came>) {
    let is_running = with(|state| {
        state.queue.push_back((event, came));
        mem::replace(&mut state.is_running, true)
    });
    if is_running {
        return;
    }
    while let Some((event, mut came)) = with(|state| state.queue.pop_front()) {
        let mut machine = with(|state| mem::take(&mut state.machine));
        let effects = machine.handle(event, &Sight);
        with(|state| state.machine = machine);
        for effect in effects {
            carry_out(effect, &mut came);
        }
    }
    with(|state| state.is_running = false);
    leave::asks(ask(Page::pending));
}

fn carry_out(effect: Effect, came: &mut Option<Came>) {
    match effect {
        Effect::Accepted { id, form } => accepted(id, form),
        Effect::Send {
            id,
            attempt,
            with_state,
            view,
        } => start(id, attempt, with_state, view),
        Effect::Abort { id } => stop(id),
        Effect::CancelRun { id } => {
            stop(id);
            cancel_run(id);
        }
        Effect::Start {
            id,
            timer,
            delay_ms,
        } => start_timer(id, timer, delay_ms),
        Effect::Stop { id, timer } => stop_timer(id, timer),
        Effect::Values { id, answered } => match came.as_mut().filter(|_| answered) {
            Some(came) => updates::ended(id, came),
            None => updates::came_to_nothing(id),
        },
        Effect::Fresh { .. } => {
            if let Some(came) = came {
                updates::fresh(came);
            }
        }
        Effect::State { view, id } => {
            if let (Some(channel), Some(came)) = (channel_of(view), &came)
                && is_of(&channel, id)
            {
                channels::take_state(&channel, &came.answer);
            }
        }
        Effect::Say { view, notice } => {
            if let Some(channel) = channel_of(view) {
                let answer = came.as_ref().map(|came| &came.answer.outcome);
                channels::say(&channel, notice.map(|(_, notice)| notice), answer);
            }
        }
        Effect::Form { form, id, what } => {
            let is_outdated = came.as_ref().is_some_and(|came| came.answer.outdated);
            match what {
                FormDo::Renew if is_outdated && outdated::is_loaded_again(form, id) => {
                    dispatch(Event::Renewed { id });
                }
                what => forms::change(form, id, what),
            }
        }
        Effect::View { view, state } => show(view, state),
        Effect::Answered { id, lane, view } => {
            if let Some(came) = came {
                wanted(id, &lane, view, &came.answer);
            }
        }
        Effect::Follow { .. } => {
            if let Some(Outcome::Redirect(redirect)) = came.as_ref().map(|it| &it.answer.outcome) {
                redirect::follow(redirect);
            }
        }
        Effect::Status { id, status, slow } => stands(id, status, slow),
        Effect::Forget { id } => forget(id),
    }
}

// --- what effects mean

/// Whether a submission is one of the channel's own action.
fn is_of(channel: &Channel, id: SubmissionId) -> bool {
    with_held(id, |held| held.action == channel.shared.action) == Some(true)
}

/// It is under way: the form's `on_submit` adds its updates.
fn accepted(id: SubmissionId, form: Option<FormId>) {
    let on_submit = form.and_then(forms::on_submit);
    let visible = with_held(id, |held| held.visible.clone());
    if let (Some(on_submit), Some(visible)) = (on_submit, visible) {
        code::in_submission(id, || on_submit(&visible));
    }
}

/// Its answer is wanted: by its caller, or by what is rendered anew for it.
fn wanted(id: SubmissionId, lane: &str, view: Option<ViewId>, answer: &Answer) {
    let Some((caller, channel)) = with_held(id, |held| (held.caller.clone(), held.channel.clone()))
    else {
        return;
    };
    let channel = match view {
        Some(view) => channel_of(view),
        // Its owner is gone, and others of its lane still begin with the state that this one leaves.
        None => channel.inspect(|channel| {
            if is_of(channel, id) {
                channels::take_state(channel, answer);
            }
        }),
    };
    match caller {
        Some(caller) => {
            if answer.outcome.is_success() {
                code::call_came_true(id);
            }
            caller.tell(Ok(answer.outcome.clone()));
        }
        None => {
            // Seals that no form holds have come with the values of queries.
            let is_of_form = with_held(id, |held| held.place.is_some()) == Some(true);
            if matches!(answer.outcome, Outcome::Stale) && !is_of_form {
                mounted::refetch_all();
            }
            let prev = channel.and_then(|channel| channel.shared.prev.get_untracked());
            if let Some(outcome) = rendering(id, lane, prev, answer) {
                is_rendered_with(outcome);
            }
        }
    }
}

/// What the forms and hooks find that stand, after this answer, where others were: as on a fresh page.
fn rendering(
    id: SubmissionId,
    lane: &str,
    prev: Option<String>,
    answer: &Answer,
) -> Option<PageOutcome> {
    let channels = with(|state| state.channels.clone());
    let earlier = channels.iter().filter_map(channels::state_of).collect();
    let place = with_held(id, |held| held.place.clone()).flatten();
    let form = place.and_then(|key| forms::of_key(&key));
    let is_secret = form.map_or(FormData::is_secret as fn(&str) -> bool, |form| {
        form.is_secret()
    });
    with_held(id, |held| {
        let form = held.place.clone().unwrap_or_else(|| lane.to_string());
        let is_of_button = form != lane;
        let is_kept = !answer.outcome.is_success() || held.keeps_values;
        PageOutcome {
            form,
            hook: is_of_button.then(|| lane.to_string()),
            action: held.action.clone(),
            submission: String::new(),
            values: match is_kept {
                true => held.visible.values_to_show(is_secret),
                false => Vec::new(),
            },
            state: None,
            earlier,
            answer: Answer {
                prev,
                ..Answer::bare(answer.outcome.clone())
            },
        }
    })
}

/// While hydrating.
pub(super) fn set_page_outcome(outcome: Option<PageOutcome>) {
    let before = with(|state| mem::replace(&mut state.outcome, outcome.map(Arc::new)));
    drop(before);
}

/// An answer changes the page: a form that is rendered anew for it finds the answer as it would on a fresh page.
fn is_rendered_with(outcome: PageOutcome) {
    let keys = [Some(&outcome.form), outcome.hook.as_ref()].into_iter();
    let alone = keys.flatten().filter(|key| is_alone(key)).cloned();
    let alone = alone.collect();
    with(|state| state.alone = alone);
    set_page_outcome(Some(outcome));
    // Effects run in microtasks.
    set_timeout(|| set_page_outcome(None), Duration::ZERO);
}

/// Whether the page has no other form or hook in the place of this one, with other arguments.
fn is_alone(key: &str) -> bool {
    with(|state| {
        let mut keys = state
            .channels
            .iter()
            .map(|channel| channel.shared.key.as_str());
        keys.all(|other| other == key || place_of(other) != place_of(key))
    })
}

/// The outcome that the page was rendered with, while hydrating, or that it is being rendered with: as the form or hook
/// with this key finds it, which may have come in the place of one with other arguments.
pub(crate) fn page_outcome(own: &str, _: &'static str) -> Option<Arc<PageOutcome>> {
    let (outcome, alone) = with(|state| Some((state.outcome.clone()?, state.alone.clone())))?;
    let stands_in = |key: &str| {
        key != own && place_of(key) == place_of(own) && alone.iter().any(|other| other == key)
    };
    let keys = [Some(&outcome.form), outcome.hook.as_ref()].into_iter();
    if !keys.flatten().any(|key| stands_in(key)) {
        return Some(outcome);
    }
    let mut moved = (*outcome).clone();
    let hook = moved.hook.as_mut();
    for key in hook.into_iter().chain([&mut moved.form]) {
        if stands_in(key) {
            *key = own.to_string();
        }
    }
    // Seals of a state are bound to the arguments.
    moved.answer.prev = None;
    for state in &mut moved.earlier {
        if stands_in(&state.key) {
            state.key = own.to_string();
            state.prev = None;
        }
    }
    Some(Arc::new(moved))
}

fn show(view: ViewId, state: ViewState) {
    let Some(channel) = channel_of(view) else {
        return;
    };
    let shared = &channel.shared;
    let current = state.current.and_then(|id| {
        with_held(id, |held| {
            (
                held.visible.clone(),
                held.action.clone(),
                held.submitter.clone(),
            )
        })
    });
    let is_idle = current.is_none();
    let (data, sent_to, submitter) = match current {
        Some((data, sent_to, submitter)) => (Some(data), Some(sent_to), submitter),
        None => (None, None, None),
    };
    shared.data.set(data);
    channels::set(&shared.sent_to, sent_to);
    channels::set(&shared.submitter, submitter);
    channels::set(&shared.status, state.status);
    channels::set(&shared.slow, state.slow);
    channels::set(&shared.pending, state.pending);
    channels::set(&shared.busy, state.busy);
    if is_idle {
        channels::set(&shared.progress, None);
    }
}

/// A submission stands like this: whoever looks at those of its action is told, and its caller of an end without an
/// answer.
fn stands(id: SubmissionId, status: SubmissionStatus, slow: bool) {
    let Some((action, caller)) = with_held(id, |held| (held.action.clone(), held.caller.clone()))
    else {
        return;
    };
    let is_answered =
        matches!(status, SubmissionStatus::Settled(how) if how != SubmissionEnd::Unanswered);
    if let Some(caller) = caller
        && !status.is_under_way()
        && !is_answered
    {
        caller.tell(Err(status));
    }
    watch::changed(&action, id, status, slow);
}

fn forget(id: SubmissionId) {
    let forgotten = with(|state| {
        let at = state.held.iter().position(|held| held.id == id)?;
        Some(state.held.remove(at))
    });
    if let Some(held) = forgotten {
        if let Some(patience) = held.running.patience {
            patience.clear();
        }
        watch::forgotten(&held.action);
    }
}

// --- attempts

/// Starts an attempt.
fn start(id: SubmissionId, attempt: u32, with_state: bool, view: Option<ViewId>) {
    let found = with_held(id, |held| {
        (
            held.work.clone(),
            held.channel.clone(),
            held.visible.clone(),
        )
    });
    match found {
        Some((Work::Post { url, data }, channel, _)) => {
            // The state as the submission before this one has left it. A retry keeps what it was sent with.
            let channel = view.and_then(channel_of).or(channel);
            let prev = channel.and_then(|channel| channel.shared.prev.get_untracked());
            if let Some(prev) = prev.filter(|_| attempt == 1 && with_state) {
                let _ = data.set_with_str(crate::wire::FIELD_PREV, &prev);
            }
            request(id, attempt, url, data);
        }
        Some((Work::Code(code), _, visible)) => run(id, attempt, &code, visible),
        None => {}
    }
}

fn request(id: SubmissionId, attempt: u32, url: String, data: web_sys::FormData) {
    let abort = AbortController::new().ok();
    let signal = abort.as_ref().map(AbortController::signal);
    with_held(id, |held| held.running.stop = abort.map(Stop::Request));
    updates::sent(id);
    let numbered = updates::next_request();
    let named = mounted::named();
    let _ = data.set_with_str(FIELD_QUERIES, &named);
    let named = serde_json::from_str(&named).unwrap_or_default();
    be_patient(id, attempt);
    let progress = move |part: f64| {
        // It moves: the patience begins anew.
        be_patient(id, attempt);
        for channel in channels_of(id) {
            channel.shared.progress.set(Some(part));
        }
    };
    leptos::task::spawn_local(async move {
        let result = send::post(&url, &data, signal.as_ref(), progress).await;
        attempt_ended(id, attempt);
        match result {
            Ok(answer) => {
                let request = numbered;
                answered(id, attempt, answer, Values::Along { request, named });
            }
            // Whoever answers in the action's place leads elsewhere, such as to a login: the browser posts it, and goes
            // there. Should it stay here after all, patience ends.
            Err(NoAnswer::Elsewhere) if with_held(id, |_| ()).is_some() => {
                be_patient(id, attempt);
                leave::post_as_document(&url, &data);
            }
            Err(failure) => lost(id, attempt, failure),
        }
    });
}

/// Runs a closure in the submission's scope. A run that is stopped is dropped where it waits.
fn run(id: SubmissionId, attempt: u32, code: &Code, visible: FormData) {
    let (stop, registration) = futures::future::AbortHandle::new_pair();
    updates::sent(id);
    let numbered = updates::next_request();
    // Made once for all attempts: the calls of a second one are those of the first.
    let wire = with_held(id, |held| {
        held.running.stop = Some(Stop::Code(stop));
        held.running.attempt = attempt;
        held.running.wire.get_or_insert_with(dom::new_id).clone()
    });
    let scoped = code::Scoped::new(id, wire.unwrap_or_default(), || code(visible));
    leptos::task::spawn_local(async move {
        let ended = futures::future::Abortable::new(scoped, registration).await;
        attempt_ended(id, attempt);
        let Ok((outcome, came_true)) = ended else {
            return;
        };
        match outcome {
            Some(outcome) => {
                if outcome.is_success() {
                    updates::scope_ended(id, came_true);
                }
                let values = Values::Along {
                    request: numbered,
                    named: Vec::new(),
                };
                answered(id, attempt, Answer::bare(outcome), values);
            }
            None => lost(id, attempt, NoAnswer::Foreign),
        }
    });
}

/// An attempt has no answer.
pub(super) fn lost(id: SubmissionId, attempt: u32, why: NoAnswer) {
    let after_ms = match why {
        NoAnswer::Again { after_ms } => Some(after_ms),
        NoAnswer::Foreign | NoAnswer::Elsewhere => None,
    };
    let reply = Reply::Lost {
        retryable: after_ms.is_some(),
        after_ms: after_ms.unwrap_or_default(),
    };
    dispatch(Event::Replied { id, attempt, reply });
}

/// The connections of all that is on its way are lost, though nobody has said so: it is sent again at once.
pub(super) fn connections_are_lost() {
    let on_their_way: Vec<SubmissionId> = ask(Page::turns)
        .into_iter()
        .flatten()
        .filter(|(_, status)| *status == SubmissionStatus::Sending)
        .map(|(id, _)| id)
        .collect();
    for id in on_their_way {
        let attempt = with_held(id, |held| {
            matches!(held.work, Work::Post { .. }).then_some(held.running.attempt)
        });
        if let Some(attempt) = attempt.flatten() {
            stop(id);
            attempt_ended(id, attempt);
            lost(id, attempt, NETWORK);
            dispatch(Event::Retry { id });
        }
    }
}

/// Stops an attempt: closes its connection, or drops its code.
fn stop(id: SubmissionId) {
    match with_held(id, |held| held.running.stop.take()).flatten() {
        Some(Stop::Request(abort)) => abort.abort(),
        Some(Stop::Code(code)) => code.abort(),
        None => {}
    }
}

/// Tells the server that a run is wanted no longer. Work that the run has committed stays committed.
fn cancel_run(id: SubmissionId) {
    match with_held(id, |held| held.work.clone()) {
        Some(Work::Post { url, data }) => send::cancel(&url, &data),
        Some(Work::Code(_)) => code::cancel_calls(id),
        None => {}
    }
}

fn start_timer(id: SubmissionId, timer: Timer, delay_ms: u32) {
    let fired = move || {
        with_held(id, |held| {
            held.running.timers.retain(|(it, _)| *it != timer)
        });
        dispatch(Event::Fired { id, timer });
    };
    let delay_ms = match timer {
        Timer::Retry => jittered(delay_ms, js_sys::Math::random()),
        Timer::Slow => delay_ms,
    };
    let delay = Duration::from_millis(u64::from(delay_ms));
    if let Ok(handle) = set_timeout_with_handle(fired, delay) {
        with_held(id, |held| held.running.timers.push((timer, handle)));
    }
}

fn stop_timer(id: SubmissionId, timer: Timer) {
    let running = with_held(id, |held| {
        let timers = &mut held.running.timers;
        let at = timers.iter().position(|(it, _)| *it == timer)?;
        Some(timers.swap_remove(at).1)
    });
    if let Some(handle) = running.flatten() {
        handle.clear();
    }
}

/// An attempt is waited for from now on, for as long as its action may take.
pub(super) fn be_patient(id: SubmissionId, attempt: u32) {
    let Some(action) = with_held(id, |held| held.action.clone()) else {
        return;
    };
    let out_of_it = move || {
        let reply = Reply::TimedOut;
        dispatch(Event::Replied { id, attempt, reply });
    };
    let patience = set_timeout_with_handle(out_of_it, send::patience(&action)).ok();
    let before = with_held(id, |held| {
        held.running.attempt = attempt;
        mem::replace(&mut held.running.patience, patience)
    });
    if let Some(before) = before.flatten() {
        before.clear();
    }
}

/// An attempt has ended, in whatever way: nothing of it can be stopped any more.
pub(super) fn attempt_ended(id: SubmissionId, attempt: u32) {
    let patience = with_held(id, |held| {
        let running = &mut held.running;
        if running.attempt != attempt {
            return None;
        }
        running.stop = None;
        running.patience.take()
    });
    if let Some(patience) = patience.flatten() {
        patience.clear();
    }
}
