//! What a form carries: raw form data, typed fields, their rules and their issues.
