//! Raw form data: names and values in order.

use super::File;
use std::borrow::Cow;

/// The maximum number of entries of a form. The server refuses a request with more with 413.
///
/// A page of 100 rows with ten inputs each just fits. Every entry costs memory beyond its bytes: with a limit on the body
/// alone, a small body could use much memory.
pub const MAX_ENTRIES: usize = 1000;

/// The prefix of Formwork's reserved names.
pub(crate) const RESERVED: &str = "_fw.";

/// A form's names and values, in order, as a browser sent them. The methods are those of the browser's
/// [`FormData`](https://developer.mozilla.org/docs/Web/API/FormData).
///
/// An action with `FormData` gets the submitted values unchecked. For a form with known fields,
/// [`derive(Fields)`](crate::fields) is the better choice.
///
/// Line breaks in texts are always `\n` (a native POST sends `\r\n`, a scripted one `\n`). `Debug` prints only names and
/// lengths, since a form may contain a password.
///
/// ```
/// use formwork::fields::FormData;
///
/// let form = FormData::from_urlencoded("title=Hello+you&tag=a&tag=b").unwrap();
/// assert_eq!(form.get("title"), Some("Hello you"));
/// assert_eq!(form.get_all("tag").collect::<Vec<_>>(), ["a", "b"]);
/// ```
#[derive(Clone, Default)]
pub struct FormData {
    entries: Vec<(String, Entry)>,
}

/// One value of a form.
#[derive(Clone)]
pub enum Entry {
    /// The value of a control.
    Text(String),
    /// A file. An input without a chosen file sends a nameless file without content; see
    /// [`FormData::file`].
    File(File),
}

impl From<String> for Entry {
    fn from(text: String) -> Self {
        Self::Text(match normalise_newlines(&text) {
            Cow::Owned(normalised) => normalised,
            Cow::Borrowed(_) => text,
        })
    }
}

impl From<&str> for Entry {
    fn from(text: &str) -> Self {
        Self::Text(normalise_newlines(text).into_owned())
    }
}

impl From<File> for Entry {
    fn from(file: File) -> Self {
        Self::File(file)
    }
}

/// A form had more than [`MAX_ENTRIES`] entries.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the form has more than {MAX_ENTRIES} entries; send fewer")]
pub struct TooManyEntries;

impl FormData {
    /// A form without entries.
    pub fn new() -> Self {
        Self::default()
    }

    /// Reads `application/x-www-form-urlencoded` text, as the
    /// [URL standard](https://url.spec.whatwg.org/#urlencoded-parsing) has it: bytes that are no UTF-8 become
    /// U+FFFD, nothing is malformed.
    ///
    /// # Errors
    /// With more than [`MAX_ENTRIES`] entries; it stops reading there.
    pub fn from_urlencoded(text: &str) -> Result<Self, TooManyEntries> {
        let mut form = Self::new();
        for (name, value) in form_urlencoded::parse(text.as_bytes()) {
            if form.len() == MAX_ENTRIES {
                return Err(TooManyEntries);
            }
            form.append(name, &*value);
        }
        Ok(form)
    }

    /// Writes `application/x-www-form-urlencoded` text. A file becomes its name, as it does in a browser.
    pub fn to_urlencoded(&self) -> String {
        let mut text = form_urlencoded::Serializer::new(String::new());
        for (name, entry) in &self.entries {
            match entry {
                Entry::Text(value) => text.append_pair(name, value),
                Entry::File(file) => text.append_pair(name, file.name()),
            };
        }
        text.finish()
    }

