//! When a form is emptied.

/// When a form is emptied. `reset=true` is [`AfterDone`](Self::AfterDone), `reset=false` is
/// [`Never`](Self::Never).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Reset {
    /// After success, unless something was typed since the submission.
    #[default]
    AfterDone,
    /// The moment it is submitted, for what is written in quick succession, such as the messages of a
    /// conversation. What came to nothing returns to the form, unless something was typed since; then the form
    /// offers to put it back. Without JavaScript, and before hydration, like `AfterDone`.
    AtOnce,
    /// Never.
    Never,
}

impl From<bool> for Reset {
    fn from(reset: bool) -> Self {
        match reset {
            true => Self::AfterDone,
            false => Self::Never,
        }
    }
}
