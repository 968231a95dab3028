//! The texts of Formwork itself, one table per language.
//!
//! [`Texts`] is a table, [`Text`] the name of a text. English and German are included. `Config::texts` sets the server's
//! languages, and `Accept-Language` chooses one. The app's own texts (`message`, [`refuse`](crate::action::refuse)) are
//! not in it.
//!
//! `say` gets a text, from the table of the request that is served, or of the page in the browser. A page in another
//! language than English has the texts that its client may need once, in its head; the English ones are in the client.
//!
//! Errors for developers (a wrong `Content-Type`, a foreign `Origin`) stay English, like the log.

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
