//! Examples of [`Base`], [`Overlay`] and [`Version`], to be read aloud.

use super::*;

type Rows = Vec<u64>;

fn stamp(number: u64, request: u64) -> Stamp {
    let version = Version { epoch: 1, number };
    Stamp { version, request }
}

fn value(rows: &[u64], at: u64) -> Fresh<Rows> {
    Fresh::Value(rows.to_vec(), stamp(at, at))
}

/// A base with updates of these submissions, all in flight.
fn in_the_air(numbers: &[u64]) -> Base<Rows> {
    let mut base = Base::new();
    for number in numbers {
        base.add(id(*number));
        base.sent(id(*number));
    }
    base
}

fn turn(rows: Option<&[u64]>, leave: &[u64], timer: Option<HoldTimer>) -> Turn<Rows> {
    Turn {
        value: rows.map(<[u64]>::to_vec),
        leave: leave.iter().map(|number| id(*number)).collect(),
        timer,
    }
}

const START: Option<HoldTimer> = Some(HoldTimer::Start { delay_ms: HOLD_MS });
const STOP: Option<HoldTimer> = Some(HoldTimer::Stop);

#[test]
fn the_update_leaves_in_the_turn_in_which_its_row_comes() {
    let mut base = in_the_air(&[1]);
    assert_eq!(
        base.came_true(id(1), value(&[1], 1)),
        turn(Some(&[1]), &[1], None)
    );
}

#[test]
fn a_value_older_than_the_one_that_the_page_came_with_is_not_shown() {
    let mut base: Base<Rows> = Base::new();
    base.begins_with(stamp(5, 0));
    assert_eq!(base.fresh(vec![1], stamp(4, 1)), turn(None, &[], None));
    assert_eq!(
        base.fresh(vec![1, 2], stamp(5, 2)),
        turn(Some(&[1, 2]), &[], None)
    );
    // Components that come later with the page's value change nothing.
    base.begins_with(stamp(9, 0));
    assert_eq!(
        base.fresh(vec![1, 2, 3], stamp(6, 3)),
        turn(Some(&[1, 2, 3]), &[], None)
    );
}

#[test]
fn an_answer_that_may_contain_another_ones_row_waits_for_that_one() {
    let mut base = in_the_air(&[1, 2]);
    assert_eq!(
        base.came_true(id(1), value(&[1, 2], 1)),
        turn(None, &[], START)
    );
    assert_eq!(
        base.came_true(id(2), value(&[1, 2], 2)),
        turn(Some(&[1, 2]), &[1, 2], STOP)
    );
}

#[test]
fn the_update_of_code_that_has_ended_leaves_with_the_value_that_its_calls_have_brought() {
    let mut base = in_the_air(&[1]);
    assert_eq!(base.fresh(vec![1], stamp(1, 1)), turn(None, &[], START));
    assert_eq!(base.ended(id(1)), turn(Some(&[1]), &[1], STOP));
}

#[test]
fn while_that_value_is_held_for_others_the_update_stays() {
    let mut base = in_the_air(&[1, 2]);
    assert_eq!(base.fresh(vec![1, 2], stamp(2, 2)), turn(None, &[], START));
    assert_eq!(base.ended(id(2)), turn(None, &[], None));
    // The older value comes later, and is dropped.
    assert_eq!(base.fresh(vec![1], stamp(1, 1)), turn(None, &[], None));
    assert_eq!(base.ended(id(1)), turn(Some(&[1, 2]), &[1, 2], STOP));
}

#[test]
fn the_update_of_code_whose_calls_have_brought_nothing_leaves_when_it_ends() {
    let mut base = in_the_air(&[1, 2]);
    assert_eq!(base.ended(id(1)), turn(None, &[1], None));
}

#[test]
fn an_update_that_is_not_sent_yet_holds_nothing() {
    let mut base = in_the_air(&[1]);
    base.add(id(2));
    assert_eq!(
        base.came_true(id(1), value(&[1], 1)),
        turn(Some(&[1]), &[1], None)
    );
}

#[test]
fn one_that_is_sent_after_the_answer_does_not_prolong_the_wait() {
    let mut base = in_the_air(&[1, 2]);
    base.add(id(3));
    assert_eq!(
        base.came_true(id(1), value(&[1], 1)),
        turn(None, &[], START)
    );
    base.sent(id(3));
    assert_eq!(
        base.came_to_nothing(id(2), Fresh::Nothing),
        turn(Some(&[1]), &[2, 1], STOP)
    );
}

#[test]
fn only_the_refused_one_goes_back() {
    let mut base = in_the_air(&[1, 2, 3]);
    assert_eq!(
        base.came_to_nothing(id(2), Fresh::Nothing),
        turn(None, &[2], None)
    );
}

#[test]
fn one_that_fails_leaves_at_once_although_its_answers_value_waits() {
    let mut base = in_the_air(&[1, 2]);
    assert_eq!(
        base.came_to_nothing(id(1), value(&[2], 1)),
        turn(None, &[1], START)
    );
}

#[test]
fn answers_that_overtake_each_other_end_with_the_newest_value() {
    let mut base = in_the_air(&[1, 2]);
    assert_eq!(
        base.came_true(id(2), value(&[1, 2], 2)),
        turn(None, &[], START)
    );
    // The older one is dropped; the newer contains both.
    assert_eq!(
        base.came_true(id(1), value(&[1], 1)),
        turn(Some(&[1, 2]), &[1, 2], STOP)
    );
}