    /// The first text under this name.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.get_all(name).next()
    }

    /// All texts under this name, in order.
    pub fn get_all<'a>(&'a self, name: &str) -> impl Iterator<Item = &'a str> {
        self.texts()
            .filter(move |(n, _)| *n == name)
            .map(|(_, text)| text)
    }

    /// The first file under this name, if one was chosen.
    pub fn file(&self, name: &str) -> Option<&File> {
        self.files(name).next()
    }

    /// All files under this name, in order, without the empty entry of an input without a chosen file.
    pub fn files<'a>(&'a self, name: &str) -> impl Iterator<Item = &'a File> {
        self.entries
            .iter()
            .filter_map(move |(n, entry)| match entry {
                Entry::File(file) if n == name && !file.is_none_chosen() => Some(file),
                _ => None,
            })
    }

    /// All names and values, in order.
    pub fn entries(&self) -> impl Iterator<Item = (&str, &Entry)> {
        self.entries
            .iter()
            .map(|(name, entry)| (name.as_str(), entry))
    }

    /// All names and texts, in order, without files.
    pub fn texts(&self) -> impl Iterator<Item = (&str, &str)> {
        self.entries.iter().filter_map(|(name, entry)| match entry {
            Entry::Text(text) => Some((name.as_str(), text.as_str())),
            Entry::File(_) => None,
        })
    }

    /// Whether there is an entry under this name.
    pub fn has(&self, name: &str) -> bool {
        self.entries.iter().any(|(n, _)| n == name)
    }

    /// Whether it has a file entry (an input without a chosen file counts, too: such a form is multipart).
    pub fn has_files(&self) -> bool {
        self.entries
            .iter()
            .any(|(_, entry)| matches!(entry, Entry::File(_)))
    }

    /// Adds an entry at the end. Line breaks in a text become `\n`.
    pub fn append(&mut self, name: impl Into<String>, value: impl Into<Entry>) {
        self.entries.push((name.into(), value.into()));
    }

    /// The number of entries.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether there are no entries.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// Removes and returns all entries under a name, as the gateway does with the reserved ones.
    pub fn take(&mut self, name: &str) -> Vec<Entry> {
        self.entries
            .extract_if(.., |(n, _)| n == name)
            .map(|(_, entry)| entry)
            .collect()
    }

    /// Drops all entries whose name is reserved (`_fw.…`).
    pub fn strip_reserved(&mut self) {
        self.entries.retain(|(name, _)| !name.starts_with(RESERVED));
    }

    /// The values that a form may show again after a failed submission: the texts, without reserved names and without
    /// secrets (see [`FormArg::is_secret`](super::FormArg::is_secret)).
    pub fn values_to_show(&self, is_secret: impl Fn(&str) -> bool) -> Vec<(String, String)> {
        self.texts()
            .filter(|(name, _)| !name.starts_with(RESERVED) && !is_secret(name))
            .map(|(name, text)| (name.to_owned(), text.to_owned()))
            .collect()
    }
}

impl<N: Into<String>, V: Into<Entry>> FromIterator<(N, V)> for FormData {
    fn from_iter<I: IntoIterator<Item = (N, V)>>(entries: I) -> Self {
        let entries = entries
            .into_iter()
            .map(|(name, value)| (name.into(), value.into()));
        Self {
            entries: entries.collect(),
        }
    }
}

impl std::fmt::Debug for FormData {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("FormData ")?;
        f.debug_map().entries(self.entries()).finish()
    }
}

impl std::fmt::Debug for Entry {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Text(text) => write!(f, "Text({} bytes)", text.len()),
            Self::File(file) => file.fmt(f),
        }
    }
}

/// `\r\n` and `\r` as `\n`.
fn normalise_newlines(text: &str) -> Cow<'_, str> {
    let Some((first, others)) = text.split_once('\r') else {
        return text.into();
    };
    let mut whole = first.to_string();
    for line in others.split('\r') {
        whole.push('\n');
        whole.push_str(line.strip_prefix('\n').unwrap_or(line));
    }
    whole.into()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form(text: &str) -> FormData {
        FormData::from_urlencoded(text).unwrap()
    }

    #[test]
    fn get_gives_the_first_and_get_all_gives_all_in_order() {
        let form = form("a=1&b=x&a=2");
        assert_eq!(form.get("a"), Some("1"));
        assert_eq!(form.get_all("a").collect::<Vec<_>>(), ["1", "2"]);
        assert_eq!(form.get("c"), None);
        assert!(form.has("b") && !form.has("c"));
    }

    #[test]
    fn plus_is_a_space_and_percent_sequences_are_decoded() {
        assert_eq!(form("q=a+b%2Bc%20%C3%A9").get("q"), Some("a b+c é"));
    }

    #[test]
    fn broken_percent_sequences_and_broken_utf_8_do_no_harm() {
        assert_eq!(form("q=%zz%FF&=&&x").get("q"), Some("%zz\u{fffd}"));
        assert_eq!(form("x").get("x"), Some(""));
    }

    #[test]
    fn line_breaks_are_the_same_however_they_were_sent() {
        let native = form("m=a%0D%0Ab");
        let scripted = FormData::from_iter([("m", "a\nb")]);
        assert_eq!(native.get("m"), scripted.get("m"));
    }

    #[test]
    fn more_entries_than_allowed_are_refused() {
        let text = "a&".repeat(MAX_ENTRIES);
        assert!(FormData::from_urlencoded(&text).is_ok());
        assert_eq!(
            FormData::from_urlencoded(&(text + "a")).unwrap_err(),
            TooManyEntries
        );
    }

    #[test]
    fn reserved_names_can_be_taken_and_are_stripped() {
        let mut form = form("_fw.id=7&a=1&_fw.key=k&_fwx=2");
        assert!(matches!(&form.take("_fw.id")[..], [Entry::Text(id)] if id == "7"));
        form.strip_reserved();
        assert_eq!(form.to_urlencoded(), "a=1&_fwx=2");
    }

    #[test]
    fn debug_shows_names_and_no_values() {
        let text = format!("{:?}", form("password=hunter2"));
        assert!(
            text.contains("password") && !text.contains("hunter2"),
            "{text}"
        );
    }
}
