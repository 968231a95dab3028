//! Examples of a [`Lane`], to be read aloud: lost connections, retries, cancels, and the end of the page.

use super::steps::*;
use super::*;
use SubmissionEnd::*;

#[test]
fn a_network_failure_is_retried_with_growing_pauses_for_a_minute() {
    let mut lane = queue();
    call(&mut lane, 1);
    let (id, timer) = (id(1), Timer::Retry);
    for delay_ms in RETRY_DELAYS_MS {
        assert_eq!(
            fail(&mut lane, 1),
            [LaneEffect::StartTimer {
                id,
                timer,
                delay_ms
            }]
        );
        assert_eq!(lane.status(id), Some(SubmissionStatus::Waiting));
        assert!(lane.pending());
        assert_eq!(sent(&lane.handle(LaneEvent::TimerFired { id, timer })), [1]);
    }
    assert_eq!(settled(&fail(&mut lane, 1)), [(1, Unanswered)]);
    assert_eq!(lane.status(id), Some(SubmissionStatus::Settled(Unanswered)));
    assert_eq!(RETRY_DELAYS_MS.iter().sum::<u32>(), 60_000);
}

#[test]
fn coming_back_online_sends_at_once_under_the_same_id() {
    let mut lane = queue();
    call(&mut lane, 1);
    fail(&mut lane, 1);
    let (id, timer) = (id(1), Timer::Retry);
    let stop = LaneEffect::StopTimer { id, timer };
    let send = LaneEffect::Send {
        id,
        attempt: 2,
        after: None,
    };
    assert_eq!(lane.handle(LaneEvent::Online), [stop, send]);
    assert_eq!(lane.handle(LaneEvent::Online), []);
}

#[test]
fn those_behind_a_lost_connection_wait_and_then_get_one_attempt_each() {
    let mut lane = queue();
    for number in 1..=3 {
        call(&mut lane, number);
    }
    assert_eq!(sent(&lose(&mut lane, 1)), [2]);
    let turn = fail(&mut lane, 2);
    assert_eq!(
        (settled(&turn), sent(&turn)),
        (vec![(2, Unanswered)], vec![3])
    );
    // Back online in time: the third is not lost with them, and the two can be sent again.
    assert_eq!(settled(&answer(&mut lane, 3, Done)), [(3, Done)]);
    assert_eq!(sent(&lane.handle(LaneEvent::Retry { id: id(1) })), [1]);
    assert_eq!(sent(&lane.handle(LaneEvent::Retry { id: id(2) })), NONE);
    assert_eq!(under_way(&lane), [1, 2]);
}

#[test]
fn a_retry_by_the_person_begins_a_new_minute() {
    let mut lane = queue();
    for number in 1..=3 {
        call(&mut lane, number);
    }
    lose(&mut lane, 1);
    // The minute of the second has passed with the first; the user gives it another one.
    assert_eq!(lane.handle(LaneEvent::Retry { id: id(2) }), []);
    assert_eq!(settled(&lose(&mut lane, 2)), [(2, Unanswered)]);
    assert_eq!(settled(&fail(&mut lane, 3)), [(3, Unanswered)]);
}

#[test]
fn a_failure_that_no_retry_can_help_settles_at_once() {
    let mut lane = queue();
    call(&mut lane, 1);
    let (id, attempt, retryable) = (id(1), 1, false);
    let turn = lane.handle(LaneEvent::NetworkFailed {
        id,
        attempt,
        retryable,
        after_ms: 0,
    });
    assert_eq!(settled(&turn), [(1, Unanswered)]);
}

