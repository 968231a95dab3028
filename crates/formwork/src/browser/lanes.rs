//! The lanes of the page: one per channel, with the submissions in it.

use super::{calls::Caller, dom};
use crate::{
    action::ClientAction,
    fields::FormData,
    form::{FormKey, OnSubmitData, Reset, place_of},
    hooks::{Channel, Submitter},
    submission::{Lane, Options, Policy, Press, Status, SubmissionId, Timer},
};
use leptos::prelude::*;
use std::{
    cell::{Cell, RefCell},
    collections::HashMap,
    sync::Arc,
};
use web_sys::{AbortController, HtmlFormElement};

/// A submission, with what the machine does not need to know.
#[derive(Clone)]
pub(super) struct Submission {
    /// The action's id; empty for a closure.
    pub(super) action: String,
    pub(super) work: Work,
    /// What it carries, without reserved fields.
    pub(super) visible: FormData,
    pub(super) press: Option<Press>,
    pub(super) submitter: Option<Submitter>,
    pub(super) form: Option<HtmlFormElement>,
    /// What had the focus in the form: a button that waits for the answer loses it.
    pub(super) focused: Option<web_sys::HtmlElement>,
    /// What stood in the form, as [`forms::typed_into`] digests it.
    pub(super) typed: Option<u64>,
    /// Who else says how it stands, and shows its answer: the form's own channel, where it is the submission of a
    /// button's hook; a form and a hook which are there again.
    pub(super) others: Vec<Channel>,
    /// The key of the form that it was submitted in.
    pub(super) place: Option<FormKey>,
    pub(super) on_submit: Option<OnSubmitData>,
    pub(super) reset: Reset,
    pub(super) repeat: bool,
    /// Who waits for its end, where it is a call.
    pub(super) caller: Option<Caller>,
    /// The path of the page on which it was submitted.
    pub(super) path: String,
}

impl Submission {
    pub(super) fn is_shown_by(&self, channel: &Channel) -> bool {
        let number = number_of(channel);
        self.others.iter().any(|other| number_of(other) == number)
    }
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
    Closure(ClientAction),
}

/// Stops an attempt.
pub(super) enum Stop {
    Request(AbortController),
    Code(futures::future::AbortHandle),
}

pub(super) struct Driven {
    /// The older one was opened first.
    pub(super) opened: u64,
    pub(super) channel: Channel,
    pub(super) lane: Lane,
    pub(super) submissions: HashMap<SubmissionId, Submission>,
    pub(super) stops: HashMap<SubmissionId, Stop>,
    pub(super) timers: HashMap<(SubmissionId, Timer), TimeoutHandle>,
    pub(super) newest: Option<SubmissionId>,
    /// Of each closure: what the ids of its calls begin with.
    pub(super) wire_ids: HashMap<SubmissionId, String>,
}

impl Driven {
    /// Who says how a submission stands: the lane's form or hook, and the others.
    pub(super) fn shown_by(&self, id: SubmissionId) -> Option<Vec<Channel>> {
        let others = &self.submissions.get(&id)?.others;
        Some(
            std::iter::once(&self.channel)
                .chain(others)
                .cloned()
                .collect(),
        )
    }

    /// The same for all attempts of a submission.
    pub(super) fn wire_id(&mut self, id: SubmissionId) -> String {
        self.wire_ids.entry(id).or_insert_with(dom::new_id).clone()
    }
}

thread_local! {
    static LANES: RefCell<HashMap<usize, Driven>> = RefCell::new(HashMap::new());
    static NEXT: Cell<u64> = const { Cell::new(0) };
    static OPENED: Cell<u64> = const { Cell::new(0) };
}

pub(super) fn number_of(channel: &Channel) -> usize {
    Arc::as_ptr(&channel.shared) as usize
}

pub(super) fn with<R>(number: usize, f: impl FnOnce(&mut Driven) -> R) -> Option<R> {
    LANES.with_borrow_mut(|driven| driven.get_mut(&number).map(f))
}

/// Gives a channel its lane.
pub(super) fn open_lane(channel: &Channel) -> usize {
    let number = number_of(channel);
    OPENED.set(OPENED.get() + 1);
    let driven = Driven {
        opened: OPENED.get(),
        lane: Lane::new(channel.shared.policy, Options::default()),
        channel: channel.clone(),
        submissions: HashMap::new(),
        stops: HashMap::new(),
        timers: HashMap::new(),
        newest: None,
        wire_ids: HashMap::new(),
    };
    LANES.with_borrow_mut(|all| all.insert(number, driven));
    number
}

/// What a lane has to wait for: what the page before has under way of the same form or hook comes first. Where all go
/// at once, none waits.
pub(super) fn waits_for(number: usize) -> Option<SubmissionId> {
    LANES.with_borrow(|all| comes_before(all, all.get(&number)?))
}

fn comes_before(all: &HashMap<usize, Driven>, of: &Driven) -> Option<SubmissionId> {
    let shared = &of.channel.shared;
    let mut before = all.values().filter(|other| {
        let is_same = other.channel.shared.key == shared.key;
        let is_before = !of.lane.gone() || other.opened < of.opened;
        is_same && is_before && other.lane.gone() && shared.policy != Policy::Parallel
    });
    before.find_map(|other| other.lane.under_way().next().map(|first| first.id))
}

