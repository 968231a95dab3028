//! The types that a field can have.

use super::{
    Checked, Decoder, Facts, FieldMeta, FieldValue, FormData, Kind, Number, Secret,
    number::{self, AnyNumber, NotWhole, Whole},
};
use crate::texts::Text;
use zeroize::Zeroize;

/// A value which is a text, so that `length`, `email` and `pattern` can be asked of it.
#[diagnostic::on_unimplemented(
    message = "this option is for texts, and `{Self}` is none",
    label = "not for `{Self}`",
    note = "for a number write `range(min = …, max = …)`"
)]
pub trait TextValue {}

/// A value which is a number, so that a `range` can be asked of it.
#[diagnostic::on_unimplemented(
    message = "`range` is for numbers, and `{Self}` is none",
    label = "not for `{Self}`",
    note = "for a text write `length(min = …, max = …)`"
)]
pub trait NumberValue {}

impl TextValue for String {}
impl<T: TextValue> TextValue for Option<T> {}
impl<T: TextValue + Zeroize> TextValue for Secret<T> {}
impl<T: NumberValue> NumberValue for Option<T> {}
impl<T: NumberValue + Zeroize> NumberValue for Secret<T> {}

impl FieldValue for String {
    const FACTS: Facts = Facts::of(Kind::Text);

    fn decode(decoder: &mut Decoder<'_>, meta: &FieldMeta) -> Option<Self> {
        decoder.text(meta).map(str::to_owned)
    }

    fn encode(&self, name: &str, form: &mut FormData) {
        form.append(name, self.as_str());
    }
}

/// True if any of its values is `on`, `true`, `1` or `yes`: what a ticked box sends, also behind a hidden
/// field of the same name for the box that is not ticked.
impl FieldValue for bool {
    const FACTS: Facts = Facts::of(Kind::Checkbox);

    fn decode(decoder: &mut Decoder<'_>, meta: &FieldMeta) -> Option<Self> {
        decode_bool(decoder, meta)
    }

    fn encode(&self, name: &str, form: &mut FormData) {
        form.append(name, if *self { "true" } else { "false" });
    }
}

fn decode_bool(decoder: &mut Decoder<'_>, meta: &FieldMeta) -> Option<bool> {
    let mut value = false;
    let data = decoder.data();
    for text in data
        .texts()
        .filter(|(name, _)| *name == decoder.path())
        .map(|(_, text)| text)
    {
        match bool_of(text) {
            Some(ticked) => value |= ticked,
            None => {
                let message = meta.rules.message_or(Text::Boolean);
                decoder.issue(meta, "boolean", message);
                return None;
            }
        }
    }
    if meta.rules.required && !value {
        decoder.issue(meta, "required", meta.rules.required_message(true));
        return None;
    }
    Some(value)
}

/// What a text in place of a `bool` means.
pub(crate) fn bool_of(text: &str) -> Option<bool> {
    match text {
        "on" | "true" | "1" | "yes" => Some(true),
        "" | "off" | "false" | "0" | "no" => Some(false),
        _ => None,
    }
}

macro_rules! whole_numbers {
    ($($ty:ty: $min:expr, $max:expr;)*) => { $(
        impl NumberValue for $ty {}

        impl FieldValue for $ty {
            const FACTS: Facts = Facts { whole: true, min: $min, max: $max, ..Facts::of(Kind::Number) };

            fn decode(decoder: &mut Decoder<'_>, meta: &FieldMeta) -> Option<Self> {
                let number = decode_whole(decoder, meta)?;
                let fitting = match number {
                    Whole::Int(n) => Self::try_from(n).ok(),
                    Whole::Huge(n) => Self::try_from(n).ok(),
                };
                if fitting.is_none() {
                    let is_negative = matches!(number, Whole::Int(n) if n < 0);
                    out_of_type(decoder, meta, is_negative);
                }
                fitting
            }

            fn encode(&self, name: &str, form: &mut FormData) {
                form.append(name, self.to_string());
            }
        }
    )* };
}

const fn int(n: i64) -> Option<Number> {
    Some(Number::Int(n))
}

