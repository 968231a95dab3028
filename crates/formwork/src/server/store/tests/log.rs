//! The log against a queue that is easy to believe.

use std::collections::VecDeque;

use proptest::prelude::*;
use tokio::time::Instant;

use super::super::log::Log;
use super::*;

#[derive(Clone, Debug)]
enum Step {
    /// So many entries with a text of this length.
    Push {
        entries: usize,
        length: usize,
    },
    Pop(usize),
    Forget(usize),
    Wait(Duration),
}

fn step() -> impl Strategy<Value = Step> {
    let length = prop_oneof![0..40_usize, Just(60_000)];
    prop_oneof![
        4 => (1..5_usize, length).prop_map(|(entries, length)| Step::Push { entries, length }),
        2 => (1_000..1_100_usize).prop_map(|entries| Step::Push { entries, length: 3 }),
        3 => (0..1_500_usize).prop_map(Step::Pop),
        3 => (0..1_500_usize).prop_map(Step::Forget),
        1 => prop_oneof![Just(Duration::from_millis(1)), Just(Duration::from_secs(60 * 86_400))]
            .prop_map(Step::Wait),
    ]
}

/// The oldest first; `None` for a text that is forgotten.
type Model = VecDeque<(u128, Option<String>, Instant)>;

fn check(log: &Log, model: &Model, now: Instant) {
    log.check();
    assert_eq!(log.len(), model.len());
    let oldest = model
        .front()
        .map(|(_, _, at)| now.saturating_duration_since(*at));
    assert_eq!(log.age(now), oldest);
    for (key, text, _) in model {
        assert_eq!(log.get(*key), Some(text.as_deref().unwrap_or_default()));
    }
    let bytes = model.iter().flat_map(|(_, text, _)| text).map(String::len);
    assert_eq!(log.bytes(), bytes.sum::<usize>());
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 50, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn it_has_what_came_and_has_not_gone(steps in prop::collection::vec(step(), 0..40)) {
        let (mut log, mut model) = (Log::new(), Model::new());
        let (mut now, mut next) = (Instant::now(), 0_u128);
        for step in steps {
            match step {
                Step::Push { entries, length } => for _ in 0..entries {
                    // Spread like hashes are.
                    next += 1;
                    let key = next.wrapping_mul(0x9e37_79b9_7f4a_7c15_f39c_c060_5ced_c835);
                    let text = format!("{next:0length$}");
                    prop_assert_eq!(log.get(key), None);
                    log.push(key, &text, now);
                    model.push_back((key, Some(text), now));
                },
                Step::Pop(entries) => for _ in 0..entries {
                    log.pop();
                    let gone = model.pop_front();
                    prop_assert!(gone.is_none_or(|(key, ..)| log.get(key).is_none()));
                },
                Step::Forget(entries) => for _ in 0..entries {
                    let next = model.iter_mut().find(|(_, text, _)| text.is_some());
                    prop_assert_eq!(log.forget(), next.is_some());
                    if let Some((_, text, _)) = next {
                        *text = None;
                    }
                },
                Step::Wait(time) => now += time,
            }
            check(&log, &model, now);
        }
    }
}
