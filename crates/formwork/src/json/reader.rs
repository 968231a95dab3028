//! A reader of JSON that knows "no", and not where or why.
//!
//! `serde_json` says what is wrong with a text, and at which line. In the client nobody reads that, and the words, with all
//! that formats numbers into them, have 30 kB there. What this reader takes and gives is what `serde_json` takes and gives,
//! but for numbers with a fraction, which it reads exactly.

mod deserializer;

use serde::{
    Deserialize,
    de::{self, Expected, Unexpected},
};
use std::{borrow::Cow, fmt, str::FromStr};

/// How deep lists and objects may stand in each other, as in `serde_json`.
const MAX_DEPTH: u8 = 128;

/// A text is no JSON, or none of the type that is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Unreadable;

type Result<T> = std::result::Result<T, Unreadable>;

impl fmt::Display for Unreadable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("this is not the JSON that is expected here")
    }
}

impl std::error::Error for Unreadable {}

/// The provided methods would format what is wrong.
impl de::Error for Unreadable {
    fn custom<T: fmt::Display>(_: T) -> Self {
        Self
    }

    fn invalid_type(_: Unexpected<'_>, _: &dyn Expected) -> Self {
        Self
    }

    fn invalid_value(_: Unexpected<'_>, _: &dyn Expected) -> Self {
        Self
    }

    fn invalid_length(_: usize, _: &dyn Expected) -> Self {
        Self
    }

    fn unknown_variant(_: &str, _: &'static [&'static str]) -> Self {
        Self
    }

    fn unknown_field(_: &str, _: &'static [&'static str]) -> Self {
        Self
    }

    fn missing_field(_: &'static str) -> Self {
        Self
    }

    fn duplicate_field(_: &'static str) -> Self {
        Self
    }
}

/// A value from a text that is nothing but its JSON.
pub(crate) fn from_str<'de, T: Deserialize<'de>>(text: &'de str) -> Result<T> {
    let mut reader = Reader::of(text);
    let value = T::deserialize(&mut reader)?;
    reader.ends()?;
    Ok(value)
}

struct Reader<'de> {
    text: &'de str,
    at: usize,
    depth: u8,
}

enum Number {
    Natural(u64),
    Negative(i64),
    Float(f64),
}

impl<'de> Reader<'de> {
    fn of(text: &'de str) -> Self {
        Self {
            text,
            at: 0,
            depth: 0,
        }
    }

    /// The next byte, whatever it is; 0 at the end, where a text without this byte is no different.
    fn byte(&self) -> u8 {
        *self.text.as_bytes().get(self.at).unwrap_or(&0)
    }

    /// The next byte that is no space.
    fn peek(&mut self) -> u8 {
        while let b' ' | b'\n' | b'\t' | b'\r' = self.byte() {
            self.at += 1;
        }
        self.byte()
    }

    fn ends(&mut self) -> Result<()> {
        self.peek();
        match self.at == self.text.len() {
            true => Ok(()),
            false => Err(Unreadable),
        }
    }

    fn take(&mut self, byte: u8) -> Result<()> {
        match self.peek() == byte {
            true => {
                self.at += 1;
                Ok(())
            }
            false => Err(Unreadable),
        }
    }

    fn word(&mut self, word: &str) -> Result<()> {
        // A type that goes on after an error may have led past the end.
        let rest = self.text.as_bytes().get(self.at..);
        match rest.is_some_and(|rest| rest.starts_with(word.as_bytes())) {
            true => {
                self.at += word.len();
                Ok(())
            }
            false => Err(Unreadable),
        }
    }

    fn bool(&mut self) -> Result<bool> {
        match self.byte() {
            b't' => self.word("true").map(|()| true),
            _ => self.word("false").map(|()| false),
        }
    }

