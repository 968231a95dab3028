//! An HTML element whose tag, attributes and content are data.
//!
//! Each element that `view!` makes has a type of its own, by its tag, the names of its attributes and its children, and the
//! client has code for each of these types. All elements of `<Form>` and `<Field>` are of this one type.

use super::attributes::{Attributes, Effects};
use leptos::{
    attr::{
        Attribute,
        any_attribute::{AnyAttribute, AnyAttributeState, IntoAnyAttribute},
    },
    ev,
    prelude::*,
    tachys::{
        html::element::attributes_to_html,
        hydration::Cursor,
        renderer::{CastFrom, Rndr, types},
        ssr::StreamBuilder,
        view::{Position, PositionState},
    },
};

use std::{
    mem,
    sync::{Arc, Mutex},
};

/// An element without content: `<input>`.
const VOID: &str = "input";

/// As Leptos says it.
const MISMATCH: &str = "Unrecoverable hydration error: the server has written no element here";

/// An element, and what is in it: a text or HTML of its own, else its children.
pub(super) struct Element {
    tag: &'static str,
    attributes: Attributes,
    /// Events, node references, and what components get spread onto them.
    others: Vec<AnyAttribute>,
    children: Vec<AnyView>,
    then: Option<Then>,
}

/// Told of the element, when there is one.
type Then = Box<dyn FnOnce(&types::Element) + Send>;

/// An element of this kind: `element("p")`.
pub(super) fn element(tag: &'static str) -> Element {
    Element {
        tag,
        attributes: Attributes::default(),
        others: Vec::new(),
        children: Vec::new(),
        then: None,
    }
}

impl Element {
    /// Attributes, in place of those that it has.
    pub(super) fn attributes(mut self, attributes: Attributes) -> Self {
        self.attributes = attributes;
        self
    }

    /// Tells of the element, in the browser: before its children.
    pub(super) fn then(mut self, then: impl FnOnce(&types::Element) + Send + 'static) -> Self {
        self.then = Some(Box::new(then));
        self
    }

    fn tell(then: Option<Then>, element: &types::Element) {
        if let Some(then) = then {
            then(element);
        }
    }

    /// An event, or a node reference.
    pub(super) fn and(mut self, other: impl Attribute) -> Self {
        self.others
            .push(other.into_cloneable_owned().into_any_attr());
        self
    }

    pub(super) fn children(mut self, children: impl IntoIterator<Item = AnyView>) -> Self {
        self.children.extend(children);
        self
    }

    /// Opens the tag. The answer is the content, where the element has one of its own.
    fn open(&mut self, html: &mut String, extra: Vec<AnyAttribute>) -> String {
        html.push('<');
        html.push_str(self.tag);
        let attributes = mem::take(&mut self.attributes);
        let others = mem::take(&mut self.others);
        let content = attributes_to_html((attributes, (others, extra)), html);
        html.push('>');
        content
    }

    /// Takes the server's element over, and goes to its first child.
    fn enter(self, cursor: &Cursor, position: &PositionState) -> ElementState {
        match position.get() {
            Position::FirstChild => cursor.child(),
            Position::Current => {}
            _ => cursor.sibling(),
        }
        // Another node than the server's is a mismatch, and Leptos' own elements panic at it as well.
        let element = types::Element::cast_from(cursor.current()).expect(MISMATCH);
        position.set(Position::FirstChild);
        Self::tell(self.then, &element);
        ElementState {
            _effects: self.attributes.hydrate::<true>(&element).1,
            others: self.others.hydrate::<true>(&element),
            element,
            children: Vec::new(),
        }
    }

    fn close(tag: &str, html: &mut String) {
        html.push_str("</");
        html.push_str(tag);
        html.push('>');
    }
}

/// A button that submits nothing.
pub(super) fn button(words: String, press: impl FnMut(ev::MouseEvent) + 'static) -> AnyView {
    let attributes = Attributes::default().text_of("type", "button").words(words);
    element("button")
        .attributes(attributes)
        .and(ev::on(ev::click, press))
        .into_any()
}

/// A view that follows signals. As with elements, one type for all: a closure's own type has code of its own.
pub(super) fn live(view: impl FnMut() -> AnyView + Send + 'static) -> AnyView {
    let view: Arc<Mutex<dyn FnMut() -> AnyView + Send>> = Arc::new(Mutex::new(view));
    view.into_any()
}

/// What remains of an element once it is in the document.
pub(super) struct ElementState {
    element: types::Element,
    _effects: Effects,
    others: (types::Element, Vec<AnyAttributeState>),
    children: Vec<<AnyView as Render>::State>,
}

impl ElementState {
    /// What follows the element is next.
    fn left(self, cursor: &Cursor, position: &PositionState) -> Self {
        cursor.set(self.element.clone().into());
        position.set(Position::NextChild);
        self
    }
}

impl Mountable for ElementState {
    fn unmount(&mut self) {
        Rndr::remove(&self.element);
    }

    fn mount(&mut self, parent: &types::Element, marker: Option<&types::Node>) {
        Rndr::insert_node(parent, &self.element, marker);
    }

    fn try_mount(&mut self, parent: &types::Element, marker: Option<&types::Node>) -> bool {
        Rndr::try_insert_node(parent, &self.element, marker)
    }

