//! The one loop: an event goes into the machine, and each effect that comes out is carried out by one call.
//!
//! An event that is raised meanwhile waits in the queue: nothing here is entered twice, and nothing is borrowed while
//! code of the app runs.

use super::{
    attached, attempts, channels, code, controls, dom, forms,
    held::{self, Came, ask, channel_of, dispatch, with, with_held},
    leave, outdated, reads, redirect, rendered, updates, watch,
};
use crate::{
    channel::Channel,
    submission::{
        Effect, Event, Focus, FormDo, FormId, Look, Page, SubmissionEnd, SubmissionId,
        SubmissionStatus, ViewId, ViewState,
    },
    wire::{Answer, Outcome},
};
use leptos::prelude::Owner;
use std::mem;

/// From now on the page's events are worked off here.
pub(super) fn begin() {
    held::worked_off_by(work_off);
}

/// A form or hook is on the page until its owner goes.
pub(crate) fn open(channel: &Channel) {
    let view = channel.shared.view;
    begin();
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

fn work_off() {
    while let Some((event, mut came)) = with(|state| state.queue.pop_front()) {
        let mut machine = with(|state| mem::take(&mut state.machine));
        let effects = machine.handle(event, &Sight);
        with(|state| state.machine = machine);
        for effect in effects {
            carry_out(effect, &mut came);
        }
    }
    leave::asks(ask(Page::pending));
}

pub(super) struct Sight;

impl Look for Sight {
    fn holds(&self, form: FormId) -> Option<u64> {
        Some(controls::holds(&attached::of_id(form)?.element))
    }

    fn focus(&self, form: FormId) -> Focus {
        attached::of_id(form).map_or(Focus::Lost, |form| forms::focus_seen_from(&form.element))
    }

    fn path(&self) -> u64 {
        dom::path_digest()
    }
}

pub(super) fn carry_out(effect: Effect, came: &mut Option<Came>) {
    match effect {
        Effect::Accepted { id, form } => accepted(id, form),
        Effect::Send {
            id,
            attempt,
            with_state,
            view,
        } => attempts::start(id, attempt, with_state, view),
        Effect::Abort { id } => attempts::stop(id),
        Effect::CancelRun { id } => {
            attempts::stop(id);
            attempts::cancel_run(id);
        }
        Effect::Start {
            id,
            timer,
            delay_ms,
        } => attempts::start_timer(id, timer, delay_ms),
        Effect::Stop { id, timer } => attempts::stop_timer(id, timer),
        Effect::Values { id, answered } => match came.as_mut().filter(|_| answered) {
            Some(came) => reads::refetch_each(updates::ended(id, came)),
            None => updates::came_to_nothing(id),
        },
        Effect::Fresh { .. } => {
            if let Some(came) = came {
                reads::refetch_each(updates::fresh(came));
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

/// Whether a submission is one of the channel's own action.
fn is_of(channel: &Channel, id: SubmissionId) -> bool {
    with_held(id, |held| held.action == channel.shared.action) == Some(true)
}

/// It is pending: the form's `on_submit` adds its updates.
fn accepted(id: SubmissionId, form: Option<FormId>) {
    let on_submit = form
        .and_then(attached::of_id)
        .and_then(|form| form.handle.on_submit);
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
                reads::refetch_all();
            }
            let prev = channel.and_then(|channel| channel.shared.prev.get_untracked());
            if let Some(outcome) = rendered::rendering(id, lane, prev, answer) {
                rendered::is_rendered_with(outcome);
            }
        }
    }
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

/// The status of a submission: `use_submissions` is told, and its caller, of an end without an answer.
fn stands(id: SubmissionId, status: SubmissionStatus, slow: bool) {
    let Some((action, caller)) = with_held(id, |held| (held.action.clone(), held.caller.clone()))
    else {
        return;
    };
    let is_answered =
        matches!(status, SubmissionStatus::Settled(how) if how != SubmissionEnd::Unanswered);
    if let Some(caller) = caller
        && !status.is_pending()
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
