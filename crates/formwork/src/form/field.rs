//! `<Field>`.
