//! Promises of a [`Base`] and its [`Overlay`], over random interleavings with a small server.
//!
//! The server does to each request, one step at a time and interleaved with all others: commit the row,
//! raise the version, take the version, read the rows, answer. Answers arrive in any order.

use super::*;
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

#[derive(Clone, Debug)]
enum Op {
    Submit,
    Send(usize),
    Poll,
    /// The next step of one of the requests at the server.
    Work(usize),
    Deliver(usize),
    /// As `Deliver`, but without the value, which is asked for anew.
    DeliverWithout(usize),
    Refuse(usize),
    /// One that was not sent is taken back.
    Cancel(usize),
    /// Given up or cancelled in flight: its row is stored, and the page does not know.
    Lose(usize),
    SomebodyElse,
    Expire,
}

impl Op {
    fn from_bits(bits: u32) -> Self {
        let at = (bits >> 8) as usize % 16;
        match bits % 36 {
            0..4 => Self::Submit,
            4..8 => Self::Send(at),
            8 => Self::Poll,
            9..13 => Self::Deliver(at),
            13 => Self::DeliverWithout(at),
            14 => Self::Refuse(at),
            15 => Self::SomebodyElse,
            16 => Self::Expire,
            17 => Self::Cancel(at),
            18 | 19 => Self::Lose(at),
            _ => Self::Work(at),
        }
    }
}

