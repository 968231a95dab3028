//! Short words for the examples of a [`Lane`].

use super::*;

pub(super) const NONE: [u64; 0] = [];

pub(super) fn queue() -> Lane {
    Lane::new(Policy::Queue, Options::default())
}

pub(super) fn submit(lane: &mut Lane, number: u64, press: Option<Press>) -> Vec<LaneEffect> {
    lane.handle(LaneEvent::Submit {
        id: id(number),
        press,
    })
}

pub(super) fn call(lane: &mut Lane, number: u64) -> Vec<LaneEffect> {
    submit(lane, number, None)
}

pub(super) fn answer(lane: &mut Lane, number: u64, how: SubmissionEnd) -> Vec<LaneEffect> {
    let attempt = attempt(lane, number);
    let id = id(number);
    lane.handle(LaneEvent::Answered { id, attempt, how })
}

pub(super) fn fail(lane: &mut Lane, number: u64) -> Vec<LaneEffect> {
    let attempt = attempt(lane, number);
    lane.handle(LaneEvent::NetworkFailed {
        id: id(number),
        attempt,
        retryable: true,
        after_ms: 0,
    })
}

/// Every retry fails, until the lane gives up.
pub(super) fn lose(lane: &mut Lane, number: u64) -> Vec<LaneEffect> {
    for _ in RETRY_DELAYS_MS {
        assert_eq!(settled(&fail(lane, number)), []);
        let fired = lane.handle(LaneEvent::TimerFired {
            id: id(number),
            timer: Timer::Retry,
        });
        assert_eq!(sent(&fired), [number]);
    }
    fail(lane, number)
}

pub(super) fn attempt(lane: &Lane, number: u64) -> u32 {
    let mut under_way = lane.under_way();
    under_way
        .find(|entry| entry.id == id(number))
        .map_or(1, |entry| entry.attempt)
}

pub(super) fn sent(effects: &[LaneEffect]) -> Vec<u64> {
    let sent = |effect: &LaneEffect| match effect {
        LaneEffect::Send { id, .. } => Some(id.get()),
        _ => None,
    };
    effects.iter().filter_map(sent).collect()
}

pub(super) fn settled(effects: &[LaneEffect]) -> Vec<(u64, SubmissionEnd)> {
    let settled = |effect: &LaneEffect| match *effect {
        LaneEffect::Settle { id, how } => Some((id.get(), how)),
        _ => None,
    };
    effects.iter().filter_map(settled).collect()
}

pub(super) fn under_way(lane: &Lane) -> Vec<u64> {
    lane.under_way().map(|entry| entry.id.get()).collect()
}
