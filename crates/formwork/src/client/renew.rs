//! Fresh seals for a form whose page is out of date.
//!
//! The user's input stays; what the server has written into the form is taken from a fresh rendering of the
//! page. The person looks at it and sends it again.

use super::{
    dom, form_element,
    held::{self, Work},
    send,
};
use crate::{
    channel::Channel,
    submission::{Page, SubmissionStatus},
    wire::{FIELD_BOUND, FIELD_PREV, FIRST_PREV_ATTRIBUTE, PARAM_ACTION, PARAM_KEY},
};
use futures::channel::oneshot;
use leptos::prelude::*;
use wasm_bindgen::{JsCast, closure::Closure};
use web_sys::{Document, Element, HtmlFormElement, HtmlInputElement, XmlHttpRequest};

/// The seals of a form as the server makes them now.
pub(super) struct Fresh {
    form: HtmlFormElement,
    bound: Option<String>,
    prev: Option<String>,
    first_prev: Option<String>,
    /// Of each button with an action of its own: where its presses went before, and where they go now.
    urls: Vec<(String, String)>,
}

/// Reads the page again, and takes the seals of its buttons from it; those of the form are given back.
pub(super) async fn renew(form: &HtmlFormElement) -> Option<Fresh> {
    let location = dom::window().location();
    let page = location.pathname().unwrap_or_default() + &location.search().unwrap_or_default();
    let html = send::get_page(&page).await?;
    let page = match parsed(&html) {
        Some(page) => page,
        // Under Trusted Types no script may parse; the browser still does by itself.
        None => document_at(&page).await?,
    };
    let fresh = twin(form, &page)?;
    let buttons = |form: &Element| form_element::all(form, "[formaction]");
    let here = buttons(form);
    let there = buttons(&fresh);
    let mut urls = Vec::new();
    for button in &here {
        if let (Some(fresh), Some(before)) = (
            twin_of_button(button, &here, &there),
            button.get_attribute("formaction"),
        ) {
            let _ = button.set_attribute("formaction", &fresh);
            urls.push((dom::post_url(&before), dom::post_url(&fresh)));
        }
    }
    let value_of = |name: &str| Some(input(&fresh, name)?.value());
    let first = |input: HtmlInputElement| input.get_attribute(FIRST_PREV_ATTRIBUTE);
    Some(Fresh {
        form: form.clone(),
        bound: value_of(FIELD_BOUND),
        prev: value_of(FIELD_PREV),
        first_prev: input(&fresh, FIELD_PREV).and_then(first),
        urls,
    })
}

impl Fresh {
    /// The form has these from now on, and its channel.
    pub(super) fn take_over(&self, channel: &Channel) {
        for (name, fresh) in [(FIELD_BOUND, &self.bound), (FIELD_PREV, &self.prev)] {
            if let (Some(input), Some(fresh)) = (input(&self.form, name), fresh) {
                input.set_value(fresh);
            }
        }
        let shared = &channel.shared;
        // A button's other hook has its own, in the button's URL.
        let is_its =
            form_element::attribute(&self.form, "data-fw").as_deref() == Some(shared.key.as_str());
        if is_its && self.prev.is_some() {
            shared.prev.set(self.prev.clone());
        }
        if is_its && self.first_prev.is_some() {
            shared.first_prev.set(self.first_prev.clone());
        }
        // So have presses in the form that are queued meanwhile.
        let waiting = held::ask(Page::turns).into_iter().flatten();
        let waiting = waiting.filter(|(_, status)| *status == SubmissionStatus::Queued);
        for (id, _) in waiting {
            held::with_held(id, |held| {
                let is_of_form = held.place.as_deref() == Some(shared.key.as_str());
                let Work::Post { url, data } = &mut held.work else {
                    return;
                };
                if !is_of_form {
                    return;
                }
                if let Some((_, fresh)) = self.urls.iter().find(|(before, _)| before == url) {
                    url.clone_from(fresh);
                } else if let Some(bound) = &self.bound
                    && held.action == shared.action
                    && data.has(FIELD_BOUND)
                {
                    let _ = data.set_with_str(FIELD_BOUND, bound);
                }
            });
        }
    }
}

fn input(form: &Element, name: &str) -> Option<HtmlInputElement> {
    let input = form_element::find(form, &format!("input[name='{name}']"));
    input?.dyn_into().ok()
}

fn parsed(html: &str) -> Option<Document> {
    let parser = web_sys::DomParser::new().ok()?;
    let page = parser.parse_from_string(html, web_sys::SupportedType::TextHtml);
    page.ok()
}

async fn document_at(url: &str) -> Option<Document> {
    let request = XmlHttpRequest::new().ok()?;
    let (tell, ended) = oneshot::channel();
    let loaded = Closure::once(move || {
        let _ = tell.send(());
    });
    request.set_onloadend(Some(loaded.as_ref().unchecked_ref()));
    request.open("GET", url).ok()?;
    request.set_response_type(web_sys::XmlHttpRequestResponseType::Document);
    request.send().ok()?;
    let _ = ended.await;
    request.set_onloadend(None);
    request.response().ok()?.dyn_into().ok()
}

/// The same form in another rendering. Its key may differ, since that is made of the seals too; its place in the
/// source does not, nor does its number among the forms of that place.
fn twin(form: &HtmlFormElement, page: &Document) -> Option<Element> {
    let key = form_element::attribute(form, "data-fw")?;
    let place = key.split('-').next()?;
    let here = all(&document(), place);
    let there = all(page, place);
    let of_key = |of: &[Element]| -> Vec<Element> {
        let same =
            |other: &&Element| form_element::attribute(other, "data-fw").as_ref() == Some(&key);
        of.iter().filter(same).cloned().collect()
    };
    let index = |of: &[Element]| {
        of.iter()
            .position(|other| other == form.unchecked_ref::<Element>())
    };
    // The one with its key, where the page has that still; else the one at its place.
    let (own_here, own_there) = (of_key(&here), of_key(&there));
    if own_here.len() == own_there.len() {
        return own_there.into_iter().nth(index(&own_here)?);
    }
    let index = index(&here)?;
    (here.len() == there.len()).then(|| there.into_iter().nth(index))?
}

fn all(document: &Document, place: &str) -> Vec<Element> {
    dom::elements(document.query_selector_all(&format!("form[data-fw^='{place}-']")))
}

/// The URL of the same button in another rendering: with its action, its hook's place, its name and value, and its
/// number among those that have all that in common.
fn twin_of_button(button: &Element, here: &[Element], there: &[Element]) -> Option<String> {
    let what = |button: &Element| {
        let of = |name| button.get_attribute(name).unwrap_or_default();
        let url = of("formaction");
        let place = dom::param(&url, PARAM_KEY).unwrap_or_default();
        let place = place.split('-').next().unwrap_or_default().to_string();
        (
            dom::param(&url, PARAM_ACTION),
            place,
            of("name"),
            of("value"),
        )
    };
    let own = what(button);
    let same = |of: &[Element]| -> Vec<Element> {
        let same = of.iter().filter(|other| what(other) == own);
        same.cloned().collect()
    };
    let (here, there) = (same(here), same(there));
    let index = here.iter().position(|other| other == button)?;
    let twin = there.get(index).filter(|_| here.len() == there.len())?;
    twin.get_attribute("formaction")
}
