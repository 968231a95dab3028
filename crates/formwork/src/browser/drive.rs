//! Events go into a lane, and the effects that come out are carried out.

use super::{
    busy, forms,
    lanes::{self, Stop, Submission, newest_id, next_id, number_of, open_lane, with},
    report, returns, scope, settle, start, updates, watched,
};
use crate::{
    fields::{FormArg, FormData},
    form::Reset,
    hooks::{Channel, Failure},
    submission::{Effect, Event, Policy, Retry, Settlement, Status, SubmissionId},
    wire::{Answer, Outcome, PageOutcome},
};
use leptos::prelude::*;
use std::time::Duration;

/// Gives a channel its lane. When the owner that made it is gone, the lane comes to its end unseen.
pub(crate) fn open_channel(channel: &Channel) {
    let number = open_lane(channel);
    returns::take_up_calls(channel);
    let left = channel.clone();
    Owner::on_cleanup(move || {
        let under_way: Vec<SubmissionId> = with(number, |driven| {
            for submission in driven.submissions.values_mut() {
                submission.form = None;
                submission.focused = None;
                // It is the owner's.
                submission.on_submit = None;
            }
            driven.submissions.keys().copied().collect()
        })
        .unwrap_or_default();
        under_way.into_iter().for_each(settle::forgotten);
        for earlier in returns::leave(&left) {
            raise(earlier, Event::Unmount);
        }
        raise(number, Event::Unmount);
        // What goes later may have held it until now.
        if lanes::waits_for(number).is_none() {
            raise(number, Event::Release);
        }
    });
}

/// A channel for what has lost its form before hydration.
pub(super) fn unseen_channel(key: &str) -> Channel {
    let channel = Channel::of_nobody(key);
    open_lane(&channel);
    raise_in_place(number_of(&channel), Event::Unmount);
    channel
}

/// A lane that is over is let go, and those that have waited for it begin.
fn let_go(number: usize) {
    let Some(key) = lanes::is_at_its_end(number) else {
        return;
    };
    lanes::remove_if_over(number);
    for free in lanes::free_lanes(&key) {
        raise_in_place(free, Event::Release);
        lanes::remove_if_over(free);
    }
}

/// Hands a submission to the channel's lane.
pub(super) fn submit(channel: &Channel, submission: Submission) -> SubmissionId {
    let id = next_id();
    // The guard against repeats knows a press by its content; a form whose repeats count has none.
    let press = submission.press.filter(|_| !submission.repeat);
    for earlier in lanes::earlier_than(channel) {
        let joined = with(earlier, |driven| driven.lane.joins(press?));
        if let Some(id) = joined.flatten() {
            raise(earlier, Event::Retry { id });
            return id;
        }
        // What is kept there and sent again would undo what is newer.
        if channel.shared.policy == Policy::Latest {
            raise(earlier, Event::Unmount);
        }
    }
    begin(channel, id, submission, Event::Submit { id, press });
    id
}

/// Takes over a submission that the bridge has sent.
pub(super) fn adopt(channel: &Channel, submission: Submission) -> (usize, SubmissionId) {
    let id = next_id();
    let event = Event::Adopt {
        id,
        press: submission.press,
    };
    begin(channel, id, submission, event);
    (number_of(channel), id)
}

fn begin(channel: &Channel, id: SubmissionId, submission: Submission, event: Event) {
    let number = number_of(channel);
    // What the page before submits on its way out, such as an autosave.
    if with(number, |_| ()).is_none() {
        open_lane(channel);
        raise_in_place(number, Event::Unmount);
    }
    let turn = match lanes::waits_for(number) {
        Some(by) => Event::Hold { by },
        None => Event::Release,
    };
    raise_in_place(number, turn);
    let effects = with(number, |driven| {
        driven.submissions.insert(id, submission.clone());
        driven.newest = Some(id);
        driven.lane.handle(event)
    });
    let Some(effects) = effects else { return };
    if effects
        .iter()
        .all(|effect| effect.end().is_none_or(|(ended, _)| ended != id))
    {
        accepted(channel, id, &submission);
    }
    carry_out(number, effects);
    report::report(number);
    let_go(number);
}

/// A submission is under way: the form says so, and its optimistic updates are seen.
fn accepted(channel: &Channel, id: SubmissionId, submission: &Submission) {
    for channel in std::iter::once(channel).chain(&submission.others) {
        busy::says(channel, submission);
        channel.forget_failure();
    }
    busy::changed_for_others(number_of(channel), id);
    if let Some(on_submit) = &submission.on_submit {
        scope::in_submission(id, || on_submit(&submission.visible));
    }
    if submission.reset == Reset::AtOnce {
        settle::empty(channel, id, submission);
    }
}

