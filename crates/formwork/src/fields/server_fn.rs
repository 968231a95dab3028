//! The parameters of a `#[server]` function as the data of a form, by their names. They are read and written by the crate
//! that server_fn has for its `PostUrl`, so in the same notation: `tags[0]`, `address[street]`.

use super::{FieldMeta, FormArg, FormData, Issue, Issues};
use crate::texts::{Text, say};
#[cfg(feature = "multipart")]
use leptos::server_fn::codec::{MultipartData, MultipartFormData};
use leptos::server_fn::{
    Http, ServerFn,
    codec::{Post, PostUrl},
    error::FromServerFnError,
};
use serde::{
    Serialize,
    de::{
        DeserializeOwned, DeserializeSeed, Deserializer, Error as _, IgnoredAny, IntoDeserializer,
        MapAccess, Visitor,
    },
    forward_to_deserialize_any,
};
use serde_json::value::RawValue;
use serde_path_to_error::{Path, Segment};
use std::{
    cell::Cell,
    fmt::{self, Display},
};

/// How deep parameters may be nested, as in server_fn.
const MAX_DEPTH: usize = 5;

/// The struct that `#[server]` makes of a function's parameters.
// Who forgets a derive means none of these.
#[diagnostic::do_not_recommend]
impl<S> FormArg for S
where
    S: ServerFn + Serialize + DeserializeOwned + Clone + Sync + 'static,
{
    fn decode(data: &FormData) -> Result<Self, Issues> {
        parameters(data, &[])
    }

    fn encode(&self) -> FormData {
        let text = serde_qs::to_string(self).unwrap_or_else(|error| {
            leptos::logging::error!("{} cannot be sent as a form: {error}", S::PATH);
            String::new()
        });
        FormData::from_urlencoded(&text).unwrap_or_default()
    }

    fn metas() -> &'static [FieldMeta] {
        &[]
    }

    fn secret_names() -> Vec<String> {
        Vec::new()
    }

    /// By the name, as with [`FormData`].
    fn is_secret(name: &str) -> bool {
        FormData::is_secret(name)
    }
}

/// A `#[server]` function that a form can call: what [`server_fn`](crate::action::server_fn) takes.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be the action of a form",
    note = "`server_fn::<AddNote>()` takes the struct that `#[server] async fn add_note(…)` makes. Its input is `PostUrl` (the \
            default), `Json` or `Cbor`, or with Formwork's feature `multipart` `MultipartFormData`; its value implements \
            `Serialize` and `Deserialize`, and its error `Display`"
)]
pub trait FormServerFn:
    ServerFn<
        Output: Serialize + DeserializeOwned + 'static,
        Error: Display + FromServerFnError<Encoder: 'static>,
    > + 'static
{
    /// The type of the form's data: the struct itself, or [`FormData`] where that is multipart.
    type Form: FormArg;

    /// The function with what is bound and what the form has.
    #[doc(hidden)]
    fn read(
        form: FormData,
        given: &[Box<RawValue>],
        as_multipart: AsMultipart,
    ) -> Result<Self, Issues>;

    /// Whether what is bound fits.
    #[doc(hidden)]
    fn check(given: &[Box<RawValue>]) -> Result<(), String>;

    /// The names of the parameters.
    #[doc(hidden)]
    fn names() -> &'static [&'static str];
}

impl<S, In, Out> FormServerFn for S
where
    S: ServerFn<
            Protocol = Http<In, Out>,
            Output: Serialize + DeserializeOwned + 'static,
            Error: Display + FromServerFnError<Encoder: 'static>,
        > + 'static,
    In: FormEncoding<S>,
{
    type Form = In::Form;

    fn read(
        form: FormData,
        given: &[Box<RawValue>],
        as_multipart: AsMultipart,
    ) -> Result<Self, Issues> {
        In::read(form, given, as_multipart)
    }

    fn check(given: &[Box<RawValue>]) -> Result<(), String> {
        In::check(given)
    }

    fn names() -> &'static [&'static str] {
        In::names()
    }
}

/// Writes a form as the body that a multipart function reads.
#[cfg(feature = "multipart")]
#[doc(hidden)]
pub type AsMultipart = fn(FormData) -> MultipartData;
/// Nothing reads multipart.
#[cfg(not(feature = "multipart"))]
#[doc(hidden)]
pub type AsMultipart = ();

