//! Following: a submission waits for the one before it, which may not have come yet.

use futures::FutureExt as _;

use super::*;

async fn follow(store: &MemoryStore, submission: &str) -> Option<Settled> {
    store.follow("visitor", "ada", submission).await
}

#[tokio::test]
async fn what_runs_is_waited_for_and_its_end_comes_without_cookies() {
    let store = MemoryStore::default();
    let guard = run(&store, "1").await;
    let follows = follow(&store, "1");
    tokio::pin!(follows);
    assert!(follows.as_mut().now_or_never().is_none());
    guard.settle(settled("done"), true);
    assert_eq!(follows.await, Some(replayed("done")));
}

#[tokio::test]
async fn what_has_ended_is_known_whether_or_not_it_is_kept() {
    let store = MemoryStore::default();
    run(&store, "1").await.settle(settled("done"), true);
    run(&store, "2").await.settle(settled("invalid"), false);
    drop(run(&store, "3").await);
    assert_eq!(follow(&store, "1").await, Some(replayed("done")));
    assert_eq!(follow(&store, "2").await, Some(replayed("invalid")));
    assert_eq!(follow(&store, "3").await, Some(Settled::interrupted()));
    store.check();
}

#[tokio::test(start_paused = true)]
async fn what_has_not_begun_is_waited_for_until_it_has_ended() {
    let store = MemoryStore::default();
    let follows = tokio::spawn({
        let store = store.clone();
        async move { follow(&store, "1").await }
    });
    advance(FOLLOW_PATIENCE - Duration::from_secs(1)).await;
    let guard = run(&store, "1").await;
    drop(run(&store, "other").await);
    tokio::task::yield_now().await;
    // It has a deadline of its own.
    advance(FOLLOW_PATIENCE * 4).await;
    assert!(!follows.is_finished());
    guard.settle(settled("done"), true);
    assert_eq!(follows.await.unwrap(), Some(replayed("done")));
}

#[tokio::test(start_paused = true)]
async fn what_never_comes_is_waited_for_no_longer_than_said() {
    let store = MemoryStore::default();
    let begun = tokio::time::Instant::now();
    assert_eq!(follow(&store, "1").await, None);
    assert_eq!(begun.elapsed(), FOLLOW_PATIENCE);
}

#[tokio::test(start_paused = true)]
async fn nobody_follows_the_submission_of_somebody_else() {
    let store = MemoryStore::default();
    run(&store, "1").await.settle(settled("done"), true);
    for [visitor, principal] in [["other", "ada"], ["visitor", "bob"], ["visitor", ""]] {
        assert_eq!(store.follow(visitor, principal, "1").await, None);
    }
}

#[tokio::test(start_paused = true)]
async fn an_old_end_is_known_no_longer_unless_it_comes_again() {
    let store = MemoryStore::default();
    run(&store, "1").await.settle(settled("done"), true);
    advance(FOLLOW_TTL).await;
    assert_eq!(follow(&store, "1").await, None);
    assert_eq!(replay(&store, "1").await, replayed("done"));
    assert_eq!(follow(&store, "1").await, Some(replayed("done")));
}

#[tokio::test(start_paused = true)]
async fn the_oldest_ends_go_where_there_are_too_many() {
    let store = MemoryStore::new(MemoryLimits {
        ends: 2,
        end_bytes: 8,
        ..MemoryLimits::default()
    });
    for (id, outcome) in [("1", "a"), ("2", "b"), ("3", "c")] {
        run(&store, id).await.settle(settled(outcome), true);
        store.check();
    }
    assert_eq!(follow(&store, "1").await, None);
    assert_eq!(follow(&store, "2").await, Some(replayed("b")));
    run(&store, "4").await.settle(settled("12345678"), true);
    store.check();
    assert_eq!(follow(&store, "3").await, None);
    assert_eq!(follow(&store, "4").await, Some(replayed("12345678")));
}
