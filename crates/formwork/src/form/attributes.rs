//! The attributes and the text of an element, as data.
//!
//! They are read and changed through the prototypes: an input named "setAttribute" hides the form's own method. As in
//! [`super::kept`], none is ever removed for a moment.

use crate::{
    html::{escaped, push_attribute},
    side,
};
use leptos::{
    attr::{Attribute, NamedAttributeKey, NextAttribute},
    reactive::effect::RenderEffect,
    tachys::renderer::types::Element,
};
use std::{borrow::Cow, sync::Arc};

/// Attributes that are all there or all away. One without a value of its own has the value that is followed.
type Names = &'static [(&'static str, Option<&'static str>)];
type Value = Arc<dyn Fn() -> Option<String> + Send + Sync>;
/// Most texts of ours are in the program, and need no allocation.
type Fixed = Cow<'static, str>;

/// What of an element follows a value.
#[derive(Clone)]
enum Followed {
    Attributes(Names),
    Text,
    Html,
}

/// Attributes with their values; an attribute without a value is absent.
#[derive(Clone, Default)]
pub(super) struct Attributes {
    class: &'static str,
    fixed: Vec<(&'static str, Option<Fixed>)>,
    /// The element's text, in place of children, where it never changes.
    words: Option<Fixed>,
    live: Vec<(Followed, Value)>,
}

impl Attributes {
    pub(super) fn class(mut self, class: &'static str) -> Self {
        self.class = class;
        self
    }

    pub(super) fn with(self, name: &'static str, value: Option<impl Into<Fixed>>) -> Self {
        self.fix(name, value.map(Into::into))
    }

    pub(super) fn text_of(self, name: &'static str, value: impl Into<Fixed>) -> Self {
        self.fix(name, Some(value.into()))
    }

    /// A boolean attribute.
    pub(super) fn flag(self, name: &'static str, is_there: bool) -> Self {
        self.fix(name, is_there.then_some(Cow::Borrowed("")))
    }

    fn fix(mut self, name: &'static str, value: Option<Fixed>) -> Self {
        self.fixed.push((name, value));
        self
    }

    /// Attributes that follow a value.
    pub(super) fn live(
        self,
        names: Names,
        value: impl Fn() -> Option<String> + Send + Sync + 'static,
    ) -> Self {
        self.follow(Followed::Attributes(names), value)
    }

    /// The element's text, in place of children.
    pub(super) fn words(mut self, words: impl Into<Fixed>) -> Self {
        self.words = Some(words.into());
        self
    }

    /// The same, where it follows a value.
    pub(super) fn text(self, text: impl Fn() -> Option<String> + Send + Sync + 'static) -> Self {
        self.follow(Followed::Text, text)
    }

    /// The element's HTML, in place of children.
    pub(super) fn html(self, html: impl Fn() -> Option<String> + Send + Sync + 'static) -> Self {
        self.follow(Followed::Html, html)
    }

    fn follow(
        mut self,
        what: Followed,
        value: impl Fn() -> Option<String> + Send + Sync + 'static,
    ) -> Self {
        self.live.push((what, Arc::new(value)));
        self
    }

    fn set_fixed(&self, element: &Element) {
        // Others may have added some.
        if !self.class.is_empty() {
            let _ = element.class_list().add_1(self.class);
        }
        for (name, value) in &self.fixed {
            set(element, name, value.as_deref());
        }
        if self.words.is_some() {
            element.set_text_content(self.words.as_deref());
        }
    }

    /// Follows changes. The server's attributes stay until then.
    fn begin(self, element: &Element, is_written: bool) -> Effects {
        let effects = self.live.into_iter().map(|(what, value)| {
            let element = element.clone();
            RenderEffect::new(move |before: Option<Option<String>>| {
                let now = value();
                let is_known = before.map_or(is_written, |before| before == now);
                if !is_known {
                    what.set(&element, now.as_deref());
                }
                now
            })
        });
        effects.collect()
    }
}

impl Followed {
    fn set(&self, element: &Element, value: Option<&str>) {
        match self {
            Self::Attributes(names) => {
                for (name, own) in *names {
                    set(element, name, value.map(|value| own.unwrap_or(value)));
                }
            }
            Self::Text => element.set_text_content(value),
            Self::Html => element.set_inner_html(value.unwrap_or_default()),
        }
    }
}

pub(super) type Effects = Vec<RenderEffect<Option<String>>>;

/// Changes an attribute if it differs.
fn set(element: &Element, name: &str, value: Option<&str>) {
    if side::attribute(element, name).as_deref() != value {
        side::set_attribute(element, name, value);
    }
}

impl NextAttribute for Attributes {
    type Output<NewAttr: Attribute> = (Self, NewAttr);

    fn add_any_attr<NewAttr: Attribute>(self, new_attr: NewAttr) -> Self::Output<NewAttr> {
        (self, new_attr)
    }
}

impl Attribute for Attributes {
    const MIN_LENGTH: usize = 0;

    type State = (Element, Effects);
    type AsyncOutput = Self;
    type Cloneable = Self;
    type CloneableOwned = Self;

    fn html_len(&self) -> usize {
        let values = self
            .fixed
            .iter()
            .map(|(_, value)| value.as_ref().map_or(0, |value| value.len()));
        let words = self.words.as_ref().map_or(0, |words| words.len());
        words + values.sum::<usize>() + 16 * (self.fixed.len() + self.live.len())
    }

    fn to_html(self, html: &mut String, class: &mut String, _: &mut String, inner: &mut String) {
        class.push_str(self.class);
        for (name, value) in &self.fixed {
            push_attribute(html, name, value.as_deref());
        }
        inner.extend(self.words.as_deref().map(escaped));
        for (what, value) in self.live {
            let value = value();
            match what {
                Followed::Attributes(names) => {
                    for (name, own) in names {
                        let value = value.as_deref();
                        push_attribute(html, name, value.map(|value| own.unwrap_or(value)));
                    }
                }
                Followed::Text => inner.push_str(&escaped(&value.unwrap_or_default())),
                Followed::Html => inner.push_str(&value.unwrap_or_default()),
            }
        }
    }

    fn hydrate<const FROM_SERVER: bool>(self, el: &Element) -> Self::State {
        (el.clone(), self.begin(el, true))
    }

    fn build(self, el: &Element) -> Self::State {
        self.set_fixed(el);
        (el.clone(), self.begin(el, false))
    }

    fn rebuild(self, state: &mut Self::State) {
        let element = state.0.clone();
        *state = self.build(&element);
    }

    fn into_cloneable(self) -> Self::Cloneable {
        self
    }

    fn into_cloneable_owned(self) -> Self::CloneableOwned {
        self
    }

    /// A value that is read in a suspense tells it of what it waits for.
    fn dry_resolve(&mut self) {
        for (_, value) in &self.live {
            value();
        }
    }

    async fn resolve(self) -> Self::AsyncOutput {
        self
    }

    fn keys(&self) -> Vec<NamedAttributeKey> {
        Vec::new()
    }
}
