//! Fresh seals for a form whose page is out of date.
//!
//! What the person typed stays; what the server has written into the form is taken from a fresh rendering of the
//! page. The person looks at it and sends it again.

use super::{dom, send};
use crate::wire::{FIELD_BOUND, FIELD_PREV};
use wasm_bindgen::JsCast;
use web_sys::{Document, Element, HtmlFormElement, HtmlInputElement};

/// Reads the page again and takes the form's seals from it.
pub(super) async fn renew(form: HtmlFormElement) {
    let location = dom::window().location();
    let page = location.pathname().unwrap_or_default() + &location.search().unwrap_or_default();
    let Some(html) = send::get_page(&page).await else {
        return;
    };
    if let Some(fresh) = twin(&form, &html) {
        copy(&form, &fresh);
    }
}

/// The same form in another rendering. Its key may differ, since that is made of the seals too; its place in the
/// source does not, nor does its number among the forms of that place.
fn twin(form: &HtmlFormElement, html: &str) -> Option<Element> {
    let parser = web_sys::DomParser::new().ok()?;
    let fresh = parser
        .parse_from_string(html, web_sys::SupportedType::TextHtml)
        .ok()?;
    let key = form.get_attribute("data-fw")?;
    let place = key.split('-').next()?;
    let here = all(&leptos::prelude::document(), place);
    let there = all(&fresh, place);
    let index = here.iter().position(|other| other == form.as_ref())?;
    (here.len() == there.len()).then(|| there.into_iter().nth(index))?
}

fn all(document: &Document, place: &str) -> Vec<Element> {
    dom::elements(document.query_selector_all(&format!("form[data-fw^='{place}-']")))
}

fn copy(form: &Element, fresh: &Element) {
    for name in [FIELD_BOUND, FIELD_PREV] {
        let selector = format!("input[name='{name}']");
        let find = |form: &Element| -> Option<HtmlInputElement> {
            form.query_selector(&selector).ok()??.dyn_into().ok()
        };
        if let (Some(old), Some(new)) = (find(form), find(fresh)) {
            old.set_value(&new.value());
        }
    }
    let buttons = |form: &Element| dom::all(form, "[formaction]");
    for (old, new) in buttons(form).iter().zip(buttons(fresh)) {
        if let Some(url) = new.get_attribute("formaction") {
            let _ = old.set_attribute("formaction", &url);
        }
    }
}
