//! What a form tells what stands inside it.

use crate::fields::{Issue, Issues};
use leptos::prelude::*;
use std::sync::Arc;

/// What a form tells the fields inside it, as a Leptos context.
#[derive(Clone)]
pub struct FormContext {
    /// Unique on the page, for ids.
    pub key: Arc<str>,
    /// The issues of the last settled submission.
    pub issues: ArcRwSignal<Issues>,
    /// What came back with the page, in the order of the form: after a failed native submission, and where the form is
    /// never emptied. Nothing otherwise. Never holds secrets.
    pub values: Option<Arc<Vec<(String, String)>>>,
    /// Where issues are shown.
    pub(crate) places: IssuePlaces,
}

impl FormContext {
    /// What fields find that stand in a form with this key, these issues and these values.
    pub fn new(
        key: &str,
        issues: ArcRwSignal<Issues>,
        values: Option<Vec<(String, String)>>,
    ) -> Self {
        Self {
            key: key.into(),
            issues,
            values: values.map(Arc::new),
            places: IssuePlaces::default(),
        }
    }
}

/// Where the issues of a form are shown: names of fields; nothing stands for all issues.
#[derive(Clone, Default)]
pub(crate) struct IssuePlaces(ArcRwSignal<Vec<Option<String>>>);

impl IssuePlaces {
    /// There is one more place, until the owner is gone.
    pub(crate) fn add(&self, name: Option<&str>) {
        let (places, name) = (self.0.clone(), name.map(str::to_owned));
        places.update(|places| places.push(name.clone()));
        Owner::on_cleanup(move || {
            places.update(|places| {
                if let Some(at) = places.iter().position(|place| *place == name) {
                    places.swap_remove(at);
                }
            });
        });
    }

    /// The issues without a place, as one text.
    pub(crate) fn text_of_others(&self, issues: &Issues) -> String {
        let places = self.0.read();
        let is_shown = |issue: &&Issue| {
            let mut places = places.iter();
            places.any(|place| place.as_ref().is_none_or(|name| *name == issue.path))
        };
        let others: Vec<String> = issues
            .iter()
            .filter(|issue| !is_shown(issue))
            .map(text_of)
            .collect();
        others.join(" ")
    }
}

/// An issue where it does not stand at its field.
pub(crate) fn text_of(issue: &Issue) -> String {
    // A label that is a sentence keeps its full stop on the page, not before a colon.
    match issue.label.trim_end_matches(['.', ':']) {
        "" => issue.message.clone(),
        label => format!("{label}: {}", issue.message),
    }
}
