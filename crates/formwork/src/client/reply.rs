//! What comes back from a request, and why nothing does.

use crate::{
    json,
    texts::{Text, say_with},
    wire::{Answer, Outcome, Refused},
};

/// What the client takes.
pub(super) const ACCEPT: &str = "application/json";

/// Why there is no answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum NoAnswer {
    /// The network failed, or a proxy without a server behind it has answered: sending again may help.
    Again {
        /// How long it asks to wait before that, in milliseconds; 0 where it asks for nothing.
        after_ms: u32,
    },
    /// A layer of the app leads elsewhere, where only the browser can follow.
    Elsewhere,
    /// The reply is not from Formwork.
    Foreign,
}

/// The connection is lost.
pub(super) const NETWORK: NoAnswer = NoAnswer::Again { after_ms: 0 };

/// A reply from any sender.
pub(super) struct Reply {
    pub(super) status: u16,
    pub(super) text: String,
    pub(super) retry_after: Option<String>,
    /// Whether it is a redirect, or comes from where one has led.
    pub(super) leads_elsewhere: bool,
}

impl Reply {
    /// The gateway's answer; or the reply of another layer in its place: the app's, or a proxy's.
    pub(super) fn answer(self) -> Result<Answer, NoAnswer> {
        if let Ok(answer) = json::from_str(&self.text) {
            return Ok(answer);
        }
        if self.leads_elsewhere {
            return Err(NoAnswer::Elsewhere);
        }
        let status = self.status;
        match self.again() {
            Some(again) => Err(again),
            None if (400..500).contains(&status) => Ok(Answer::bare(Outcome::Refused(
                Refused::new(status, say_with(Text::NotAccepted, &[("status", &status)])),
            ))),
            None => Err(NoAnswer::Foreign),
        }
    }

    /// Whether the reply is a proxy's without a server behind it, or asks for time: sending again may help.
    pub(super) fn again(&self) -> Option<NoAnswer> {
        let after_ms = self.retry_after.as_deref().and_then(milliseconds_until);
        match (self.status, after_ms) {
            (502..=504, after_ms) => Some(NoAnswer::Again {
                after_ms: after_ms.unwrap_or_default(),
            }),
            (429, Some(after_ms)) => Some(NoAnswer::Again { after_ms }),
            _ => None,
        }
    }
}

/// `Retry-After`: seconds, or a date.
fn milliseconds_until(retry_after: &str) -> Option<u32> {
    let milliseconds = match retry_after.trim().parse::<u32>() {
        Ok(seconds) => f64::from(seconds) * 1_000.0,
        Err(_) => js_sys::Date::parse(retry_after) - js_sys::Date::now(),
    };
    // `as` keeps to what fits.
    (!milliseconds.is_nan()).then_some(milliseconds as u32)
}
