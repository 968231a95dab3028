//! A driver, a network, a browser and a person, for random interleavings around one lane.
//!
//! The world carries effects out as a driver would, and refuses those that make no sense (a second
//! request for an id in flight, a timer started twice). What it has seen stays in `steps`.

use super::*;
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

/// A submission whose page is out of date.
pub(super) const STALE: SubmissionId = SubmissionId::new(999_999);

/// Something that may happen; `usize`s pick one of what is there at the time.
#[derive(Clone, Debug)]
pub(super) enum Op {
    Submit(Option<Press>),
    Adopt(Option<Press>),
    Edit,
    Answer(usize, SubmissionEnd),
    Fail(usize, bool),
    TimeOut(usize),
    /// Whatever is sent fails, and every retry too, for this many rounds.
    Offline(usize),
    Fire(usize),
    Online,
    Retry(usize),
    Cancel(usize),
    CancelAll,
    Dismiss(usize),
    /// The page is out of date, and gets fresh seals.
    Renewing,
    Renewed,
    /// A report about anything at all, most of it nonsense: late, doubled, unknown.
    Stray(u64, u32, u8),
}

impl Op {
    /// One number is one operation: some twenty times faster than a tree of strategies.
    fn from_bits(bits: u32) -> Self {
        let at = (bits >> 8) as usize % 8;
        let more = bits >> 16;
        match bits % 52 {
            0..10 => Self::Submit(some_press(more)),
            10 => Self::Adopt(some_press(more)),
            11..14 => Self::Edit,
            14..22 => Self::Answer(at, some_settlement(more)),
            22..28 => Self::Fail(at, !more.is_multiple_of(10)),
            28 => Self::TimeOut(at),
            29 => Self::Offline(more as usize % 12),
            30..36 => Self::Fire(at),
            36 => Self::Online,
            37..39 => Self::Retry(at),
            39..41 => Self::Cancel(at),
            41 => Self::CancelAll,
            42 => Self::Dismiss(at),
            43 => Self::Renewing,
            44..47 => Self::Renewed,
            _ => Self::Stray(at as u64, more % 4, (more >> 4) as u8),
        }
    }
}

fn some_press(bits: u32) -> Option<Press> {
    let bits = u64::from(bits);
    let (button, content) = (bits % 2, bits / 2 % 2);
    (bits / 4 % 5 > 0).then_some(Press { button, content })
}

fn some_settlement(bits: u32) -> SubmissionEnd {
    use SubmissionEnd::*;
    [
        Done,
        Done,
        Done,
        Redirect,
        Invalid,
        Refused,
        Stale,
        Failed,
        Interrupted,
    ][bits as usize % 9]
}

/// The bridge has sent one at most, before everything else: what waits behind it is the lane's to send.
pub(super) fn ops_from_hydration() -> impl Strategy<Value = Vec<Op>> {
    ops().prop_map(|mut ops| {
        let is_adopted = |op: &Op| matches!(op, Op::Adopt(_));
        let adopted = ops.iter().find(|op| is_adopted(op)).cloned();
        ops.retain(|op| !is_adopted(op));
        adopted.into_iter().chain(ops).collect()
    })
}

pub(super) fn ops() -> impl Strategy<Value = Vec<Op>> {
    let bits = prop::collection::vec(any::<u32>(), 0..40);
    bits.prop_map(|bits| bits.into_iter().map(Op::from_bits).collect())
}

pub(super) fn policy() -> impl Strategy<Value = Policy> {
    use Policy::*;
    prop::sample::select(vec![Queue, Latest, Drop, Parallel])
}

/// One event, what came of it, and what the lane said afterwards.
#[derive(Debug, PartialEq)]
pub(super) struct Step {
    pub event: LaneEvent,
    /// The submission that was new with this event, and not one that the lane knew.
    pub new: Option<SubmissionId>,
    pub effects: Vec<LaneEffect>,
    pub before: Vec<UnderWay>,
    pub after: Vec<UnderWay>,
    /// Whether the lane waits for fresh seals.
    pub renewing: bool,
}

#[derive(Debug)]
pub(super) struct World {
    pub lane: Lane,
    pub steps: Vec<Step>,
    /// Requests in flight, with their attempt.
    pub air: BTreeMap<SubmissionId, u32>,
    pub timers: BTreeSet<(SubmissionId, Timer)>,
    /// The inputs a driver keeps.
    pub inputs: BTreeSet<SubmissionId>,
    /// What the signals of the hooks say.
    pub pending: bool,
    pub slow: bool,
    /// The optimistic updates a driver would show.
    pub updates: BTreeSet<SubmissionId>,
    pub renewing: bool,
    next: u64,
}