    /// A text with its quotes.
    fn string(&mut self) -> Result<Cow<'de, str>> {
        self.take(b'"')?;
        let mut whole = String::new();
        let mut from = self.at;
        loop {
            let here = self.at;
            match self.byte() {
                b'"' => {
                    self.at += 1;
                    let rest = &self.text[from..here];
                    return Ok(match whole.is_empty() {
                        true => Cow::Borrowed(rest),
                        false => Cow::Owned(whole + rest),
                    });
                }
                b'\\' => {
                    whole.push_str(&self.text[from..here]);
                    self.at += 1;
                    whole.push(self.escaped()?);
                    from = self.at;
                }
                // Also the end.
                0..b' ' => return Err(Unreadable),
                _ => self.at += 1,
            }
        }
    }

    fn escaped(&mut self) -> Result<char> {
        let byte = self.byte();
        self.at += 1;
        Ok(match byte {
            b'"' | b'\\' | b'/' => byte as char,
            b'b' => '\u{8}',
            b'f' => '\u{c}',
            b'n' => '\n',
            b'r' => '\r',
            b't' => '\t',
            b'u' => {
                let mut units = [self.unit()?, 0];
                let is_pair = (0xD800..0xDC00).contains(&units[0]);
                if is_pair {
                    self.word("\\u")?;
                    units[1] = self.unit()?;
                }
                let units = &units[..1 + usize::from(is_pair)];
                let mut chars = char::decode_utf16(units.iter().copied());
                match (chars.next(), chars.next()) {
                    (Some(Ok(char)), None) => char,
                    _ => return Err(Unreadable),
                }
            }
            _ => return Err(Unreadable),
        })
    }

    /// Four hexadecimal digits.
    fn unit(&mut self) -> Result<u16> {
        let mut unit = 0;
        for _ in 0..4 {
            let digit = char::from(self.byte()).to_digit(16).ok_or(Unreadable)?;
            unit = unit << 4 | digit as u16;
            self.at += 1;
        }
        Ok(unit)
    }

    fn digits(&mut self) -> Result<&'de str> {
        let from = self.at;
        while self.byte().is_ascii_digit() {
            self.at += 1;
        }
        match self.at > from {
            true => Ok(&self.text[from..self.at]),
            false => Err(Unreadable),
        }
    }

    /// The text of a number, and whether it is a whole one.
    fn number_text(&mut self) -> Result<(&'de str, bool)> {
        let from = self.at;
        if self.byte() == b'-' {
            self.at += 1;
        }
        let digits = self.digits()?;
        if digits.len() > 1 && digits.starts_with('0') {
            return Err(Unreadable);
        }
        let mut is_whole = true;
        if self.byte() == b'.' {
            self.at += 1;
            self.digits()?;
            is_whole = false;
        }
        if let b'e' | b'E' = self.byte() {
            self.at += 1;
            if let b'+' | b'-' = self.byte() {
                self.at += 1;
            }
            self.digits()?;
            is_whole = false;
        }
        Ok((&self.text[from..self.at], is_whole))
    }

    fn number(&mut self) -> Result<Number> {
        let (text, is_whole) = self.number_text()?;
        let whole = match text {
            _ if !is_whole => None,
            // The zero of a float.
            "-0" => None,
            text if text.starts_with('-') => text.parse().ok().map(Number::Negative),
            text => text.parse().ok().map(Number::Natural),
        };
        match whole {
            Some(number) => Ok(number),
            None => float(text).map(Number::Float),
        }
    }

    /// A whole number of any length.
    fn whole<T: FromStr>(&mut self) -> Result<T> {
        self.peek();
        match self.number_text()? {
            (text, true) => text.parse().map_err(|_| Unreadable),
            _ => Err(Unreadable),
        }
    }

    fn enter(&mut self, bracket: u8) -> Result<()> {
        self.take(bracket)?;
        match self.depth + 1 < MAX_DEPTH {
            true => {
                self.depth += 1;
                Ok(())
            }
            false => Err(Unreadable),
        }
    }

    fn leave(&mut self, bracket: u8) -> Result<()> {
        self.depth -= 1;
        self.take(bracket)
    }

    /// Whether there is another item before the closing bracket, and goes to it.
    fn goes_on(&mut self, bracket: u8, is_first: &mut bool) -> Result<bool> {
        let is_end = self.peek() == bracket;
        if std::mem::take(is_first) || is_end {
            return Ok(!is_end);
        }
        self.take(b',')?;
        match self.peek() == bracket {
            true => Err(Unreadable),
            false => Ok(true),
        }
    }

    fn skip(&mut self) -> Result<()> {
        let bracket = self.peek();
        match bracket {
            b'n' => self.word("null"),
            b't' | b'f' => self.bool().map(|_| ()),
            b'"' => self.string().map(|_| ()),
            b'[' | b'{' => {
                self.enter(bracket)?;
                let end = bracket + 2; // in ASCII
                let mut is_first = true;
                while self.goes_on(end, &mut is_first)? {
                    if bracket == b'{' {
                        self.string()?;
                        self.take(b':')?;
                    }
                    self.skip()?;
                }
                self.leave(end)
            }
            _ => self.number_text().map(|_| ()),
        }
    }

    /// The text of a value.
    fn raw(&mut self) -> Result<&'de str> {
        self.peek();
        let from = self.at;
        self.skip()?;
        Ok(&self.text[from..self.at])
    }
}

/// JavaScript has a reader of its own, whose tables need not be in the client.
#[cfg(all(target_family = "wasm", target_os = "unknown"))]
fn float(text: &str) -> Result<f64> {
    finite(js_sys::parse_float(text))
}

#[cfg(not(all(target_family = "wasm", target_os = "unknown")))]
fn float(text: &str) -> Result<f64> {
    text.parse().map_err(|_| Unreadable).and_then(finite)
}

fn finite(number: f64) -> Result<f64> {
    match number.is_finite() {
        true => Ok(number),
        false => Err(Unreadable),
    }
}

#[cfg(test)]
mod tests;
