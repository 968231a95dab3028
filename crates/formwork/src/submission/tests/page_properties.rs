//! Promises of a [`Page`], over random interleavings of a simulated page.

use super::page_world::{Op, World, ops};
use super::world::policy;
use super::*;
use proptest::prelude::*;
use std::collections::BTreeMap;

fn world(policy: Policy, repeat: bool, adopted: bool, ops: &[Op]) -> World {
    let mut world = World::hydrated(policy, repeat, adopted);
    world.run(ops);
    world
}

/// The runs of each lane, as the numbers of their acceptances, without those that were cancelled or timed out: whether
/// and when they ran, nobody knows.
fn runs_by_lane(world: &World) -> BTreeMap<Key, Vec<(u32, SubmissionId)>> {
    let mut lanes: BTreeMap<Key, Vec<(u32, SubmissionId)>> = BTreeMap::new();
    for (lane, accepted, id) in &world.runs {
        if !world.gone_over.contains(id) {
            lanes
                .entry(lane.clone())
                .or_default()
                .push((*accepted, *id));
        }
    }
    lanes
}

proptest! {
    #![proptest_config(config())]

    /// The world refuses a second request for an id in flight; every attempt follows the one before.
    #[test]
    fn an_id_with_one_input_runs_at_most_once(
        policy in policy(), repeat in any::<bool>(), adopted in any::<bool>(), ops in ops(),
    ) {
        let mut world = world(policy, repeat, adopted, &ops);
        world.calm_down();
        let mut attempts: BTreeMap<SubmissionId, u32> = BTreeMap::new();
        if adopted {
            attempts.insert(id(0), 1);
        }
        for effect in &world.effects {
            if let Effect::Send { id, attempt, .. } = *effect {
                let before = attempts.insert(id, attempt).unwrap_or(0);
                prop_assert_eq!(attempt, before + 1);
            }
        }
        let mut runs: Vec<_> = world.runs.iter().map(|(.., id)| *id).collect();
        runs.sort();
        runs.dedup();
        prop_assert_eq!(runs.len(), world.runs.len());
    }

    /// Whatever comes and goes on the page meanwhile.
    #[test]
    fn queue_runs_strictly_in_order_whatever_is_mounted(
        repeat in any::<bool>(), adopted in any::<bool>(), ops in ops(),
    ) {
        let mut world = world(Policy::Queue, repeat, adopted, &ops);
        world.calm_down();
        for (_, runs) in runs_by_lane(&world) {
            prop_assert!(runs.is_sorted(), "{:?}", runs);
        }
    }

    #[test]
    fn the_next_one_is_sent_when_the_one_before_has_ended_in_whatever_way(
        policy in policy(), repeat in any::<bool>(), adopted in any::<bool>(), ops in ops(),
    ) {
        let world = world(policy, repeat, adopted, &ops);
        for turns in world.page.turns() {
            let is_queued = |(_, status): &(SubmissionId, SubmissionStatus)| *status == SubmissionStatus::Queued;
            let waits_for_nothing = turns.iter().all(is_queued);
            prop_assert!(!waits_for_nothing || !world.renewing.is_empty(), "{:?}", turns);
        }
    }

    #[test]
    fn latest_has_one_under_way_and_the_newest_is_stored_last(
        repeat in any::<bool>(), adopted in any::<bool>(), ops in ops(),
    ) {
        let mut world = world(Policy::Latest, repeat, adopted, &ops);
        for turns in world.page.turns() {
            prop_assert!(turns.len() <= 2, "{:?}", turns);
            let in_the_air = turns.iter().filter(|(_, status)| *status != SubmissionStatus::Queued);
            prop_assert!(in_the_air.count() <= 1, "{:?}", turns);
        }
        world.calm_down();
        for (_, runs) in runs_by_lane(&world) {
            prop_assert!(runs.is_sorted(), "{:?}", runs);
        }
    }

    /// One that is not sent has a status that says so, and by which other one.
    #[test]
    fn drop_says_so(repeat in any::<bool>(), adopted in any::<bool>(), ops in ops()) {
        let mut world = world(Policy::Drop, repeat, adopted, &ops);
        for turns in world.page.turns() {
            let in_the_air = turns.iter().filter(|(_, status)| *status != SubmissionStatus::Queued);
            prop_assert!(in_the_air.count() <= 1, "{:?}", turns);
        }
        world.calm_down();
        for (id, known) in &world.known {
            let was_sent = world.runs.iter().any(|(.., run)| run == id) || known.accepted > 0;
            let is_said = matches!(known.status, Some(SubmissionStatus::Ignored { .. } | SubmissionStatus::Joined { .. }));
            prop_assert!(was_sent || is_said, "{:?}", known);
        }
    }

    #[test]
    fn parallel_sends_each_at_once(repeat in any::<bool>(), adopted in any::<bool>(), ops in ops()) {
        let world = world(Policy::Parallel, repeat, adopted, &ops);
        for (_, status) in world.page.turns().into_iter().flatten() {
            prop_assert!(status != SubmissionStatus::Queued || !world.renewing.is_empty());
        }
    }

    #[test]
    fn every_submission_ends_once_each_time_it_is_accepted(
        policy in policy(), repeat in any::<bool>(), adopted in any::<bool>(), ops in ops(),
    ) {
        let mut world = world(policy, repeat, adopted, &ops);
        world.calm_down();
        let accepted = |of: SubmissionId| {
            let is_its = |effect: &&Effect| matches!(effect, Effect::Accepted { id, .. } if *id == of);
            world.effects.iter().filter(is_its).count() as u32
        };
        for (id, known) in &world.known {
            prop_assert_eq!(known.ends, accepted(*id).max(1), "{}: {:?}", id, known);
        }
    }

    /// Its value takes over in the turn of its end; `together` has the rest.
    #[test]
    fn an_optimistic_update_is_there_exactly_while_its_submission_is_under_way(
        policy in policy(), repeat in any::<bool>(), adopted in any::<bool>(), ops in ops(),
    ) {
        let mut world = World::hydrated(policy, repeat, adopted);
        for op in &ops {
            world.apply(op);
            prop_assert_eq!(&world.updates, &world.under_way(), "{:?}", op);
        }
    }

    /// Nobody else's work holds a form: it is pending while something of its place and row is pending, which was
    /// pressed in it, or in one that stood there before it.
    #[test]
    fn pending_is_true_exactly_while_something_of_its_own_is_under_way(
        policy in policy(), repeat in any::<bool>(), adopted in any::<bool>(), ops in ops(),
    ) {
        let mut world = World::hydrated(policy, repeat, adopted);
        for op in &ops {
            world.apply(op);
            let under_way = world.under_way();
            for component in &world.components {
                let state = world.views.get(&component.view).copied().unwrap_or_default();
                let is_of_its_row = |known: &page_world::Known| {
                    known.facts.place.as_deref() == Some(&*format!("f{}-0", component.place))
                        && known.facts.hidden == Some(component.row)
                };
                let is_its = |of: &SubmissionId| {
                    world.page.shown_by(*of).contains(&component.view)
                };
                if world.renewing.is_empty() {
                    prop_assert_eq!(state.busy, under_way.iter().any(is_its));
                }
                for of in under_way.iter().filter(|of| is_its(of)) {
                    prop_assert!(is_of_its_row(&world.known[of]), "another row's: {of}");
                }
                // What was pressed in this very form is its own, for ever.
                for (of, known) in &world.known {
                    if known.facts.form == Some(component.form) && under_way.contains(of) {
                        prop_assert!(is_its(of));
                    }
                }
            }
            // What nobody shows has no form of its row to show it.
            for of in &under_way {
                let known = &world.known[of];
                let is_its_row = |it: &page_world::Component| {
                    known.facts.place.as_deref() == Some(&*format!("f{}-0", it.place))
                        && known.facts.hidden == Some(it.row)
                };
                if known.facts.place.is_some() && world.page.shown_by(*of).is_empty() {
                    let younger = |it: &&page_world::Component| it.after > of.get();
                    prop_assert!(!world.components.iter().filter(younger).any(is_its_row), "{of} is not shown");
                }
            }
        }
    }

    /// Its order, its retries, its end: all as if everything had stayed.
    #[test]
    fn unmounting_changes_nothing_for_what_is_under_way(
        policy in policy(), repeat in any::<bool>(), adopted in any::<bool>(), ops in ops(), late in ops(),
    ) {
        let mut stays = world(policy, repeat, adopted, &ops);
        stays.apply(&Op::Renewed(0));
        let mut goes = world(policy, repeat, adopted, &ops);
        goes.apply(&Op::Renewed(0));
        for component in goes.components.clone() {
            goes.unmount(&component);
        }
        let begin = (stays.effects.len(), goes.effects.len());
        // A page without the form gets no fresh seals.
        let is_stale = |op: &&Op| matches!(op, Op::Answer(_, SubmissionEnd::Stale) | Op::Renewed(_));
        for op in late.iter().filter(|op| op.is_of_the_network() && !is_stale(op)) {
            stays.apply(op);
            goes.apply(op);
        }
        stays.calm_down();
        goes.calm_down();
        let seen = |world: &World, begin: usize| {
            let of_the_network = world.effects[begin..].iter().filter_map(|effect| match *effect {
                Effect::Send { id, attempt, .. } => Some((id, Some(attempt), None)),
                Effect::Status { id, status, .. } => Some((id, None, Some(status))),
                _ => None,
            });
            of_the_network.collect::<Vec<_>>()
        };
        prop_assert_eq!(seen(&stays, begin.0), seen(&goes, begin.1));
    }

    /// No timer, no request, no input, no lane.
    #[test]
    fn nothing_is_left_after_unmount(
        policy in policy(), repeat in any::<bool>(), adopted in any::<bool>(), ops in ops(), late in ops(),
    ) {
        let mut world = world(policy, repeat, adopted, &ops);
        let comes = |op: &&Op| matches!(op, Op::Mount(..) | Op::Navigate(_) | Op::Call);
        for component in world.components.clone() {
            world.unmount(&component);
        }
        late.iter().filter(|op| !comes(op)).for_each(|op| world.apply(op));
        world.calm_down();
        // A call that got no answer can be sent again by whoever looks at the action's submissions.
        let kept: Vec<_> = world.inputs.iter().copied().collect();
        for id in kept {
            prop_assert!(world.known[&id].facts.is_call);
            world.handle(Event::Dismiss { id });
        }
        prop_assert!(world.timers.is_empty() && world.inputs.is_empty() && world.updates.is_empty());
        prop_assert!(world.air.is_empty());
        prop_assert!(world.page.is_empty(), "{:?}", world.page);
    }

    /// What is not accepted, and whose form was emptied for it, returns to the form or is offered there.
    #[test]
    fn what_was_typed_is_never_lost(
        policy in policy(), repeat in any::<bool>(), ops in ops(),
    ) {
        let mut world = World::hydrated(policy, repeat, false);
        for op in &ops {
            let before = world.effects.len();
            world.apply(op);
            let effects = &world.effects[before..];
            let Op::Answer(_, how) = op else { continue };
            if how.came_true() {
                continue;
            }
            for effect in effects {
                let Effect::Answered { id, .. } = *effect else { continue };
                let facts = &world.known[&id].facts;
                // Put back once, it is the user's again.
                let is_first = |effect: &Effect| matches!(effect, Effect::Accepted { id: of, .. } if *of == id);
                if world.effects.iter().filter(|effect| is_first(effect)).count() > 1 {
                    continue;
                }
                let shows_form = effects.iter().find_map(|effect| match *effect {
                    Effect::Form { form, id: of, .. } if of == id => Some(form),
                    _ => None,
                });
                let Some(form) = shows_form else { continue };
                let is_kept = world.holds(form) == facts.typed;
                let is_offered = effects.contains(&Effect::Form { form, id, what: FormDo::Offer });
                let was_emptied = facts.reset == Reset::OnSubmit || facts.form != Some(form);
                prop_assert!(is_kept || is_offered || !was_emptied || facts.typed.is_none(), "{:?}", effects);
            }
        }
    }

    /// Whoever has gone to another page stays there.
    #[test]
    fn a_redirect_is_followed_only_on_the_page_of_its_press(
        policy in policy(), repeat in any::<bool>(), ops in ops(),
    ) {
        let world = world(policy, repeat, false, &ops);
        for (id, path) in &world.followed {
            prop_assert_eq!(world.known[id].facts.path, *path);
        }
    }

    /// A press with other content, in another form, or after a change, is never taken for a repeat.
    #[test]
    fn only_the_same_press_in_the_same_place_is_joined(
        policy in policy(), repeat in any::<bool>(), adopted in any::<bool>(), ops in ops(),
    ) {
        let world = world(policy, repeat, adopted, &ops);
        for known in world.known.values() {
            if let Some(SubmissionStatus::Joined { with }) = known.status {
                let other = &world.known[&with].facts;
                prop_assert!(!repeat && known.facts.press.is_some());
                prop_assert_eq!(known.facts.press, other.press);
                prop_assert_eq!(&known.facts.place, &other.place);
                prop_assert_eq!(known.facts.hidden, other.hidden);
            }
        }
    }

    /// A success takes back what was said, but not what came to light after its press: nobody had the time to read it.
    #[test]
    fn a_failure_is_said_until_a_later_press(
        policy in policy(), repeat in any::<bool>(), ops in ops(),
    ) {
        let mut world = World::hydrated(policy, repeat, false);
        for op in &ops {
            let (before, seen) = (world.said.clone(), world.effects.len());
            world.apply(op);
            let Op::Answer(_, SubmissionEnd::Done) = op else { continue };
            let answered = world.effects[seen..].iter().find_map(|effect| match *effect {
                Effect::Answered { id, .. } => Some(id),
                _ => None,
            });
            for (view, (of, _)) in &before {
                // The success of one that was pressed before it was said leaves it.
                let is_gone = !world.said.contains_key(view);
                prop_assert!(!is_gone || answered >= Some(*of), "{view:?}");
            }
        }
    }
}