// Where a type holds more than a person counts, its end is left out: `max="9223372036854775807"` helps nobody.
whole_numbers! {
    u8: int(0), int(u8::MAX as i64);
    u16: int(0), int(u16::MAX as i64);
    u32: int(0), int(u32::MAX as i64);
    u64: int(0), None;
    usize: int(0), None;
    u128: int(0), None;
    i8: int(i8::MIN as i64), int(i8::MAX as i64);
    i16: int(i16::MIN as i64), int(i16::MAX as i64);
    i32: int(i32::MIN as i64), int(i32::MAX as i64);
    i64: None, None;
    isize: None, None;
    i128: None, None;
}

fn decode_whole(decoder: &mut Decoder<'_>, meta: &FieldMeta) -> Option<Whole> {
    let text = decoder.text(meta)?;
    match number::whole(text) {
        Ok(n) => decoder.checked(meta, Checked::Number(n.any())).then_some(n),
        Err(NotWhole::NotANumber) => {
            decoder.issue(meta, "number", meta.rules.number_message(true));
            None
        }
        Err(problem @ (NotWhole::TooGreat | NotWhole::TooLittle)) => {
            let is_negative = problem == NotWhole::TooLittle;
            let far_off = AnyNumber::Int(if is_negative { i128::MIN } else { i128::MAX });
            if decoder.checked(meta, Checked::Number(far_off)) {
                out_of_type(decoder, meta, is_negative);
            }
            None
        }
    }
}

/// Within the rules and too big for the type.
fn out_of_type(decoder: &mut Decoder<'_>, meta: &FieldMeta, is_negative: bool) {
    let (code, text) = if is_negative {
        ("range.min", Text::TooSmall)
    } else {
        ("range.max", Text::TooGreat)
    };
    decoder.issue(meta, code, meta.rules.message_or(text));
}

macro_rules! floats {
    ($($ty:ty)*) => { $(
        impl NumberValue for $ty {}

        impl FieldValue for $ty {
            const FACTS: Facts = Facts::of(Kind::Number);

            fn decode(decoder: &mut Decoder<'_>, meta: &FieldMeta) -> Option<Self> {
                let number = decode_float(decoder, meta)?;
                let narrow = number as $ty;
                if narrow.is_finite() {
                    Some(narrow)
                } else {
                    out_of_type(decoder, meta, number < 0.0);
                    None
                }
            }

            fn encode(&self, name: &str, form: &mut FormData) {
                form.append(name, self.to_string());
            }
        }
    )* };
}

floats! { f32 f64 }

fn decode_float(decoder: &mut Decoder<'_>, meta: &FieldMeta) -> Option<f64> {
    let text = decoder.text(meta)?;
    match number::float(text) {
        Some(n) => decoder
            .checked(meta, Checked::Number(AnyNumber::Float(n)))
            .then_some(n),
        None => {
            decoder.issue(meta, "number", meta.rules.number_message(false));
            None
        }
    }
}

/// Nothing entered is `None`; anything else has to be right.
impl<T: FieldValue> FieldValue for Option<T> {
    const FACTS: Facts = Facts {
        optional: true,
        ..T::FACTS
    };

    fn decode(decoder: &mut Decoder<'_>, meta: &FieldMeta) -> Option<Self> {
        if T::is_blank(decoder) && !meta.rules.required {
            return Some(None);
        }
        T::decode(decoder, meta).map(Some)
    }

    fn encode(&self, name: &str, form: &mut FormData) {
        if let Some(value) = self {
            value.encode(name, form);
        }
    }

    fn is_blank(decoder: &Decoder<'_>) -> bool {
        T::is_blank(decoder)
    }
}

impl<T: FieldValue + Zeroize> FieldValue for Secret<T> {
    const FACTS: Facts = Facts {
        secret: true,
        kind: match T::FACTS.kind {
            Kind::Text => Kind::Password,
            other => other,
        },
        ..T::FACTS
    };

    fn decode(decoder: &mut Decoder<'_>, meta: &FieldMeta) -> Option<Self> {
        T::decode(decoder, meta).map(Secret::new)
    }

    fn encode(&self, name: &str, form: &mut FormData) {
        self.expose().encode(name, form);
    }

    fn is_blank(decoder: &Decoder<'_>) -> bool {
        T::is_blank(decoder)
    }
}
