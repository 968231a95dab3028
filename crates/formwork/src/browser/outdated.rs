//! A page that is older than the server: the action has another signature by now, and only a new page with its client can
//! send what it takes.

use super::{
    dom,
    lanes::{Submission, Work},
};
use web_sys::HtmlFormElement;

/// What the browser keeps for this tab: for which action a page was loaded again.
const KEPT_UNDER: &str = "formwork-outdated";

/// Posts the form as a browser without script would, which runs nothing: the page comes back in its new build, with
/// what was typed and a word about it. Once for each action, in case the old client comes along again.
pub(super) fn is_loaded_again(form: &HtmlFormElement, submission: &Submission) -> bool {
    let Work::Post { url, .. } = &submission.work else {
        return false;
    };
    let Ok(Some(storage)) = dom::window().session_storage() else {
        return false;
    };
    let is_new = |before: Option<String>| before.as_deref() != Some(submission.action.as_str());
    if !form.is_connected() || !storage.get_item(KEPT_UNDER).is_ok_and(is_new) {
        return false;
    }
    // Only where it is kept is it sure to be once.
    if storage.set_item(KEPT_UNDER, &submission.action).is_err() {
        return false;
    }
    let _ = form.set_attribute("action", url);
    dom::call_own(form, "submit");
    true
}
