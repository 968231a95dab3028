//! What the page says of Formwork's own words: nothing where it is in English.

use super::dom;
use crate::{
    texts::{Texts, set_of_page},
    wire::TEXTS_ELEMENT,
};

/// Takes the page's texts, before the first notice.
pub(super) fn take() {
    set_of_page(dom::script_text(TEXTS_ELEMENT).and_then(|json| Texts::of_page(&json)));
}
