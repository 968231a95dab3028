//! What a form tells what stands inside it.

use crate::fields::Issues;
use leptos::prelude::ArcRwSignal;
use std::sync::Arc;

/// What a form tells the fields inside it, as a Leptos context.
#[derive(Clone)]
pub struct FormContext {
    /// Unique on the page, for ids.
    pub key: Arc<str>,
    /// The issues of the last settled submission.
    pub issues: ArcRwSignal<Issues>,
    /// What came back after a failed native submission; empty otherwise. Never holds secrets.
    pub values: Arc<Vec<(String, String)>>,
}
