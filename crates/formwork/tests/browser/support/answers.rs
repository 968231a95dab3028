//! What a server would say.

use super::{latest, page::number_of_page};
use formwork::{
    prelude::*,
    query::Query,
    submission::Version,
    wire::{Answer, Outcome, QueryValue, Redirect, Refused},
};
use serde_json::value::to_raw_value;

/// An answer with this outcome and nothing else.
pub fn answer(outcome: Outcome) -> Answer {
    Answer {
        outcome,
        prev: None,
        tags: Vec::new(),
        queries: Vec::new(),
        unread: Vec::new(),
        outdated: false,
        replayed: false,
    }
}

pub fn done(value: impl Serialize) -> Answer {
    answer(Outcome::Done(to_raw_value(&value).unwrap()))
}

pub fn invalid(field: &'static str, message: &str) -> Answer {
    answer(Outcome::Invalid(Issues::at(field, message)))
}

pub fn refused(message: &str) -> Answer {
    answer(Outcome::Refused(Refused {
        status: 403,
        message: message.into(),
        error: None,
    }))
}

pub fn failed() -> Answer {
    answer(Outcome::Failed {
        error_id: "e-17".into(),
    })
}

pub fn leads_to(to: &str) -> Answer {
    redirects_to(Redirect {
        to: to.into(),
        replace: false,
        document: false,
    })
}

pub fn redirects_to(to: Redirect) -> Answer {
    answer(Outcome::Redirect(to))
}

/// The value of `latest(count)` in a version.
pub fn entries(count: u32, names: &[&str], version: u64) -> QueryValue {
    let value: QueryResult<&[&str]> = Ok(names);
    QueryValue {
        query: <latest as Query>::ID.into(),
        args: format!("[{count}]"),
        value: to_raw_value(&value).unwrap(),
        version: Version {
            // What was shown before knew of other versions.
            epoch: number_of_page(),
            number: version,
        },
    }
}

/// What an answer can carry besides.
pub trait Along {
    fn with(self, value: QueryValue) -> Self;
    fn with_seal(self, prev: &str) -> Self;
}

impl Along for Answer {
    fn with(mut self, value: QueryValue) -> Self {
        self.tags = vec!["entries".into()];
        self.queries.push(value);
        self
    }

    fn with_seal(mut self, prev: &str) -> Self {
        self.prev = Some(prev.into());
        self
    }
}

/// The value of `search` with these arguments.
pub fn found(args: String, value: u32) -> QueryValue {
    let value: QueryResult<u32> = Ok(value);
    QueryValue {
        query: <super::search as Query>::ID.into(),
        args,
        value: to_raw_value(&value).unwrap(),
        version: Version {
            epoch: number_of_page(),
            number: 1,
        },
    }
}
