//! Attributes that are changed in place, and never removed for a moment.
//!
//! With `--cfg erase_components` Leptos rebuilds an element: it removes each attribute that names its key, and builds
//! all attributes again. These name no key, and building them again changes only differences.

use leptos::{
    attr::{Attribute, AttributeValue, IntoAttributeValue, NamedAttributeKey, NextAttribute},
    reactive::graph::untrack,
    tachys::renderer::{Rndr, types::Element},
};

/// An attribute of a control whose removal would lose the user's input. `view!` writes it.
#[derive(Clone)]
pub struct Kept<V> {
    name: &'static str,
    value: V,
}

/// See [`Kept`].
pub fn keep<V>(name: &'static str, value: V) -> Kept<<V::Output as AttributeValue>::CloneableOwned>
where
    V: IntoAttributeValue,
    V::Output: AttributeValue,
{
    let value = value.into_attribute_value().into_cloneable_owned();
    Kept { name, value }
}

impl<V: AttributeValue + Clone> Kept<V> {
    /// Whether the element is to have the attribute at all.
    fn is_there(&self) -> bool {
        let mut html = String::new();
        untrack(|| self.value.clone().to_html(self.name, &mut html));
        !html.is_empty()
    }
}

impl<V: AttributeValue + Clone> NextAttribute for Kept<V> {
    type Output<NewAttr: Attribute> = (Self, NewAttr);

    fn add_any_attr<NewAttr: Attribute>(self, new_attr: NewAttr) -> Self::Output<NewAttr> {
        (self, new_attr)
    }
}

impl<V: AttributeValue + Clone> Attribute for Kept<V> {
    const MIN_LENGTH: usize = 0;

    type State = V::State;
    type AsyncOutput = Kept<<V::AsyncOutput as AttributeValue>::CloneableOwned>;
    type Cloneable = Kept<V::Cloneable>;
    type CloneableOwned = Kept<V::CloneableOwned>;

    fn html_len(&self) -> usize {
        self.name.len() + 3 + self.value.html_len()
    }

    fn to_html(self, buf: &mut String, _: &mut String, _: &mut String, _: &mut String) {
        self.value.to_html(self.name, buf);
    }

    fn hydrate<const FROM_SERVER: bool>(self, el: &Element) -> Self::State {
        self.value.hydrate::<FROM_SERVER>(self.name, el)
    }

    fn build(self, el: &Element) -> Self::State {
        // Where the element is built anew, it has the attribute of before.
        if el.has_attribute(self.name) && !self.is_there() {
            Rndr::remove_attribute(el, self.name);
        }
        self.value.build(el, self.name)
    }

    fn rebuild(self, state: &mut Self::State) {
        self.value.rebuild(self.name, state);
    }

    fn into_cloneable(self) -> Self::Cloneable {
        Kept {
            name: self.name,
            value: self.value.into_cloneable(),
        }
    }

    fn into_cloneable_owned(self) -> Self::CloneableOwned {
        Kept {
            name: self.name,
            value: self.value.into_cloneable_owned(),
        }
    }

    fn dry_resolve(&mut self) {
        self.value.dry_resolve();
    }

    async fn resolve(self) -> Self::AsyncOutput {
        Kept {
            name: self.name,
            value: self.value.resolve().await.into_cloneable_owned(),
        }
    }

    fn keys(&self) -> Vec<NamedAttributeKey> {
        Vec::new()
    }
}
