//! Examples of a [`Lane`], to be read aloud: order, policies, repeats.

use super::steps::*;
use super::*;
use SubmissionEnd::*;

#[test]
fn sends_a_submission_at_once_and_is_pending_until_its_answer() {
    let mut lane = queue();
    let send = LaneEffect::Send {
        id: id(1),
        attempt: 1,
        after: None,
    };
    let (timer, delay_ms) = (Timer::Slow, SLOW_MS);
    let start = LaneEffect::StartTimer {
        id: id(1),
        timer,
        delay_ms,
    };
    assert_eq!(
        call(&mut lane, 1),
        [start, send, LaneEffect::PendingChanged(true)]
    );
    assert!(lane.pending());
    let stop = LaneEffect::StopTimer { id: id(1), timer };
    let settle = LaneEffect::Settle {
        id: id(1),
        how: Done,
    };
    assert_eq!(
        answer(&mut lane, 1, Done),
        [stop, settle, LaneEffect::PendingChanged(false)]
    );
    assert!(!lane.pending());
}

#[test]
fn queues_multiple_actions_and_runs_them_in_order_each_with_the_state_before_it() {
    let mut lane = queue();
    assert_eq!(sent(&call(&mut lane, 1)), [1]);
    assert_eq!(sent(&call(&mut lane, 2)), NONE);
    assert_eq!(sent(&call(&mut lane, 3)), NONE);
    let turn = answer(&mut lane, 1, Done);
    // The result is applied before the next request is built.
    let settle = turn
        .iter()
        .position(|effect| matches!(effect, LaneEffect::Settle { .. }));
    let send = turn.iter().position(|effect| {
        *effect
            == LaneEffect::Send {
                id: id(2),
                attempt: 1,
                after: Some(id(1)),
            }
    });
    assert!(settle.is_some() && settle < send);
    assert_eq!(sent(&answer(&mut lane, 2, Done)), [3]);
    assert_eq!(sent(&answer(&mut lane, 3, Done)), NONE);
}

#[test]
fn an_action_that_fails_does_not_stop_the_queue() {
    let mut lane = queue();
    for number in 1..=9 {
        call(&mut lane, number);
    }
    let ends = [Failed, Invalid, Refused, Stale, Interrupted, Redirect, Done];
    for (number, how) in (1..).zip(ends) {
        assert_eq!(sent(&answer(&mut lane, number, how)), [number + 1]);
    }
    let (id, attempt) = (id(8), 1);
    assert_eq!(sent(&lane.handle(LaneEvent::TimedOut { id, attempt })), [9]);
}

#[test]
fn a_double_click_is_one_submission() {
    let mut lane = queue();
    submit(&mut lane, 1, press(7));
    let joined = LaneEffect::Joined {
        id: id(2),
        with: id(1),
    };
    assert_eq!(submit(&mut lane, 2, press(7)), [joined]);
    assert_eq!(
        lane.joins(Press {
            button: 0,
            content: 7
        }),
        Some(id(1))
    );
    assert_eq!(under_way(&lane), [1]);
}

#[test]
fn a_double_click_on_a_queued_one_is_one_submission() {
    let mut lane = queue();
    submit(&mut lane, 1, press(1));
    submit(&mut lane, 2, press(2));
    let joined = LaneEffect::Joined {
        id: id(3),
        with: id(2),
    };
    assert_eq!(submit(&mut lane, 3, press(2)), [joined]);
}

#[test]
fn a_person_can_post_ok_and_while_it_is_under_way_type_and_post_ok_again() {
    let mut lane = queue();
    submit(&mut lane, 1, press(7));
    assert_eq!(lane.handle(LaneEvent::Edited), []);
    submit(&mut lane, 2, press(7));
    assert_eq!(under_way(&lane), [1, 2]);
    // A double click on the second one is still a double click.
    let again = submit(&mut lane, 3, press(7));
    let joined = LaneEffect::Joined {
        id: id(3),
        with: id(2),
    };
    assert_eq!(again, [joined]);
}

#[test]
fn the_same_press_after_the_answer_is_a_new_submission() {
    let mut lane = queue();
    submit(&mut lane, 1, press(7));
    answer(&mut lane, 1, Done);
    assert_eq!(sent(&submit(&mut lane, 2, press(7))), [2]);
}

