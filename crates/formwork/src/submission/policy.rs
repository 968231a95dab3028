//! What happens to a submission while another one of the same lane is pending.

/// What happens to a submission while another one of the same form or hook is pending.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Policy {
    /// One after the other, in the order of the clicks, each with the state that the one before it left.
    /// One that fails does not stop those behind it.
    #[default]
    Queue,
    /// One is in flight, and the newest waits; an older waiting one is superseded. For autosave.
    Latest,
    /// Ignored while another one is pending; the form says so. For actions that make no sense twice.
    Drop,
    /// All at once, each settled on its own. For independent changes, such as votes for different rows.
    Parallel,
}

/// After how many milliseconds a submission counts as slow, unless [`Options::slow_ms`] says otherwise.
///
/// One second is about when users begin to wonder; below it a spinner would only flash.
pub const SLOW_MS: u32 = 1_000;

/// How long a driver waits for an answer to what is sent completely, in milliseconds, where guard and run may take
/// `deadline_ms` each: longer than both together, so that nothing of a run is left when the next one begins.
pub const fn patience_ms(deadline_ms: u64) -> u64 {
    const NETWORK_MS: u64 = 30_000;
    deadline_ms.saturating_mul(2).saturating_add(NETWORK_MS)
}

/// What a [`Lane`](super::Lane) can be told beside its policy.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[must_use]
pub struct Options {
    /// Pressing the same button again counts again. Default: `false`, such a press is the same submission.
    pub repeat: bool,
    /// After how many milliseconds a pending submission counts as slow. Default: [`SLOW_MS`].
    pub slow_ms: u32,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            repeat: false,
            slow_ms: SLOW_MS,
        }
    }
}

impl Options {
    /// Whether pressing the same button again, with nothing changed, is another submission.
    pub fn repeat(mut self, repeat: bool) -> Self {
        self.repeat = repeat;
        self
    }

    /// After how many milliseconds a pending submission counts as slow.
    pub fn slow_ms(mut self, slow_ms: u32) -> Self {
        self.slow_ms = slow_ms;
        self
    }
}
