//! Which language a request is answered in.
//!
//! Our own few lines, since what crates there are would not do: one panics at a weight that is no number, another takes
//! no notice of weights.

use super::panics;
use crate::texts::Texts;
use axum::response::Response;
use http::{HeaderValue, header, request::Parts};
use std::sync::{Arc, LazyLock};

/// How many languages of a request are looked at: a browser names a handful.
const RANGES: usize = 32;

static ENGLISH: LazyLock<Arc<Texts>> = LazyLock::new(Arc::default);

/// The languages of a server.
#[derive(Clone, Default)]
pub(crate) struct Languages {
    /// The first is that of requests which want none of them; English where there is none.
    texts: Arc<[Arc<Texts>]>,
    choose: Option<Choose>,
}

type Choose = Arc<dyn Fn(&Parts) -> Option<String> + Send + Sync>;

impl Languages {
    pub(super) fn set(&mut self, texts: impl IntoIterator<Item = Texts>) {
        self.texts = texts.into_iter().map(Arc::new).collect();
    }

    pub(super) fn chosen_by(
        &mut self,
        choose: impl Fn(&Parts) -> Option<String> + Send + Sync + 'static,
    ) {
        self.choose = Some(Arc::new(choose));
    }

    /// What this request is answered with.
    pub(super) fn of(&self, parts: &Parts) -> Arc<Texts> {
        let Some(first) = self.texts.first() else {
            return ENGLISH.clone();
        };
        if self.texts.len() == 1 {
            return first.clone();
        }
        let wanted = self.choose.as_ref().and_then(|choose| {
            let wanted = panics::caught("the language of a request", || choose(parts));
            wanted.ok().flatten()
        });
        let wanted = wanted.unwrap_or_else(|| {
            let headers = parts.headers.get_all(header::ACCEPT_LANGUAGE).iter();
            let headers: Vec<&str> = headers.filter_map(|value| value.to_str().ok()).collect();
            headers.join(",")
        });
        let tags: Vec<&str> = self.texts.iter().map(|texts| texts.language()).collect();
        let best = best(&wanted, &tags).and_then(|index| self.texts.get(index));
        best.unwrap_or(first).clone()
    }

    /// Says to caches that others may get the page in another language.
    pub(super) fn vary(&self, response: &mut Response) {
        if self.texts.len() > 1 {
            let name = HeaderValue::from_static("accept-language");
            response.headers_mut().append(header::VARY, name);
        }
    }
}

/// The number of the tag that suits an `Accept-Language` best. By the weights there, in the order of the header where they
/// are equal; `de-AT` is content with `de`, and `de` with `de-AT`.
fn best(wanted: &str, tags: &[&str]) -> Option<usize> {
    let ranges = wanted.split(',').take(RANGES).filter_map(range);
    let (mut ranges, refused): (Vec<_>, Vec<_>) = ranges.partition(|(_, weight)| *weight > 0.0);
    ranges.sort_by(|(_, one), (_, other)| other.total_cmp(one));
    let is_refused = |tag: &str| refused.iter().any(|(range, _)| has_prefix(tag, range));
    let is_named = |tag: &str| ranges.iter().any(|(range, _)| suits(range, tag));
    ranges.iter().find_map(|(range, _)| {
        let find = |suits: &dyn Fn(&str) -> bool| {
            let mut tags = tags.iter();
            tags.position(|tag| suits(tag) && !is_refused(tag))
        };
        match *range {
            // Any of those that are named nowhere.
            "*" => find(&|tag| !is_named(tag)),
            range => find(&|tag| tag.eq_ignore_ascii_case(range))
                .or_else(|| find(&|tag| suits(range, tag))),
        }
    })
}

/// A language with its weight, from 0 to 1.
fn range(part: &str) -> Option<(&str, f32)> {
    let mut parts = part.split(';').map(str::trim);
    let range = parts.next().filter(|range| !range.is_empty())?;
    let weight = match parts.next() {
        None => 1.0,
        Some(weight) => {
            let (name, weight) = weight.split_once('=')?;
            name.trim().eq_ignore_ascii_case("q").then_some(())?;
            weight.trim().parse().ok()?
        }
    };
    (0.0..=1.0).contains(&weight).then_some((range, weight))
}

