//! The words of one language.

use super::{english::english, german::german, text::Text};
use std::{borrow::Cow, fmt, iter, ptr::fn_addr_eq};

/// The texts of Formwork itself, in one language.
///
/// ```
/// use formwork::texts::{Text, Texts};
///
/// let informal = Texts::german()
///     .with(Text::Required, "Füll das bitte aus.")
///     .with(Text::RangeMin, "Bitte mindestens {min}.");
/// assert_eq!(informal.get(Text::Required), "Füll das bitte aus.");
/// assert_eq!(informal.get(Text::TryAgain), Texts::german().get(Text::TryAgain));
/// ```
///
/// Another language begins with an included one. Texts that it does not replace stay as they were; [`Text::ALL`] lists all
/// texts.
/// ```
/// use formwork::texts::{Text, Texts};
///
/// const WORDS: [(Text, &str); 2] = [
///     (Text::Required, "Remplissez ce champ."),
///     (Text::TryAgain, "Réessayer"),
///     // …
/// ];
/// let french = WORDS.into_iter().fold(Texts::english().tagged("fr"), |texts, (text, words)| texts.with(text, words));
/// assert_eq!(french.language(), "fr");
/// ```
#[derive(Clone)]
pub struct Texts {
    language: Cow<'static, str>,
    words: fn(Text) -> &'static str,
    own: Vec<(Text, Cow<'static, str>)>,
}

/// The language that every build has.
const ENGLISH: &str = "en";

impl Default for Texts {
    /// English.
    fn default() -> Self {
        Self::english()
    }
}

impl fmt::Debug for Texts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Texts")
            .field("language", &self.language)
            .field("own", &self.own)
            .finish_non_exhaustive()
    }
}

impl Texts {
    /// In English: `en`.
    pub const fn english() -> Self {
        Self {
            language: Cow::Borrowed(ENGLISH),
            words: english,
            own: Vec::new(),
        }
    }

    /// In German: `de`.
    pub const fn german() -> Self {
        Self {
            language: Cow::Borrowed("de"),
            words: german,
            own: Vec::new(),
        }
    }

    /// The same words under another [language tag](https://www.rfc-editor.org/info/bcp47): `de-AT`, or that of a language
    /// of one's own.
    pub fn tagged(mut self, language: impl Into<Cow<'static, str>>) -> Self {
        self.language = language.into();
        self
    }

    /// These, with other words for one of them.
    pub fn with(mut self, text: Text, words: impl Into<Cow<'static, str>>) -> Self {
        self.own.retain(|(other, _)| *other != text);
        self.own.push((text, words.into()));
        self
    }

    /// The tag of the language.
    pub fn language(&self) -> &str {
        &self.language
    }

    /// The words for one of them, with its placeholders.
    pub fn get(&self, text: Text) -> &str {
        let own = self.own.iter().find(|(other, _)| *other == text);
        match own {
            Some((_, words)) => words,
            None => (self.words)(text),
        }
    }

    /// The words for one of them, with these values in the places of its placeholders.
    pub(crate) fn say(&self, text: Text, values: &[(&str, &dyn fmt::Display)]) -> String {
        let words = self.get(text);
        let mut said = String::with_capacity(words.len());
        let mut rest = words;
        // What a value holds is no placeholder.
        while let Some((before, from)) = rest.split_once('{') {
            said.push_str(before);
            let found = from.split_once('}').and_then(|(name, after)| {
                let (_, value) = values.iter().find(|(other, _)| *other == name)?;
                Some((value, after))
            });
            rest = match found {
                Some((value, after)) => {
                    said.push_str(&value.to_string());
                    after
                }
                None => {
                    said.push('{');
                    from
                }
            };
        }
        said.push_str(rest);
        said
    }