impl World {
    pub fn new(policy: Policy, options: Options) -> Self {
        Self {
            lane: Lane::new(policy, options),
            steps: Vec::new(),
            air: BTreeMap::new(),
            timers: BTreeSet::new(),
            inputs: BTreeSet::new(),
            pending: false,
            slow: false,
            updates: BTreeSet::new(),
            renewing: false,
            next: 0,
        }
    }

    pub fn run(policy: Policy, options: Options, ops: &[Op]) -> Self {
        let mut world = Self::new(policy, options);
        ops.iter().for_each(|op| world.apply(op));
        world
    }

    /// Answers and fires whatever there is, until nothing is pending any more.
    pub fn calm_down(&mut self) {
        self.apply(&Op::Renewed);
        for _ in 0..10_000 {
            if !self.air.is_empty() {
                self.apply(&Op::Answer(0, SubmissionEnd::Done));
            } else if !self.timers.is_empty() {
                self.apply(&Op::Fire(0));
            } else {
                break;
            }
        }
        assert!(!self.lane.pending(), "stuck: {:?}", self.lane);
    }

    pub fn apply(&mut self, op: &Op) {
        if let Op::Offline(rounds) = *op {
            return (0..rounds).for_each(|_| self.fail_all());
        }
        if let Some(event) = self.event(op) {
            self.handle(event);
        }
    }

    fn fail_all(&mut self) {
        let retryable = true;
        for (id, attempt) in self.air.clone() {
            self.handle(LaneEvent::NetworkFailed {
                id,
                attempt,
                retryable,
                after_ms: 0,
            });
        }
        for (id, timer) in self.timers.clone() {
            if timer == Timer::Retry {
                self.handle(LaneEvent::TimerFired { id, timer });
            }
        }
    }

    fn event(&mut self, op: &Op) -> Option<LaneEvent> {
        fn pick<T>(at: usize, mut of: impl ExactSizeIterator<Item = T>) -> Option<T> {
            let len = of.len();
            if len == 0 { None } else { of.nth(at % len) }
        }
        let in_the_air = |at: usize| pick(at, self.air.iter()).map(|(id, attempt)| (*id, *attempt));
        Some(match *op {
            Op::Submit(press) => LaneEvent::Submit {
                id: self.new_id(),
                press,
            },
            Op::Adopt(press) => LaneEvent::Adopt {
                id: self.new_id(),
                press,
            },
            Op::Edit => LaneEvent::Edited,
            Op::Answer(at, how) => {
                let (id, attempt) = in_the_air(at)?;
                LaneEvent::Answered { id, attempt, how }
            }
            Op::Fail(at, retryable) => {
                let (id, attempt) = in_the_air(at)?;
                LaneEvent::NetworkFailed {
                    id,
                    attempt,
                    retryable,
                    after_ms: 0,
                }
            }
            Op::TimeOut(at) => {
                let (id, attempt) = in_the_air(at)?;
                LaneEvent::TimedOut { id, attempt }
            }
            Op::Fire(at) => {
                let (id, timer) = *pick(at, self.timers.iter())?;
                LaneEvent::TimerFired { id, timer }
            }
            Op::Offline(_) => return None,
            Op::Online => LaneEvent::Online,
            Op::Retry(at) => LaneEvent::Retry {
                id: self.pick_kept(at)?,
            },
            Op::Cancel(at) => LaneEvent::Cancel {
                id: pick(at, self.inputs.iter()).copied()?,
            },
            Op::CancelAll => LaneEvent::CancelAll,
            Op::Dismiss(at) => LaneEvent::Dismiss {
                id: self.pick_kept(at)?,
            },
            Op::Renewing => LaneEvent::Renewing { id: STALE },
            Op::Renewed => LaneEvent::Renewed,
            Op::Stray(number, attempt, what) => self.stray(id(number), attempt, what)?,
        })
    }

    fn pick_kept(&self, at: usize) -> Option<SubmissionId> {
        let kept: Vec<_> = self.lane.kept().map(|(id, _)| id).collect();
        let under_way = self.lane.under_way().map(|entry| entry.id);
        let all: Vec<_> = kept.into_iter().chain(under_way).collect();
        (!all.is_empty()).then(|| all[at % all.len()])
    }

