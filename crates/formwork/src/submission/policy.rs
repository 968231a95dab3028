//! What happens to a submission while another one of the same lane is under way.

/// What happens to a submission while another one of the same form or hook is under way.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Policy {
    /// One after the other, in the order of the clicks, each with the state that the one before it left.
    /// One that fails does not stop those behind it.
    #[default]
    Queue,
    /// One under way, and the newest waits; what waited before is superseded. Never two at once, so that
    /// the last value typed is the last one stored. For autosave.
    Latest,
    /// Ignored while one is under way, and the ignored one is told so. For what makes no sense twice.
    Drop,
    /// All at once, each settled on its own. For what is independent, such as votes on different rows.
    Parallel,
}

/// After how many milliseconds a submission counts as slow, unless [`Options::slow_ms`] says otherwise.
///
/// One second is about when a person begins to wonder; below it a spinner would only flash.
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
    /// After how many milliseconds under way a submission counts as slow. Default: [`SLOW_MS`].
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

    /// After how many milliseconds under way a submission counts as slow.
    pub fn slow_ms(mut self, slow_ms: u32) -> Self {
        self.slow_ms = slow_ms;
        self
    }
}
