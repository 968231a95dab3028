//! The issues of an input, field by field.

use super::ToPath;
use crate::json::{Members, Unreadable};
use serde::{Deserialize, Serialize};

/// The maximum number of issues of one input; further ones are dropped. A user corrects a few at a time.
pub const MAX_ISSUES: usize = 100;

/// One issue of an input.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Members")]
pub struct Issue {
    /// The field's name on the wire: `email`, `address.street`, `tags[0].name`. Empty: the whole form.
    pub path: String,
    /// The field's label, if known.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub label: String,
    /// The kind of issue, for machines and translations: `required`, `number`, `boolean`, `length.min`, `length.max`,
    /// `range.min`, `range.max`, `email`, `pattern`, `depth`, and `custom` for an action's own issue.
    pub code: String,
    /// The message for the user. It says what to do.
    pub message: String,
}

impl TryFrom<Members> for Issue {
    type Error = Unreadable;

    fn try_from(mut members: Members) -> Result<Self, Self::Error> {
        Ok(Self {
            path: members.take("path")?,
            label: members.take_or_default("label")?,
            code: members.take("code")?,
            message: members.take("message")?,
        })
    }
}

impl Issue {
    /// The message away from its field, with the label.
    pub(crate) fn in_words(&self) -> String {
        // A label that is a sentence keeps its full stop on the page, not before a colon.
        match self.label.trim_end_matches(['.', ':']) {
            "" => self.message.clone(),
            label => format!("{label}: {}", self.message),
        }
    }
}

/// All issues of an input. The fields show them; an answer with issues is a 422.
///
/// An action adds its own:
/// ```
/// use formwork::prelude::*;
///
/// #[derive(Fields, Clone)]
/// struct Signup {
///     #[field(email)]
///     email: String,
/// }
///
/// #[action(public)]
/// async fn sign_up(form: Fields<Signup>) -> ActionResult<()> {
///     if form.email.ends_with("@example.com") {
///         return Err(Issues::at(Signup::email, "This e-mail address is taken.").into());
///     }
///     Ok(())
/// }
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Vec<Members>")]
pub struct Issues(Vec<Issue>);

impl TryFrom<Vec<Members>> for Issues {
    type Error = Unreadable;

    fn try_from(issues: Vec<Members>) -> Result<Self, Self::Error> {
        issues.into_iter().map(Issue::try_from).collect()
    }
}

impl Issues {
    /// None yet.
    pub const fn new() -> Self {
        Self(Vec::new())
    }

    /// An issue of one field: `Issues::at(Signup::email, "This e-mail address is taken.")`. The field can also be a
    /// name.
    pub fn at(field: impl ToPath, message: impl Into<String>) -> Self {
        Self::new().and(field, message)
    }

    /// An issue of the whole form.
    pub fn form(message: impl Into<String>) -> Self {
        Self::at("", message)
    }

    /// These, and an issue of one more field.
    #[must_use]
    pub fn and(mut self, field: impl ToPath, message: impl Into<String>) -> Self {
        self.push(Issue {
            path: field.to_path(),
            label: field.label().to_owned(),
            code: "custom".into(),
            message: message.into(),
        });
        self
    }

    /// Adds an issue. Beyond [`MAX_ISSUES`] it is dropped.
    pub fn push(&mut self, issue: Issue) {
        if self.0.len() < MAX_ISSUES {
            self.0.push(issue);
        }
    }

    /// Whether there are no issues.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The number of issues.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// The first issue.
    pub fn first(&self) -> Option<&Issue> {
        self.0.first()
    }

    /// All issues, in the order of the fields.
    pub fn iter(&self) -> std::slice::Iter<'_, Issue> {
        self.0.iter()
    }

    /// The issues of the field with this name; `""` for issues of the whole form.
    pub fn for_path<'a>(&'a self, path: &'a str) -> impl Iterator<Item = &'a Issue> {
        self.0.iter().filter(move |issue| issue.path == path)
    }
}

impl<'a> IntoIterator for &'a Issues {
    type Item = &'a Issue;
    type IntoIter = std::slice::Iter<'a, Issue>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl IntoIterator for Issues {
    type Item = Issue;
    type IntoIter = std::vec::IntoIter<Issue>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

impl Extend<Issue> for Issues {
    fn extend<I: IntoIterator<Item = Issue>>(&mut self, issues: I) {
        issues.into_iter().for_each(|issue| self.push(issue));
    }
}

impl FromIterator<Issue> for Issues {
    fn from_iter<I: IntoIterator<Item = Issue>>(issues: I) -> Self {
        let mut all = Self::new();
        all.extend(issues);
        all
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_action_names_the_fields_it_complains_about() {
        let issues = Issues::at("email", "Taken.").and("name", "Taken, too.");
        assert_eq!(
            issues
                .for_path("email")
                .map(|i| &*i.message)
                .collect::<Vec<_>>(),
            ["Taken."]
        );
        assert_eq!(issues.len(), 2);
        assert_eq!(Issues::form("No.").first().map(|i| &*i.path), Some(""));
    }

    #[test]
    fn issues_travel_as_a_plain_list() {
        let issues = Issues::at("a", "b");
        let json = serde_json::to_string(&issues).unwrap();
        assert_eq!(json, r#"[{"path":"a","code":"custom","message":"b"}]"#);
        assert_eq!(serde_json::from_str::<Issues>(&json).unwrap(), issues);
    }

    #[test]
    fn the_number_of_issues_is_bounded() {
        let one = Issues::form("No.").0;
        let issues: Issues = one.into_iter().cycle().take(MAX_ISSUES + 1).collect();
        assert_eq!(issues.len(), MAX_ISSUES);
    }
}