    /// An event that a correct driver could only raise too late or twice.
    fn stray(&self, id: SubmissionId, attempt: u32, what: u8) -> Option<LaneEvent> {
        if self.air.get(&id) == Some(&attempt) {
            return None;
        }
        let waiting = self.lane.status(id) == Some(SubmissionStatus::Waiting);
        match what % 5 {
            0 | 1 if !waiting => Some(LaneEvent::Answered {
                id,
                attempt,
                how: SubmissionEnd::Done,
            }),
            2 => Some(LaneEvent::NetworkFailed {
                id,
                attempt,
                retryable: true,
                after_ms: 0,
            }),
            3 if !waiting => Some(LaneEvent::TimedOut { id, attempt }),
            4 if id.get() < self.next => Some(LaneEvent::Submit {
                id,
                press: press(9),
            })
            .filter(|_| self.inputs.contains(&id)),
            _ => None,
        }
    }

    fn new_id(&mut self) -> SubmissionId {
        self.next += 1;
        id(self.next - 1)
    }

    pub fn handle(&mut self, event: LaneEvent) {
        let before: Vec<_> = self.lane.under_way().collect();
        let mut new = None;
        match event {
            LaneEvent::Submit { id, .. } | LaneEvent::Adopt { id, .. }
                if self.lane.status(id).is_some() => {}
            LaneEvent::Submit { id, .. } | LaneEvent::Adopt { id, .. } => {
                new = Some(id);
                self.inputs.insert(id);
                self.updates.insert(id);
                if let LaneEvent::Adopt { .. } = event {
                    self.air.insert(id, 1);
                }
            }
            LaneEvent::Answered { id, attempt, .. }
            | LaneEvent::NetworkFailed { id, attempt, .. }
                if self.air.get(&id) == Some(&attempt) =>
            {
                self.air.remove(&id);
            }
            LaneEvent::TimerFired { id, timer } => _ = self.timers.remove(&(id, timer)),
            LaneEvent::Renewing { .. } => self.renewing = true,
            LaneEvent::Renewed => self.renewing = false,
            _ => {}
        }
        let effects = self.lane.handle(event);
        effects.iter().for_each(|effect| self.carry_out(*effect));
        let after = self.lane.under_way().collect();
        self.steps.push(Step {
            event,
            new,
            effects,
            before,
            after,
            renewing: self.renewing,
        });
    }

    fn carry_out(&mut self, effect: LaneEffect) {
        match effect {
            LaneEffect::Send { id, attempt, .. } => {
                assert!(self.inputs.contains(&id), "sent without an input: {id}");
                assert_eq!(self.air.insert(id, attempt), None, "twice in the air: {id}");
            }
            LaneEffect::Abort { id } => {
                assert!(self.air.remove(&id).is_some(), "nothing to abort: {id}")
            }
            LaneEffect::CancelRun { id } => _ = self.air.remove(&id),
            LaneEffect::StartTimer { id, timer, .. } => {
                assert!(self.timers.insert((id, timer)), "started twice")
            }
            LaneEffect::StopTimer { id, timer } => {
                assert!(self.timers.remove(&(id, timer)), "was not running")
            }
            LaneEffect::PendingChanged(now) => {
                assert_ne!(std::mem::replace(&mut self.pending, now), now)
            }
            LaneEffect::SlowChanged(now) => assert_ne!(std::mem::replace(&mut self.slow, now), now),
            LaneEffect::Forget { id } => assert!(self.inputs.remove(&id), "forgotten twice: {id}"),
            LaneEffect::Resumed { id } => {
                assert!(self.updates.insert(id), "resumed while under way: {id}")
            }
            _ => {}
        }
        if let Some((id, status)) = effect.end() {
            assert!(self.updates.remove(&id), "ended twice: {id}");
            let kept =
                matches!(status, SubmissionStatus::Settled(how) if how.retry() == Retry::SameId);
            if !kept {
                assert!(self.inputs.remove(&id), "ended twice: {id}");
            }
        }
    }

    /// All effects, in order, each with the number of its step.
    pub fn effects(&self) -> impl Iterator<Item = (usize, LaneEffect)> + '_ {
        let numbered = self.steps.iter().enumerate();
        numbered.flat_map(|(at, step)| step.effects.iter().map(move |effect| (at, *effect)))
    }
}