/// The key of a lane whose form or hook is gone, and in which nothing is under way.
pub(super) fn is_at_its_end(number: usize) -> Option<FormKey> {
    with(number, |driven| {
        let is_at_its_end = driven.lane.gone() && !driven.lane.pending();
        is_at_its_end.then(|| driven.channel.shared.key.clone())
    })
    .flatten()
}

/// Takes away a lane that is over.
pub(super) fn remove_if_over(number: usize) {
    LANES.with_borrow_mut(|all| {
        if all.get(&number).is_some_and(|driven| driven.lane.over()) {
            all.remove(&number);
        }
    });
}

/// The lanes of a form or hook that wait for no other one.
pub(super) fn free_lanes(key: &FormKey) -> Vec<usize> {
    LANES.with_borrow(|all| {
        let of_key = all.iter().filter(|(_, driven)| {
            driven.channel.shared.key == *key && comes_before(all, driven).is_none()
        });
        of_key.map(|(number, _)| *number).collect()
    })
}

/// The lanes of the form or hook that stood here before, of which this channel says how something stands.
pub(super) fn earlier_than(channel: &Channel) -> Vec<usize> {
    let mut shown = shown_by(channel);
    shown.retain(|number| has_key(*number, &channel.shared.key));
    shown
}

/// Whether a lane is one of this form or hook.
pub(super) fn has_key(number: usize, key: &FormKey) -> bool {
    with(number, |driven| driven.channel.shared.key == *key).unwrap_or_default()
}

/// The other lanes of which this channel says how something stands.
pub(super) fn shown_by(channel: &Channel) -> Vec<usize> {
    lanes_with(channel, |_, _| true)
}

/// Those of them in which that is under way.
pub(super) fn at_work_for(channel: &Channel) -> Vec<usize> {
    lanes_with(channel, |lane, id| {
        lane.status(id).is_some_and(Status::is_under_way)
    })
}

fn lanes_with(channel: &Channel, which: impl Fn(&Lane, SubmissionId) -> bool) -> Vec<usize> {
    let own = number_of(channel);
    LANES.with_borrow(|all| {
        let others = all.iter().filter(|(number, driven)| {
            let mut submissions = driven.submissions.iter();
            **number != own
                && submissions.any(|(id, it)| it.is_shown_by(channel) && which(&driven.lane, *id))
        });
        others.map(|(number, _)| *number).collect()
    })
}

/// Whether another lane has the same key.
pub(super) fn has_twin(channel: &Channel) -> bool {
    let number = number_of(channel);
    LANES.with_borrow(|all| {
        all.iter().any(|(other, driven)| {
            *other != number && driven.channel.shared.key == channel.shared.key
        })
    })
}

/// Whether a channel's form or hook is on the page.
pub(super) fn is_there(channel: &Channel) -> bool {
    with(number_of(channel), |driven| !driven.lane.gone()).unwrap_or_default()
}

/// Changes every submission that is under way or can be sent again.
pub(super) fn for_each_submission(mut change: impl FnMut(&Channel, SubmissionId, &mut Submission)) {
    LANES.with_borrow_mut(|all| {
        for driven in all.values_mut() {
            for (id, submission) in &mut driven.submissions {
                change(&driven.channel, *id, submission);
            }
        }
    });
}

/// The numbers of all lanes.
pub(super) fn all() -> Vec<usize> {
    LANES.with_borrow(|all| all.keys().copied().collect())
}

/// Whether anything on this page is under way.
pub(super) fn any_pending() -> bool {
    LANES.with_borrow(|all| all.values().any(|driven| driven.lane.pending()))
}

/// What `list` gives for each lane of the page.
pub(super) fn of_each<T>(list: impl Fn(usize, &Driven) -> Vec<T>) -> Vec<T> {
    LANES.with_borrow(|all| {
        all.iter()
            .flat_map(|(number, driven)| list(*number, driven))
            .collect()
    })
}

/// Whether the page has no other form or hook in the place of this one, with other arguments.
pub(super) fn is_alone(key: &str) -> bool {
    LANES.with_borrow(|all| {
        let there = all.values().filter(|driven| !driven.lane.gone());
        let mut keys = there.map(|driven| driven.channel.shared.key.as_str());
        keys.all(|other| other == key || place_of(other) != place_of(key))
    })
}

pub(super) fn channel_of_key(key: &str) -> Option<Channel> {
    LANES.with_borrow(|all| {
        all.values()
            .find(|driven| !driven.lane.gone() && driven.channel.shared.key.as_str() == key)
            .map(|driven| driven.channel.clone())
    })
}

/// The next number for a submission of this page.
pub(super) fn next_id() -> SubmissionId {
    NEXT.set(NEXT.get() + 1);
    newest_id()
}

/// The newest submission of this page.
pub(super) fn newest_id() -> SubmissionId {
    SubmissionId::new(NEXT.get())
}
