use std::sync::atomic::{AtomicUsize, Ordering};

use http::HeaderValue;
use tokio::time::advance;

use super::*;

mod cancel;
mod follow;
mod interleavings;
mod log;

fn key(submission: &str) -> ClaimKey {
    claim(["visitor", "ada", "sign", submission])
}

fn claim([visitor, principal, action, submission]: [&str; 4]) -> ClaimKey {
    ClaimKey {
        visitor: visitor.into(),
        principal: principal.into(),
        action: action.into(),
        submission: submission.into(),
        digest: [7; 32],
    }
}

fn settled(outcome: &str) -> Settled {
    Settled {
        outcome: outcome.into(),
        cookies: vec![HeaderValue::from_static("a=b")],
    }
}

/// What a replay of [`settled`] is: the same without cookies.
fn replayed(outcome: &str) -> Settled {
    Settled {
        outcome: outcome.into(),
        cookies: Vec::new(),
    }
}

fn small(claims: usize) -> MemoryStore {
    MemoryStore::new(MemoryLimits {
        claims,
        ..MemoryLimits::default()
    })
}

async fn run(store: &MemoryStore, submission: &str) -> RunGuard {
    match store.begin(key(submission)).await {
        Begin::Run(guard) => guard,
        other => panic!("expected to run {submission}, not {other:?}"),
    }
}

async fn join(store: &MemoryStore, submission: &str) -> JoinHandle {
    match store.begin(key(submission)).await {
        Begin::Join(handle) => handle,
        other => panic!("expected to join {submission}, not {other:?}"),
    }
}

async fn replay(store: &MemoryStore, submission: &str) -> Settled {
    match store.begin(key(submission)).await {
        Begin::Replay(settled) => settled,
        other => panic!("expected a replay of {submission}, not {other:?}"),
    }
}

async fn is_full(store: &MemoryStore, submission: &str) -> bool {
    matches!(store.begin(key(submission)).await, Begin::Full)
}

#[tokio::test]
async fn the_first_runs_those_meanwhile_join_and_later_ones_get_a_replay() {
    let store = MemoryStore::default();
    let guard = run(&store, "1").await;
    let joined = [join(&store, "1").await, join(&store, "1").await];
    guard.settle(settled("done"), true);
    for handle in joined {
        assert_eq!(handle.await, settled("done"));
    }
    assert_eq!(replay(&store, "1").await, replayed("done"));
    assert_eq!(replay(&store, "1").await, replayed("done"));
}

#[tokio::test]
async fn cookies_are_given_to_those_who_joined_and_to_no_replay() {
    let store = MemoryStore::default();
    let guard = run(&store, "1").await;
    let joined = join(&store, "1").await;
    guard.settle(settled("done"), true);
    let joined = joined.await;
    let later = replay(&store, "1").await;
    assert_eq!(joined.cookies, ["a=b"]);
    assert!(later.cookies.is_empty());
}

#[tokio::test]
async fn an_outcome_that_is_not_kept_frees_the_claim_and_is_still_given_to_those_who_joined() {
    let store = MemoryStore::default();
    let guard = run(&store, "1").await;
    let joined = join(&store, "1").await;
    guard.settle(settled("invalid"), false);
    assert_eq!(joined.await, settled("invalid"));
    run(&store, "1").await.settle(settled("done"), true);
    assert_eq!(replay(&store, "1").await, replayed("done"));
}

#[tokio::test]
async fn another_input_visitor_principal_action_or_id_is_another_claim() {
    let store = MemoryStore::default();
    let _guard = run(&store, "1").await;
    for other in [
        ClaimKey {
            digest: [8; 32],
            ..key("1")
        },
        claim(["other", "ada", "sign", "1"]),
        claim(["visitor", "bob", "sign", "1"]),
        claim(["visitor", "", "sign", "1"]),
        claim(["visitor", "ada", "delete", "1"]),
        claim(["visitor", "ada", "sign", "2"]),
        claim(["visitor", "ada", "sign1", ""]),
        claim(["visitorada", "", "sign", "1"]),
    ] {
        assert!(
            matches!(store.begin(other.clone()).await, Begin::Run(_)),
            "{other:?}"
        );
    }
}

#[tokio::test]
async fn a_run_that_is_dropped_is_interrupted_for_those_who_joined_and_for_ever_after() {
    let store = MemoryStore::default();
    let guard = run(&store, "1").await;
    let joined = join(&store, "1").await;
    drop(guard);
    assert_eq!(joined.await, Settled::interrupted());
    assert_eq!(replay(&store, "1").await, Settled::interrupted());
}