/// An encoding of server functions that forms can be read for.
#[diagnostic::on_unimplemented(
    message = "a `#[server]` function whose input is `{Self}` cannot be the action of a form",
    note = "forms can call one with the input `PostUrl` (the default), `Json` or `Cbor`, and with Formwork's feature `multipart` \
            `MultipartFormData`. What only reads is called in a `Resource`, or is a `#[query]`"
)]
#[doc(hidden)]
pub trait FormEncoding<S> {
    /// The type of the form's data.
    type Form: FormArg;

    fn read(
        form: FormData,
        given: &[Box<RawValue>],
        as_multipart: AsMultipart,
    ) -> Result<S, Issues>;

    fn check(given: &[Box<RawValue>]) -> Result<(), String>;

    fn names() -> &'static [&'static str];
}

/// Whose struct serde can read.
macro_rules! by_name {
    ($encoding:ty $(, $parameter:ident)?) => {
        impl<S: FormArg + DeserializeOwned $(, $parameter)?> FormEncoding<S> for $encoding {
            type Form = S;

            fn read(
                form: FormData,
                given: &[Box<RawValue>],
                _: AsMultipart,
            ) -> Result<S, Issues> {
                parameters(&form, given)
            }

            fn check(given: &[Box<RawValue>]) -> Result<(), String> {
                check_given::<S>(given)
            }

            fn names() -> &'static [&'static str] {
                names::<S>()
            }
        }
    };
}

by_name!(PostUrl);
by_name!(Post<E>, E);

#[cfg(feature = "multipart")]
impl<S: From<MultipartData>> FormEncoding<S> for MultipartFormData {
    type Form = FormData;

    fn read(form: FormData, _: &[Box<RawValue>], as_multipart: AsMultipart) -> Result<S, Issues> {
        Ok(as_multipart(form).into())
    }

    fn check(given: &[Box<RawValue>]) -> Result<(), String> {
        match given {
            [] => Ok(()),
            _ => Err("a multipart function has one parameter, and nothing to bind".into()),
        }
    }

    fn names() -> &'static [&'static str] {
        &[]
    }
}

/// Reads a struct whose first fields are given, each as JSON, from a form with the others.
///
/// # Errors
/// With the input that cannot be read, or is missing, by its name.
fn parameters<S: DeserializeOwned>(form: &FormData, given: &[Box<RawValue>]) -> Result<S, Issues> {
    let text = form.to_urlencoded();
    let reading = Reading::default();
    let config = serde_qs::Config::new(MAX_DEPTH, false);
    let inner = serde_qs::Deserializer::with_config(&config, text.as_bytes());
    let inner = inner.map_err(|_| unreadable(String::new(), ""))?;
    let read = serde_path_to_error::deserialize(WithGiven {
        given,
        inner,
        reading: &reading,
    });
    read.map_err(|error| unreadable(input_at(error.path()), &error.inner().to_string()))
}

/// The name of the input for a value: `tags[0]`, `address[street]`.
fn input_at(path: &Path) -> String {
    let mut name = String::new();
    for segment in path.iter() {
        let part = match segment {
            Segment::Map { key } => key.clone(),
            Segment::Enum { variant } => variant.clone(),
            Segment::Seq { index } => index.to_string(),
            Segment::Unknown => continue,
        };
        push_part(&mut name, &part);
    }
    name
}

fn push_part(name: &mut String, part: &str) {
    if name.is_empty() {
        name.push_str(part);
    } else {
        name.extend(["[", part, "]"]);
    }
}

/// The issue of an input. In serde's words of it is whether a field is missing there.
fn unreadable(mut path: String, error: &str) -> Issues {
    let missing = error.strip_prefix("missing field `");
    let missing = missing.and_then(|rest| rest.split('`').next());
    let (code, text) = match missing {
        Some(name) => {
            push_part(&mut path, name);
            ("required", Text::Required)
        }
        None => ("unreadable", Text::Unreadable),
    };
    let mut issues = Issues::new();
    issues.push(Issue {
        path,
        label: String::new(),
        code: code.into(),
        message: say(text),
    });
    issues
}

/// Reads the given values as the first fields of a struct, and nothing else.
///
/// # Errors
/// Where one of them is of another type than its field, or there are more of them than fields.
#[allow(dead_code, reason = "for the server")]
fn check_given<S: DeserializeOwned>(given: &[Box<RawValue>]) -> Result<(), String> {
    match without_form::<S>(given) {
        // What else there is comes with the form.
        (reading, Err(_)) if reading.read.get() == given.len() => Ok(()),
        (_, read) => read,
    }
}

