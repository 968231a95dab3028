//! Actions and queries. What they do on a server is up to each test, which gives their answers.

use formwork::prelude::*;

/// A guestbook's entry.
#[derive(Fields, Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct NewEntry {
    /// Who.
    #[field(label = "Name")]
    pub name: String,
    /// What.
    #[field(label = "Message")]
    pub message: Option<String>,
}

/// Answers with the name.
#[action(public)]
pub async fn sign(form: Fields<NewEntry>) -> ActionResult<String> {
    Ok(form.name)
}

/// Takes anything.
#[action(public)]
pub async fn note(form: FormData) -> ActionResult<()> {
    let _ = form;
    Ok(())
}

/// A button's other action.
#[action(public)]
pub async fn keep_for_later(draft: u32, form: FormData) -> ActionResult<u32> {
    let _ = form;
    Ok(draft)
}

/// Goes on from the state before.
#[action(public)]
pub async fn vote(Prev(votes): Prev<u32>, form: FormData) -> ActionResult<u32> {
    let _ = form;
    Ok(votes + 1)
}

/// Several at a time.
#[action(public, policy = parallel)]
pub async fn add(form: Fields<NewEntry>) -> ActionResult<()> {
    let _ = form;
    Ok(())
}

/// The newest only.
#[action(public, policy = latest)]
pub async fn autosave(form: FormData) -> ActionResult<()> {
    let _ = form;
    Ok(())
}

/// One only.
#[action(public, policy = drop)]
pub async fn pay(form: FormData) -> ActionResult<()> {
    let _ = form;
    Ok(())
}

/// Called, not submitted.
#[action(public)]
pub async fn sum(a: u32, b: u32) -> ActionResult<u32> {
    Ok(a + b)
}

/// The guestbook's newest entries.
#[query(public, tags("entries"))]
pub async fn latest(count: u32) -> QueryResult<Vec<String>> {
    let _ = count;
    Ok(Vec::new())
}

/// Takes little.
#[action(public, limit = "4 KiB")]
pub async fn upload(form: FormData) -> ActionResult<()> {
    let _ = form;
    Ok(())
}

/// Somebody with a password.
#[derive(Fields, Clone)]
pub struct Account {
    /// Who.
    pub name: String,
    /// Hers alone.
    pub key_phrase: Secret<String>,
}

/// Answers with the name.
#[action(public)]
pub async fn sign_in(form: Fields<Account>) -> ActionResult<String> {
    Ok(form.name)
}

/// What was found by many words.
#[query(public, tags("found"))]
pub async fn search(words: Vec<String>) -> QueryResult<u32> {
    Ok(u32::try_from(words.len()).unwrap_or_default())
}

/// An edition after the one that was seen.
#[action(public)]
pub async fn publish(seen: u32, form: Fields<NewEntry>) -> ActionResult<String> {
    let _ = seen;
    Ok(form.name)
}

/// The types behind the functions, under the functions' names: what a test asks of an action or a query.
pub mod types {
    #![allow(non_camel_case_types)]

    pub type sign = super::__action_sign;
    pub type keep_for_later = super::__action_keep_for_later;
    pub type sum = super::__action_sum;
    pub type latest = super::__query_latest;
    pub type search = super::__query_search;
}
pub use types::*;
