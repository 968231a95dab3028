//! The context that a form provides to its content.

use crate::{
    fields::{Issue, Issues},
    side,
};
use leptos::{prelude::*, reactive::graph::Observer};
use std::sync::Arc;

/// The Leptos context that a form provides to its fields.
#[derive(Clone)]
pub struct FormContext {
    /// Unique on the page, for ids.
    pub key: Arc<str>,
    /// The issues of the last settled submission.
    pub issues: ArcRwSignal<Issues>,
    /// The values that came back with the page, in the order of the form: after a failed native submission, and in a
    /// form that is never reset. Otherwise `None`. It never holds secrets.
    pub values: Option<Arc<Vec<(String, String)>>>,
    /// Whether the fields show these values: until the form is reset.
    pub(crate) shows_values: ArcRwSignal<bool>,
    /// The places for issues.
    pub(crate) places: IssuePlaces,
}

impl FormContext {
    /// The context of a form with this key, these issues and these values.
    pub fn new(
        key: &str,
        issues: ArcRwSignal<Issues>,
        values: Option<Vec<(String, String)>>,
    ) -> Self {
        Self {
            key: key.into(),
            issues,
            shows_values: ArcRwSignal::new(values.is_some()),
            values: values.map(Arc::new),
            places: IssuePlaces::default(),
        }
    }

    /// Whether values came back with the page.
    pub(super) fn has_values(&self) -> bool {
        self.values.is_some()
    }

    /// The values that came back with the page, for as long as the fields show them.
    pub(crate) fn came_back(&self) -> Option<&[(String, String)]> {
        // A component may read it once, outside of a reactive scope.
        let stands = match Observer::get().is_some() {
            true => self.shows_values.get(),
            false => self.shows_values.get_untracked(),
        };
        self.values
            .as_ref()
            .filter(|_| stands)
            .map(|values| &***values)
    }
}

/// The places for issues of a form: names of fields; `None` is a place for all issues.
#[derive(Clone, Default)]
pub(crate) struct IssuePlaces(ArcRwSignal<Vec<Option<String>>>);

impl IssuePlaces {
    /// Adds a place, until the owner is disposed.
    pub(crate) fn add(&self, name: Option<&str>) {
        let (places, name) = (self.0.clone(), name.map(str::to_owned));
        if side::IS_SERVER {
            // It is read when all of the form is rendered; and the page is dropped as a whole.
            places.update_untracked(|places| places.push(name));
            return;
        }
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
            .map(Issue::in_words)
            .collect();
        others.join(" ")
    }
}
