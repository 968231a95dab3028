//! Texts as HTML.

use leptos::attr::AttributeValue;
use std::borrow::Cow;

/// A text as HTML in an element.
pub(crate) fn escaped(text: &str) -> Cow<'_, str> {
    match is_special(text) {
        true => Cow::Owned(text.replace('&', "&amp;").replace('<', "&lt;")),
        false => Cow::Borrowed(text),
    }
}

/// An attribute; nothing where it has no value. One with an empty value is its bare name.
pub(crate) fn push_attribute(html: &mut String, name: &str, value: Option<&str>) {
    let Some(value) = value else {
        return;
    };
    if is_special(value) {
        return value.to_html(name, html);
    }
    html.reserve(" =\"\"".len() + name.len() + value.len());
    html.push(' ');
    html.push_str(name);
    if !value.is_empty() {
        html.push_str("=\"");
        html.push_str(value);
        html.push('"');
    }
}

/// Whether HTML would take a part of this for more than text. Without an early end the compiler compares many bytes at once.
fn is_special(text: &str) -> bool {
    let bytes = text.bytes();
    bytes.fold(false, |found, byte| {
        found | (byte == b'&') | (byte == b'<') | (byte == b'"')
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_text_ends_its_attribute_or_element() {
        let mut html = String::new();
        for value in [Some("\"><b>&"), Some("a > 'c"), Some(""), None] {
            push_attribute(&mut html, "title", value);
        }
        let bare = " title=\"a > 'c\" title";
        assert_eq!(html, format!(" title=\"&quot;&gt;&lt;b&gt;&amp;\"{bare}"));
        assert_eq!(escaped("</p>&\""), "&lt;/p>&amp;\"");
    }
}
