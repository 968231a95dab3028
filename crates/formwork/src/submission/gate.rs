//! When a fresh value may be shown: the decision behind [`Base`](super::Base), without the values.

use super::{Stamp, SubmissionId, accept};

/// How long a fresh value waits at most for other submissions in flight, in milliseconds.
///
/// Longer than almost every action takes, and about as long as a user believes in a list that does not change. A run
/// that takes longer may show its row twice until its answer is there.
pub const HOLD_MS: u32 = 10_000;

/// What to do with the timer of a [`Base`](super::Base).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HoldTimer {
    /// Call [`Base::expired`](super::Base::expired) after this time.
    Start {
        /// [`HOLD_MS`].
        delay_ms: u32,
    },
    /// Stop it.
    Stop,
}

/// What became of a value that came in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    /// It replaces whatever is held.
    Hold,
    /// It is older than what is shown or held.
    Drop,
}

/// What changes in one turn.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Step {
    /// Show the held value.
    pub(super) show: bool,
    pub(super) leave: Vec<SubmissionId>,
    pub(super) timer: Option<HoldTimer>,
}

#[derive(Debug)]
struct Entry {
    id: SubmissionId,
    state: State,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    /// Not sent: no value can contain it.
    Unsent,
    /// Sent: a value may contain it.
    InTheAir,
    /// Sent, and waited for in vain before.
    Overdue,
    /// Every value that covers this one contains it.
    CameTrue(Stamp),
    /// The next value asked for after this request contains it, and so does every one that covers that.
    Coming { after: u64 },
}

#[derive(Debug)]
struct Held {
    stamp: Stamp,
    /// Those that it may contain or not.
    waits_for: Vec<SubmissionId>,
}

/// See [`Base`](super::Base). Not generic, so that it is compiled once for all values.
#[derive(Debug, Default)]
pub(super) struct Gate {
    entries: Vec<Entry>,
    shown: Option<Stamp>,
    /// At most one: a newer value contains what an older one does.
    held: Option<Held>,
    timer: bool,
}

impl Gate {
    pub(super) fn begins_with(&mut self, stamp: Stamp) {
        self.shown.get_or_insert(stamp);
    }

    pub(super) fn add(&mut self, id: SubmissionId) {
        if self.find(id).is_none() {
            let state = State::Unsent;
            self.entries.push(Entry { id, state });
        }
    }

    pub(super) fn sent(&mut self, id: SubmissionId) {
        if let Some(entry) = self.find(id)
            && entry.state == State::Unsent
        {
            entry.state = State::InTheAir;
        }
    }

    pub(super) fn arrived(&mut self, stamp: Stamp) -> Verdict {
        for entry in &mut self.entries {
            if matches!(entry.state, State::Coming { after } if stamp.request > after) {
                entry.state = State::CameTrue(stamp);
                if let Some(held) = &mut self.held {
                    held.waits_for.retain(|id| *id != entry.id);
                }
            }
        }
        let held = self.held.as_ref().map(|held| held.stamp);
        if !accept(self.shown, stamp) || held.is_some_and(|held| !accept(Some(held), stamp)) {
            return Verdict::Drop;
        }
        let unclear = self.entries.iter().filter(|entry| entry.state.is_unclear());
        let waits_for = unclear.map(|entry| entry.id).collect();
        self.held = Some(Held { stamp, waits_for });
        Verdict::Hold
    }

    /// It has come true, and this value contains it.
    pub(super) fn came_true(&mut self, id: SubmissionId, stamp: Stamp) {
        self.no_longer_waited_for(id);
        self.set(id, State::CameTrue(stamp));
    }

    /// It has come true, and a value asked for after this request will contain it. Whatever waits for it
    /// goes on waiting: nothing says whether that contains it.
    pub(super) fn came_true_unseen(&mut self, id: SubmissionId, after: u64) {
        self.set(id, State::Coming { after });
    }

    /// Its update leaves now, whatever waits.
    pub(super) fn remove(&mut self, id: SubmissionId, step: &mut Step) {
        self.no_longer_waited_for(id);
        if let Some(at) = self.entries.iter().position(|entry| entry.id == id) {
            self.entries.remove(at);
            step.leave.push(id);
        }
    }

    /// It has ended, and what it changed came along before that, if at all: where a value waits for it, its update
    /// leaves with that, and otherwise now.
    pub(super) fn ended(&mut self, id: SubmissionId, step: &mut Step) {
        let held = self.held.as_ref();
        match held.filter(|held| held.waits_for.contains(&id)) {
            Some(held) => self.came_true(id, held.stamp),
            None => self.remove(id, step),
        }
    }

    /// Shows what need not wait any longer, together with the updates that leave with it.
    pub(super) fn open(&mut self, mut step: Step) -> Step {
        if let Some(held) = self.held.take_if(|held| held.waits_for.is_empty()) {
            self.shown = Some(held.stamp);
            step.show = true;
        }
        if let Some(shown) = self.shown {
            self.take_out(&mut step, |state| state.is_contained_in(shown));
        }
        let waits =
            self.held.is_some() || self.entries.iter().any(|entry| entry.state.has_come_true());
        if waits != self.timer {
            self.timer = waits;
            let start = HoldTimer::Start { delay_ms: HOLD_MS };
            step.timer = Some(if waits { start } else { HoldTimer::Stop });
        }
        step
    }

    pub(super) fn expired(&mut self) -> Step {
        if !self.timer {
            return Step::default();
        }
        if let Some(held) = &mut self.held {
            for id in held.waits_for.drain(..) {
                let entry = self.entries.iter_mut().find(|entry| entry.id == id);
                if let Some(entry) = entry.filter(|entry| entry.state == State::InTheAir) {
                    entry.state = State::Overdue;
                }
            }
        }
        let mut step = self.open(Step::default());
        // Their value never came.
        self.take_out(&mut step, State::has_come_true);
        // It has just run out, and nothing is left to wait for.
        self.timer = false;
        step.timer = None;
        step
    }

    pub(super) fn clear(&mut self) -> Step {
        self.shown = None;
        self.held = None;
        let mut step = Step::default();
        self.take_out(&mut step, State::has_come_true);
        self.open(step)
    }

    fn take_out(&mut self, step: &mut Step, which: impl Fn(State) -> bool) {
        self.entries.retain(|entry| {
            let out = which(entry.state);
            if out {
                step.leave.push(entry.id);
            }
            !out
        });
    }

    fn set(&mut self, id: SubmissionId, state: State) {
        if let Some(entry) = self.find(id) {
            entry.state = state;
        }
    }

    fn no_longer_waited_for(&mut self, id: SubmissionId) {
        if let Some(held) = &mut self.held {
            held.waits_for.retain(|other| *other != id);
        }
    }

    fn find(&mut self, id: SubmissionId) -> Option<&mut Entry> {
        self.entries.iter_mut().find(|entry| entry.id == id)
    }
}

impl State {
    /// Whether nobody knows if a value that comes now contains it.
    fn is_unclear(self) -> bool {
        matches!(self, Self::InTheAir | Self::Coming { .. })
    }

    fn has_come_true(self) -> bool {
        matches!(self, Self::CameTrue(_) | Self::Coming { .. })
    }

    fn is_contained_in(self, value: Stamp) -> bool {
        matches!(self, Self::CameTrue(stamp) if value.covers(stamp))
    }
}
