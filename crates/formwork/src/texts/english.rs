//! The words in English.

use super::text::Text;

pub(super) const fn english(text: Text) -> &'static str {
    match text {
        Text::Required => "Fill in this field.",
        Text::RequiredBox => "Tick this box.",
        Text::Boolean => "Answer yes or no.",
        Text::Number => "Enter a number.",
        Text::WholeNumber => "Enter a whole number.",
        Text::TooSmall => "Enter a greater number.",
        Text::TooGreat => "Enter a smaller number.",
        Text::RangeBetween => "Enter a number from {min} to {max}.",
        Text::RangeMin => "Enter a number that is at least {min}.",
        Text::RangeMax => "Enter a number that is at most {max}.",
        Text::LengthExact => "Enter exactly {min} (you entered {count}).",
        Text::LengthMin => "Enter at least {min} (you entered {count}).",
        Text::LengthMax => "Enter at most {max} (you entered {count}).",
        Text::Character => "1 character",
        Text::Characters => "{count} characters",
        Text::Email => "Enter an e-mail address like name@example.com.",
        Text::Pattern => "Use the requested format.",
        Text::TooDeep => "This form is nested too deeply.",
        Text::Unreadable => "Some of the input could not be read.",
        Text::Check => "Please check what you entered.",
        Text::Stale => {
            "This page was out of date, so nothing was done. Check what you typed and send it again."
        }
        Text::PageOutdated => "This page is out of date. Load it again.",
        Text::WentWrong => "Something went wrong on our side (error {id}).",
        Text::WentWrongHere => "Something went wrong in this page.",
        Text::WentWrongKept => "{problem} What you typed is still here: try again.",
        Text::Interrupted => {
            "This was stopped before it was finished. Check what was done before you send it again."
        }
        Text::Waiting => {
            "No answer from the server yet; you may be offline. What you typed is still here, and it is sent again \
             by itself."
        }
        Text::Unanswered => {
            "No answer from the server. What you typed is still here: press the button to try again."
        }
        Text::Unreachable => "The server could not be reached.",
        Text::Cancelled => "Cancelled. Work that was already done may stay.",
        Text::Ignored => "An earlier submission is still pending, so this one was not sent.",
        Text::Superseded => "A newer submission replaced this one, so it was not sent.",
        Text::NotAccepted => "The server did not accept this (status {status}).",
        Text::TooLarge => "This is too much: send at most {size}.",
        Text::Bytes => "{count} bytes",
        Text::NotFound => "This does not exist (any more).",
        Text::TryAgain => "Try again",
        Text::TryNow => "Try again now",
        Text::Returned => "Your input was not accepted. It is kept here.",
        Text::PutBack => "Put it back into the form",
        Text::NeedsJavaScript => "This form needs JavaScript.",
        Text::NeedsJavaScriptNow => {
            "This form needs JavaScript, so nothing was done. What you typed is still here."
        }
        Text::BridgeOffline => {
            "No answer from the server; you may be offline. What you typed is still here, and is sent again by itself \
             for a minute; the button tries at once."
        }
        Text::BridgeFailed => {
            "The server's answer could not be shown here. What you typed is still here: press the button once more to \
             see it."
        }
        Text::BridgeNoClient => {
            "This page could not start completely. What you typed is still here; keep a copy of it, and load the page \
             again."
        }
        Text::BridgeNeverClient => {
            "This form does not work on this page. Nothing was sent, and what you typed is still here."
        }
        Text::Busy => "The server is very busy. Nothing was done; try again in a moment.",
        Text::UnknownAction => {
            "There is no such action (any more), so nothing was done. Go back for what you typed, keep a copy of it, \
             and load the page again."
        }
        Text::TwoActions => "This request names two actions. Load the page again.",
        Text::NoAction => {
            "This request names no action. Load the page again and send its form once more."
        }
        Text::BadArguments => {
            "The request's arguments are not what this form sends. Load the page again."
        }
        Text::TooManyFields => "This form has too many fields: send at most {limit}.",
        Text::TooSlow => "This took too long to arrive: try again on a faster connection.",
        Text::NoRoomForUploads => "The server cannot store uploads at the moment: try again later.",
    }
}
