//! Numbers as people and browsers write them.

use std::fmt;

/// An end of a range.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Number {
    /// A whole one.
    Int(i64),
    /// Any other.
    Float(f64),
}

impl Number {
    fn as_f64(self) -> f64 {
        match self {
            Self::Int(n) => n as f64,
            Self::Float(n) => n,
        }
    }
}

impl fmt::Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Int(n) => n.fmt(f),
            Self::Float(n) => f.write_str(&digits(*n)),
        }
    }
}

/// JavaScript has a writer of its own, whose tables need not be in the client. It writes the same between 1e-6 and 1e21, and
/// exponents beyond.
#[cfg(all(target_family = "wasm", target_os = "unknown"))]
fn digits(n: f64) -> String {
    let digits = js_sys::Number::from(n).to_string_with_radix(10);
    digits.map(String::from).unwrap_or_default()
}

#[cfg(not(all(target_family = "wasm", target_os = "unknown")))]
fn digits(n: f64) -> String {
    n.to_string()
}

/// A number to be checked.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum AnyNumber {
    /// A whole one, as far as it fits; what does not is far beyond every range.
    Int(i128),
    /// Any other.
    Float(f64),
}

impl AnyNumber {
    pub(super) fn is_below(self, min: Number) -> bool {
        match (self, min) {
            (Self::Int(n), Number::Int(min)) => n < i128::from(min),
            (Self::Int(n), Number::Float(min)) => (n as f64) < min,
            (Self::Float(n), min) => n < min.as_f64(),
        }
    }

    pub(super) fn is_above(self, max: Number) -> bool {
        match (self, max) {
            (Self::Int(n), Number::Int(max)) => n > i128::from(max),
            (Self::Int(n), Number::Float(max)) => n as f64 > max,
            (Self::Float(n), max) => n > max.as_f64(),
        }
    }
}

/// A whole number, exactly.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Whole {
    Int(i128),
    /// More than an `i128` holds.
    Huge(u128),
}

impl Whole {
    /// For comparisons: no range goes as far as this saturates.
    pub(super) fn any(self) -> AnyNumber {
        match self {
            Self::Int(n) => AnyNumber::Int(n),
            Self::Huge(_) => AnyNumber::Int(i128::MAX),
        }
    }
}

/// Why a text is no whole number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum NotWhole {
    /// It has a fraction, or is no number at all.
    NotANumber,
    /// It is one, and far greater than any type holds, or written in a way that would lose digits.
    TooGreat,
    /// The same, below zero.
    TooLittle,
}

/// Below this, a `f64` stands for one whole number only.
const EXACT: f64 = 9_007_199_254_740_992.0;

/// A whole number: `12`, ` -3 `, and what `<input type="number">` takes for one, too: `5.0`, `1e3`.
pub(super) fn whole(text: &str) -> Result<Whole, NotWhole> {
    let text = text.trim();
    if let Ok(n) = text.parse() {
        return Ok(Whole::Int(n));
    }
    if let Ok(n) = text.parse() {
        return Ok(Whole::Huge(n));
    }
    match decimal(text) {
        Some(n) if n.fract() == 0.0 && n.abs() < EXACT => Ok(Whole::Int(n as i128)),
        Some(n) if n >= EXACT => Err(NotWhole::TooGreat),
        Some(n) if n <= -EXACT => Err(NotWhole::TooLittle),
        _ => Err(NotWhole::NotANumber),
    }
}

/// A finite number in digits: neither `NaN` nor `inf`, whose names Rust reads as well.
pub(super) fn float(text: &str) -> Option<f64> {
    decimal(text.trim()).filter(|n| n.is_finite())
}

fn decimal(text: &str) -> Option<f64> {
    let is_decimal = text
        .bytes()
        .all(|b| b.is_ascii_digit() || b"+-.eE".contains(&b));
    if is_decimal { text.parse().ok() } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_numbers_are_read_as_browsers_send_them() {
        for (text, n) in [
            ("12", 12),
            (" -3\t", -3),
            ("+4", 4),
            ("5.0", 5),
            ("1e3", 1000),
        ] {
            assert_eq!(whole(text), Ok(Whole::Int(n)), "{text:?}");
        }
        assert_eq!(whole(&u128::MAX.to_string()), Ok(Whole::Huge(u128::MAX)));
    }

    #[test]
    fn fractions_and_words_are_no_whole_numbers() {
        for text in [
            "", " ", "one", "1.5", "1,5", "0x10", "NaN", "inf", "-", "1_000",
        ] {
            assert_eq!(whole(text), Err(NotWhole::NotANumber), "{text:?}");
        }
    }

    #[test]
    fn what_would_lose_digits_is_refused_and_not_rounded() {
        for text in ["1e16", "9007199254740993.0", "1e400", &"9".repeat(400)] {
            assert_eq!(whole(text), Err(NotWhole::TooGreat), "{text:?}");
            assert_eq!(
                whole(&format!("-{text}")),
                Err(NotWhole::TooLittle),
                "{text:?}"
            );
        }
    }

    #[test]
    fn nan_and_infinity_are_no_numbers() {
        for text in ["NaN", "nan", "inf", "-inf", "infinity", "1e999"] {
            assert_eq!(float(text), None, "{text:?}");
        }
        assert_eq!(float("-1.5e2"), Some(-150.0));
        assert_eq!(float(".5"), Some(0.5));
    }
}