#[tokio::test]
async fn a_run_that_panics_is_interrupted() {
    let store = MemoryStore::default();
    let guard = run(&store, "1").await;
    let joined = join(&store, "1").await;
    let task = tokio::spawn(async move {
        let _guard = guard;
        panic!("the action's own");
    });
    assert!(task.await.unwrap_err().is_panic());
    assert_eq!(joined.await, Settled::interrupted());
    assert_eq!(replay(&store, "1").await, Settled::interrupted());
}

#[tokio::test]
async fn a_run_that_is_cancelled_is_interrupted() {
    let store = MemoryStore::default();
    let guard = run(&store, "1").await;
    let joined = join(&store, "1").await;
    let task = tokio::spawn(async move {
        let _guard = guard;
        std::future::pending::<()>().await;
    });
    tokio::task::yield_now().await;
    task.abort();
    assert_eq!(joined.await, Settled::interrupted());
}

#[tokio::test]
async fn a_duplicate_that_goes_away_disturbs_nobody() {
    let store = MemoryStore::default();
    let guard = run(&store, "1").await;
    drop(join(&store, "1").await);
    let joined = join(&store, "1").await;
    guard.settle(settled("done"), true);
    assert_eq!(joined.await, settled("done"));
}

#[tokio::test(start_paused = true)]
async fn a_full_store_evicts_what_is_old_and_refuses_rather_than_evict_what_is_recent() {
    let store = small(3);
    run(&store, "1").await.settle(settled("1"), true);
    advance(RECENT / 2).await;
    run(&store, "2").await.settle(settled("2"), true);
    run(&store, "3").await.settle(settled("3"), true);
    assert!(is_full(&store, "4").await);

    advance(RECENT / 2).await;
    run(&store, "4").await.settle(settled("4"), true);
    assert!(is_full(&store, "5").await);
    assert!(
        is_full(&store, "1").await,
        "the oldest was not the one to go"
    );
    for id in ["2", "3", "4"] {
        assert_eq!(replay(&store, id).await, replayed(id));
    }
}

#[tokio::test(start_paused = true)]
async fn what_is_under_way_is_never_evicted() {
    let store = small(2);
    let guards = [run(&store, "1").await, run(&store, "2").await];
    advance(KEEP * 2).await;
    assert!(is_full(&store, "3").await);
    let joined = join(&store, "1").await;
    for guard in guards {
        guard.settle(settled("done"), true);
    }
    assert_eq!(joined.await, settled("done"));
    assert_eq!(
        replay(&store, "2").await,
        replayed("done"),
        "there was no room for its end"
    );
}

#[tokio::test]
async fn a_full_store_still_joins_and_replays() {
    let store = small(2);
    run(&store, "1").await.settle(settled("done"), true);
    let _guard = run(&store, "2").await;
    assert!(is_full(&store, "3").await);
    assert_eq!(replay(&store, "1").await, replayed("done"));
    drop(join(&store, "2").await);
}

#[tokio::test]
async fn a_freed_claim_leaves_its_place_to_others() {
    let store = small(1);
    for id in ["1", "2", "3"] {
        run(&store, id).await.settle(settled("invalid"), false);
    }
    assert_eq!(store.check(), (0, 0));
}

#[tokio::test]
async fn runs_under_way_have_a_bound_of_their_own() {
    let store = MemoryStore::new(MemoryLimits {
        running: 1,
        ..MemoryLimits::default()
    });
    let guard = run(&store, "1").await;
    assert!(is_full(&store, "2").await);
    guard.settle(settled("done"), true);
    drop(run(&store, "2").await);
}

#[tokio::test(start_paused = true)]
async fn an_end_is_kept_for_a_day() {
    let store = MemoryStore::default();
    run(&store, "1").await.settle(settled("done"), true);
    advance(KEEP - Duration::from_secs(1)).await;
    assert_eq!(replay(&store, "1").await, replayed("done"));
    advance(Duration::from_secs(1)).await;
    drop(run(&store, "1").await);
    assert_eq!(store.check(), (0, 1));
}