/// The person changed something in a form.
pub(super) fn edited(channel: &Channel) {
    let number = number_of(channel);
    raise(number, Event::Edited);
    for number in lanes::at_work_for(channel) {
        raise(number, Event::Edited);
    }
}

/// After how long what is submitted from now on counts as slow.
pub(super) fn slow_after(channel: &Channel, slow_after: Duration) {
    let milliseconds = u32::try_from(slow_after.as_millis()).unwrap_or(u32::MAX);
    with(number_of(channel), |driven| {
        driven.lane.slow_after(milliseconds)
    });
}

/// The browser says that it is online again.
pub(super) fn online() {
    for number in lanes::all() {
        raise(number, Event::Online);
    }
}

pub(super) fn raise(number: usize, event: Event) {
    raise_in_place(number, event);
    let_go(number);
}

fn raise_in_place(number: usize, event: Event) {
    if let Some(effects) = with(number, |driven| driven.lane.handle(event)) {
        carry_out(number, effects);
        report::report(number);
    }
}

fn carry_out(number: usize, effects: Vec<Effect>) {
    for effect in effects {
        if let Some((id, status)) = effect.end() {
            busy::changed_for_others(number, id);
            report::tell_end(number, id, status);
        }
        match effect {
            Effect::Send { id, attempt, .. } => start::start(number, id, attempt),
            Effect::Abort { id } => stop(number, id),
            Effect::CancelRun { id } => {
                stop(number, id);
                start::cancel(number, id);
            }
            Effect::Settle { id, how } => settled(number, id, how),
            Effect::Cancelled { id } => {
                updates::came_to_nothing(id);
                report::tell(number, id, Failure::Cancelled);
                settle::came_to_nothing(number, id);
                forget(number, id);
            }
            Effect::Superseded { id, .. } => {
                updates::came_to_nothing(id);
                settle::forgotten(id);
                forget(number, id);
            }
            Effect::Ignored { id, .. } => {
                report::tell(number, id, Failure::Ignored);
                forget(number, id);
            }
            Effect::Joined { id, .. } => forget(number, id),
            Effect::Forget { id } => {
                settle::forgotten(id);
                forget(number, id);
            }
            Effect::StartTimer {
                id,
                timer,
                delay_ms,
            } => {
                let fired = move || {
                    with(number, |driven| driven.timers.remove(&(id, timer)));
                    raise(number, Event::TimerFired { id, timer });
                };
                let delay = Duration::from_millis(u64::from(delay_ms));
                if let Ok(handle) = set_timeout_with_handle(fired, delay) {
                    with(number, |driven| driven.timers.insert((id, timer), handle));
                }
            }
            Effect::StopTimer { id, timer } => {
                if let Some(Some(handle)) =
                    with(number, |driven| driven.timers.remove(&(id, timer)))
                {
                    handle.clear();
                }
            }
            Effect::PendingChanged(_) => {
                if let Some(channel) = with(number, |driven| driven.channel.clone()) {
                    busy::update(&channel);
                }
            }
            Effect::SlowChanged(_) => busy::slow_changed(number),
            Effect::Resumed { id } => {
                let resumed = with(number, |driven| {
                    Some((driven.channel.clone(), driven.submissions.get(&id)?.clone()))
                });
                if let Some(Some((channel, submission))) = resumed {
                    accepted(&channel, id, &submission);
                }
            }
        }
    }
}

fn forget(number: usize, id: SubmissionId) {
    let forgotten = with(number, |driven| {
        driven.wire_ids.remove(&id);
        driven.submissions.remove(&id)
    });
    if let Some(submission) = forgotten.flatten() {
        watched::forgotten(&submission.action, id);
    }
}

/// Stops an attempt: closes its connection, or drops its code.
fn stop(number: usize, id: SubmissionId) {
    match with(number, |driven| driven.stops.remove(&id)).flatten() {
        Some(Stop::Request(abort)) => abort.abort(),
        Some(Stop::Code(code)) => code.abort(),
        None => {}
    }
}

/// Where the fresh values of what an answer has changed are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Values {
    /// In the answer to this request.
    Along {
        /// Its number.
        request: u64,
    },
    /// Nowhere: they have to be read. So it is with the bridge's answers, which are pages.
    Unread,
}

