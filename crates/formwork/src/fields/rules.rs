//! The rules of a value, as data, and the one function that checks them.
//!
//! Rules are constants, not code: each further struct adds a table to the WASM, and no instructions. The server checks
//! all rules, with the functions of [`garde`]. In the browser Formwork checks lengths and ranges. It leaves e-mail
//! addresses and patterns to constraint validation, which reads the same constants from the attributes of the input.

use super::{
    checks::{is_email, length_is_right, matches_pattern},
    number::{AnyNumber, Number},
};
use crate::texts::{Text, say, say_with};

/// The rules of a value.
#[derive(Clone, Copy, Debug)]
pub struct Rules {
    /// It must not be empty (a box: must be ticked).
    pub required: bool,
    /// Its length, for texts.
    pub length: Length,
    /// Its range, for numbers.
    pub range: Range,
    /// It must be an e-mail address.
    pub email: bool,
    /// What to say where it is none.
    pub email_message: Option<&'static str>,
    /// A regular expression, which must match as a whole, like HTML's
    /// [`pattern`](https://html.spec.whatwg.org/#the-pattern-attribute).
    pub pattern: Option<&'static str>,
    /// What to say where it does not match.
    pub pattern_message: Option<&'static str>,
    /// What to say whatever is wrong.
    pub message: Option<&'static str>,
}

/// The length of a text in UTF-16 units, as the attributes `minlength` and `maxlength` count it: a letter is one, an
/// emoji two or more, and a line break one. So the server accepts the same lengths as the browser.
#[derive(Clone, Copy, Debug)]
pub struct Length {
    /// The least.
    pub min: Option<usize>,
    /// The greatest.
    pub max: Option<usize>,
    /// What to say outside of it.
    pub message: Option<&'static str>,
}

/// A range of numbers, both ends included.
#[derive(Clone, Copy, Debug)]
pub struct Range {
    /// The least.
    pub min: Option<Number>,
    /// The greatest.
    pub max: Option<Number>,
    /// What to say outside of it.
    pub message: Option<&'static str>,
}

/// What is checked.
#[derive(Clone, Copy, Debug)]
pub enum Checked<'a> {
    /// A text.
    Text(&'a str),
    /// A number.
    Number(AnyNumber),
}

impl Rules {
    /// Everything goes.
    pub const NONE: Self = Self {
        required: false,
        length: Length {
            min: None,
            max: None,
            message: None,
        },
        range: Range {
            min: None,
            max: None,
            message: None,
        },
        email: false,
        email_message: None,
        pattern: None,
        pattern_message: None,
        message: None,
    };

    /// Calls `broken` with the code and the message of every rule that the value breaks. An empty text breaks
    /// none: whether it may be empty is asked before.
    pub fn check(&self, value: Checked<'_>, broken: &mut dyn FnMut(&'static str, String)) {
        let mut broken = |code, own: Option<&'static str>, default: &dyn Fn() -> String| {
            let message = own.or(self.message).map_or_else(default, str::to_owned);
            broken(code, message);
        };
        match value {
            Checked::Text("") => {}
            Checked::Text(text) => {
                let Length { min, max, message } = self.length;
                if min.is_some() || max.is_some() {
                    let count = units(text);
                    let code = if min.is_some_and(|min| count < min) {
                        "length.min"
                    } else {
                        "length.max"
                    };
                    if !length_is_right(text, min, max) {
                        broken(code, message, &|| length_message(min, max, count));
                    }
                }
                if self.email && !is_email(text) {
                    broken("email", self.email_message, &|| say(Text::Email));
                }
                if let Some(pattern) = self.pattern
                    && !matches_pattern(pattern, text)
                {
                    broken("pattern", self.pattern_message, &|| say(Text::Pattern));
                }
            }
            Checked::Number(number) => {
                let Range { min, max, message } = self.range;
                if min.is_some_and(|min| number.is_below(min)) {
                    broken("range.min", message, &|| range_message(min, max));
                } else if max.is_some_and(|max| number.is_above(max)) {
                    broken("range.max", message, &|| range_message(min, max));
                }
            }
        }
    }

    /// What to say where nothing was entered.
    pub(super) fn required_message(&self, is_box: bool) -> String {
        self.message_or(match is_box {
            true => Text::RequiredBox,
            false => Text::Required,
        })
    }

    /// What to say where no number was entered.
    pub(super) fn number_message(&self, whole: bool) -> String {
        self.message_or(match whole {
            true => Text::WholeNumber,
            false => Text::Number,
        })
    }

    /// The app's own message for any issue, or else this.
    pub(super) fn message_or(&self, text: Text) -> String {
        self.message.map_or_else(|| say(text), str::to_owned)
    }
}

fn length_message(min: Option<usize>, max: Option<usize>, count: usize) -> String {
    let text = match (min, max) {
        (Some(min), Some(max)) if min == max => Text::LengthExact,
        (Some(min), _) if count < min => Text::LengthMin,
        _ => Text::LengthMax,
    };
    let ends = [min, max].map(|end| end.map(characters).unwrap_or_default());
    let [min, max] = &ends;
    say_with(text, &[("min", min), ("max", max), ("count", &count)])
}

fn characters(count: usize) -> String {
    match count {
        1 => say(Text::Character),
        _ => say_with(Text::Characters, &[("count", &count)]),
    }
}

fn range_message(min: Option<Number>, max: Option<Number>) -> String {
    let text = match (min, max) {
        (Some(_), Some(_)) => Text::RangeBetween,
        (Some(_), None) => Text::RangeMin,
        _ => Text::RangeMax,
    };
    let ends = [min, max].map(|end| end.map(|end| end.to_string()).unwrap_or_default());
    let [min, max] = &ends;
    say_with(text, &[("min", min), ("max", max)])
}

/// The length of a text as browsers count it.
fn units(text: &str) -> usize {
    text.encode_utf16().count()
}
