//! The errors of `#[server]` functions on the wire, and Formwork's own as such an error.

use super::{ActionError, Outcome, Refused, refuse};
use crate::{
    json,
    texts::{Text, say},
};
use leptos::server_fn::{
    Bytes, ContentType, Decodes, Encodes, Format, FormatType,
    error::{FromServerFnError, ServerFnErrorEncoding, ServerFnErrorErr},
};
use std::{
    any::{Any, TypeId},
    fmt::Display,
};

/// How much of an error is logged, in characters: some of them quote what was sent.
const LOGGED: usize = 500;

/// An error as its type's encoder writes it.
fn encoded<E: FromServerFnError>(error: &E) -> String {
    E::Encoder::into_encoded_string(error.ser())
}

/// An error of this type, where it is one.
pub(crate) fn decoded<E: FromServerFnError>(text: &str) -> Option<E> {
    let bytes = E::Encoder::from_encoded_string(text).ok()?;
    E::Encoder::decode(bytes).ok()
}

/// The error of a server function as that of an action.
#[allow(dead_code, reason = "for the server")]
pub(crate) fn error_of<E>(error: E) -> ActionError
where
    E: FromServerFnError<Encoder: 'static> + Display,
{
    if TypeId::of::<E>() == TypeId::of::<ActionError>() {
        let error: Box<dyn Any> = Box::new(error);
        let own = error.downcast::<ActionError>();
        return own.map_or(ActionError::Interrupted, |error| *error);
    }
    let (message, typed) = (error.to_string(), encoded(&error));
    // All but the app's own may be made by `?`.
    let is_leptos_own = TypeId::of::<E::Encoder>() == TypeId::of::<ServerFnErrorEncoding>();
    match is_leptos_own && !typed.starts_with("WrappedServerFn|") {
        true => ActionError::Unexpected(message.into()),
        false => ActionError::Refused(Refused {
            error: Some(typed),
            ..Refused::new(422, message)
        }),
    }
}

/// Why a call was refused, as an error of the function's type.
#[allow(dead_code, reason = "for the server")]
pub(crate) fn refusal<E: FromServerFnError>(error: ActionError) -> Bytes {
    if TypeId::of::<E>() == TypeId::of::<ActionError>() {
        return error.ser();
    }
    let message = error.to_string();
    E::from_server_fn_error(ServerFnErrorErr::MiddlewareError(message)).ser()
}

/// `#[server]` functions may return [`ActionError`], too: `Result<T, ActionError>`, with `refuse`, `redirect` and `Issues`.
///
/// Called directly, by `add_note(…).await` in the browser, it comes as it does from an action.
impl FromServerFnError for ActionError {
    type Encoder = OutcomeEncoding;

    fn from_server_fn_error(error: ServerFnErrorErr) -> Self {
        match error {
            ServerFnErrorErr::Request(_) => Self::Unanswered,
            ServerFnErrorErr::MiddlewareError(message) => refuse(400, message),
            ServerFnErrorErr::Args(_) | ServerFnErrorErr::MissingArg(_) => {
                refuse(400, say(Text::BadArguments))
            }
            error => error.into(),
        }
    }
}

/// An [`ActionError`] as JSON, as forms get it. What must not be sent is `Failed`, without an id.
#[derive(Clone, Copy, Debug)]
pub struct OutcomeEncoding;

impl ContentType for OutcomeEncoding {
    const CONTENT_TYPE: &'static str = "application/json";
}

impl FormatType for OutcomeEncoding {
    const FORMAT_TYPE: Format = Format::Text;
}

impl Encodes<ActionError> for OutcomeEncoding {
    type Error = serde_json::Error;

    fn encode(error: &ActionError) -> Result<Bytes, Self::Error> {
        let outcome = match error {
            ActionError::Invalid(issues) => Outcome::Invalid(issues.clone()),
            ActionError::Redirect(redirect) => Outcome::Redirect(redirect.clone()),
            ActionError::Refused(refused) => Outcome::Refused(refused.clone()),
            ActionError::Stale => Outcome::Stale,
            ActionError::Interrupted => Outcome::Interrupted,
            ActionError::Failed { error_id } => Outcome::Failed {
                error_id: error_id.clone(),
            },
            other => {
                let text: String = other.to_string().chars().take(LOGGED).collect();
                tracing::error!("a server function failed: {}", text.escape_debug());
                Outcome::Failed {
                    error_id: String::new(),
                }
            }
        };
        serde_json::to_vec(&outcome).map(Bytes::from)
    }
}

impl Decodes<ActionError> for OutcomeEncoding {
    type Error = &'static str;

    fn decode(bytes: Bytes) -> Result<ActionError, Self::Error> {
        let outcome: Option<Outcome> = std::str::from_utf8(&bytes)
            .ok()
            .and_then(|text| json::from_str(text).ok());
        outcome
            .and_then(ActionError::from_outcome)
            .ok_or("the server has sent no error of an action")
    }
}
