//! When a form is emptied.

pub use crate::submission::Reset;

impl From<bool> for Reset {
    fn from(reset: bool) -> Self {
        match reset {
            true => Self::OnSuccess,
            false => Self::Never,
        }
    }
}
