//! The states that the hooks of a page had come to before it was sent, so that a page which the server renders
//! anew shows them as a hydrated one does.

use crate::wire::{EarlierState, HookValue, Outcome, PageOutcome, is_meant_by};

/// How many states a page carries along: more hooks than a person uses on one page, each row of a long list with one
/// of its own. The newest stay.
const MAX_STATES: usize = 256;

/// How many bytes of states a page carries along: they stand in its head, and are kept with each of its outcomes.
const MAX_BYTES: usize = 64 * 1024;

/// The states for a page with the outcome `now`: those that the page before it had and this outcome does not
/// bring anew.
pub(super) fn states(before: Option<PageOutcome>, now: &PageOutcome) -> Vec<EarlierState> {
    let Some(mut before) = before else {
        return Vec::new();
    };
    let last = before.state_after();
    let mut states = std::mem::take(&mut before.earlier);
    if let Some(last) = last {
        states.retain(|state| !is_same(state, &last));
        states.push(last);
    }
    if let Some(now) = now.state_after() {
        states.retain(|state| !is_same(state, &now));
    }
    if matches!(now.answer.outcome, Outcome::Stale) {
        // Perhaps it was this seal that was too old. The hook seals its state anew.
        let sent = now.hook.as_ref().unwrap_or(&now.form);
        for state in &mut states {
            if is_meant_by(&state.key, sent) {
                state.prev = None;
            }
        }
    }
    bounded(states)
}

/// Whether a page with this outcome has states that the next one should have.
pub(super) fn any(outcome: &PageOutcome) -> bool {
    !outcome.earlier.is_empty() || outcome.state_after().is_some()
}

fn is_same(one: &EarlierState, other: &EarlierState) -> bool {
    one.key == other.key && one.action == other.action
}

/// The newest that there is room for. One that is too large by itself takes no other's place.
fn bounded(states: Vec<EarlierState>) -> Vec<EarlierState> {
    let mut left = MAX_BYTES;
    let mut kept: Vec<_> = states
        .into_iter()
        .rev()
        .filter(|state| match left.checked_sub(size(state)) {
            Some(rest) => {
                left = rest;
                true
            }
            None => false,
        })
        .take(MAX_STATES)
        .collect();
    kept.reverse();
    kept
}

fn size(state: &EarlierState) -> usize {
    let value = match &state.value {
        Some(HookValue::Answer(json) | HookValue::State(json)) => json.get().len(),
        None => 0,
    };
    let prev = state.prev.as_ref().map_or(0, String::len);
    state.key.len() + state.action.len() + value + prev
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::Answer;
    use serde_json::value::RawValue;

    fn json(json: String) -> Box<RawValue> {
        RawValue::from_string(json).unwrap()
    }

    fn page(key: &str, outcome: Outcome) -> PageOutcome {
        PageOutcome {
            form: key.into(),
            hook: None,
            action: "count".into(),
            submission: "1".into(),
            values: Vec::new(),
            state: None,
            earlier: Vec::new(),
            answer: Answer::bare(outcome),
        }
    }

    fn done(key: &str, value: &str) -> PageOutcome {
        page(key, Outcome::Done(json(format!("{value:?}"))))
    }

    /// The last of these pages, each sent from the one before it.
    fn after(pages: impl IntoIterator<Item = PageOutcome>) -> PageOutcome {
        pages
            .into_iter()
            .reduce(|before, mut now| {
                now.earlier = states(Some(before), &now);
                now
            })
            .unwrap()
    }

    /// The hooks and their states, the oldest first.
    fn shown(page: &PageOutcome) -> Vec<String> {
        let show = |state: &EarlierState| match &state.value {
            Some(HookValue::Answer(json) | HookValue::State(json)) => {
                format!("{} {}", state.key, json.get().trim_matches('"'))
            }
            None => format!("{} sealed", state.key),
        };
        page.earlier.iter().map(show).collect()
    }

    #[test]
    fn a_page_has_the_states_before_it() {
        let page = after([done("h1", "a"), done("h2", "b"), done("h3", "c")]);
        assert_eq!(shown(&page), ["h1 a", "h2 b"]);
    }

    #[test]
    fn a_new_state_takes_the_place_of_the_old_one() {
        let page = after([done("h1", "a"), done("h2", "b"), done("h1", "c")]);
        assert_eq!(shown(&page), ["h2 b"]);
        let page = after([page, done("h3", "d")]);
        assert_eq!(shown(&page), ["h2 b", "h1 c"]);
    }

    #[test]
    fn an_outcome_without_a_state_leaves_that_of_its_hook() {
        let invalid = || page("h1", Outcome::Invalid(Default::default()));
        let page = after([done("h1", "a"), invalid(), invalid(), done("h2", "b")]);
        assert_eq!(shown(&page), ["h1 a"]);
    }

    #[test]
    fn the_state_before_a_submission_that_failed_is_the_last_one() {
        let failed = PageOutcome {
            state: Some(json("\"b\"".into())),
            ..page("h1", Outcome::Invalid(Default::default()))
        };
        let page = after([done("h1", "a"), failed, done("h2", "c")]);
        assert_eq!(shown(&page), ["h1 b"]);
    }

    #[test]
    fn a_form_without_a_hook_has_a_state_only_where_it_is_sealed() {
        let sealed = PageOutcome {
            answer: Answer {
                prev: Some("token".into()),
                ..done("f1", "a").answer
            },
            ..done("f1", "a")
        };
        let page = after([sealed, done("f2", "b"), done("h3", "c")]);
        assert_eq!(shown(&page), ["f1 sealed"]);
        assert!(!any(&done("f2", "b")) && any(&page));
    }

    #[test]
    fn the_state_is_that_of_the_buttons_hook() {
        let by_button = PageOutcome {
            hook: Some("h2".into()),
            ..done("h1", "a")
        };
        assert_eq!(shown(&after([by_button, done("h3", "b")])), ["h2 a"]);
    }

    #[test]
    fn a_stale_seal_is_not_used_again() {
        let mut earlier = done("h1-2", "a");
        earlier.answer.prev = Some("token".into());
        for sent in ["h1-2", "h1"] {
            let page = after([
                earlier.clone(),
                done("h2-0", "b"),
                page(sent, Outcome::Stale),
            ]);
            assert_eq!(shown(&page), ["h1-2 a", "h2-0 b"]);
            assert_eq!(page.earlier[0].prev, None, "{sent}");
        }
        let page = after([earlier, page("h2-0", Outcome::Stale)]);
        assert_eq!(page.earlier[0].prev.as_deref(), Some("token"));
    }

    #[test]
    fn the_newest_stay_where_there_are_too_many() {
        let key = |n: usize| format!("h{n}");
        let page = after((0..MAX_STATES + 3).map(|n| done(&key(n), "a")));
        assert_eq!(page.earlier.len(), MAX_STATES);
        assert_eq!(page.earlier[0].key, "h2");
    }

    #[test]
    fn the_newest_stay_where_they_are_too_large() {
        let third = "x".repeat(MAX_BYTES / 3);
        let large = "x".repeat(MAX_BYTES);
        let page = after([
            done("h1", &third),
            done("h2", &third),
            done("h3", &large),
            done("h4", &third),
            done("h5", "a"),
        ]);
        let keys: Vec<_> = page.earlier.iter().map(|state| &*state.key).collect();
        assert_eq!(keys, ["h2", "h4"]);
    }
}
