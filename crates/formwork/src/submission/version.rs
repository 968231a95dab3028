//! Which of two values from the server is the newer one.
//!
//! Answers overtake each other. A value therefore carries the version that was current when the server
//! began to read it, and the browser remembers by which of its requests it came.

use crate::json::{Members, Unreadable};
use serde::{Deserialize, Serialize};

/// When the server read a value.
///
/// Taken *before* reading: a value contains everything up to its number, and perhaps more.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "Members")]
pub struct Version {
    /// Which life of the store. Numbers of different epochs cannot be compared, nor can epochs.
    pub epoch: u64,
    /// Grows with every change of what the value was read from.
    pub number: u64,
}

impl TryFrom<Members> for Version {
    type Error = Unreadable;

    fn try_from(mut members: Members) -> Result<Self, Self::Error> {
        Ok(Self {
            epoch: members.take("epoch")?,
            number: members.take("number")?,
        })
    }
}

/// A version, and the request that brought it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Stamp {
    /// When the server read it.
    pub version: Version,
    /// The number of the request, in the order in which this page sent them.
    pub request: u64,
}

/// Whether a value that came in replaces the current one.
///
/// - An older one is dropped.
/// - On a tie the later request wins: what is not in the version (a guard's answer, a time) is newer there.
/// - Another epoch is accepted, unless it answers an earlier request than the current value did: then it is
///   a late answer from the epoch before.
pub fn accept(current: Option<Stamp>, incoming: Stamp) -> bool {
    let Some(current) = current else { return true };
    let same_epoch = current.version.epoch == incoming.version.epoch;
    if same_epoch && current.version.number != incoming.version.number {
        incoming.version.number > current.version.number
    } else {
        incoming.request > current.request
    }
}

impl Stamp {
    /// Whether a value of this stamp contains every change that a value of the other one contained for
    /// certain.
    pub(super) fn covers(self, other: Stamp) -> bool {
        if self.version.epoch == other.version.epoch {
            self.version.number >= other.version.number
        } else {
            self.request > other.request
        }
    }
}
