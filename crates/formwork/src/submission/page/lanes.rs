//! Between the page and its lanes: what a lane decides becomes effects of the page.

use super::super::{
    Effect, Facts, Key, Lane, LaneEffect, LaneEvent, Notice, Options, SubmissionId,
    SubmissionStatus,
};
use super::{Look, Page};

impl Page {
    /// The next press in this lane is a new one. Nothing else follows from it.
    pub(super) fn lane_is_edited(&mut self, key: &Key) {
        let told = self
            .lane_mut(key)
            .map(|lane| lane.handle(LaneEvent::Edited));
        debug_assert!(told.is_none_or(|told| told.is_empty()));
    }

    pub(super) fn raise(&mut self, id: SubmissionId, event: LaneEvent, look: &dyn Look) {
        let Some(entry) = self.entry(id) else { return };
        let lane = &entry.facts.lane;
        if let Some(at) = self.lanes.iter().position(|(key, _)| key == lane) {
            self.in_lane(at, event, look);
        }
    }

    pub(super) fn in_lane(&mut self, at: usize, event: LaneEvent, look: &dyn Look) {
        let effects = self.lanes[at].1.handle(event);
        self.carry_out(effects, look);
    }

    pub(super) fn carry_out(&mut self, effects: Vec<LaneEffect>, look: &dyn Look) {
        for effect in effects {
            match effect {
                LaneEffect::Send { id, attempt, .. } => {
                    let entry = self.entry(id);
                    let with_state = entry.is_some_and(|entry| entry.facts.makes_state);
                    let view = entry.and_then(|entry| entry.view);
                    self.out.push(Effect::Send {
                        id,
                        attempt,
                        with_state,
                        view,
                    });
                }
                LaneEffect::Abort { id } => self.out.push(Effect::Abort { id }),
                LaneEffect::CancelRun { id } => self.out.push(Effect::CancelRun { id }),
                LaneEffect::StartTimer {
                    id,
                    timer,
                    delay_ms,
                } => self.out.push(Effect::Start {
                    id,
                    timer,
                    delay_ms,
                }),
                LaneEffect::StopTimer { id, timer } => self.out.push(Effect::Stop { id, timer }),
                LaneEffect::Settle { id, how } => self.settled(id, how, look),
                LaneEffect::Cancelled { id } => {
                    self.without_answer(id, Notice::Cancelled, look);
                    self.end(id, SubmissionStatus::Cancelled);
                }
                LaneEffect::Superseded { id, by } => {
                    self.out.push(Effect::Values {
                        id,
                        answered: false,
                    });
                    self.end(id, SubmissionStatus::Superseded { by });
                }
                LaneEffect::Ignored { id, by } => {
                    for view in self.shown_by(id) {
                        self.say(view, Some((id, Notice::Ignored)));
                        if let Some(view) = self.view_mut(view) {
                            view.newest = Some((id, SubmissionStatus::Ignored { by }));
                        }
                    }
                    self.end(id, SubmissionStatus::Ignored { by });
                }
                LaneEffect::Joined { id, with } => self.end(id, SubmissionStatus::Joined { with }),
                LaneEffect::Forget { id } => self.forget_entry(id),
                LaneEffect::Resumed { id } => self.accepted(id, look),
                // Read off the lanes when all is done.
                LaneEffect::PendingChanged(_) | LaneEffect::SlowChanged(_) => {}
            }
        }
    }

    pub(super) fn lane(&self, key: &Key) -> Option<&Lane> {
        self.lanes
            .iter()
            .find(|(other, _)| other == key)
            .map(|(_, lane)| lane)
    }

    pub(super) fn lane_mut(&mut self, key: &Key) -> Option<&mut Lane> {
        self.lanes
            .iter_mut()
            .find(|(other, _)| other == key)
            .map(|(_, lane)| lane)
    }

    pub(super) fn lane_at(&mut self, facts: &Facts) -> usize {
        let found = self.lanes.iter().position(|(key, _)| *key == facts.lane);
        found.unwrap_or_else(|| {
            let lane = Lane::new(facts.policy, Options::default());
            self.lanes.push((facts.lane.clone(), lane));
            self.lanes.len() - 1
        })
    }
}
