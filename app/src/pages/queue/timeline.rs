//! The statuses of submissions over time: the rows of a press.

use formwork::prelude::*;
use std::fmt::Write;

/// How many submissions a press shows.
const SHOWN: usize = 8;
/// The shortest time that a row covers, in milliseconds.
const LEAST_MS: f64 = 3000.0;
/// The width of a row in its own units.
const WIDTH: f64 = 1000.0;
/// Its height.
const HEIGHT: f64 = 10.0;

/// The browser's time, in milliseconds.
pub fn clock() -> f64 {
    js_sys::Date::now()
}

/// The last submissions of a press, the oldest first.
#[derive(Clone, Debug, Default)]
pub struct Log {
    tracks: Vec<Track>,
    counted: u32,
}

/// One submission: its statuses, each with its begin.
#[derive(Clone, Debug, PartialEq)]
pub struct Track {
    id: SubmissionId,
    number: u32,
    /// The begin of the row: the first submission that was pending together with this one.
    origin: f64,
    stages: Vec<(SubmissionStatus, f64)>,
}

/// The kinds of bars.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tracked {
    Queued,
    Sending,
    Waiting,
}

impl Log {
    /// Records the new status of a submission.
    pub fn note(&mut self, id: SubmissionId, status: SubmissionStatus, now: f64) {
        let together = self.tracks.iter().rev().find(|track| track.is_pending());
        let origin = together.map_or(now, |track| track.origin);
        match self.tracks.iter_mut().find(|track| track.id == id) {
            Some(track) if track.status() == Some(status) => {}
            Some(track) => track.stages.push((status, now)),
            None => {
                self.counted += 1;
                self.tracks.push(Track {
                    id,
                    number: self.counted,
                    origin,
                    stages: vec![(status, now)],
                });
                if self.tracks.len() > SHOWN {
                    self.tracks.remove(0);
                }
            }
        }
    }

    pub fn ids(&self) -> Vec<SubmissionId> {
        self.tracks.iter().map(|track| track.id).collect()
    }

    pub fn track(&self, id: SubmissionId) -> Option<&Track> {
        self.tracks.iter().find(|track| track.id == id)
    }

    pub fn is_busy(&self) -> bool {
        self.tracks.iter().any(Track::is_pending)
    }

    /// The time that a row covers, in milliseconds.
    pub fn scale(&self, now: f64) -> f64 {
        let ends = self
            .tracks
            .iter()
            .map(|track| track.end(now) - track.origin);
        ends.fold(LEAST_MS, f64::max)
    }

    /// All stages of a submission in words: `0.0 s: Queued, 0.4 s: Sending, 1.4 s: Done`.
    pub fn stages(&self, id: SubmissionId) -> String {
        let mut text = String::new();
        let Some(track) = self.track(id) else {
            return text;
        };
        for (status, at) in &track.stages {
            if !text.is_empty() {
                text.push_str(", ");
            }
            let seconds = (at - track.origin) / 1000.0;
            // Writing to a string cannot fail.
            let _ = write!(text, "{seconds:.1} s: {}", self.name(*status));
        }
        text
    }

    /// The status of a submission, in a sentence.
    pub fn described(&self, id: SubmissionId) -> Option<String> {
        let track = self.track(id)?;
        let status = self.name(track.status()?);
        Some(format!("No. {}: {status}.", track.number))
    }

    fn name(&self, status: SubmissionStatus) -> String {
        let with_number = |text: &str, other: SubmissionId| match self.track(other) {
            Some(other) => format!("{text} No. {}", other.number),
            None => format!("{text} another one"),
        };
        match status {
            SubmissionStatus::Queued => "Queued".into(),
            SubmissionStatus::Sending => "Sending".into(),
            SubmissionStatus::Waiting => "Waiting for the network".into(),
            SubmissionStatus::Settled(how) => settled(how).into(),
            SubmissionStatus::Cancelled => "Cancelled".into(),
            SubmissionStatus::Superseded { by } => with_number("Superseded by", by),
            SubmissionStatus::Ignored { by } => with_number("Ignored because of", by),
            SubmissionStatus::Joined { with } => with_number("The same as", with),
        }
    }
}

fn settled(how: SubmissionEnd) -> &'static str {
    match how {
        SubmissionEnd::Done => "Done",
        SubmissionEnd::Invalid => "Invalid",
        SubmissionEnd::Redirect => "Redirected",
        SubmissionEnd::Refused => "Refused",
        SubmissionEnd::Stale => "Out of date",
        SubmissionEnd::Failed => "Failed",
        SubmissionEnd::Interrupted => "Interrupted",
        SubmissionEnd::Unanswered => "No answer",
    }
}

impl Track {
    pub fn number(&self) -> u32 {
        self.number
    }