    /// What the client of a page needs to know of them, as JSON; nothing where they are the English ones, which it has.
    #[allow(dead_code, reason = "for the server")]
    pub(crate) fn for_page(&self) -> Option<String> {
        // Most pages, at once: otherwise each text is compared.
        let is_english = fn_addr_eq(self.words, english as fn(Text) -> &'static str);
        if is_english && self.own.is_empty() && self.language == ENGLISH {
            return None;
        }
        let of_page = Text::of_page().map(|(number, text)| (number, text, self.get(text)));
        let other: Vec<(usize, &str)> = of_page
            .filter(|(_, text, words)| *words != english(*text))
            .map(|(number, _, words)| (number, words))
            .collect();
        if other.is_empty() && self.language == ENGLISH {
            return None;
        }
        // One list of texts: the client has a reader for that.
        let other = other
            .into_iter()
            .flat_map(|(number, words)| [number.to_string(), words.to_owned()]);
        let all: Vec<String> = iter::once(self.language.to_string()).chain(other).collect();
        serde_json::to_string(&all).ok()
    }

    /// Those of a page. The numbers are those of the same build.
    #[allow(dead_code, reason = "for the client")]
    pub(crate) fn of_page(json: &str) -> Option<Self> {
        let mut all = crate::json::from_str::<Vec<String>>(json).ok()?.into_iter();
        let language = all.next()?;
        let mut own = Vec::new();
        while let (Some(number), Some(words)) = (all.next(), all.next()) {
            if let Some(text) = Text::ALL.get(number.parse::<usize>().ok()?) {
                own.push((*text, words.into()));
            }
        }
        Some(Self {
            own,
            ..Self::english().tagged(language)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    fn placeholders(words: &str) -> BTreeSet<&str> {
        let parts = words.split('{').skip(1);
        parts
            .filter_map(|part| Some(part.split_once('}')?.0))
            .collect()
    }

    #[test]
    fn german_has_every_placeholder_that_english_has() {
        let (english, german) = (Texts::english(), Texts::german());
        for text in Text::ALL {
            let (english, german) = (english.get(*text), german.get(*text));
            assert_eq!(placeholders(english), placeholders(german), "{text:?}");
            assert_ne!(english, german, "{text:?}");
            assert!(!german.is_empty() && !english.is_empty(), "{text:?}");
        }
    }

    #[test]
    fn a_value_takes_the_place_of_its_placeholder_and_is_none_itself() {
        let texts = Texts::english().with(Text::RangeBetween, "{max} {min} {other} {max} { {min}");
        let said = texts.say(Text::RangeBetween, &[("min", &"{max}"), ("max", &2)]);
        assert_eq!(said, "2 {max} {other} 2 { {max}");
    }

    #[test]
    fn what_is_given_last_counts() {
        let texts = Texts::german()
            .with(Text::Required, "a")
            .with(Text::Required, "b");
        assert_eq!(texts.get(Text::Required), "b");
        assert_eq!(texts.get(Text::Email), Texts::german().get(Text::Email));
        assert_eq!(texts.tagged("de-AT").language(), "de-AT");
    }

    #[test]
    fn an_english_page_has_nothing_of_them() {
        assert_eq!(Texts::english().for_page(), None);
        // What only the server says is no matter of a page.
        assert_eq!(Texts::english().with(Text::Busy, "No.").for_page(), None);
    }

    #[test]
    fn a_page_has_what_differs_and_its_client_reads_it() {
        let own = Texts::english().with(Text::TryNow, "Now!");
        let json = own.for_page().unwrap();
        assert_eq!(
            json,
            format!("[\"en\",\"{}\",\"Now!\"]", Text::TryNow as usize)
        );
        for texts in [own, Texts::german(), Texts::english().tagged("en-GB")] {
            let read = Texts::of_page(&texts.for_page().unwrap()).unwrap();
            assert_eq!(read.language(), texts.language());
            for (_, text) in Text::of_page() {
                assert_eq!(read.get(text), texts.get(text), "{text:?}");
            }
        }
    }

    #[test]
    fn a_page_that_holds_something_else_is_no_table() {
        for json in ["", "{}", "[]", "[\"de\",7]", "[\"de\",\"-1\",\"\"]"] {
            assert!(Texts::of_page(json).is_none(), "{json}");
        }
        let beyond = Texts::of_page("[\"de\",\"9999\",\"x\"]").unwrap();
        assert_eq!(beyond.language(), "de");
    }
}
