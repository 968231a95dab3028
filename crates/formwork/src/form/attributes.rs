//! The attributes of the `<form>` element.
//!
//! They are data, so they have one type. They are set through the prototypes: an input named "setAttribute" hides the
//! form's own method. As in [`super::kept`], none is ever removed for a moment.

use crate::side;
use leptos::{
    attr::{Attribute, AttributeValue, NamedAttributeKey, NextAttribute},
    reactive::effect::RenderEffect,
    tachys::renderer::types::Element,
};
use std::sync::Arc;

/// Attributes that are all there or all away, with their values.
type Pairs = &'static [(&'static str, &'static str)];
type Live = Arc<dyn Fn() -> bool + Send + Sync>;

/// Attributes with their values; an attribute without a value is absent.
#[derive(Clone, Default)]
pub(super) struct FormAttributes {
    fixed: Vec<(&'static str, Option<String>)>,
    live: Vec<(Pairs, Live)>,
}

impl FormAttributes {
    pub(super) fn with(mut self, name: &'static str, value: Option<String>) -> Self {
        self.fixed.push((name, value));
        self
    }

    /// A boolean attribute.
    pub(super) fn flag(self, name: &'static str, is_there: bool) -> Self {
        self.with(name, is_there.then(String::new))
    }

    /// Attributes that come and go together.
    pub(super) fn live(
        mut self,
        pairs: Pairs,
        are_there: impl Fn() -> bool + Send + Sync + 'static,
    ) -> Self {
        self.live.push((pairs, Arc::new(are_there)));
        self
    }

    fn set_fixed(&self, form: &Element) {
        for (name, value) in &self.fixed {
            set(form, name, value.as_deref());
        }
    }

    /// Follows changes. The server's attributes stay until then.
    fn follow(self, form: &Element, is_written: bool) -> Effects {
        let effects = self.live.into_iter().map(|(pairs, are_there)| {
            let form = form.clone();
            RenderEffect::new(move |before: Option<bool>| {
                let now = are_there();
                let is_known = match before {
                    Some(before) => before == now,
                    None => is_written,
                };
                if !is_known {
                    for (name, value) in pairs {
                        set(&form, name, now.then_some(*value));
                    }
                }
                now
            })
        });
        effects.collect()
    }
}

type Effects = Vec<RenderEffect<bool>>;

/// Changes an attribute if it differs.
fn set(form: &Element, name: &str, value: Option<&str>) {
    if side::attribute(form, name).as_deref() != value {
        side::set_attribute(form, name, value);
    }
}

impl NextAttribute for FormAttributes {
    type Output<NewAttr: Attribute> = (Self, NewAttr);

    fn add_any_attr<NewAttr: Attribute>(self, new_attr: NewAttr) -> Self::Output<NewAttr> {
        (self, new_attr)
    }
}

impl Attribute for FormAttributes {
    const MIN_LENGTH: usize = 0;

    type State = (Element, Effects);
    type AsyncOutput = Self;
    type Cloneable = Self;
    type CloneableOwned = Self;

    fn html_len(&self) -> usize {
        let values = self
            .fixed
            .iter()
            .map(|(_, value)| value.as_ref().map_or(0, String::len));
        values.sum::<usize>() + 16 * (self.fixed.len() + self.live.len())
    }

    fn to_html(self, buf: &mut String, _: &mut String, _: &mut String, _: &mut String) {
        for (name, value) in self.fixed {
            value.to_html(name, buf);
        }
        for (pairs, are_there) in self.live {
            let are_there = are_there();
            for (name, value) in pairs {
                are_there.then_some(*value).to_html(name, buf);
            }
        }
    }

    fn hydrate<const FROM_SERVER: bool>(self, el: &Element) -> Self::State {
        (el.clone(), self.follow(el, true))
    }

    fn build(self, el: &Element) -> Self::State {
        self.set_fixed(el);
        (el.clone(), self.follow(el, false))
    }

    fn rebuild(self, state: &mut Self::State) {
        let form = state.0.clone();
        *state = self.build(&form);
    }

    fn into_cloneable(self) -> Self::Cloneable {
        self
    }

    fn into_cloneable_owned(self) -> Self::CloneableOwned {
        self
    }

    fn dry_resolve(&mut self) {}

    async fn resolve(self) -> Self::AsyncOutput {
        self
    }

    fn keys(&self) -> Vec<NamedAttributeKey> {
        Vec::new()
    }
}
