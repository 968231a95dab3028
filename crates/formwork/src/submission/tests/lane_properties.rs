//! Promises of a [`Lane`], over random interleavings.

use super::world::{STALE, World, ops, ops_from_hydration, policy};
use super::*;
use proptest::prelude::*;
use std::collections::BTreeMap;

fn repeat(repeat: bool) -> Options {
    Options::default().repeat(repeat)
}

fn in_the_air(list: &[UnderWay]) -> usize {
    list.iter()
        .filter(|entry| entry.status != SubmissionStatus::Queued)
        .count()
}

fn lists(list: &[UnderWay], id: SubmissionId) -> bool {
    list.iter().any(|entry| entry.id == id)
}

proptest! {
    #![proptest_config(config())]

    /// The world itself refuses a second request for an id in flight.
    #[test]
    fn an_id_with_one_input_is_sent_only_by_retry_never_twice_at_once(
        policy in policy(), again in any::<bool>(), ops in ops(),
    ) {
        let mut world = World::run(policy, repeat(again), &ops);
        world.calm_down();
        let mut attempts: BTreeMap<SubmissionId, u32> = BTreeMap::new();
        for step in &world.steps {
            if let LaneEvent::Adopt { id, .. } = step.event {
                attempts.insert(id, 1);
            }
            for effect in &step.effects {
                let LaneEffect::Send { id, attempt, .. } = *effect else { continue };
                let earlier = attempts.insert(id, attempt).unwrap_or(0);
                prop_assert_eq!(attempt, earlier + 1);
                if attempt == 1 {
                    continue;
                }
                // Sent again only if it waited for that, or was resumed.
                let waited = step.before.iter().any(|e| e.id == id && e.status == SubmissionStatus::Waiting);
                let resumed = world.effects().any(|(_, effect)| effect == LaneEffect::Resumed { id });
                prop_assert!(waited || resumed, "{:?}", step);
            }
        }
    }

    #[test]
    fn queue_runs_strictly_in_order(again in any::<bool>(), ops in ops_from_hydration()) {
        let mut world = World::run(Policy::Queue, repeat(again), &ops);
        world.calm_down();
        // The model: a list. Accepted ones go to its end, ended ones leave, only the first is ever sent.
        let mut model: Vec<SubmissionId> = Vec::new();
        let mut answered = None;
        for step in &world.steps {
            if let Some(id) = step.new.filter(|id| lists(&step.after, *id)) {
                model.push(id);
            }
            for effect in &step.effects {
                match *effect {
                    LaneEffect::Resumed { id } => model.push(id),
                    LaneEffect::Send { id, after, .. } => {
                        prop_assert_eq!(model.first(), Some(&id));
                        prop_assert_eq!(after, answered, "the state before it");
                    }
                    LaneEffect::Settle { id, how } => {
                        prop_assert_eq!(model.first(), Some(&id));
                        model.remove(0);
                        if how != SubmissionEnd::Unanswered {
                            answered = Some(id);
                        }
                    }
                    LaneEffect::Cancelled { id } => model.retain(|other| *other != id),
                    LaneEffect::Superseded { .. } | LaneEffect::Ignored { .. } => prop_assert!(false, "not in a queue"),
                    _ => {}
                }
            }
            let listed: Vec<_> = step.after.iter().map(|entry| entry.id).collect();
            prop_assert_eq!(&listed, &model);
            prop_assert!(in_the_air(&step.after) <= 1);
        }
    }

    /// As soon as one has ended, in whatever way, the next one is sent, in the same turn.
    #[test]
    fn an_error_does_not_stop_those_behind_it(policy in policy(), again in any::<bool>(), ops in ops()) {
        let mut world = World::run(policy, repeat(again), &ops);
        for step in &world.steps {
            let idle = in_the_air(&step.after) == 0;
            prop_assert!(!idle || step.after.is_empty() || step.renewing, "something waits for nothing: {:?}", step);
        }
        // Whatever has happened to the lane, the next one is sent and answered.
        world.handle(LaneEvent::CancelAll);
        world.handle(LaneEvent::Renewed);
        let next = id(1_000);
        world.handle(LaneEvent::Submit { id: next, press: None });
        prop_assert!(world.air.contains_key(&next));
    }

    #[test]
    fn latest_never_has_two_under_way_and_the_newest_wins(again in any::<bool>(), ops in ops_from_hydration()) {
        let mut world = World::run(Policy::Latest, repeat(again), &ops);
        world.calm_down();
        // The model: at most one sent, and at most one that waits, which is the newest.
        let (mut newest, mut sent) = (None, None);
        for step in &world.steps {
            prop_assert!(in_the_air(&step.after) <= 1);
            prop_assert!(step.after.len() <= 2);
            if let Some(id) = step.new.filter(|id| lists(&step.after, *id)) {
                newest = Some(id);
                if let LaneEvent::Adopt { .. } = step.event {
                    sent = Some(id);
                }
                prop_assert_eq!(step.after.last().map(|entry| entry.id), Some(id));
            }
            for effect in &step.effects {
                match *effect {
                    LaneEffect::Superseded { id, by } => prop_assert!(id < by),
                    // Nothing older is sent after something newer, not even by a retry.
                    LaneEffect::Send { id, .. } => {
                        prop_assert!(sent <= Some(id));
                        sent = Some(id);
                    }
                    _ => {}
                }
            }
        }
        // The newest that nobody cancelled has been sent, and was the last to be.
        if let Some(id) = newest
            && !world.effects().any(|(_, effect)| effect == LaneEffect::Cancelled { id })
        {
            prop_assert_eq!(sent, Some(id));
        }
    }

    #[test]
    fn drop_says_so(again in any::<bool>(), ops in ops_from_hydration()) {
        let world = World::run(Policy::Drop, repeat(again), &ops);
        for step in &world.steps {
            prop_assert!(in_the_air(&step.after) <= 1);
            let Some(id) = step.new else { continue };
            let verdict = step.effects.iter().find_map(|effect| match *effect {
                LaneEffect::Ignored { id: who, by } if who == id => Some((SubmissionStatus::Ignored { by }, by)),
                LaneEffect::Joined { id: who, with } if who == id => Some((SubmissionStatus::Joined { with }, with)),
                _ => None,
            });
            prop_assert_eq!(verdict.is_none(), lists(&step.after, id), "silence: {:?}", step);
            // One that is pending is named. Idle, everything is accepted, or means one that failed.
            match verdict {
                Some((SubmissionStatus::Ignored { .. }, by)) if step.renewing => prop_assert_eq!(by, STALE),
                Some((SubmissionStatus::Ignored { .. }, by)) => prop_assert_eq!(step.before.first().map(|e| e.id), Some(by)),
                Some((_, with)) => prop_assert!(lists(&step.after, with)),
                None => prop_assert!(step.before.is_empty()),
            }
        }
    }

    /// The model: a set. What is accepted is sent in the same turn, and nothing that happens to one changes
    /// another one's status.
    #[test]
    fn parallel_settles_each_on_its_own(again in any::<bool>(), ops in ops()) {
        let world = World::run(Policy::Parallel, repeat(again), &ops);
        for step in &world.steps {
            prop_assert!(step.renewing || step.after.iter().all(|entry| entry.status != SubmissionStatus::Queued));
            let about = match step.event {
                LaneEvent::Answered { id, .. }
                | LaneEvent::NetworkFailed { id, .. }
                | LaneEvent::TimedOut { id, .. }
                | LaneEvent::TimerFired { id, .. }
                | LaneEvent::Retry { id }
                | LaneEvent::Cancel { id } => id,
                _ => continue,
            };
            let others = |list: &[UnderWay]| {
                let mut list: Vec<_> = list.iter().filter(|entry| entry.id != about).copied().collect();
                list.sort_by_key(|entry| entry.id);
                list
            };
            prop_assert_eq!(others(&step.before), others(&step.after));
        }
    }

    #[test]
    fn pending_is_true_exactly_while_something_of_its_own_is_under_way(
        policy in policy(), again in any::<bool>(), ops in ops(), others in ops(),
    ) {
        // Two forms, turn by turn: one of them alone behaves the same.
        let mut world = World::new(policy, repeat(again));
        let mut other = World::new(policy, repeat(again));
        for at in 0..ops.len().max(others.len()) {
            if let Some(op) = others.get(at) {
                other.apply(op);
            }
            if let Some(op) = ops.get(at) {
                world.apply(op);
            }
            prop_assert_eq!(world.pending, world.lane.under_way().len() > 0 || world.renewing);
            prop_assert_eq!(world.pending, world.lane.pending());
            prop_assert_eq!(world.slow, world.lane.under_way().any(|entry| entry.slow));
            // What the driver shows as an optimistic update is exactly what is pending.
            let shown: Vec<_> = world.updates.iter().copied().collect();
            let mut under_way: Vec<_> = world.lane.under_way().map(|entry| entry.id).collect();
            under_way.sort();
            prop_assert_eq!(shown, under_way);
        }
        let alone = World::run(policy, repeat(again), &ops);
        prop_assert_eq!(alone.steps, world.steps);
    }

    /// What is submitted while fresh seals are on their way waits for them.
    #[test]
    fn a_lane_that_waits_for_seals_sends_nothing_new(policy in policy(), again in any::<bool>(), ops in ops()) {
        let world = World::run(policy, repeat(again), &ops);
        for step in world.steps.iter().filter(|step| step.renewing) {
            for effect in &step.effects {
                // Nothing new; a retry is of what was sent before.
                if let LaneEffect::Send { attempt, .. } = *effect {
                    prop_assert!(attempt > 1, "{:?}", step);
                }
            }
        }
    }

    /// Every submission comes to exactly one end (the world refuses a second one), once the network is calm.
    #[test]
    fn every_submission_comes_to_an_end(policy in policy(), again in any::<bool>(), ops in ops()) {
        let mut world = World::run(policy, repeat(again), &ops);
        world.calm_down();
        prop_assert!(world.updates.is_empty());
        let kept: Vec<_> = world.lane.kept().map(|(id, _)| id).collect();
        prop_assert_eq!(world.inputs.len(), kept.len(), "an input is kept only for a retry");
        prop_assert!(kept.iter().all(|id| world.inputs.contains(id)));
        prop_assert!(world.timers.is_empty());
    }

    /// A press with changed content, another button or an edit in between is never taken for a repeat.
    #[test]
    fn only_the_same_press_of_the_newest_is_joined(policy in policy(), again in any::<bool>(), ops in ops()) {
        let world = World::run(policy, repeat(again), &ops);
        let mut newest: Option<(SubmissionId, Option<Press>)> = None;
        let mut presses = BTreeMap::new();
        let mut edited = false;
        for step in &world.steps {
            match step.event {
                LaneEvent::Edited => edited = true,
                LaneEvent::Submit { id, press } | LaneEvent::Adopt { id, press } => _ = presses.entry(id).or_insert(press),
                _ => {}
            }
            for effect in &step.effects {
                match *effect {
                    LaneEffect::Joined { id, with } => {
                        prop_assert!(!again);
                        let same = newest == Some((with, presses[&id]));
                        prop_assert!(same && presses[&id].is_some());
                        let was_under_way = step.before.iter().any(|entry| entry.id == with);
                        prop_assert!(!(edited && was_under_way));
                    }
                    // Slow timers start exactly when something is accepted.
                    LaneEffect::StartTimer { id, timer: Timer::Slow, .. } => {
                        newest = Some((id, presses[&id]));
                        edited = false;
                    }
                    _ => {}
                }
            }
        }
    }
}
