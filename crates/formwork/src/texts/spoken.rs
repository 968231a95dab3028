//! Whose table counts: that of the request which is served, or of the page in the browser.

use super::{table::Texts, text::Text};
use leptos::prelude::*;
use std::{
    fmt::Display,
    sync::{Arc, PoisonError, RwLock},
};

/// The table of a request, as a context.
#[derive(Clone)]
struct Spoken(Arc<Texts>);

/// The table of the page in the browser: one document has one, and events have no context. Nothing on a server.
static OF_PAGE: RwLock<Option<Arc<Texts>>> = RwLock::new(None);

/// From here on texts are in this language.
#[allow(dead_code, reason = "for the server")]
pub(crate) fn provide(texts: Arc<Texts>) {
    provide_context(Spoken(texts));
}

/// The page has come with this table, or with none.
pub fn set_of_page(texts: Option<Texts>) {
    *OF_PAGE.write().unwrap_or_else(PoisonError::into_inner) = texts.map(Arc::new);
}

/// What it makes of the table of the request or the page.
pub(crate) fn with<T>(f: impl FnOnce(&Texts) -> T) -> T {
    if let Some(Spoken(texts)) = use_context() {
        return f(&texts);
    }
    let of_page = OF_PAGE.read().unwrap_or_else(PoisonError::into_inner);
    match &*of_page {
        Some(texts) => f(texts),
        None => f(&Texts::english()),
    }
}

/// A text, in the language of the request or the page.
pub(crate) fn say(text: Text) -> String {
    with(|texts| texts.get(text).to_string())
}

/// A text with values in the places of its placeholders, in the language of the request or the page.
pub(crate) fn say_with(text: Text, values: &[(&str, &dyn Display)]) -> String {
    with(|texts| texts.say(text, values))
}

/// The tag of the language that the request or the page is answered in, such as `en` or `de`: for the `lang` of the
/// document, and for the app's own words.
///
/// It is that of one of the tables of `Config::texts`, and stays the same for as long as a page is there.
///
/// ```
/// use formwork::prelude::*;
///
/// # fn shell(options: LeptosOptions) -> impl IntoView {
/// view! {
///     <!DOCTYPE html>
///     <html lang=use_language()>
///         <head><FormworkScripts options/></head>
///         <body>"…"</body>
///     </html>
/// }
/// # }
/// # let _ = shell;
/// ```
pub fn use_language() -> String {
    with(|texts| texts.language().to_string())
}
