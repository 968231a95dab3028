//! What Formwork itself says to people, in one table for each language.
//!
//! [`Texts`] is a table: of each [`Text`] the words. English and German are there; `Config::texts` says which ones a
//! server speaks, and the request's `Accept-Language` chooses. What an app says itself, such as `message` of a field or
//! the sentence of [`refuse`](crate::action::refuse), is never in it.
//!
//! What is said is asked for by `say`, with the table of the request that is served, or of the page in the browser.
//! The page has the words that its client may need once, in its head, where they are not the English ones: those are in
//! the client.
//!
//! What only the author of a request can mend (another `Content-Type`, an `Origin` from elsewhere) stays English, as the
//! log does.

mod english;
mod german;
mod spoken;
mod table;
mod text;

#[doc(hidden)]
pub use spoken::set_of_page;
pub use spoken::use_language;
#[allow(unused_imports, reason = "each side has its own")]
pub(crate) use spoken::{provide, say, say_with, with};
pub use table::Texts;
pub use text::Text;
