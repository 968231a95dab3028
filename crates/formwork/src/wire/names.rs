//! The reserved names of the protocol.

/// The header which marks an enhanced request. Its value says who sent it: [`SENT_BY_CLIENT`], [`SENT_BY_BRIDGE`] or
/// [`SENT_BY_BRIDGE_WITH_SHOW`].
pub const SENT_BY: &str = "x-formwork";
/// Value of [`SENT_BY`]: the WASM client, which takes data.
pub const SENT_BY_CLIENT: &str = "client";
/// Value of [`SENT_BY`]: the bridge, which takes the page in place.
pub const SENT_BY_BRIDGE: &str = "bridge";
/// Value of [`SENT_BY`]: the bridge of a page that has `show.js` already. Its answers come without.
pub const SENT_BY_BRIDGE_WITH_SHOW: &str = "bridge+show";
/// The header in which the bridge is told of a redirect, since `fetch` would follow a real one.
pub const BRIDGE_REDIRECT: &str = "x-formwork-redirect";
/// The header which tells the bridge a URL that shows the outcome, for when it cannot show the page in place.
pub const BRIDGE_DONE_URL: &str = "x-formwork-done-url";
/// The header which tells the bridge the nonce of the answer: it cannot take it from the markup, where someone
/// else may have put one first.
pub const BRIDGE_NONCE: &str = "x-formwork-nonce";
/// The header which says that an outcome is a replay of an earlier run of the same submission.
pub const REPLAYED: &str = "x-formwork-replayed";

/// The slot in Leptos' serialised data that names the chunks of a page's lazy routes. Those of queries are higher, and Leptos'
/// own count from zero.
pub const CHUNKS_SLOT: usize = (1 << 30) - 1;

/// What all query parameters of ours begin with.
pub const PARAM_PREFIX: &str = "_fw";
/// Query parameter: which action the request is for.
pub const PARAM_ACTION: &str = "_fw";
/// Query parameter of a `formaction`: its bound arguments, a JSON array.
pub const PARAM_BOUND: &str = "_fw_bound";
/// Query parameter of a `formaction`: the key of the hook that it reports to.
pub const PARAM_KEY: &str = "_fw_key";
/// Query parameter of a `formaction`: the sealed previous state of its hook.
pub const PARAM_PREV: &str = "_fw_prev";
/// Query parameter for the bridge: what a press means while another submission of the same hook or form is under
/// way. Same value, same hook.
pub const PARAM_POLICY: &str = "_fw_policy";
/// Query parameter beside [`PARAM_ACTION`]: the id of the submission whose run is to stop. The body is empty.
pub const PARAM_CANCEL: &str = "_fw_cancel";
/// Query parameter beside [`PARAM_ACTION`]: nothing is run; the page comes with what the body holds in its form.
pub const PARAM_BACK: &str = "_fw_back";
/// Query parameter after the 303: under which handle the outcome is kept.
pub const PARAM_DONE: &str = "_fw_done";
/// Query parameter of the forms and buttons of a page which the server rendered with an outcome: under which
/// handle that is kept, so that the next page has the states which this one shows.
pub const PARAM_FROM: &str = "_fw_from";

/// What stands between the name of an action or query, with its module, and the fingerprint of its signature.
const FINGERPRINT: char = '-';

/// The name in the id of an action or query, without the fingerprint of its signature.
pub(crate) fn name_of(id: &str) -> &str {
    id.rsplit_once(FINGERPRINT).map_or(id, |(name, _)| name)
}

/// What the key of a hook begins with. The key of a form without one begins with another letter.
pub const HOOK_KEY_PREFIX: char = 'h';

/// What all reserved form fields begin with.
pub const FIELD_PREFIX: &str = crate::fields::RESERVED;
/// Reserved field: the submission's id.
pub const FIELD_ID: &str = "_fw.id";
/// Reserved field: the bound arguments, a JSON array.
pub const FIELD_BOUND: &str = "_fw.bound";
/// Reserved field: the sealed previous state; or the one that a hook of the browser begins with.
pub const FIELD_PREV: &str = "_fw.prev";
/// On the field [`FIELD_PREV`]: the sealed state that its hook begins with.
pub const FIRST_PREV_ATTRIBUTE: &str = "data-fw-first";
/// How many bytes a seal may have, or a state without one.
pub const MAX_TOKEN: usize = 16 * 1024;
/// What an unsealed state begins with, which no seal does.
const UNSEALED: char = '?';

/// The state that a hook in the browser begins with, where no page of the server's has sealed it: the hook's key and the
/// state as JSON. The server takes it only where the page, as it renders it, has a hook with this key and this initial state.
#[allow(dead_code, reason = "for the client")]
pub(crate) fn unsealed(key: &str, json: &str) -> String {
    format!("{UNSEALED}{key} {json}")
}

/// Whether a previous state is one without a seal.
pub(crate) fn is_unsealed(prev: &str) -> bool {
    prev.starts_with(UNSEALED)
}

/// Key and state of one without a seal.
#[allow(dead_code, reason = "for the server")]
pub(crate) fn split_unsealed(prev: &str) -> Option<(&str, &str)> {
    prev.strip_prefix(UNSEALED)?.split_once(' ')
}

/// Reserved field: the form's key on its page.
pub const FIELD_KEY: &str = "_fw.key";
/// Reserved field: the id of the submission which this one follows. The server runs it after that one, from the state
/// which that one leaves. Sent when a page is left with several in a queue.
pub const FIELD_AFTER: &str = "_fw.after";
/// Reserved field: the form is never emptied, and its next page comes with what was typed.
pub const FIELD_KEEP: &str = "_fw.keep";
/// Reserved field: the queries that the page shows, a JSON array of [`QueryRequest`](super::QueryRequest).
pub const FIELD_QUERIES: &str = "_fw.queries";

/// What the key of a form begins with whose action is a closure of the client: nobody else can run it.
pub const CLOSURE_PREFIX: &str = "closure:";

/// The id of the bridge's own script.
pub const BRIDGE_ELEMENT: &str = "fw-bridge";
/// The id of the script in an answer to the bridge, which shows answers.
pub const SHOW_ELEMENT: &str = "fw-show";
/// The id of the JSON script in the head which carries a [`PageOutcome`](super::PageOutcome) to the client.
pub const OUTCOME_ELEMENT: &str = "fw-outcome";
/// The id of the element with what Formwork says in the language of the page, where that is not what the client says by
/// itself.
pub const TEXTS_ELEMENT: &str = "fw-texts";

/// Where the endpoint for queries, and for actions without a page, lives.
pub const ENDPOINT: &str = "/_formwork";

/// How long a run may take unless its action or the server's configuration says otherwise, in milliseconds.
pub const DEFAULT_DEADLINE_MS: u64 = 30_000;
/// On the bridge's script: how long that is on this server, where it is something else.
pub const DEADLINE_ATTRIBUTE: &str = "data-deadline";

/// How many queries a request may name. More are not refreshed; the page reads them again by itself.
pub const MAX_QUERIES: usize = 64;
/// How long the list of queries in a request may be, in bytes.
pub const MAX_QUERIES_BYTES: usize = 16 * 1024;