#[test]
fn an_older_value_than_the_one_shown_only_takes_its_update_away() {
    let mut base = in_the_air(&[]);
    assert_eq!(base.fresh(vec![1], stamp(5, 5)).value, Some(vec![1]));
    base.add(id(1));
    base.sent(id(1));
    assert_eq!(
        base.came_true(id(1), value(&[1], 4)),
        turn(None, &[1], None)
    );
}

#[test]
fn a_value_that_comes_by_other_ways_waits_too() {
    let mut base = in_the_air(&[1]);
    assert_eq!(base.fresh(vec![1], stamp(1, 9)), turn(None, &[], START));
    assert_eq!(
        base.came_true(id(1), value(&[1], 2)),
        turn(Some(&[1]), &[1], STOP)
    );
}

#[test]
fn an_update_whose_value_is_asked_for_anew_stays_until_it_is_there() {
    let mut base = in_the_air(&[1]);
    assert_eq!(
        base.came_true(id(1), Fresh::Coming { after: 3 }),
        turn(None, &[], START)
    );
    // Asked for before: it may contain the row or not.
    assert_eq!(base.fresh(vec![1], stamp(1, 3)), turn(None, &[], None));
    assert_eq!(
        base.fresh(vec![1], stamp(1, 4)),
        turn(Some(&[1]), &[1], STOP)
    );
}

#[test]
fn an_update_without_any_value_leaves_with_its_submission() {
    let mut base = in_the_air(&[1]);
    assert_eq!(
        base.came_true(id(1), Fresh::Nothing),
        turn(None, &[1], None)
    );
}

#[test]
fn a_stuck_submission_holds_the_page_only_once_and_its_update_stays() {
    let mut base = in_the_air(&[1, 2]);
    assert_eq!(
        base.came_true(id(1), value(&[1], 1)),
        turn(None, &[], START)
    );
    assert_eq!(base.expired(), turn(Some(&[1]), &[1], None));
    assert_eq!(base.expired(), turn(None, &[], None), "fired twice");
    assert_eq!(
        base.fresh(vec![1, 7], stamp(2, 2)),
        turn(Some(&[1, 7]), &[], None)
    );
    assert_eq!(
        base.came_true(id(2), value(&[1, 7, 2], 3)),
        turn(Some(&[1, 7, 2]), &[2], None)
    );
}

#[test]
fn a_value_that_never_comes_is_given_up() {
    let mut base = in_the_air(&[1]);
    assert_eq!(
        base.came_true(id(1), Fresh::Coming { after: 3 }),
        turn(None, &[], START)
    );
    assert_eq!(base.expired(), turn(None, &[1], None));
}

#[test]
fn another_principal_begins_with_nothing() {
    let mut base = in_the_air(&[]);
    assert_eq!(base.fresh(vec![7], stamp(8, 8)).value, Some(vec![7]));
    for number in [1, 2] {
        base.add(id(number));
        base.sent(id(number));
    }
    assert_eq!(
        base.came_true(id(1), value(&[7, 1], 9)),
        turn(None, &[], START)
    );
    assert_eq!(base.clear(), turn(None, &[1], STOP));
    assert_eq!(
        base.came_to_nothing(id(2), Fresh::Nothing),
        turn(None, &[2], None)
    );
    assert_eq!(base.fresh(vec![], stamp(1, 1)), turn(Some(&[]), &[], None));
}

#[test]
fn rebases_pending_updates_on_top_of_a_new_base() {
    let mut overlay = Overlay::new();
    overlay.add(id(1), 10);
    overlay.add(id(2), 100);
    overlay.add(id(1), 1_000);
    let shown = |base: i32, overlay: &Overlay<i32>| {
        let mut shown = base;
        overlay.fold(&mut shown, |sum, update, _| *sum += update);
        shown
    };
    assert_eq!(shown(1, &overlay), 1_111);
    assert_eq!(shown(2, &overlay), 1_112);
    assert!(overlay.leave(&[id(1)]), "both of its updates");
    assert_eq!(shown(2, &overlay), 102);
    assert!(!overlay.leave(&[id(1)]));
}

#[test]
fn an_older_version_is_dropped_a_tie_goes_to_the_later_request_a_new_epoch_is_accepted() {
    let current = Some(stamp(5, 5));
    let other_epoch = |request| Stamp {
        version: Version {
            epoch: 2,
            number: 1,
        },
        request,
    };
    assert!(accept(None, stamp(0, 0)));
    for (number, request, accepted) in [
        (4, 9, false),
        (6, 1, true),
        (5, 6, true),
        (5, 4, false),
        (5, 5, false),
    ] {
        assert_eq!(
            accept(current, stamp(number, request)),
            accepted,
            "{number} {request}"
        );
    }
    assert!(accept(current, other_epoch(6)));
    assert!(
        !accept(current, other_epoch(4)),
        "a late answer from the epoch before"
    );
    assert!(
        accept(Some(other_epoch(7)), stamp(1, 8)),
        "epochs have no order"
    );
}

#[test]
fn a_version_travels_as_plain_numbers() -> Result<(), serde_json::Error> {
    let version = Version {
        epoch: u64::MAX,
        number: 7,
    };
    let text = serde_json::to_string(&version)?;
    assert_eq!(text, r#"{"epoch":18446744073709551615,"number":7}"#);
    assert_eq!(serde_json::from_str::<Version>(&text)?, version);
    Ok(())
}
