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
            Self::Float(n) => n.fmt(f),
        }
    }
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

/// Why a text is no whole number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum NotWhole {
    /// It is no number at all.
    NotANumber,
    /// It has a fraction.
    Fraction,
}

/// A whole number: `12`, ` -3 `, and what `<input type="number">` takes for one, too: `5.0`, `1e3`.
pub(super) fn whole(text: &str) -> Result<i128, NotWhole> {
    let text = text.trim();
    if let Ok(n) = text.parse() {
        return Ok(n);
    }
    match float(text) {
        None => Err(NotWhole::NotANumber),
        Some(n) if n.fract() != 0.0 => Err(NotWhole::Fraction),
        // Saturates, far outside of what any range allows; only `u128` could hold more.
        Some(n) => Ok(n as i128),
    }
}

/// A finite number in digits: neither `NaN` nor `inf`, whose names Rust reads as well.
pub(super) fn float(text: &str) -> Option<f64> {
    let text = text.trim();
    if !text
        .bytes()
        .all(|b| b.is_ascii_digit() || b"+-.eE".contains(&b))
    {
        return None;
    }
    text.parse().ok().filter(|n: &f64| n.is_finite())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_numbers_are_read_as_browsers_send_them() {
        assert_eq!(whole("12"), Ok(12));
        assert_eq!(whole(" -3\t"), Ok(-3));
        assert_eq!(whole("+4"), Ok(4));
        assert_eq!(whole("5.0"), Ok(5));
        assert_eq!(whole("1e3"), Ok(1000));
    }

    #[test]
    fn fractions_and_words_are_told_apart() {
        assert_eq!(whole("1.5"), Err(NotWhole::Fraction));
        for text in ["", " ", "one", "1,5", "0x10", "NaN", "inf", "-", "1_000"] {
            assert_eq!(whole(text), Err(NotWhole::NotANumber), "{text:?}");
        }
    }

    #[test]
    fn a_number_without_end_does_not_panic() {
        assert_eq!(whole("1e308"), Ok(i128::MAX));
        assert_eq!(whole(&"9".repeat(400)), Err(NotWhole::NotANumber));
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