#[test]
fn a_server_that_asks_for_more_time_gets_it_within_bounds() {
    for (after_ms, waits_ms) in [
        (0, RETRY_DELAYS_MS[0]),
        (500, RETRY_DELAYS_MS[0]),
        (20_000, 20_000),
        (86_400_000, RETRY_AFTER_MAX_MS),
    ] {
        let mut lane = queue();
        call(&mut lane, 1);
        let turn = lane.handle(LaneEvent::NetworkFailed {
            id: id(1),
            attempt: 1,
            retryable: true,
            after_ms,
        });
        let starts = LaneEffect::StartTimer {
            id: id(1),
            timer: Timer::Retry,
            delay_ms: waits_ms,
        };
        assert!(turn.contains(&starts), "{after_ms}: {turn:?}");
    }
}

#[test]
fn chance_adds_at_most_a_quarter_to_a_delay() {
    assert_eq!(jittered(1_000, 0.0), 1_000);
    assert_eq!(jittered(1_000, 0.5), 1_125);
    assert_eq!(jittered(1_000, 1.0), 1_250);
    assert_eq!(jittered(1_000, 7.0), 1_250);
    assert_eq!(jittered(u32::MAX, 1.0), u32::MAX);
}

#[test]
fn retry_sends_the_same_id_again_and_shows_its_update_again() {
    let mut lane = queue();
    call(&mut lane, 1);
    let (id, attempt) = (id(1), 1);
    let turn = lane.handle(LaneEvent::TimedOut { id, attempt });
    assert!(turn.contains(&LaneEffect::Abort { id }));
    let turn = lane.handle(LaneEvent::Retry { id });
    assert!(turn.contains(&LaneEffect::Resumed { id }));
    assert_eq!(sent(&turn), [1]);
    // What the first attempt still says is about the first attempt.
    let retryable = true;
    assert_eq!(
        lane.handle(LaneEvent::NetworkFailed {
            id,
            attempt,
            retryable,
            after_ms: 0
        }),
        []
    );
    assert_eq!(settled(&answer(&mut lane, 1, Done)), [(1, Done)]);
}

#[test]
fn pressing_again_after_a_lost_answer_cannot_do_it_twice() {
    let mut lane = queue();
    submit(&mut lane, 1, press(7));
    lose(&mut lane, 1);
    // Typed again, the same: it was seen to fail.
    assert_eq!(lane.handle(LaneEvent::Edited), []);
    let turn = submit(&mut lane, 2, press(7));
    assert!(turn.contains(&LaneEffect::Joined {
        id: id(2),
        with: id(1)
    }));
    assert_eq!(sent(&turn), [1]);
}

#[test]
fn pressing_again_while_it_waits_for_a_retry_sends_it_now() {
    let mut lane = queue();
    submit(&mut lane, 1, press(7));
    fail(&mut lane, 1);
    assert_eq!(sent(&submit(&mut lane, 2, press(7))), [1]);
}

#[test]
fn what_has_run_or_would_end_the_same_way_is_not_sent_again() {
    for how in [Done, Redirect, Invalid, Stale, Failed, Interrupted] {
        let mut lane = queue();
        call(&mut lane, 1);
        answer(&mut lane, 1, how);
        assert_eq!(lane.handle(LaneEvent::Retry { id: id(1) }), [], "{how:?}");
    }
}

#[test]
fn retries_are_kept_in_bounded_number() {
    let mut lane = queue();
    for number in 0..KEPT_MAX as u64 + 1 {
        call(&mut lane, number);
        let turn = answer(&mut lane, number, Refused);
        assert_eq!(
            turn.contains(&LaneEffect::Forget { id: id(0) }),
            number == KEPT_MAX as u64
        );
    }
    assert_eq!(lane.kept().len(), KEPT_MAX);
    for (number, event) in [
        (1, LaneEvent::Dismiss { id: id(1) }),
        (2, LaneEvent::Cancel { id: id(2) }),
    ] {
        let forget = LaneEffect::Forget { id: id(number) };
        assert_eq!(lane.handle(event), [forget]);
    }
}

