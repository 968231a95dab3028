//! A lane, a base and an overlay, driven as a hook drives them.

use super::world::{Op, World, ops, policy};
use super::*;
use proptest::prelude::*;
use std::collections::BTreeSet;

/// What the rows of others begin with.
const OTHERS: u64 = 1_000_000;

/// What `use_optimistic` over a query holds.
#[derive(Default)]
struct Page {
    base: Base<Vec<u64>>,
    overlay: Overlay<()>,
    rows: Vec<u64>,
    value: Vec<u64>,
    /// Came true, and their value waits.
    held: BTreeSet<SubmissionId>,
}

impl Page {
    fn submitted(&mut self, id: SubmissionId) {
        self.overlay.add(id, ());
        self.base.add(id);
    }

    /// What the driver does in the turn of these effects, for the updates.
    fn carry_out(&mut self, effects: &[LaneEffect]) {
        for effect in effects {
            match *effect {
                LaneEffect::Resumed { id } => self.submitted(id),
                LaneEffect::Send { id, .. } => self.base.sent(id),
                LaneEffect::Settle { id, how } if how.came_true() => {
                    self.rows.push(id.get());
                    let number = self.rows.len() as u64;
                    let stamp = Stamp {
                        version: Version { epoch: 1, number },
                        request: number,
                    };
                    self.held.insert(id);
                    let turn = self
                        .base
                        .came_true(id, Fresh::Value(self.rows.clone(), stamp));
                    self.turn(turn);
                }
                effect => {
                    if let Some((id, _)) = effect.end() {
                        let turn = self.base.came_to_nothing(id, Fresh::Nothing);
                        self.turn(turn);
                    }
                }
            }
        }
    }

    /// Somebody else has changed the list, and a poll brings it.
    fn changed_by_others(&mut self) {
        let number = self.rows.len() as u64 + 1;
        self.rows.push(OTHERS + number);
        let stamp = Stamp {
            version: Version { epoch: 1, number },
            request: number,
        };
        let turn = self.base.fresh(self.rows.clone(), stamp);
        self.turn(turn);
    }

    fn turn(&mut self, turn: Turn<Vec<u64>>) {
        if let Some(value) = turn.value {
            self.value = value;
        }
        self.overlay.leave(&turn.leave);
        self.held.retain(|id| !turn.leave.contains(id));
    }

    fn updates(&self) -> BTreeSet<SubmissionId> {
        let mut ids = BTreeSet::new();
        self.overlay
            .fold(&mut ids, |ids, (), id| _ = ids.insert(id));
        ids
    }
}

fn run(policy: Policy, ops: &[Op], others: &[bool], check: impl Fn(&Page, &[UnderWay])) {
    let mut world = World::new(policy, Options::default());
    let mut page = Page::default();
    let mut seen = 0;
    for (at, op) in ops.iter().enumerate() {
        if others.get(at) == Some(&true) {
            page.changed_by_others();
        }
        world.apply(op);
        for step in &world.steps[seen..] {
            if let Some(id) = step.new {
                page.submitted(id);
                if let LaneEvent::Adopt { .. } = step.event {
                    page.base.sent(id);
                }
            }
            page.carry_out(&step.effects);
            check(&page, &step.after);
        }
        seen = world.steps.len();
    }
}

proptest! {
    #![proptest_config(config())]

    /// "Settlement" is where its row takes over: while the value that has it must wait, the update stays.
    #[test]
    fn an_optimistic_update_is_visible_from_submission_to_settlement_and_never_after(
        policy in policy(), ops in ops(), others in prop::collection::vec(prop::bool::weighted(0.2), 40),
    ) {
        run(policy, &ops, &others, |page, under_way| {
            let under_way: BTreeSet<_> = under_way.iter().map(|entry| entry.id).collect();
            assert_eq!(page.updates(), &under_way | &page.held);
            // In the value, or as an update, never both.
            assert!(page.updates().iter().all(|id| !page.value.contains(&id.get())));
            let came_true: BTreeSet<_> = page.rows.iter().copied().filter(|row| *row < OTHERS).collect();
            let shown: BTreeSet<_> = page.value.iter().copied().chain(page.updates().iter().map(|id| id.get())).collect();
            assert!(came_true.is_subset(&shown));
        });
    }

    /// The next one is sent after the answer, so that no answer can contain it: nothing waits.
    #[test]
    fn in_a_queue_no_fresh_value_is_ever_held(ops in super::world::ops_from_hydration()) {
        run(Policy::Queue, &ops, &[], |page, _| assert!(page.held.is_empty()));
    }
}
