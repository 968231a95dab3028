use percent_encoding::percent_decode;

use super::source::Source;
use super::{BodyError, BodyLimits};
use crate::fields::FormData;
use crate::wire::FIELD_PREFIX;

/// Not `form_urlencoded`, and so not [`FormData::from_urlencoded`]: these replace what is no UTF-8 and let
/// broken percent sequences through.
pub(super) async fn read(source: &mut Source, limits: &BodyLimits) -> Result<FormData, BodyError> {
    let text = source.text(limits).await?;
    let mut form = FormData::new();
    let mut own = 0;
    for pair in text.split('&').filter(|pair| !pair.is_empty()) {
        limits.check_count(form.len() + 1)?;
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        let name = decode(name)?;
        limits.check_name(&name)?;
        if !name.starts_with(FIELD_PREFIX) {
            // With what stands between it and the one before.
            own += pair.len() as u64 + u64::from(own > 0);
            limits.check_text(own)?;
        }
        form.append(name, decode(value)?);
    }
    Ok(form)
}

fn decode(text: &str) -> Result<String, BodyError> {
    let spaced = text.replace('+', " ");
    if !is_percent_encoded(spaced.as_bytes()) {
        return Err(BodyError::Malformed {
            problem: "a percent sign stands without two hexadecimal digits",
        });
    }
    let bytes = percent_decode(spaced.as_bytes()).collect();
    String::from_utf8(bytes).map_err(|_| BodyError::NotUtf8)
}

fn is_percent_encoded(bytes: &[u8]) -> bool {
    bytes.iter().enumerate().filter(|(_, byte)| **byte == b'%').all(|(at, _)| {
        matches!(bytes.get(at + 1..at + 3), Some([high, low]) if high.is_ascii_hexdigit() && low.is_ascii_hexdigit())
    })
}
