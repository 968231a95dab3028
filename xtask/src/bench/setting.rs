//! On what kind of machine and line a page is visited.

/// How the browser is held back. `end2end/bench/targets.mjs` has the numbers, which the titles repeat.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Setting {
    Fast,
    Slow,
}

impl Setting {
    pub const ALL: [Self; 2] = [Self::Fast, Self::Slow];

    /// For the script.
    pub fn name(self) -> &'static str {
        match self {
            Self::Fast => "fast",
            Self::Slow => "slow",
        }
    }

    /// For the person who reads the results.
    pub fn title(self) -> &'static str {
        match self {
            Self::Fast => "fast: this machine, as it is",
            Self::Slow => "slow: 1.6 Mbit/s, 150 ms, a quarter of the processor",
        }
    }
}
