//! A page that is older than the server: the action has another signature by now, and only a new page with its client can
//! send what it takes.

use super::{
    attached, dom, form_element,
    held::{Work, with_held},
};
use crate::submission::{FormId, SubmissionId};

/// What the browser keeps for this tab: for which action a page was loaded again.
const KEPT_UNDER: &str = "formwork-outdated";

/// Posts the form as a browser without script would, which runs nothing: the page comes back in its new build, with
/// what was typed and a word about it. Once for each action, in case the old client comes along again.
pub(super) fn is_loaded_again(form: FormId, id: SubmissionId) -> bool {
    let sent = with_held(id, |held| match &held.work {
        Work::Post { url, .. } => Some((url.clone(), held.action.clone())),
        Work::Code(_) => None,
    });
    let (Some((url, action)), Some(form)) = (sent.flatten(), attached::of_id(form)) else {
        return false;
    };
    let Ok(Some(storage)) = dom::window().session_storage() else {
        return false;
    };
    let is_new = |before: Option<String>| before.as_deref() != Some(action.as_str());
    let form = form.element;
    if !form_element::is_connected(&form) || !storage.get_item(KEPT_UNDER).is_ok_and(is_new) {
        return false;
    }
    // Only where it is kept is it sure to be once.
    if storage.set_item(KEPT_UNDER, &action).is_err() {
        return false;
    }
    form_element::set_attribute(&form, "action", Some(&url));
    form_element::submit(&form);
    true
}
