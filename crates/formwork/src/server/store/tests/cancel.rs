//! Cancelling: what runs is told to stop, what has not begun does not begin, what has ended stays.

use futures::FutureExt as _;

use super::*;

async fn cancel(store: &MemoryStore, submission: &str) {
    store.cancel("visitor", "ada", "sign", submission).await;
}

fn is_cancelled(guard: &RunGuard) -> bool {
    guard.cancelled().now_or_never().is_some()
}

fn other_input(submission: &str) -> ClaimKey {
    ClaimKey {
        digest: [8; 32],
        ..key(submission)
    }
}

#[tokio::test]
async fn a_run_is_told_to_stop_and_ends_interrupted_for_everyone() {
    let store = MemoryStore::default();
    let guard = run(&store, "1").await;
    let stop = tokio::spawn(guard.cancelled());
    let joined = join(&store, "1").await;
    tokio::task::yield_now().await;
    assert!(!stop.is_finished());

    cancel(&store, "1").await;
    stop.await.unwrap();
    let late = join(&store, "1").await;
    drop(guard);
    for joined in [joined, late] {
        assert_eq!(joined.await, Settled::interrupted());
    }
    assert_eq!(replay(&store, "1").await, Settled::interrupted());
    store.check();
}

#[tokio::test]
async fn every_input_of_the_submission_is_stopped_and_nothing_else() {
    let store = MemoryStore::default();
    let Begin::Run(second) = store.begin(other_input("1")).await else {
        panic!("another input is another claim")
    };
    let own = [run(&store, "1").await, second];
    let mut others = Vec::new();
    for other in [
        claim(["other", "ada", "sign", "1"]),
        claim(["visitor", "bob", "sign", "1"]),
        claim(["visitor", "", "sign", "1"]),
        claim(["visitor", "ada", "delete", "1"]),
        claim(["visitor", "ada", "sign", "2"]),
        claim(["visitor", "ada", "sign1", ""]),
    ] {
        match store.begin(other).await {
            Begin::Run(guard) => others.push(guard),
            other => panic!("{other:?}"),
        }
    }
    cancel(&store, "1").await;
    assert!(own.iter().all(is_cancelled));
    assert!(!others.iter().any(is_cancelled));
}

#[tokio::test]
async fn a_run_that_ends_in_spite_of_it_has_its_end() {
    let store = MemoryStore::default();
    let guard = run(&store, "1").await;
    let joined = join(&store, "1").await;
    cancel(&store, "1").await;
    guard.settle(settled("done"), true);
    assert_eq!(joined.await, settled("done"));
    assert_eq!(replay(&store, "1").await, replayed("done"));
}

#[tokio::test]
async fn what_has_ended_stays_as_it_is() {
    let store = MemoryStore::default();
    run(&store, "1").await.settle(settled("done"), true);
    cancel(&store, "1").await;
    assert_eq!(replay(&store, "1").await, replayed("done"));
}

#[tokio::test]
async fn a_submission_that_comes_after_its_cancel_does_not_begin() {
    let store = MemoryStore::default();
    cancel(&store, "1").await;
    assert_eq!(replay(&store, "1").await, Settled::interrupted());
    let Begin::Replay(other) = store.begin(other_input("1")).await else {
        panic!("another input of it has begun")
    };
    assert!(other.is_interrupted());
    drop(run(&store, "2").await);
    assert_eq!(store.check(), (0, 3));
}

#[tokio::test(start_paused = true)]
async fn a_cancel_waits_for_its_submission_for_a_while() {
    let store = MemoryStore::default();
    for id in ["1", "2"] {
        cancel(&store, id).await;
    }
    advance(CANCEL_TTL - Duration::from_secs(1)).await;
    assert!(replay(&store, "1").await.is_interrupted());
    advance(Duration::from_secs(1)).await;
    assert!(replay(&store, "1").await.is_interrupted(), "it was kept");
    drop(run(&store, "2").await);
}

#[tokio::test]
async fn a_full_store_still_takes_cancels_and_answers_what_they_were_for() {
    let store = small(1);
    let guard = run(&store, "1").await;
    assert!(is_full(&store, "2").await);
    cancel(&store, "2").await;
    assert!(replay(&store, "2").await.is_interrupted());
    cancel(&store, "1").await;
    assert!(is_cancelled(&guard));
    drop(guard);
    assert_eq!(store.check(), (0, 1));
}

#[tokio::test]
async fn of_too_many_cancels_the_oldest_are_forgotten() {
    let store = MemoryStore::new(MemoryLimits {
        cancelled: 2,
        ..MemoryLimits::default()
    });
    // The same one again takes no place.
    for id in ["1", "2", "2", "2", "3"] {
        cancel(&store, id).await;
    }
    for id in ["2", "3"] {
        assert!(replay(&store, id).await.is_interrupted(), "{id}");
    }
    drop(run(&store, "1").await);
    store.check();
}
