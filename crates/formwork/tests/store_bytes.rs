//! How much memory the store takes for what it keeps, by an allocator that counts.

#![cfg(feature = "ssr")]

use formwork::server::store::{Begin, ClaimKey, MemoryLimits, MemoryStore, Settled, Store as _};
use futures::executor::block_on;
use std::{
    alloc::{GlobalAlloc, Layout, System},
    sync::atomic::{AtomicUsize, Ordering},
};

/// Counts the bytes that are allocated.
struct Counting;

static ALLOCATED: AtomicUsize = AtomicUsize::new(0);

// SAFETY: the system's allocator does everything.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        ALLOCATED.fetch_add(layout.size(), Ordering::Relaxed);
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        ALLOCATED.fetch_sub(layout.size(), Ordering::Relaxed);
        unsafe { System.dealloc(pointer, layout) }
    }
}

#[global_allocator]
static ALLOCATOR: Counting = Counting;

const OUTCOME: &str =
    r#"{"outcome":{"done":{"id":1,"name":"Ada","message":"I was here"}},"tags":["entries"]}"#;

/// Runs so many submissions, each to its end.
fn submit(store: &MemoryStore, from: usize, submissions: usize) {
    for number in from..from + submissions {
        let key = ClaimKey {
            visitor: "AAECAwQFBgcICQoLDA0ODw".into(),
            principal: String::new(),
            action: "guestbook::sign-1a2b3c4d".into(),
            submission: number.to_string(),
            digest: [7; 32],
        };
        let Begin::Run(guard) = block_on(store.begin(key)) else {
            panic!("submission {number} does not run");
        };
        let settled = Settled {
            outcome: OUTCOME.into(),
            cookies: Vec::new(),
        };
        guard.settle(settled, true);
    }
}

/// One test, so that nobody else allocates meanwhile.
#[test]
fn a_claim_is_a_few_bytes_and_outcomes_stay_within_theirs() {
    let mut limits = MemoryLimits::default();
    limits.outcome_bytes = 2 * 1024 * 1024;
    limits.ends = 1_000;
    let store = MemoryStore::new(limits);
    let before = ALLOCATED.load(Ordering::Relaxed);
    let grown = || ALLOCATED.load(Ordering::Relaxed) - before;

    // As many as have all their outcomes, then as many again without any.
    let with_outcome = limits.outcome_bytes / OUTCOME.len();
    submit(&store, 0, with_outcome);
    let each = grown() / with_outcome;
    assert!(each <= OUTCOME.len() + 45, "{each} bytes with an outcome");

    let full = grown();
    submit(&store, with_outcome, 90_000 - with_outcome);
    let each = (grown() - full) / (90_000 - with_outcome);
    assert!(each <= 36, "{each} bytes for a claim alone");
}