/// An answer has come: values, updates, state and form change in one turn, then the next one is sent.
pub(super) fn answered(
    number: usize,
    id: SubmissionId,
    attempt: u32,
    mut answer: Answer,
    values: Values,
) {
    let waiting = with(number, |driven| {
        let is_waited_for = driven.lane.status(id) == Some(Status::Sending);
        let submission = driven.submissions.get(&id)?.clone();
        is_waited_for.then(|| (driven.channel.clone(), submission, driven.lane.gone()))
    })
    .flatten();
    // Whoever has gone to another page meanwhile stays there.
    let leads_on = waiting
        .as_ref()
        .is_some_and(|(_, submission, is_gone)| !is_gone || submission.path == super::dom::path());
    updates::ended(id, &mut answer, values);
    if let Some((channel, submission, _)) = &waiting {
        let newest = newest_id();
        channel.show(&answer, &submission.action, id, newest);
        for other in &submission.others {
            other.show(&answer, &submission.action, id, newest);
        }
        settle::form(channel, id, submission, &answer);
        match &submission.caller {
            None => super::is_rendered_with(rendering(channel, submission, &answer)),
            Some(caller) => {
                if answer.outcome.is_success() {
                    scope::call_came_true(id);
                }
                caller.tell(Ok(answer.outcome.clone()));
            }
        }
    }
    raise(
        number,
        Event::Answered {
            id,
            attempt,
            how: settlement(&answer.outcome),
        },
    );
    if let Outcome::Redirect(redirect) = &answer.outcome
        && leads_on
    {
        leptos::server_fn::redirect::call_redirect_hook(&redirect.to);
    }
}

/// What a form that stands where this one was finds of the answer.
fn rendering(channel: &Channel, submission: &Submission, answer: &Answer) -> PageOutcome {
    let key_of = |channel: &Channel| channel.shared.key.as_str().to_string();
    let form = submission.others.first().unwrap_or(channel);
    let is_of_button = form.shared.key != channel.shared.key;
    let handle = submission
        .form
        .as_ref()
        .and_then(|form| forms::of_element(form));
    let is_secret = handle.map_or(FormData::is_secret as fn(&str) -> bool, |(_, handle)| {
        handle.is_secret
    });
    let is_kept = !answer.outcome.is_success() || submission.reset == Reset::Never;
    PageOutcome {
        form: key_of(form),
        hook: is_of_button.then(|| key_of(channel)),
        action: submission.action.clone(),
        submission: String::new(),
        values: match is_kept {
            true => submission.visible.values_to_show(is_secret),
            false => Vec::new(),
        },
        state: None,
        earlier: Vec::new(),
        answer: Answer {
            prev: channel.shared.prev.get_untracked(),
            ..Answer::bare(answer.outcome.clone())
        },
    }
}

fn settled(number: usize, id: SubmissionId, how: Settlement) {
    with(number, |driven| driven.stops.remove(&id));
    if how == Settlement::Unanswered {
        updates::came_to_nothing(id);
        report::tell(number, id, Failure::Unanswered);
        settle::came_to_nothing(number, id);
    }
    if how.retry() != Retry::SameId {
        forget(number, id);
    }
}

/// Whether the channel with this number is still the submission's.
pub(super) fn knows(number: usize, id: SubmissionId) -> bool {
    with(number, |driven| driven.submissions.contains_key(&id)).unwrap_or_default()
}

fn settlement(outcome: &Outcome) -> Settlement {
    match outcome {
        Outcome::Done(_) => Settlement::Done,
        Outcome::Invalid(_) => Settlement::Invalid,
        Outcome::Redirect(_) => Settlement::Redirect,
        Outcome::Refused(_) => Settlement::Refused,
        Outcome::Stale => Settlement::Stale,
        Outcome::Failed { .. } => Settlement::Failed,
        Outcome::Interrupted => Settlement::Interrupted,
    }
}

/// An adopted submission got no answer. It keeps its id, whether the client sends it again by itself or the
/// person does.
pub(super) fn failed(number: usize, id: SubmissionId, attempt: u32, retryable: bool) {
    let event = Event::NetworkFailed {
        id,
        attempt,
        retryable,
    };
    raise(number, event);
    if with(number, |driven| driven.lane.status(id)) == Some(Some(Status::Waiting)) {
        report::tell(number, id, Failure::Waiting);
    }
}

/// What waits to be sent again is sent now.
pub(crate) fn retry(channel: &Channel) {
    let others = lanes::shown_by(channel);
    for number in std::iter::once(number_of(channel)).chain(others) {
        raise(number, Event::Online);
    }
}

/// This one is sent again.
pub(crate) fn retry_submission(number: usize, id: SubmissionId) {
    raise(number, Event::Retry { id });
}

/// This one is wanted no longer.
pub(crate) fn cancel_submission(number: usize, id: SubmissionId) {
    raise(number, Event::Cancel { id });
}

/// This one will not be sent again.
pub(crate) fn dismiss_submission(number: usize, id: SubmissionId) {
    raise(number, Event::Dismiss { id });
}
