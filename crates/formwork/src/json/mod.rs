//! JSON objects, read member by member.
//!
//! What serde derives to read a struct is code of its own for each struct, and a kilobyte or two in the client. This is one
//! reader for all types that travel: `#[serde(try_from = "Members")]`. It keeps values as their text, so that they are read from
//! JSON itself only, and not from a `serde_json::Value` or another format.

mod reader;

pub(crate) use reader::{Unreadable, from_str};

use serde::{
    Deserialize, Deserializer,
    de::{DeserializeOwned, Error as _, MapAccess, Visitor},
};
use serde_json::value::RawValue;
use std::fmt;

/// The members of an object, with their values as JSON. A lone text is an object whose only member is `null`: so serde
/// writes a variant without content.
pub(crate) struct Members(Vec<(String, Box<RawValue>)>);

/// How many an object may have: no type that travels has more than a dozen, and each is compared with those before it.
const MAX_MEMBERS: usize = 64;

impl Members {
    /// The value of a member that must be there.
    pub(crate) fn take<T: DeserializeOwned>(&mut self, name: &str) -> Result<T, Unreadable> {
        read(&self.value(name).ok_or(Unreadable)?)
    }

    /// The value of a member, or the default where there is none.
    pub(crate) fn take_or_default<T: DeserializeOwned + Default>(
        &mut self,
        name: &str,
    ) -> Result<T, Unreadable> {
        self.value(name)
            .map_or_else(|| Ok(T::default()), |json| read(&json))
    }

    /// The object in a member that must be there.
    pub(crate) fn object<T: FromMembers>(&mut self, name: &str) -> Result<T, Unreadable> {
        T::try_from(self.take(name)?)
    }

    /// The objects in a list, which may be absent.
    pub(crate) fn objects<T: FromMembers>(&mut self, name: &str) -> Result<Vec<T>, Unreadable> {
        let items: Vec<Self> = self.take_or_default(name)?;
        items.into_iter().map(T::try_from).collect()
    }

    /// The variant of an enum: its name, and its content as JSON.
    pub(crate) fn into_variant(self) -> Result<(String, Box<RawValue>), Unreadable> {
        let mut members = self.0.into_iter();
        match (members.next(), members.next()) {
            (Some(variant), None) => Ok(variant),
            _ => Err(Unreadable),
        }
    }

    fn value(&mut self, name: &str) -> Option<Box<RawValue>> {
        let at = self.0.iter().position(|(own, _)| own == name)?;
        Some(self.0.swap_remove(at).1)
    }
}

/// What is made of an object.
pub(crate) trait FromMembers: TryFrom<Members, Error = Unreadable> {}

impl<T: TryFrom<Members, Error = Unreadable>> FromMembers for T {}

/// An object from its JSON.
pub(crate) fn object<T: FromMembers>(json: &RawValue) -> Result<T, Unreadable> {
    T::try_from(read(json)?)
}

/// A value from its JSON.
pub(crate) fn read<T: DeserializeOwned>(json: &RawValue) -> Result<T, Unreadable> {
    from_str(json.get())
}

impl<'de> Deserialize<'de> for Members {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct OfMembers;

        impl<'de> Visitor<'de> for OfMembers {
            type Value = Members;

            fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_str<E>(self, name: &str) -> Result<Members, E> {
                let null = RawValue::NULL.to_owned();
                Ok(Members(vec![(name.to_owned(), null)]))
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Members, A::Error> {
                let mut members = Vec::new();
                while let Some((name, value)) = map.next_entry::<String, _>()? {
                    if members.len() == MAX_MEMBERS {
                        return Err(A::Error::custom("too many members"));
                    }
                    if members.iter().any(|(other, _)| *other == name) {
                        return Err(A::Error::custom("a member twice"));
                    }
                    members.push((name, value));
                }
                Ok(Members(members))
            }
        }

        deserializer.deserialize_any(OfMembers)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::submission::Version;

    fn members(json: &str) -> Members {
        serde_json::from_str(json).unwrap()
    }

    #[test]
    fn an_object_with_members_without_end_is_unreadable() {
        let object = |members: usize| {
            let members: Vec<_> = (0..members)
                .map(|number| format!("\"{number}\":0"))
                .collect();
            format!("{{{}}}", members.join(","))
        };
        assert!(serde_json::from_str::<Members>(&object(MAX_MEMBERS)).is_ok());
        assert!(serde_json::from_str::<Members>(&object(MAX_MEMBERS + 1)).is_err());
    }

    #[test]
    fn members_are_read_by_name_whatever_their_order() {
        let mut read = members(r#"{"b":[1,2],"unknown":{"x":[{}]},"a":"\u00e9\"\n"}"#);
        assert_eq!(read.take::<String>("a").unwrap(), "é\"\n");
        assert_eq!(read.take::<Vec<u64>>("b").unwrap(), [1, 2]);
        assert!(
            read.take_or_default::<Vec<u64>>("b").unwrap().is_empty(),
            "it was taken"
        );
        assert!(read.take::<String>("a").is_err());
        assert_eq!(read.take_or_default::<Option<String>>("c").unwrap(), None);
        assert!(!read.take_or_default::<bool>("d").unwrap());
    }

    #[test]
    fn a_value_of_another_type_is_an_error() {
        assert!(members(r#"{"a":1}"#).take::<String>("a").is_err());
        assert!(members(r#"{"a":[1]}"#).objects::<Version>("a").is_err());
        assert!(members(r#"{"a":1}"#).object::<Version>("a").is_err());
        for json in [
            "1",
            "[]",
            "null",
            "{",
            r#"{"a":}"#,
            r#"{"a":1"#,
            r#"{"a":1,"a":2}"#,
        ] {
            assert!(serde_json::from_str::<Members>(json).is_err(), "{json}");
        }
    }

    #[test]
    fn a_variant_is_one_member_or_a_lone_text() {
        let variant = |json| members(json).into_variant();
        let (name, content) = variant(r#"{"done":[1]}"#).unwrap();
        assert_eq!((name.as_str(), content.get()), ("done", "[1]"));
        let (name, content) = variant(r#""stale""#).unwrap();
        assert_eq!((name.as_str(), content.get()), ("stale", "null"));
        assert!(variant("{}").is_err());
        assert!(variant(r#"{"done":1,"stale":null}"#).is_err());
    }
}
