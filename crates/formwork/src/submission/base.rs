//! When a fresh value is shown, and which updates leave with it.

use super::gate::{Gate, Step, Verdict};
use super::{HoldTimer, Stamp, SubmissionId};

/// A value that optimistic updates lie on: when a fresh one is shown, and which updates leave with it.
///
/// All hooks with updates on one query share one `Base`; each has its own [`Overlay`](super::Overlay).
///
/// # The rule
///
/// A fresh value contains the rows of some submissions for certain (their answers brought it, or an older
/// one), those of others certainly not (they were not sent when it came), and for those in flight, or whose
/// value is still [`Fresh::Coming`], nobody knows. It is shown as soon as no submission is in the last group, and in the
/// same turn the updates leave whose rows it contains. So no row is ever seen twice or not at all.
///
/// - With `queue`, the next submission is sent after the answer: nothing is held. Call these methods before
///   carrying out the lane's next [`Effect::Send`](super::Effect::Send), as it orders them.
/// - Only the newest value is held. An update whose submission has come true stays until it is shown.
/// - An update whose submission came to nothing leaves at once.
/// - No value waits for longer than [`HOLD_MS`](super::HOLD_MS). Then it is shown although others are in flight,
///   and *their updates stay*: a row may be seen twice until they settle, which is better than one that
///   vanishes. Nothing waits for them again. A reducer that looks for its own key avoids even that.
#[derive(Debug)]
pub struct Base<V> {
    gate: Gate,
    held: Option<V>,
}

/// What an answer brought for a base.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fresh<V> {
    /// Nothing, and nothing will come: the base has changed already, or not at all.
    Nothing,
    /// A value.
    Value(V, Stamp),
    /// The value is invalid and asked for anew: the update stays until it is there.
    Coming {
        /// The number of this page's newest request. What is asked for after it contains the change.
        after: u64,
    },
}

/// What changes in one turn. Everything in it belongs into one frame.
#[derive(Debug, PartialEq, Eq)]
#[must_use = "a turn that is not carried out leaves the page wrong"]
pub struct Turn<V> {
    /// The value to show from now on.
    pub value: Option<V>,
    /// The submissions whose updates leave, for every [`Overlay`](super::Overlay) on this base.
    pub leave: Vec<SubmissionId>,
    /// What to do with the timer of this base.
    pub timer: Option<HoldTimer>,
}

impl<V> Default for Base<V> {
    fn default() -> Self {
        Self {
            gate: Gate::default(),
            held: None,
        }
    }
}

impl<V> Base<V> {
    /// A base without updates, whose value has no version yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// The value that the page came with has this stamp: an older one does not replace it.
    pub fn begins_with(&mut self, stamp: Stamp) {
        self.gate.begins_with(stamp);
    }

    /// An update of this submission lies on this base now. Not sent yet, unless [`sent`](Self::sent) follows.
    pub fn add(&mut self, id: SubmissionId) {
        self.gate.add(id);
    }

    /// This submission is in flight: from now on values may contain its row.
    pub fn sent(&mut self, id: SubmissionId) {
        self.gate.sent(id);
    }

    /// A value has come that no submission with an update brought: the first one, a poll, a refetch, or
    /// the answer to something else.
    pub fn fresh(&mut self, value: V, stamp: Stamp) -> Turn<V> {
        self.arrived(value, stamp);
        self.open(Step::default())
    }

    /// This submission has done what it was asked for.
    pub fn came_true(&mut self, id: SubmissionId, fresh: Fresh<V>) -> Turn<V> {
        let mut step = Step::default();
        match fresh {
            Fresh::Nothing => self.gate.remove(id, &mut step),
            Fresh::Coming { after } => self.gate.came_true_unseen(id, after),
            Fresh::Value(value, stamp) => {
                self.gate.came_true(id, stamp);
                self.arrived(value, stamp);
            }
        }
        self.open(step)
    }

    /// Code that called actions has ended, a transition or a closure. The values that its calls have brought came
    /// before that, and may be held for others: its update leaves with them, so that nothing is seen to go back.
    pub fn ended(&mut self, id: SubmissionId) -> Turn<V> {
        let mut step = Step::default();
        self.gate.ended(id, &mut step);
        self.open(step)
    }

    /// This submission came to nothing: it failed, or was cancelled. What its answer brought is shown as
    /// any fresh value.
    pub fn came_to_nothing(&mut self, id: SubmissionId, fresh: Fresh<V>) -> Turn<V> {
        let mut step = Step::default();
        self.gate.remove(id, &mut step);
        if let Fresh::Value(value, stamp) = fresh {
            self.arrived(value, stamp);
        }
        self.open(step)
    }

    /// The timer has run out: nothing is held any longer. A value that was [`Fresh::Coming`] and has not come
    /// is given up, and the update that waited for it leaves.
    pub fn expired(&mut self) -> Turn<V> {
        let step = self.gate.expired();
        self.turn(step)
    }

    /// Forgets versions and held values, because the visitor has become somebody else. The updates of
    /// submissions that came true leave.
    pub fn clear(&mut self) -> Turn<V> {
        self.held = None;
        let step = self.gate.clear();
        self.turn(step)
    }

    fn arrived(&mut self, value: V, stamp: Stamp) {
        if self.gate.arrived(stamp) == Verdict::Hold {
            self.held = Some(value);
        }
    }

    fn open(&mut self, step: Step) -> Turn<V> {
        let step = self.gate.open(step);
        self.turn(step)
    }

    fn turn(&mut self, step: Step) -> Turn<V> {
        Turn {
            value: if step.show { self.held.take() } else { None },
            leave: step.leave,
            timer: step.timer,
        }
    }
}
