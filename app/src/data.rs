//! What Pressroom keeps, as both sides know it.

use serde::{Deserialize, Serialize};
use std::fmt::{self, Display, Formatter};

/// An entry of the guestbook.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(sqlx::FromRow))]
pub struct Entry {
    pub id: i64,
    pub name: String,
    pub message: String,
    pub created_at: Timestamp,
    /// While pending: the number of its submission.
    #[serde(skip)]
    #[cfg_attr(feature = "ssr", sqlx(skip))]
    pub pending: Option<String>,
}

impl Entry {
    /// Tells rows apart: by number, pending rows by their submission.
    pub fn key(&self) -> String {
        self.pending
            .clone()
            .unwrap_or_else(|| format!("entry {}", self.id))
    }
}

/// A member's number. Only the server makes the ones that a form may carry.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(sqlx::Type), sqlx(transparent))]
pub struct MemberId(pub i64);

/// Someone who works at the press.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(sqlx::FromRow))]
pub struct Member {
    pub id: MemberId,
    pub name: String,
    pub role: String,
}

/// Whether readers see an article.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(sqlx::Type), sqlx(rename_all = "lowercase"))]
pub enum ArticleState {
    Draft,
    Published,
}

/// An article, finished or not.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(sqlx::FromRow))]
pub struct Article {
    pub id: i64,
    pub title: String,
    pub body: String,
    pub state: ArticleState,
    pub created_at: Timestamp,
}

/// An ink that was mixed from two others.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(sqlx::FromRow))]
pub struct Mixture {
    pub id: i64,
    pub first: String,
    pub second: String,
    /// As HTML writes it: `#120b1d`.
    pub colour: String,
}

/// Where notes are left.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(sqlx::Type), sqlx(rename_all = "lowercase"))]
pub enum Hole {
    Editor,
    Printer,
}

/// A note in a pigeonhole.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(sqlx::FromRow))]
pub struct Note {
    pub id: i64,
    pub hole: Hole,
    pub text: String,
}

/// Type that was ordered from the foundry.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(sqlx::FromRow))]
pub struct Casting {
    pub id: i64,
    pub fount: String,
    pub kilos: u32,
}

impl Display for Casting {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write!(f, "{} kg of {}", self.kilos, self.fount)
    }
}

/// A message of a conversation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(sqlx::FromRow))]
pub struct Message {
    pub id: i64,
    /// Someone of the house; `None` is a visitor.
    pub author: Option<String>,
    pub text: String,
    pub created_at: Timestamp,
    /// While pending: the number of its submission.
    #[serde(skip)]
    #[cfg_attr(feature = "ssr", sqlx(skip))]
    pub pending: Option<String>,
}

impl Message {
    /// Tells rows apart: by number, pending rows by their submission.
    pub fn key(&self) -> String {
        self.pending
            .clone()
            .unwrap_or_else(|| format!("message {}", self.id))
    }
}

/// The end of a conversation, the newest message last.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Talk {
    pub messages: Vec<Message>,
    /// Whether there are messages before these.
    pub has_earlier: bool,
}

/// A print's number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(sqlx::Type), sqlx(transparent))]
pub struct PrintId(pub i64);

/// A print on the wall.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(sqlx::FromRow))]
pub struct Print {
    pub id: PrintId,
    pub title: String,
    pub technique: String,
    pub likes: u32,
}

/// What is written on a pad.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(sqlx::FromRow))]
pub struct Pad {
    pub name: String,
    pub text: String,
}

/// A telegram.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(sqlx::FromRow))]
pub struct Telegram {
    pub id: i64,
    pub receiver: String,
    pub text: String,
    pub is_urgent: bool,
    pub is_delivered: bool,
    /// While pending: the number of its submission.
    #[serde(skip)]
    #[cfg_attr(feature = "ssr", sqlx(skip))]
    pub pending: Option<String>,
}

impl Telegram {
    /// Tells rows apart: by number, pending rows by their submission.
    pub fn key(&self) -> String {
        self.pending
            .clone()
            .unwrap_or_else(|| format!("telegram {}", self.id))
    }
}

/// What the last page of every book says of the house that made it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Imprint {
    /// Which house.
    pub house: String,
    pub name: String,
    pub motto: String,
    pub paper: String,
    pub binding: String,
    /// Whether manuscripts may be sent in.
    pub is_open: bool,
    pub subjects: Vec<String>,
}

/// A job that went through the press.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(sqlx::FromRow))]
pub struct Job {
    pub id: i64,
    pub copies: u32,
    pub work: String,
    pub customer: String,
    pub created_at: Timestamp,
}

/// A stretch of the day book, the newest job first.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Leaf {
    pub jobs: Vec<Job>,
    /// Whether there are jobs before these.
    pub has_older: bool,
}

/// How often the server has begun and finished a run of one of the presses.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(sqlx::FromRow))]
pub struct Runs {
    pub policy: String,
    pub begun: u32,
    pub finished: u32,
}

/// A moment in UTC, as ISO 8601: `2026-11-12T16:36:00Z`.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(sqlx::Type), sqlx(transparent))]
pub struct Timestamp(pub String);

impl Timestamp {
    /// The day as people write it: `12 November 2026`. The same on both sides, so that hydration agrees;
    /// what is no date stays as it is.
    pub fn day(&self) -> String {
        const MONTHS: [&str; 12] = [
            "January",
            "February",
            "March",
            "April",
            "May",
            "June",
            "July",
            "August",
            "September",
            "October",
            "November",
            "December",
        ];
        let mut parts = self.0.split('T').next().unwrap_or_default().splitn(3, '-');
        let year = parts.next().filter(|year| year.len() == 4);
        let month = parts.next().and_then(|month| month.parse::<usize>().ok());
        let name = month.and_then(|month| MONTHS.get(month.checked_sub(1)?));
        let day = parts.next().and_then(|day| day.parse::<u8>().ok());
        match (year, name, day) {
            (Some(year), Some(name), Some(day)) => format!("{day} {name} {year}"),
            _ => self.0.clone(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Timestamp;

    #[test]
    fn a_day_reads_as_people_write_it() {
        assert_eq!(
            Timestamp("2026-11-02T12:58:00Z".into()).day(),
            "2 November 2026"
        );
    }

    #[test]
    fn what_is_no_date_stays_as_it_is() {
        for text in ["", "soon", "2026-00-02T00:00:00Z", "2026-13-02", "26-01-02"] {
            assert_eq!(Timestamp(text.into()).day(), text);
        }
    }
}