fn suits(range: &str, tag: &str) -> bool {
    has_prefix(tag, range) || has_prefix(range, tag)
}

/// Whether a tag is this one, or begins with all its parts.
fn has_prefix(tag: &str, prefix: &str) -> bool {
    let (mut tag, mut prefix) = (tag.split('-'), prefix.split('-'));
    prefix.all(|part| {
        tag.next()
            .is_some_and(|other| other.eq_ignore_ascii_case(part))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chosen<'a>(wanted: &str, tags: &[&'a str]) -> &'a str {
        best(wanted, tags).map_or("none", |index| tags[index])
    }

    #[test]
    fn the_weights_decide_and_then_the_order() {
        for (wanted, language) in [
            ("de", "de"),
            ("de, en", "de"),
            ("en, de", "en"),
            ("en;q=0.5, de;q=0.9", "de"),
            ("fr, en;q=0.1, de;q=0.1", "en"),
            ("fr;q=1.0,de;q=0.001", "de"),
            ("DE", "de"),
            (" de ; q = 0.3 , en ; Q=0.4", "en"),
            ("fr", "none"),
            ("", "none"),
            ("de;q=0, en;q=0.1", "en"),
            ("de;q=0", "none"),
        ] {
            assert_eq!(chosen(wanted, &["en", "de"]), language, "{wanted}");
        }
    }

    #[test]
    fn a_region_is_content_with_its_language_and_the_other_way_round() {
        assert_eq!(chosen("de-AT", &["en", "de"]), "de");
        assert_eq!(chosen("de", &["en", "de-CH"]), "de-CH");
        assert_eq!(chosen("de-CH", &["de", "de-CH"]), "de-CH");
        assert_eq!(
            chosen("zh-Hant-TW, en;q=0.5", &["en", "zh-Hant"]),
            "zh-Hant"
        );
        // No part of a word, and no other region.
        assert_eq!(chosen("den, d", &["de"]), "none");
        assert_eq!(chosen("de-AT", &["de-CH"]), "none");
        assert_eq!(chosen("de-CH;q=0, de", &["de-CH", "de"]), "de");
    }

    #[test]
    fn a_star_is_what_nothing_else_names() {
        assert_eq!(chosen("*", &["en", "de"]), "en");
        assert_eq!(chosen("en;q=0.2, *;q=0.5", &["en", "de"]), "de");
        assert_eq!(chosen("en;q=0, *", &["en", "de"]), "de");
        assert_eq!(chosen("en, *;q=0.1", &["de"]), "de");
        assert_eq!(chosen("*;q=0", &["en"]), "none");
    }

    #[test]
    fn what_is_malformed_is_left_out() {
        for wanted in [
            "de;q=NaN", "de;q=2", "de;q=-1", "de;q", "de;q=", "de;x=1", ";q=1", ",,;,", "de;q=inf",
        ] {
            assert_eq!(chosen(wanted, &["en", "de"]), "none", "{wanted}");
            assert_eq!(
                chosen(&format!("{wanted},en;q=0.1"), &["de", "en"]),
                "en",
                "{wanted}"
            );
        }
        let many = "xx,".repeat(RANGES) + "de";
        assert_eq!(chosen(&many, &["de"]), "none");
    }

    #[test]
    fn a_server_answers_in_the_first_of_its_languages_unless_another_is_wanted() {
        let request = |accept: &str| {
            let request = http::Request::builder().header("accept-language", accept);
            request.body(()).unwrap().into_parts().0
        };
        let mut languages = Languages::default();
        assert_eq!(languages.of(&request("de")).language(), "en");
        languages.set([Texts::german()]);
        assert_eq!(languages.of(&request("en")).language(), "de");
        languages.set([Texts::german(), Texts::english()]);
        assert_eq!(languages.of(&request("fr")).language(), "de");
        assert_eq!(languages.of(&request("en-GB")).language(), "en");
        languages.chosen_by(|parts| match parts.uri.path() {
            "/" => Some("en".into()),
            _ => None,
        });
        assert_eq!(languages.of(&request("de")).language(), "en");
        languages.chosen_by(|_| None);
        assert_eq!(languages.of(&request("de")).language(), "de");
        languages.chosen_by(|_| panic!("the app's own code"));
        assert_eq!(languages.of(&request("en")).language(), "en");
    }
}