    fn insert_before_this(&self, child: &mut dyn Mountable) -> bool {
        let parent = Rndr::get_parent(&self.element).and_then(types::Element::cast_from);
        parent
            .map(|parent| child.mount(&parent, Some(&self.element)))
            .is_some()
    }

    fn elements(&self) -> Vec<types::Element> {
        vec![self.element.clone()]
    }
}

impl Render for Element {
    type State = ElementState;

    fn build(self) -> ElementState {
        let element = Rndr::create_element(self.tag, None);
        let effects = self.attributes.build(&element);
        let others = self.others.build(&element);
        Self::tell(self.then, &element);
        let mut children: Vec<_> = self.children.into_iter().map(Render::build).collect();
        for child in &mut children {
            child.mount(&element, None);
        }
        ElementState {
            element,
            _effects: effects.1,
            others,
            children,
        }
    }

    fn rebuild(self, state: &mut ElementState) {
        let is_same =
            state.element.local_name() == self.tag && state.children.len() == self.children.len();
        if !is_same {
            let mut new = self.build();
            state.insert_before_this(&mut new);
            state.unmount();
            *state = new;
            return;
        }
        // First those that are removed and made anew: `class:` takes the whole class with it.
        self.others.rebuild(&mut state.others);
        state._effects = self.attributes.build(&state.element).1;
        Self::tell(self.then, &state.element);
        for (child, old) in self.children.into_iter().zip(&mut state.children) {
            child.rebuild(old);
        }
    }
}

impl AddAnyAttr for Element {
    type Output<NewAttr: Attribute> = Self;

    fn add_any_attr<NewAttr: Attribute>(self, attr: NewAttr) -> Self {
        self.and(attr)
    }
}

impl RenderHtml for Element {
    type AsyncOutput = Self;
    type Owned = Self;

    const MIN_LENGTH: usize = "<p></p>".len();

    fn dry_resolve(&mut self) {
        self.attributes.dry_resolve();
        self.others.dry_resolve();
        for child in &mut self.children {
            child.dry_resolve();
        }
    }

    async fn resolve(mut self) -> Self {
        self.others = self.others.resolve().await;
        let mut children = Vec::with_capacity(self.children.len());
        for child in self.children {
            children.push(child.resolve().await);
        }
        self.children = children;
        self
    }

    fn html_len(&self) -> usize {
        let children: usize = self.children.iter().map(RenderHtml::html_len).sum();
        2 * self.tag.len() + "<></>".len() + self.attributes.html_len() + children
    }

    fn to_html_with_buf(
        mut self,
        html: &mut String,
        position: &mut Position,
        _escape: bool,
        mark_branches: bool,
        extra: Vec<AnyAttribute>,
    ) {
        let content = self.open(html, extra);
        if self.tag != VOID {
            html.push_str(&content);
            *position = Position::FirstChild;
            for child in self.children {
                child.to_html_with_buf(html, position, true, mark_branches, Vec::new());
            }
            Self::close(self.tag, html);
        }
        *position = Position::NextChild;
    }

    fn to_html_async_with_buf<const OUT_OF_ORDER: bool>(
        mut self,
        html: &mut StreamBuilder,
        position: &mut Position,
        _escape: bool,
        mark_branches: bool,
        extra: Vec<AnyAttribute>,
    ) {
        html.with_buf(|html| {
            let content = self.open(html, extra);
            html.push_str(&content);
        });
        if self.tag != VOID {
            *position = Position::FirstChild;
            for child in self.children {
                child.to_html_async_with_buf::<OUT_OF_ORDER>(
                    html,
                    position,
                    true,
                    mark_branches,
                    Vec::new(),
                );
            }
            html.with_buf(|html| Self::close(self.tag, html));
        }
        *position = Position::NextChild;
    }

    fn hydrate<const FROM_SERVER: bool>(
        mut self,
        cursor: &Cursor,
        position: &PositionState,
    ) -> ElementState {
        let children = mem::take(&mut self.children);
        let mut state = self.enter(cursor, position);
        for child in children {
            let child = child.hydrate::<FROM_SERVER>(cursor, position);
            state.children.push(child);
        }
        state.left(cursor, position)
    }

    async fn hydrate_async(mut self, cursor: &Cursor, position: &PositionState) -> ElementState {
        let children = mem::take(&mut self.children);
        let mut state = self.enter(cursor, position);
        for child in children {
            let child = child.hydrate_async(cursor, position).await;
            state.children.push(child);
        }
        state.left(cursor, position)
    }

    fn into_owned(self) -> Self {
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::{AtomicU32, Ordering::Relaxed};

    /// So a suspense learns of what a field's value waits for.
    #[test]
    fn what_an_element_follows_is_read_before_it_is_written() {
        static READ: AtomicU32 = AtomicU32::new(0);
        let follows = || {
            READ.fetch_add(1, Relaxed);
            None
        };
        let attributes = Attributes::default().live(&[("value", None)], follows);
        let input = element("input").attributes(attributes).into_any();
        let mut form = element("form").children([input]);
        assert_eq!(READ.load(Relaxed), 0);
        form.dry_resolve();
        assert_eq!(READ.load(Relaxed), 1);
        assert_eq!(form.to_html(), "<form><input></form>");
    }
}
