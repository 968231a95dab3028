//! Handles: fields as values, for `<Field of=NewEntry::name/>` and `Issues::at(NewEntry::name, …)`.

use super::{FieldMeta, path::join};
use std::{borrow::Cow, marker::PhantomData};

/// A field of the struct `S` with the type `T`. `#[derive(Fields)]` makes one per field, as an associated
/// constant of the field's name: `NewEntry::name`.
pub struct FieldHandle<S, T> {
    meta: &'static FieldMeta,
    marker: PhantomData<fn(S) -> T>,
}

/// The path to a field of a nested struct: `Signup::address.then(Address::street)`.
pub struct FieldPath<S, T> {
    path: Cow<'static, str>,
    meta: &'static FieldMeta,
    optional: bool,
    marker: PhantomData<fn(S) -> T>,
}

/// Any field: its name on the wire and its facts.
#[derive(Clone, Debug)]
pub struct AnyField {
    /// The name on the wire.
    pub path: Cow<'static, str>,
    /// The facts of the field.
    pub meta: &'static FieldMeta,
    /// Whether the browser requires a value: never in an optional struct.
    pub required: bool,
}

/// A type with nested fields: a struct with `#[derive(Fields)]`, or an `Option` of one.
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no fields of its own",
    note = "`.then(…)` leads on from a field whose type is a struct with `#[derive(Fields)]`"
)]
pub trait Nests {
    /// The struct.
    type Set;
    /// Whether it may be left out.
    const OPTIONAL: bool;
}

impl<T: Nests> Nests for Option<T> {
    type Set = T::Set;
    const OPTIONAL: bool = true;
}

impl<S, T> FieldHandle<S, T> {
    /// The handle of the described field.
    #[doc(hidden)]
    pub const fn new(meta: &'static FieldMeta) -> Self {
        Self {
            meta,
            marker: PhantomData,
        }
    }

    /// Its name on the wire, for `form.get(NewEntry::email.name())`.
    pub const fn name(self) -> &'static str {
        self.meta.name
    }

    /// The facts of the field.
    pub const fn meta(self) -> &'static FieldMeta {
        self.meta
    }

    /// A field of the nested struct.
    pub fn then<U>(self, next: FieldHandle<T::Set, U>) -> FieldPath<S, U>
    where
        T: Nests,
    {
        FieldPath::from(self).then(next)
    }
}

impl<S, T> FieldPath<S, T> {
    /// A field of the nested struct.
    pub fn then<U>(self, next: FieldHandle<T::Set, U>) -> FieldPath<S, U>
    where
        T: Nests,
    {
        FieldPath {
            path: join(&self.path, next.meta.name).into(),
            meta: next.meta,
            optional: self.optional || T::OPTIONAL,
            marker: PhantomData,
        }
    }
}

// Derived, these would ask for `S: Clone`.
impl<S, T> Clone for FieldHandle<S, T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<S, T> Copy for FieldHandle<S, T> {}

impl<S, T> Clone for FieldPath<S, T> {
    fn clone(&self) -> Self {
        Self {
            path: self.path.clone(),
            marker: PhantomData,
            ..*self
        }
    }
}

impl<S, T> From<FieldHandle<S, T>> for FieldPath<S, T> {
    fn from(handle: FieldHandle<S, T>) -> Self {
        Self {
            path: handle.meta.name.into(),
            meta: handle.meta,
            optional: false,
            marker: PhantomData,
        }
    }
}

impl<S, T> From<FieldHandle<S, T>> for AnyField {
    fn from(handle: FieldHandle<S, T>) -> Self {
        FieldPath::from(handle).into()
    }
}

impl<S, T> From<FieldPath<S, T>> for AnyField {
    fn from(field: FieldPath<S, T>) -> Self {
        let required = field.meta.rules.required && !field.optional;
        Self {
            path: field.path,
            meta: field.meta,
            required,
        }
    }
}

/// A reference to a field: a handle, or the name itself.
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not name a field",
    note = "name it by its handle, `NewEntry::name`, or by its name on the wire, `\"name\"`"
)]
pub trait ToPath {
    /// The name on the wire.
    fn to_path(&self) -> String;

    /// The field's label; empty if unknown.
    fn label(&self) -> &'static str {
        ""
    }
}

impl<S, T> ToPath for FieldHandle<S, T> {
    fn to_path(&self) -> String {
        self.meta.name.to_owned()
    }

    fn label(&self) -> &'static str {
        self.meta.label
    }
}

impl<S, T> ToPath for FieldPath<S, T> {
    fn to_path(&self) -> String {
        self.path.clone().into_owned()
    }

    fn label(&self) -> &'static str {
        self.meta.label
    }
}

impl ToPath for AnyField {
    fn to_path(&self) -> String {
        self.path.clone().into_owned()
    }

    fn label(&self) -> &'static str {
        self.meta.label
    }
}

impl ToPath for str {
    fn to_path(&self) -> String {
        self.to_owned()
    }
}

impl ToPath for String {
    fn to_path(&self) -> String {
        self.clone()
    }
}

impl<T: ToPath + ?Sized> ToPath for &T {
    fn to_path(&self) -> String {
        (**self).to_path()
    }

    fn label(&self) -> &'static str {
        (**self).label()
    }
}

impl<S, T> std::fmt::Debug for FieldHandle<S, T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "FieldHandle({})", self.meta.name)
    }
}

impl<S, T> std::fmt::Debug for FieldPath<S, T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "FieldPath({})", self.path)
    }
}
