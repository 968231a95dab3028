//! Every order in which begins, ends and time can follow each other, against a model that is easy to believe.

use std::collections::HashMap;

use futures::FutureExt as _;
use proptest::prelude::*;
use tokio::time::{Duration, Instant};

use super::*;

const IDS: [&str; 6] = ["a", "b", "c", "d", "e", "f"];
const CLAIMS: usize = 4;

#[derive(Clone, Copy, Debug)]
enum Step {
    Begin(usize),
    Settle { id: usize, keep: bool },
    Drop(usize),
    Cancel(usize),
    Wait(Duration),
}

fn step() -> impl Strategy<Value = Step> {
    let id = 0..IDS.len();
    prop_oneof![
        6 => id.clone().prop_map(Step::Begin),
        3 => (id.clone(), any::<bool>()).prop_map(|(id, keep)| Step::Settle { id, keep }),
        1 => id.clone().prop_map(Step::Drop),
        1 => id.prop_map(Step::Cancel),
        1 => prop_oneof![Just(RECENT / 3), Just(RECENT), Just(KEEP)].prop_map(Step::Wait),
    ]
}

struct Running {
    guard: RunGuard,
    cancelled: bool,
    joined: Vec<JoinHandle>,
}

struct End {
    settled: Settled,
    at: Instant,
}

#[derive(Default)]
struct Model {
    running: HashMap<usize, Running>,
    /// The last end that was kept, also after the store was free to evict it.
    kept: HashMap<usize, End>,
    /// The first cancel that is remembered.
    cancelled: HashMap<usize, Instant>,
    runs: usize,
}

impl Model {
    async fn begin(&mut self, store: &MemoryStore, id: usize) {
        let recent = |end: &End| end.at.elapsed() < RECENT;
        let cancelled = self
            .cancelled
            .get(&id)
            .is_some_and(|at| at.elapsed() < CANCEL_TTL);
        let places = self.running.len() + self.kept.values().filter(|end| recent(end)).count();
        // Whether it still keeps an old end is the store's affair.
        let keeps = store.keeps(&key(IDS[id]));
        match (
            store.begin(key(IDS[id])).await,
            self.running.get_mut(&id),
            self.kept.get(&id),
        ) {
            (Begin::Join(handle), Some(running), _) => running.joined.push(handle),
            (_, Some(_), _) => panic!("{id} was under way and could not be joined"),
            (Begin::Replay(settled), None, end) if cancelled && !keeps => {
                assert!(!end.is_some_and(recent), "{id} was recent and evicted");
                assert_eq!(settled, Settled::interrupted());
                match places < CLAIMS {
                    true => self.keep(id, settled),
                    false => _ = self.kept.remove(&id),
                }
            }
            (Begin::Replay(settled), None, Some(end)) => {
                assert_eq!(settled, end.settled);
                assert!(end.at.elapsed() < KEEP, "kept for too long");
            }
            (Begin::Run(guard), None, end) => {
                assert!(!cancelled, "{id} ran after its cancel");
                assert!(!end.is_some_and(recent), "{id} ran twice");
                assert!(places < CLAIMS, "there was no room");
                self.kept.remove(&id);
                self.running.insert(
                    id,
                    Running {
                        guard,
                        cancelled: false,
                        joined: Vec::new(),
                    },
                );
            }
            (Begin::Full, None, end) => {
                assert!(!cancelled, "a cancel was refused");
                assert!(!end.is_some_and(recent), "{id} was recent and evicted");
                assert!(places >= CLAIMS, "there was room");
            }
            (other, None, end) => panic!("{id}: {other:?}, kept: {}", end.is_some()),
        }
    }

    async fn settle(&mut self, id: usize, keep: bool) {
        let Some(running) = self.running.remove(&id) else {
            return;
        };
        self.runs += 1;
        let outcome = self.runs.to_string();
        running.guard.settle(settled(&outcome), keep);
        if keep {
            self.keep(id, replayed(&outcome));
        }
        for joined in running.joined {
            assert_eq!(joined.await, settled(&outcome));
        }
    }

    async fn cancel(&mut self, store: &MemoryStore, id: usize) {
        let cancel = claim(["visitor", "ada", "sign", IDS[id]]);
        store
            .cancel(&cancel.visitor, &cancel.principal, &cancel.action, IDS[id])
            .await;
        let at = self.cancelled.entry(id).or_insert_with(Instant::now);
        if at.elapsed() >= CANCEL_TTL {
            *at = Instant::now();
        }
        if let Some(running) = self.running.get_mut(&id) {
            running.cancelled = true;
        }
    }

    /// Exactly those runs are told to stop whose submissions were cancelled while they ran.
    fn check(&self) {
        for running in self.running.values() {
            let told = running.guard.cancelled().now_or_never().is_some();
            assert_eq!(told, running.cancelled);
        }
    }

    fn keep(&mut self, id: usize, settled: Settled) {
        let at = Instant::now();
        self.kept.insert(id, End { settled, at });
    }

    async fn drop(&mut self, id: usize) {
        let Some(running) = self.running.remove(&id) else {
            return;
        };
        drop(running.guard);
        self.keep(id, Settled::interrupted());
        for joined in running.joined {
            assert_eq!(joined.await, Settled::interrupted());
        }
    }
}

/// `PROPTEST_CASES` asks for more.
const CASES: u32 = 10_000;

fn config() -> ProptestConfig {
    let default = ProptestConfig::default();
    ProptestConfig {
        cases: default.cases.max(CASES),
        failure_persistence: None,
        ..default
    }
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn a_claim_runs_once_while_it_is_kept_and_everyone_learns_the_same(
        steps in prop::collection::vec(step(), 0..80),
    ) {
        let runtime =
            tokio::runtime::Builder::new_current_thread().enable_time().start_paused(true).build().unwrap();
        runtime.block_on(async {
            let store = small(CLAIMS);
            let mut model = Model::default();
            for step in steps {
                match step {
                    Step::Begin(id) => model.begin(&store, id).await,
                    Step::Settle { id, keep } => model.settle(id, keep).await,
                    Step::Drop(id) => model.drop(id).await,
                    Step::Cancel(id) => model.cancel(&store, id).await,
                    Step::Wait(duration) => advance(duration).await,
                }
                model.check();
                let (running, _) = store.check();
                assert_eq!(running, model.running.len());
            }
            for id in 0..IDS.len() {
                model.drop(id).await;
            }
            assert_eq!(store.check().0, 0, "something is under way for ever");
        });
    }
}