#[test]
fn cancelling_a_sent_one_tells_the_server_and_lets_the_next_one_go() {
    let mut lane = queue();
    call(&mut lane, 1);
    call(&mut lane, 2);
    let turn = lane.handle(LaneEvent::Cancel { id: id(1) });
    let told = turn
        .iter()
        .position(|effect| *effect == LaneEffect::CancelRun { id: id(1) });
    let next = turn
        .iter()
        .position(|effect| matches!(effect, LaneEffect::Send { .. }));
    assert!(told.is_some() && told < next);
    assert!(turn.contains(&LaneEffect::Cancelled { id: id(1) }));
    assert_eq!(answer(&mut lane, 1, Done), [], "too late");
}

#[test]
fn cancelling_a_queued_one_is_nothing_to_the_server() {
    let mut lane = queue();
    call(&mut lane, 1);
    call(&mut lane, 2);
    let (id, timer) = (id(2), Timer::Slow);
    let turn = lane.handle(LaneEvent::Cancel { id });
    assert_eq!(
        turn,
        [
            LaneEffect::StopTimer { id, timer },
            LaneEffect::Cancelled { id }
        ]
    );
}

#[test]
fn cancelling_all_sends_nothing_on_the_way() {
    let mut lane = queue();
    for number in 1..=3 {
        call(&mut lane, number);
    }
    let turn = lane.handle(LaneEvent::CancelAll);
    assert_eq!(sent(&turn), NONE);
    assert_eq!(turn.last(), Some(&LaneEffect::PendingChanged(false)));
}

#[test]
fn late_doubled_and_unknown_answers_change_nothing() {
    let mut lane = queue();
    call(&mut lane, 1);
    answer(&mut lane, 1, Done);
    assert_eq!(answer(&mut lane, 1, Failed), []);
    assert_eq!(answer(&mut lane, 9, Done), []);
    call(&mut lane, 2);
    assert_eq!(call(&mut lane, 2), [], "the same id submitted twice");
}

#[test]
fn adopts_what_the_bridge_has_sent_and_is_pending_from_the_first_frame() {
    let mut lane = queue();
    let turn = lane.handle(LaneEvent::Adopt {
        id: id(1),
        press: press(7),
    });
    assert!(turn.contains(&LaneEffect::PendingChanged(true)));
    assert_eq!(sent(&turn), NONE);
    // The rest of the bridge's queue, and a click that comes a moment later.
    assert_eq!(sent(&submit(&mut lane, 2, press(8))), NONE);
    assert!(
        submit(&mut lane, 3, press(8)).contains(&LaneEffect::Joined {
            id: id(3),
            with: id(2)
        })
    );
    assert_eq!(sent(&answer(&mut lane, 1, Done)), [2]);
}

#[test]
fn what_is_pressed_while_seals_are_renewed_waits_for_them() {
    let mut lane = queue();
    call(&mut lane, 1);
    assert_eq!(lane.handle(LaneEvent::Renewing { id: id(1) }), []);
    answer(&mut lane, 1, Stale);
    assert!(lane.pending());
    assert_eq!(sent(&call(&mut lane, 2)), NONE);
    assert_eq!(sent(&lane.handle(LaneEvent::Renewed)), [2]);
    assert_eq!(sent(&answer(&mut lane, 2, Done)), NONE);
}

#[test]
fn what_is_pressed_while_seals_are_renewed_is_ignored_where_the_policy_is_drop() {
    let mut lane = Lane::new(Policy::Drop, Options::default());
    let turn = lane.handle(LaneEvent::Renewing { id: id(9) });
    assert_eq!(turn, [LaneEffect::PendingChanged(true)]);
    let ignored = LaneEffect::Ignored {
        id: id(1),
        by: id(9),
    };
    assert_eq!(call(&mut lane, 1), [ignored]);
    let turn = lane.handle(LaneEvent::Renewed);
    assert_eq!(turn, [LaneEffect::PendingChanged(false)]);
    assert_eq!(sent(&call(&mut lane, 2)), [2]);
}