#[test]
fn another_button_or_other_content_is_never_a_repeat() {
    let mut lane = queue();
    submit(&mut lane, 1, press(7));
    submit(&mut lane, 2, press(8));
    let button = 1;
    submit(&mut lane, 3, Some(Press { button, content: 8 }));
    assert_eq!(under_way(&lane), [1, 2, 3]);
}

#[test]
fn publish_unpublish_publish_is_three_submissions() {
    let mut lane = queue();
    for (number, button) in [(1, 0), (2, 1), (3, 0)] {
        submit(&mut lane, number, Some(Press { button, content: 7 }));
    }
    assert_eq!(under_way(&lane), [1, 2, 3]);
}

#[test]
fn five_quick_presses_of_plus_one_count_as_five_where_repeats_count() {
    let mut lane = Lane::new(Policy::Queue, Options::default().repeat(true));
    for number in 1..=5 {
        submit(&mut lane, number, press(7));
    }
    assert_eq!(under_way(&lane), [1, 2, 3, 4, 5]);
}

#[test]
fn calls_by_a_program_are_never_taken_for_a_double_click() {
    let mut lane = queue();
    call(&mut lane, 1);
    call(&mut lane, 2);
    assert_eq!(under_way(&lane), [1, 2]);
}

#[test]
fn latest_keeps_one_under_way_and_the_newest_waiting() {
    let mut lane = Lane::new(Policy::Latest, Options::default());
    assert_eq!(sent(&call(&mut lane, 1)), [1]);
    call(&mut lane, 2);
    assert!(call(&mut lane, 3).contains(&LaneEffect::Superseded {
        id: id(2),
        by: id(3)
    }));
    assert_eq!(under_way(&lane), [1, 3]);
    assert_eq!(sent(&answer(&mut lane, 1, Done)), [3]);
}

#[test]
fn latest_never_retries_a_value_after_a_newer_one() {
    let mut lane = Lane::new(Policy::Latest, Options::default());
    call(&mut lane, 1);
    lose(&mut lane, 1);
    assert_eq!(lane.kept().len(), 1);
    assert!(call(&mut lane, 2).contains(&LaneEffect::Forget { id: id(1) }));
    assert_eq!(lane.handle(LaneEvent::Retry { id: id(1) }), []);
}

#[test]
fn latest_waits_for_a_lost_request_because_it_may_have_arrived() {
    let mut lane = Lane::new(Policy::Latest, Options::default());
    call(&mut lane, 1);
    fail(&mut lane, 1);
    assert_eq!(sent(&call(&mut lane, 2)), NONE);
    assert_eq!(sent(&lane.handle(LaneEvent::Online)), [1]);
    assert_eq!(sent(&answer(&mut lane, 1, Done)), [2]);
}

#[test]
fn drop_ignores_while_one_is_under_way_and_says_by_which() {
    let mut lane = Lane::new(Policy::Drop, Options::default());
    call(&mut lane, 1);
    assert_eq!(
        call(&mut lane, 2),
        [LaneEffect::Ignored {
            id: id(2),
            by: id(1)
        }]
    );
    answer(&mut lane, 1, Done);
    assert_eq!(sent(&call(&mut lane, 3)), [3]);
}

#[test]
fn parallel_sends_all_and_settles_them_in_any_order() {
    let mut lane = Lane::new(Policy::Parallel, Options::default());
    for number in 1..=3 {
        assert_eq!(sent(&call(&mut lane, number)), [number]);
    }
    for number in [3, 1, 2] {
        assert_eq!(settled(&answer(&mut lane, number, Done)), [(number, Done)]);
    }
    assert!(!lane.pending());
}

#[test]
fn is_slow_only_after_a_while_and_until_the_slow_one_has_settled() {
    let mut lane = queue();
    call(&mut lane, 1);
    call(&mut lane, 2);
    let (id, timer) = (id(1), Timer::Slow);
    assert_eq!(
        lane.handle(LaneEvent::TimerFired { id, timer }),
        [LaneEffect::SlowChanged(true)]
    );
    assert!(lane.slow());
    assert!(answer(&mut lane, 1, Done).contains(&LaneEffect::SlowChanged(false)));
    assert!(lane.pending() && !lane.slow());
}