fn ops() -> impl Strategy<Value = Vec<Op>> {
    let bits = prop::collection::vec(any::<u32>(), 0..80);
    bits.prop_map(|bits| bits.into_iter().map(Op::from_bits).collect())
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Stage {
    Commit,
    Bump,
    Capture,
    Read,
    Answer,
}

#[derive(Debug)]
struct Request {
    number: u64,
    row: Option<SubmissionId>,
    stage: Stage,
    version: u64,
    rows: Vec<u64>,
}

#[derive(Debug, Default)]
struct World {
    // The server.
    rows: Vec<u64>,
    version: u64,
    requests: Vec<Request>,
    // The browser.
    base: Base<Vec<u64>>,
    overlay: Overlay<()>,
    value: Vec<u64>,
    timer: bool,
    unsent: Vec<SubmissionId>,
    last_request: u64,
    next: u64,
    /// What must be seen once: submitted, and not known to have come to nothing.
    wished: BTreeSet<u64>,
    /// In the air when the timer ran out: may be seen twice.
    overdue: BTreeSet<u64>,
    in_the_air: BTreeSet<u64>,
    /// Stored, though nobody waits for it: seen when a value has it.
    lost: BTreeSet<u64>,
    /// Came true without a value yet.
    coming: BTreeMap<u64, u64>,
}

impl World {
    fn apply(&mut self, op: &Op, patient: bool) {
        match *op {
            Op::Submit => {
                let id = id(self.next);
                self.next += 1;
                self.wished.insert(id.get());
                self.unsent.push(id);
                self.overlay.add(id, ());
                self.base.add(id);
            }
            Op::Send(at) if !self.unsent.is_empty() => {
                let id = self.unsent.remove(at % self.unsent.len());
                self.base.sent(id);
                self.in_the_air.insert(id.get());
                self.request(Some(id), Stage::Commit);
            }
            Op::Poll => self.request(None, Stage::Capture),
            Op::Work(at) if !self.requests.is_empty() => self.work(at % self.requests.len()),
            Op::Deliver(at) => {
                if let Some(request) = self.take(at, |request| request.stage == Stage::Answer) {
                    self.deliver(request);
                }
            }
            Op::DeliverWithout(at) => {
                if let Some(request) =
                    self.take(at, |r| r.stage == Stage::Answer && r.row.is_some())
                {
                    self.deliver_without(request);
                }
            }
            Op::Refuse(at) => {
                if let Some(Request { row: Some(id), .. }) =
                    self.take(at, |r| r.stage == Stage::Commit)
                {
                    self.comes_to_nothing(id);
                }
            }
            Op::Cancel(at) if !self.unsent.is_empty() => {
                let id = self.unsent.remove(at % self.unsent.len());
                self.comes_to_nothing(id);
            }
            Op::Lose(at) => {
                let stored = |r: &Request| !matches!(r.stage, Stage::Commit | Stage::Bump);
                if let Some(Request { row: Some(id), .. }) =
                    self.take(at, |r| r.row.is_some() && stored(r))
                {
                    self.lost.insert(id.get());
                    self.comes_to_nothing(id);
                }
            }
            Op::SomebodyElse => {
                self.rows.push(1_000_000 + self.version);
                self.version += 1;
            }
            Op::Expire if self.timer && !patient => {
                self.timer = false;
                self.overdue.append(&mut self.in_the_air.clone());
                let given_up = std::mem::take(&mut self.coming);
                let turn = self.base.expired();
                self.carry_out(turn);
                for id in given_up.keys() {
                    self.wished.remove(id);
                }
                assert!(!self.timer, "waits again after it has run out");
            }
            _ => {}
        }
    }

    fn comes_to_nothing(&mut self, id: SubmissionId) {
        for set in [&mut self.wished, &mut self.in_the_air, &mut self.overdue] {
            set.remove(&id.get());
        }
        let turn = self.base.came_to_nothing(id, Fresh::Nothing);
        self.carry_out(turn);
    }

    fn request(&mut self, row: Option<SubmissionId>, stage: Stage) {
        self.last_request += 1;
        self.requests.push(Request {
            number: self.last_request,
            row,
            stage,
            version: 0,
            rows: Vec::new(),
        });
    }

    fn work(&mut self, at: usize) {
        let request = &mut self.requests[at];
        request.stage = match request.stage {
            Stage::Commit => {
                self.rows.extend(request.row.map(SubmissionId::get));
                Stage::Bump
            }
            Stage::Bump => {
                self.version += 1;
                Stage::Capture
            }
            Stage::Capture => {
                request.version = self.version;
                Stage::Read
            }
            Stage::Read => {
                request.rows = self.rows.clone();
                Stage::Answer
            }
            Stage::Answer => Stage::Answer,
        };
    }

    fn take(&mut self, at: usize, which: impl Fn(&Request) -> bool) -> Option<Request> {
        let fit: Vec<_> = (0..self.requests.len())
            .filter(|at| which(&self.requests[*at]))
            .collect();
        (!fit.is_empty()).then(|| self.requests.remove(fit[at % fit.len()]))
    }

    fn deliver(&mut self, request: Request) {
        let version = Version {
            epoch: 1,
            number: request.version,
        };
        let stamp = Stamp {
            version,
            request: request.number,
        };
        self.coming.retain(|_, after| request.number <= *after);
        let turn = match request.row {
            Some(id) => {
                self.in_the_air.remove(&id.get());
                self.base.came_true(id, Fresh::Value(request.rows, stamp))
            }
            None => self.base.fresh(request.rows, stamp),
        };
        self.carry_out(turn);
    }

    fn deliver_without(&mut self, request: Request) {
        let Some(id) = request.row else { return };
        self.in_the_air.remove(&id.get());
        self.coming.insert(id.get(), self.last_request);
        let after = self.last_request;
        let turn = self.base.came_true(id, Fresh::Coming { after });
        self.carry_out(turn);
        self.request(None, Stage::Capture);
    }

    fn carry_out(&mut self, turn: Turn<Vec<u64>>) {
        if let Some(value) = turn.value {
            self.value = value;
        }
        self.overlay.leave(&turn.leave);
        match turn.timer {
            Some(HoldTimer::Start { .. }) => assert!(!std::mem::replace(&mut self.timer, true)),
            Some(HoldTimer::Stop) => assert!(std::mem::replace(&mut self.timer, false)),
            None => {}
        }
    }

    fn finish(&mut self, patient: bool) {
        while !(self.requests.is_empty() && self.unsent.is_empty()) {
            for op in [Op::Send(0), Op::Work(0), Op::Work(1), Op::Deliver(0)] {
                self.apply(&op, patient);
                self.check_frame(patient);
            }
        }
    }

    fn shown(&self) -> Vec<u64> {
        let mut shown = self.value.clone();
        self.overlay
            .fold(&mut shown, |rows, (), id| rows.push(id.get()));
        shown
    }

    /// Looks at the page as a MutationObserver would.
    fn check_frame(&self, patient: bool) {
        let shown = self.shown();
        let mut counts: BTreeMap<u64, usize> = BTreeMap::new();
        for row in shown {
            *counts.entry(row).or_default() += 1;
        }
        for row in &self.wished {
            let count = counts.remove(row).unwrap_or(0);
            let most = if self.overdue.contains(row) { 2 } else { 1 };
            assert!(
                (1..=most).contains(&count),
                "{count} copies of {row}: {self:?}"
            );
        }
        for (row, count) in counts {
            let ours = row < 1_000_000 && !self.lost.contains(&row);
            assert!(
                count == 1 && (!ours || !patient),
                "{count} copies of {row} that nobody wants: {self:?}"
            );
        }
        // It waits only for something.
        assert!(!self.timer || !self.in_the_air.is_empty() || !self.coming.is_empty());
    }
}

proptest! {
    #![proptest_config(config())]

    /// Never a frame with two copies of a row, or none: for any number of submissions at once, in any order of
    /// their steps on the server and of their answers.
    #[test]
    fn base_and_update_change_in_one_step(ops in ops()) {
        let mut world = World::default();
        for op in &ops {
            world.apply(op, true);
            world.check_frame(true);
        }
        world.finish(true);
        prop_assert!(world.overlay.is_empty());
        prop_assert!(!world.timer);
        let is_known = |row: &u64| *row < 1_000_000 && !world.lost.contains(row);
        let seen: BTreeSet<_> = world.shown().into_iter().filter(is_known).collect();
        prop_assert_eq!(seen, world.wished);
    }

    /// With the bound: whatever is in flight when it is reached may be seen twice for a while. Nothing is
    /// ever missing, and in the end all is right.
    #[test]
    fn what_is_held_too_long_is_shown_and_nothing_is_lost(ops in ops()) {
        let mut world = World::default();
        for op in &ops {
            world.apply(op, false);
            world.check_frame(false);
        }
        world.finish(false);
        prop_assert!(world.overlay.is_empty());
        prop_assert!(!world.timer);
        let shown = world.shown();
        let seen: BTreeSet<_> = shown.iter().copied().collect();
        prop_assert_eq!(seen.len(), shown.len(), "no copies in the end");
        prop_assert!(world.wished.is_subset(&seen));
    }

    /// A reducer for which order matters, over a base that changes at any time: always the fold, from scratch.
    #[test]
    fn what_is_shown_is_the_reducer_folded_over_the_current_base(
        steps in prop::collection::vec((0..4u8, 0..6u64, any::<u64>()), 0..40),
    ) {
        let mut overlay = Overlay::new();
        let mut model: Vec<(u64, u64)> = Vec::new();
        let mut base = 0;
        for (what, number, value) in steps {
            match what {
                0 => base = value,
                1 => {
                    let had = model.iter().any(|(other, _)| *other == number);
                    model.retain(|(other, _)| *other != number);
                    prop_assert_eq!(overlay.leave(&[id(number)]), had);
                }
                _ => {
                    overlay.add(id(number), value);
                    model.push((number, value));
                }
            }
            let reduce = |base: u64, id: u64, update: u64| base.wrapping_mul(31).wrapping_add(id ^ update);
            let mut shown = base;
            overlay.fold(&mut shown, |base, update, id| *base = reduce(*base, id.get(), *update));
            let expected = model.iter().fold(base, |base, (id, update)| reduce(base, *id, *update));
            prop_assert_eq!(shown, expected);
            prop_assert_eq!(overlay.is_empty(), model.is_empty());
        }
    }
}
