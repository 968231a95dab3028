use http::HeaderMap;
use http::header::CONTENT_DISPOSITION;

use super::BodyError;

/// The names in a part's `Content-Disposition`.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Disposition {
    pub(super) name: String,
    /// There for file inputs, also when it is empty.
    pub(super) file_name: Option<String>,
}

const MALFORMED: BodyError = BodyError::Malformed {
    problem: "a part has no proper Content-Disposition with the name of its field",
};

impl Disposition {
    /// Reads `form-data; name="a"; filename="b"` as the
    /// [HTML standard](https://html.spec.whatwg.org/#multipart-form-data) writes it: between the quotes `"` and
    /// line breaks are percent-encoded, and nothing else is, not even a backslash (`multer` takes one for an
    /// escape and loses names that end in it).
    pub(super) fn of(headers: &HeaderMap) -> Result<Self, BodyError> {
        let value = headers.get(CONTENT_DISPOSITION).ok_or(MALFORMED)?;
        let value = std::str::from_utf8(value.as_bytes()).map_err(|_| BodyError::NotUtf8)?;
        let (essence, mut rest) = value.split_once(';').ok_or(MALFORMED)?;
        if !essence.trim().eq_ignore_ascii_case("form-data") {
            return Err(MALFORMED);
        }
        let (mut name, mut file_name) = (None, None);
        while !rest.trim().is_empty() {
            let (parameter, after) = rest.split_once('=').ok_or(MALFORMED)?;
            let (value, after) = take_value(after.trim_start()).ok_or(MALFORMED)?;
            let parameter = parameter.trim().to_ascii_lowercase();
            let place = match parameter.as_str() {
                "name" => Some(&mut name),
                "filename" => Some(&mut file_name),
                // Such as `filename*`, which forms do not use.
                _ => None,
            };
            if let Some(place) = place
                && place.replace(unescape(value)).is_some()
            {
                return Err(MALFORMED);
            }
            rest = after;
        }
        Ok(Self {
            name: name.ok_or(MALFORMED)?,
            file_name,
        })
    }
}

/// A value in quotes or without, and what follows the semicolon after it.
fn take_value(text: &str) -> Option<(&str, &str)> {
    match text.strip_prefix('"') {
        Some(quoted) => {
            let (value, after) = quoted.split_once('"')?;
            let after = after.trim_start();
            if after.is_empty() {
                Some((value, after))
            } else {
                Some((value, after.strip_prefix(';')?))
            }
        }
        None => {
            let (value, after) = text.split_once(';').unwrap_or((text, ""));
            Some((value.trim_end(), after))
        }
    }
}

fn unescape(value: &str) -> String {
    value
        .replace("%22", "\"")
        .replace("%0D", "\r")
        .replace("%0A", "\n")
}

#[cfg(test)]
mod tests {
    use http::HeaderValue;

    use super::*;

    fn read(value: &str) -> Option<(String, Option<String>)> {
        let mut headers = HeaderMap::new();
        headers.insert(
            CONTENT_DISPOSITION,
            HeaderValue::from_bytes(value.as_bytes()).unwrap(),
        );
        Disposition::of(&headers)
            .ok()
            .map(|names| (names.name, names.file_name))
    }

    fn field(name: &str) -> Option<(String, Option<String>)> {
        Some((name.into(), None))
    }

    fn file(name: &str, file_name: &str) -> Option<(String, Option<String>)> {
        Some((name.into(), Some(file_name.into())))
    }

    #[test]
    fn names_are_read_as_browsers_write_them() {
        assert_eq!(read(r#"form-data; name="a""#), field("a"));
        assert_eq!(read(r#"form-data; name="a[0].b c""#), field("a[0].b c"));
        assert_eq!(
            read(r#"form-data; name="f"; filename="b.txt""#),
            file("f", "b.txt")
        );
        assert_eq!(read(r#"form-data; name="f"; filename="""#), file("f", ""));
        assert_eq!(
            read("form-data; name=\"\u{e4}\"; filename=\"\u{4f60}.txt\""),
            file("\u{e4}", "\u{4f60}.txt")
        );
        assert_eq!(
            read(r#"form-data; name="a%22b"; filename="c%0D%0Ad""#),
            file("a\"b", "c\r\nd")
        );
    }

    #[test]
    fn names_are_read_as_programs_write_them() {
        assert_eq!(read("Form-Data;NAME=a;FileName=b.txt"), file("a", "b.txt"));
        assert_eq!(
            read(r#"form-data; filename="b" ; name = "a" ; "#),
            file("a", "b")
        );
        assert_eq!(
            read(r#"form-data; name="a"; filename="b"; filename*=UTF-8''c"#),
            file("a", "b")
        );
    }

    #[test]
    fn a_name_cannot_pretend_to_be_another_parameter() {
        assert_eq!(
            read(r#"form-data; name="f"; filename="x; name=y""#),
            file("f", "x; name=y")
        );
        assert_eq!(
            read(r#"form-data; name="a; filename=b""#),
            field("a; filename=b")
        );
        assert_eq!(
            read(r#"form-data; filename="name=b"; name="a""#),
            file("a", "name=b")
        );
        assert_eq!(
            read(r#"form-data; name="f"; filename="x\""#),
            file("f", r"x\")
        );
        assert_eq!(
            read(r#"form-data; name="f\"; filename="x""#),
            file(r"f\", "x")
        );
    }

    #[test]
    fn anything_else_is_malformed() {
        for value in [
            "",
            "form-data",
            "form-data;",
            "form-data; filename=\"b\"",
            "attachment; name=\"a\"",
            "form-data; name=\"a",
            "form-data; name=\"a\"b",
            "form-data; name",
            "form-data; name=\"a\"; name=\"b\"",
            "form-data; name=\"a\"; filename=\"b\"; filename=\"c\"",
        ] {
            assert_eq!(read(value), None, "{value}");
        }
    }
}