/// The names of a struct's fields, as serde knows them.
#[allow(dead_code, reason = "for the server")]
fn names<S: DeserializeOwned>() -> &'static [&'static str] {
    without_form::<S>(&[]).0.names.get()
}

/// What is seen while a struct is read of what is given alone.
fn without_form<S: DeserializeOwned>(given: &[Box<RawValue>]) -> (Reading, Result<(), String>) {
    let reading = Reading::default();
    let inner = serde_qs::Deserializer::with_config(&serde_qs::Config::default(), b"");
    let read = inner.and_then(|inner| {
        S::deserialize(WithGiven {
            given,
            inner,
            reading: &reading,
        })
    });
    let read = read.map(drop).map_err(|error| error.to_string());
    (reading, read)
}

/// What is seen while a struct is read.
#[derive(Default)]
struct Reading {
    /// How many of the given values are read.
    read: Cell<usize>,
    /// All fields of the struct.
    names: Cell<&'static [&'static str]>,
}

struct WithGiven<'a, D> {
    given: &'a [Box<RawValue>],
    inner: D,
    reading: &'a Reading,
}

impl<'de, D: Deserializer<'de>> Deserializer<'de> for WithGiven<'_, D> {
    type Error = D::Error;

    fn deserialize_any<V: Visitor<'de>>(self, _: V) -> Result<V::Value, D::Error> {
        Err(D::Error::custom(
            "the parameters of a server function are a struct",
        ))
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, D::Error> {
        self.reading.names.set(fields);
        let Some(names) = fields.get(..self.given.len()) else {
            return Err(D::Error::custom(format_args!(
                "{} values are bound, and `{name}` has {} parameters",
                self.given.len(),
                fields.len()
            )));
        };
        let merge = Merge {
            visitor,
            names,
            given: self.given,
            reading: self.reading,
        };
        self.inner.deserialize_struct(name, fields, merge)
    }

    /// A struct with a flattened field.
    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, D::Error> {
        if !self.given.is_empty() {
            return Err(D::Error::custom(
                "nothing can be bound where a parameter is flattened",
            ));
        }
        let merge = Merge {
            visitor,
            names: &[],
            given: &[],
            reading: self.reading,
        };
        self.inner.deserialize_map(merge)
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option unit unit_struct
        newtype_struct seq tuple tuple_struct enum identifier ignored_any
    }
}

struct Merge<'a, V> {
    visitor: V,
    names: &'static [&'static str],
    given: &'a [Box<RawValue>],
    reading: &'a Reading,
}

impl<'de, V: Visitor<'de>> Visitor<'de> for Merge<'_, V> {
    type Value = V::Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.visitor.expecting(f)
    }

    fn visit_map<A: MapAccess<'de>>(self, others: A) -> Result<V::Value, A::Error> {
        let given = self.given.iter().map(|value| &**value);
        let given = self.names.iter().copied().zip(given);
        self.visitor.visit_map(Merged {
            names: self.names,
            given: given.collect::<Vec<_>>().into_iter(),
            value: None,
            others,
            reading: self.reading,
        })
    }
}

/// First the given values, and then the form's others: none takes the place of a given one.
struct Merged<'a, A> {
    names: &'static [&'static str],
    given: std::vec::IntoIter<(&'static str, &'a RawValue)>,
    value: Option<&'a RawValue>,
    others: A,
    reading: &'a Reading,
}

impl<'de, A: MapAccess<'de>> MapAccess<'de> for Merged<'_, A> {
    type Error = A::Error;

    fn next_key_seed<K: DeserializeSeed<'de>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, A::Error> {
        if let Some((name, value)) = self.given.next() {
            self.value = Some(value);
            return seed.deserialize(name.into_deserializer()).map(Some);
        }
        while let Some(name) = self.others.next_key::<String>()? {
            if self.names.contains(&name.as_str()) {
                self.others.next_value::<IgnoredAny>()?;
                continue;
            }
            return seed.deserialize(name.into_deserializer()).map(Some);
        }
        Ok(None)
    }

    fn next_value_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<T::Value, A::Error> {
        let Some(value) = self.value.take() else {
            return self.others.next_value_seed(seed);
        };
        // From a reader, so that nothing is borrowed from it.
        let mut json = serde_json::Deserializer::from_reader(value.get().as_bytes());
        let value = seed.deserialize(&mut json).map_err(A::Error::custom)?;
        self.reading.read.set(self.reading.read.get() + 1);
        Ok(value)
    }
}

#[cfg(test)]
mod tests;