    fn status(&self) -> Option<SubmissionStatus> {
        self.stages.last().map(|(status, _)| *status)
    }

    fn is_pending(&self) -> bool {
        self.status().is_some_and(SubmissionStatus::is_pending)
    }

    fn end(&self, now: f64) -> f64 {
        match self.stages.last() {
            Some((status, at)) if !status.is_pending() => *at,
            _ => now,
        }
    }

    /// When it was queued, sending or waiting, as the path of an SVG.
    pub fn bar(&self, what: Tracked, scale: f64, now: f64) -> String {
        let mut path = String::new();
        let ends = self.stages.iter().skip(1).map(|(_, at)| *at);
        for ((status, from), to) in self.stages.iter().zip(ends.chain([now])) {
            if Tracked::of(*status) == Some(what) {
                let x = |at: f64| ((at - self.origin) / scale * WIDTH).clamp(0.0, WIDTH);
                let (from, to) = (x(*from), x(to));
                // Writing to a string cannot fail.
                let _ = write!(path, "M{from:.1} 0H{to:.1}V{HEIGHT}H{from:.1}Z");
            }
        }
        path
    }
}

impl Tracked {
    fn of(status: SubmissionStatus) -> Option<Self> {
        match status {
            SubmissionStatus::Queued => Some(Self::Queued),
            SubmissionStatus::Sending => Some(Self::Sending),
            SubmissionStatus::Waiting => Some(Self::Waiting),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ONE: SubmissionId = SubmissionId::new(11);
    const TWO: SubmissionId = SubmissionId::new(12);
    const DONE: SubmissionStatus = SubmissionStatus::Settled(SubmissionEnd::Done);

    #[test]
    fn the_stages_of_a_submission_are_told_with_the_time_since_the_first_of_its_company() {
        let mut log = Log::default();
        log.note(ONE, SubmissionStatus::Sending, 5000.0);
        log.note(TWO, SubmissionStatus::Queued, 5400.0);
        log.note(ONE, DONE, 6000.0);
        log.note(TWO, SubmissionStatus::Sending, 6000.0);
        log.note(TWO, DONE, 7100.0);
        assert_eq!(log.stages(ONE), "0.0 s: Sending, 1.0 s: Done");
        assert_eq!(
            log.stages(TWO),
            "0.4 s: Queued, 1.0 s: Sending, 2.1 s: Done"
        );
        assert_eq!(log.described(TWO).as_deref(), Some("No. 2: Done."));
        assert!(!log.is_busy());
    }

    #[test]
    fn one_that_was_never_sent_says_because_of_which() {
        let mut log = Log::default();
        log.note(ONE, SubmissionStatus::Sending, 0.0);
        log.note(TWO, SubmissionStatus::Ignored { by: ONE }, 100.0);
        assert_eq!(log.stages(TWO), "0.1 s: Ignored because of No. 1");
        assert!(log.is_busy());
    }

    #[test]
    fn saying_the_same_again_is_no_new_stage() {
        let mut log = Log::default();
        log.note(ONE, SubmissionStatus::Sending, 0.0);
        log.note(ONE, SubmissionStatus::Sending, 1000.0);
        assert_eq!(log.stages(ONE), "0.0 s: Sending");
    }

    #[test]
    fn a_bar_goes_from_the_beginning_of_its_stage_to_that_of_the_next_and_the_last_one_grows() {
        let mut log = Log::default();
        log.note(ONE, SubmissionStatus::Queued, 1000.0);
        log.note(ONE, SubmissionStatus::Sending, 2000.0);
        let track = log.track(ONE).expect("a track");
        assert_eq!(
            track.bar(Tracked::Queued, 4000.0, 3000.0),
            "M0.0 0H250.0V10H0.0Z"
        );
        assert_eq!(
            track.bar(Tracked::Sending, 4000.0, 3000.0),
            "M250.0 0H500.0V10H250.0Z"
        );
        assert_eq!(track.bar(Tracked::Waiting, 4000.0, 3000.0), "");
    }

    #[test]
    fn rows_are_as_wide_as_the_longest_and_old_ones_make_room() {
        let mut log = Log::default();
        log.note(ONE, SubmissionStatus::Sending, 0.0);
        assert_eq!(log.scale(1000.0), LEAST_MS);
        assert_eq!(log.scale(9000.0), 9000.0);
        log.note(ONE, DONE, 4000.0);
        assert_eq!(log.scale(9000.0), 4000.0);
        for n in 0..SHOWN as u64 {
            log.note(SubmissionId::new(100 + n), DONE, 5000.0);
        }
        assert_eq!(log.ids().len(), SHOWN);
        assert!(log.track(ONE).is_none());
    }
}
