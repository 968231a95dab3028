//! The same notice a second time. A live region whose text stays is not read out again.

use super::{dom, state};
use leptos::prelude::*;
use std::time::Duration;
use web_sys::Element;

/// A screen reader must have seen the empty region first.
const SPEAK: Duration = Duration::from_millis(100);
const OUT_OF_SIGHT: &str =
    "position:fixed;top:0;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)";

/// Outside of the body, which is the app's.
#[derive(Default)]
struct Speaker(Option<Element>);

/// Has a text read out.
pub(super) fn announce(text: String) {
    let known = state::with(|Speaker(speaker)| speaker.clone());
    let Some(speaker) = known.or_else(speaker_element) else {
        return;
    };
    state::with(|Speaker(known)| *known = Some(speaker.clone()));
    speaker.set_text_content(None);
    set_timeout(move || speaker.set_text_content(Some(&text)), SPEAK);
}

fn speaker_element() -> Option<Element> {
    let speaker = document().create_element("div").ok()?;
    let _ = speaker.set_attribute("role", "status");
    let _ = speaker.set_attribute("data-fw-speaker", "");
    let style = dom::property(&speaker, "style");
    dom::set_property(&style, "cssText", &OUT_OF_SIGHT.into());
    document().document_element()?.append_child(&speaker).ok()?;
    Some(speaker)
}
