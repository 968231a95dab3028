//! Promises of a [`Lane`], over random interleavings.

use super::world::{ELSEWHERE, Op, World, ops, ops_from_hydration, policy};
use super::*;
use proptest::prelude::*;
use std::collections::BTreeMap;

fn repeat(repeat: bool) -> Options {
    Options::default().repeat(repeat)
}

fn in_the_air(list: &[UnderWay]) -> usize {
    list.iter()
        .filter(|entry| entry.status != Status::Queued)
        .count()
}

fn lists(list: &[UnderWay], id: SubmissionId) -> bool {
    list.iter().any(|entry| entry.id == id)
}

proptest! {
    #![proptest_config(config())]

    /// The world itself refuses a second request for an id in the air.
    #[test]
    fn an_id_with_one_input_is_sent_only_by_retry_never_twice_at_once(
        policy in policy(), again in any::<bool>(), ops in ops(),
    ) {
        let mut world = World::run(policy, repeat(again), &ops);
        world.calm_down();
        let mut attempts: BTreeMap<SubmissionId, u32> = BTreeMap::new();
        for step in &world.steps {
            if let Event::Adopt { id, .. } = step.event {
                attempts.insert(id, 1);
            }
            for effect in &step.effects {
                let Effect::Send { id, attempt, .. } = *effect else { continue };
                let earlier = attempts.insert(id, attempt).unwrap_or(0);
                prop_assert_eq!(attempt, earlier + 1);
                if attempt == 1 {
                    continue;
                }
                // Sent again only if it waited for that, or was resumed.
                let waited = step.before.iter().any(|e| e.id == id && e.status == Status::Waiting);
                let resumed = world.effects().any(|(_, effect)| effect == Effect::Resumed { id });
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
                    Effect::Resumed { id } => model.push(id),
                    Effect::Send { id, after, .. } => {
                        prop_assert_eq!(model.first(), Some(&id));
                        prop_assert_eq!(after, answered, "the state before it");
                    }
                    Effect::Settle { id, how } => {
                        prop_assert_eq!(model.first(), Some(&id));
                        model.remove(0);
                        if how != Settlement::Unanswered {
                            answered = Some(id);
                        }
                    }
                    Effect::Cancelled { id } => model.retain(|other| *other != id),
                    Effect::Superseded { .. } | Effect::Ignored { .. } => prop_assert!(false, "not in a queue"),
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
            prop_assert!(!idle || step.after.is_empty() || step.held, "something waits for nothing: {:?}", step);
        }
        // Whatever has happened to the lane, the next one is sent and answered.
        world.handle(Event::CancelAll);
        world.handle(Event::Release);
        let next = id(1_000);
        world.handle(Event::Submit { id: next, press: None });
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
                if let Event::Adopt { .. } = step.event {
                    sent = Some(id);
                }
                prop_assert_eq!(step.after.last().map(|entry| entry.id), Some(id));
            }
            for effect in &step.effects {
                match *effect {
                    Effect::Superseded { id, by } => prop_assert!(id < by),
                    // Nothing older is sent after something newer, not even by a retry.
                    Effect::Send { id, .. } => {
                        prop_assert!(sent <= Some(id));
                        sent = Some(id);
                    }
                    _ => {}
                }
            }
        }
        // The newest that nobody cancelled has been sent, and was the last to be.
        if let Some(id) = newest
            && !world.effects().any(|(_, effect)| effect == Effect::Cancelled { id })
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
                Effect::Ignored { id: who, by } if who == id => Some((Status::Ignored { by }, by)),
                Effect::Joined { id: who, with } if who == id => Some((Status::Joined { with }, with)),
                _ => None,
            });
            prop_assert_eq!(verdict.is_none(), lists(&step.after, id), "silence: {:?}", step);
            // One that is under way is named. Idle, everything is accepted, or means one that failed.
            match verdict {
                Some((Status::Ignored { .. }, by)) if step.held => prop_assert_eq!(by, ELSEWHERE),
                Some((Status::Ignored { .. }, by)) => prop_assert_eq!(step.before.first().map(|e| e.id), Some(by)),
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
            prop_assert!(step.after.iter().all(|entry| entry.status != Status::Queued));
            let about = match step.event {
                Event::Answered { id, .. }
                | Event::NetworkFailed { id, .. }
                | Event::TimedOut { id, .. }
                | Event::TimerFired { id, .. }
                | Event::Retry { id }
                | Event::Cancel { id } => id,
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
            prop_assert_eq!(world.pending, world.lane.under_way().len() > 0);
            prop_assert_eq!(world.pending, world.lane.pending());
            prop_assert_eq!(world.slow, world.lane.under_way().any(|entry| entry.slow));
            // What the driver shows as an optimistic update is exactly what is under way.
            let shown: Vec<_> = world.updates.iter().copied().collect();
            let mut under_way: Vec<_> = world.lane.under_way().map(|entry| entry.id).collect();
            under_way.sort();
            prop_assert_eq!(shown, under_way);
        }
        let alone = World::run(policy, repeat(again), &ops);
        prop_assert_eq!(alone.steps, world.steps);
    }

    /// Its order, its retries, its end: all as if the form had stayed.
    #[test]
    fn unmounting_changes_nothing_for_what_is_under_way(
        policy in policy(), again in any::<bool>(), ops in ops(), late in ops(),
    ) {
        let mut stays = World::run(policy, repeat(again), &ops);
        let mut goes = World::run(policy, repeat(again), &ops);
        goes.handle(Event::Unmount);
        let begin = (stays.steps.len(), goes.steps.len());
        let by_the_network = late.iter().filter(|op| {
            matches!(op, Op::Answer(..) | Op::Fail(..) | Op::TimeOut(_) | Op::Fire(_) | Op::Offline(_) | Op::Online | Op::Release)
        });
        for op in by_the_network {
            stays.apply(op);
            goes.apply(op);
        }
        stays.calm_down();
        goes.calm_down();
        let seen = |world: &World, begin: usize| {
            let effects = world.steps[begin..].iter().flat_map(|step| step.effects.clone());
            // What would only be kept for the person is forgotten at once.
            effects.filter(|effect| !matches!(effect, Effect::Forget { .. })).collect::<Vec<_>>()
        };
        prop_assert_eq!(seen(&stays, begin.0), seen(&goes, begin.1));
    }

    #[test]
    fn nothing_is_left_after_unmount(
        policy in policy(), again in any::<bool>(), ops in ops(), late in ops(),
    ) {
        let mut world = World::run(policy, repeat(again), &ops);
        world.handle(Event::Unmount);
        prop_assert_eq!(world.lane.kept().len(), 0);
        // Also of what is submitted afterwards.
        let late = late.iter().filter(|op| !matches!(op, Op::Shown));
        late.for_each(|op| world.apply(op));
        world.calm_down();
        prop_assert!(world.timers.is_empty());
        prop_assert!(world.inputs.is_empty());
        prop_assert!(world.updates.is_empty());
        prop_assert!(world.air.is_empty());
        prop_assert_eq!(world.lane.kept().len(), 0);
        prop_assert!(world.lane.over());
    }

    /// Whoever shows it can send again what failed, until it goes, too.
    #[test]
    fn what_is_shown_again_is_kept_as_if_it_had_stayed(
        policy in policy(), again in any::<bool>(), ops in ops(), late in ops(),
    ) {
        let mut stays = World::run(policy, repeat(again), &ops);
        let mut shown = World::run(policy, repeat(again), &ops);
        for event in [Event::Unmount, Event::Shown] {
            shown.handle(event);
        }
        if stays.lane.gone() {
            stays.handle(Event::Shown);
        }
        let kept: Vec<_> = stays.lane.kept().map(|(id, _)| id).collect();
        kept.into_iter().for_each(|id| stays.handle(Event::Dismiss { id }));
        let begin = (stays.steps.len(), shown.steps.len());
        for op in late.iter().filter(|op| !matches!(op, Op::Unmount)) {
            stays.apply(op);
            shown.apply(op);
        }
        prop_assert_eq!(&stays.steps[begin.0..], &shown.steps[begin.1..]);
        shown.calm_down();
        shown.handle(Event::Unmount);
        prop_assert!(shown.lane.over());
    }

    /// What the page now submits waits for what the page before has submitted.
    #[test]
    fn a_held_lane_sends_nothing(policy in policy(), again in any::<bool>(), ops in ops()) {
        let world = World::run(policy, repeat(again), &ops);
        for step in world.steps.iter().filter(|step| step.held) {
            for effect in &step.effects {
                // Nothing new; a retry is of what was sent before.
                if let Effect::Send { attempt, .. } = *effect {
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
                Event::Edited => edited = true,
                Event::Submit { id, press } | Event::Adopt { id, press } => _ = presses.entry(id).or_insert(press),
                _ => {}
            }
            for effect in &step.effects {
                match *effect {
                    Effect::Joined { id, with } => {
                        prop_assert!(!again);
                        let same = newest == Some((with, presses[&id]));
                        prop_assert!(same && presses[&id].is_some());
                        let was_under_way = step.before.iter().any(|entry| entry.id == with);
                        prop_assert!(!(edited && was_under_way));
                    }
                    // Slow timers start exactly when something is accepted.
                    Effect::StartTimer { id, timer: Timer::Slow, .. } => {
                        newest = Some((id, presses[&id]));
                        edited = false;
                    }
                    _ => {}
                }
            }
        }
    }
}
