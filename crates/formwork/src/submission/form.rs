//! What the end of a submission does to the form that it was submitted in.

use super::SubmissionEnd;

/// When a form is reset. `reset=true` is [`OnSuccess`](Self::OnSuccess), `reset=false` is
/// [`Never`](Self::Never).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Reset {
    /// After success, unless the user has typed since the submission.
    #[default]
    OnSuccess,
    /// At the moment of submission, for quick successions such as a conversation. The input of a failed submission
    /// returns to the form; if the user has typed since, the form offers it. Without JavaScript, and before hydration,
    /// like `OnSuccess`.
    OnSubmit,
    /// Never.
    Never,
}

/// Where the focus of the page is, as seen from a form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Focus {
    /// Nothing has it: the button that had it was disabled, or is gone.
    Lost,
    /// A control of the form has it.
    Inside,
    /// Something else has it.
    Elsewhere,
}

/// Something for the driver to do with a form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FormDo {
    /// Reset it, and raise [`Event::Emptied`](super::Event::Emptied).
    Empty,
    /// Fill it with what was submitted.
    PutBack,
    /// Offer what was submitted: something else was typed since.
    Offer,
    /// Focus the summary of the issues, or the first field with one.
    FocusIssue,
    /// Give the focus back to what had it at the press, unless something has it now.
    FocusBack,
    /// Get fresh seals, and raise [`Event::Renewed`](super::Event::Renewed).
    Renew,
}

/// What is known of a form when a submission ends. The digests are opaque; `None` equals nothing.
#[derive(Clone, Copy, Debug)]
pub(super) struct Seen {
    /// What the form held at the press.
    pub(super) pressed: Option<u64>,
    /// What it held after it was reset for the submission, or when it took the submission up.
    pub(super) emptied: Option<Option<u64>>,
    /// What it holds now.
    pub(super) now: Option<u64>,
    pub(super) focus: Focus,
    pub(super) reset: Reset,
    /// A redirect leads to the page that is shown.
    pub(super) stays: bool,
}

/// What to do at an end; `None` for one without an answer.
pub(super) fn at_end(how: Option<SubmissionEnd>, seen: Seen) -> Vec<FormDo> {
    let same = |one: Option<u64>, other: Option<u64>| one.is_some() && one == other;
    let is_untouched = same(seen.now, seen.pressed);
    let mut out = Vec::new();
    match how {
        Some(SubmissionEnd::Done) => {}
        Some(SubmissionEnd::Redirect) => {}
        _ => match seen.emptied {
            // It holds the same again.
            Some(_) if is_untouched => {}
            Some(emptied) if same(seen.now, emptied) => out.push(FormDo::PutBack),
            Some(_) => out.push(FormDo::Offer),
            None => {}
        },
    }
    let is_put_back = out.contains(&FormDo::PutBack);
    match how {
        // Somebody who types elsewhere, or goes on here, keeps the focus.
        Some(SubmissionEnd::Invalid) => match seen.focus {
            Focus::Lost => out.push(FormDo::FocusIssue),
            Focus::Inside if is_untouched || is_put_back => out.push(FormDo::FocusIssue),
            Focus::Inside | Focus::Elsewhere => {}
        },
        _ => out.push(FormDo::FocusBack),
    }
    match how {
        Some(SubmissionEnd::Stale) => out.push(FormDo::Renew),
        Some(SubmissionEnd::Done) if seen.reset == Reset::OnSuccess && is_untouched => {
            out.push(FormDo::Empty);
        }
        Some(SubmissionEnd::Redirect)
            if seen.stays && seen.reset == Reset::OnSuccess && is_untouched =>
        {
            out.push(FormDo::Empty);
        }
        _ => {}
    }
    out
}