#[tokio::test]
async fn too_many_bytes_make_the_oldest_outcomes_forgotten_and_nothing_run_again() {
    let store = MemoryStore::new(MemoryLimits {
        outcome_bytes: 10,
        ..MemoryLimits::default()
    });
    for id in ["1", "2"] {
        run(&store, id).await.settle(settled("12345"), true);
    }
    drop(run(&store, "3").await);
    assert_eq!(replay(&store, "1").await, replayed("12345"));
    run(&store, "4").await.settle(settled("12345"), true);
    assert_eq!(replay(&store, "1").await, Settled::interrupted());
    assert_eq!(replay(&store, "2").await, replayed("12345"));

    let guard = run(&store, "5").await;
    let joined = join(&store, "5").await;
    guard.settle(
        settled("an outcome of more bytes than there is room for"),
        true,
    );
    assert!(!joined.await.is_interrupted());
    for id in ["1", "2", "4", "5"] {
        assert_eq!(replay(&store, id).await, Settled::interrupted(), "{id}");
    }
    assert_eq!(replay(&store, "3").await, Settled::interrupted());
    store.check();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_claim_runs_once_however_many_tasks_begin_it_at_once() {
    let store = MemoryStore::default();
    let runs = Arc::new(AtomicUsize::new(0));
    for round in 0..50 {
        let id: Arc<str> = round.to_string().into();
        let tasks: Vec<_> = (0..32)
            .map(|_| {
                let (store, runs, id) = (store.clone(), runs.clone(), id.clone());
                tokio::spawn(async move {
                    match store.begin(key(&id)).await {
                        Begin::Run(guard) => {
                            tokio::task::yield_now().await;
                            let outcome = runs.fetch_add(1, Ordering::SeqCst).to_string();
                            guard.settle(settled(&outcome), true);
                            outcome.into()
                        }
                        Begin::Join(handle) => handle.await.outcome,
                        Begin::Replay(settled) => settled.outcome,
                        Begin::Full => panic!("full"),
                    }
                })
            })
            .collect();
        for task in tasks {
            assert_eq!(task.await.unwrap(), round.to_string().into());
        }
    }
    assert_eq!(runs.load(Ordering::SeqCst), 50);
}

mod after_a_redirect {
    use super::*;

    async fn remember(store: &MemoryStore, outcome: &str) -> String {
        store
            .remember("visitor", "ada", outcome.into())
            .await
            .unwrap()
    }

    async fn recall(store: &MemoryStore, handle: &str) -> Option<Arc<str>> {
        store.recall(handle, "visitor", "ada").await
    }

    #[tokio::test]
    async fn an_outcome_is_shown_as_often_as_the_page_is_loaded() {
        let store = MemoryStore::default();
        let handle = remember(&store, "done").await;
        assert_eq!(handle.len(), 22);
        assert_eq!(recall(&store, &handle).await.as_deref(), Some("done"));
        assert_eq!(recall(&store, &handle).await.as_deref(), Some("done"));
    }

    #[tokio::test]
    async fn an_outcome_is_shown_to_its_visitor_and_principal_only() {
        let store = MemoryStore::default();
        let handle = remember(&store, "done").await;
        for (visitor, principal) in [
            ("other", "ada"),
            ("visitor", "bob"),
            ("visitor", ""),
            ("visitorada", ""),
        ] {
            assert_eq!(store.recall(&handle, visitor, principal).await, None);
        }
    }

    #[tokio::test]
    async fn a_handle_that_is_unknown_or_no_handle_shows_nothing() {
        let store = MemoryStore::default();
        let handle = remember(&store, "done").await;
        let long = "A".repeat(100_000);
        for wrong in [
            "",
            "A",
            "\u{e4}",
            &handle[1..],
            &format!("{handle}A"),
            "AAAAAAAAAAAAAAAAAAAAAA",
            &long,
        ] {
            assert_eq!(recall(&store, wrong).await, None, "{wrong:?}");
        }
    }

    #[tokio::test(start_paused = true)]
    async fn an_outcome_expires() {
        let store = MemoryStore::default();
        let handle = remember(&store, "done").await;
        advance(HANDLE_TTL - Duration::from_secs(1)).await;
        assert!(recall(&store, &handle).await.is_some());
        advance(Duration::from_secs(1)).await;
        assert!(recall(&store, &handle).await.is_none());
    }

    #[tokio::test]
    async fn the_oldest_go_first_when_there_are_too_many() {
        let store = MemoryStore::new(MemoryLimits {
            handles: 2,
            ..MemoryLimits::default()
        });
        let [one, two, three] = [
            remember(&store, "1").await,
            remember(&store, "2").await,
            remember(&store, "3").await,
        ];
        assert_eq!(recall(&store, &one).await, None);
        assert!(recall(&store, &two).await.is_some() && recall(&store, &three).await.is_some());
    }

    #[tokio::test]
    async fn the_oldest_go_first_when_they_are_too_large() {
        let store = MemoryStore::new(MemoryLimits {
            handle_bytes: 640,
            ..MemoryLimits::default()
        });
        let first = remember(&store, "1234567890").await;
        let mut last = first.clone();
        for _ in 0..64 {
            last = remember(&store, "1234567890").await;
        }
        assert_eq!(recall(&store, &first).await, None);
        assert!(recall(&store, &last).await.is_some());
    }

    #[tokio::test]
    async fn nothing_takes_the_places_of_all_others() {
        let store = MemoryStore::new(MemoryLimits {
            handle_bytes: 640,
            ..MemoryLimits::default()
        });
        let other = remember(&store, "1234567890").await;
        let refused = store.remember("visitor", "ada", "12345678901".into());
        assert_eq!(refused.await, None);
        assert!(recall(&store, &other).await.is_some());
    }
}
