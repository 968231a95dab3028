//! Names in addresses: `?room=attic`, `?pad=desk`.

use formwork::prelude::*;
use leptos_router::hooks::use_query_map;
use std::fmt;

/// How long a name may be.
const LONGEST: usize = 40;

/// The name of a room or of a pad: 1 to 40 letters (without accents), digits, hyphens and underscores. Every one
/// of them comes through [`TryFrom`], those that a browser sends as well.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct PlaceName(String);

/// It is no name of a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NoPlaceName;

impl PlaceName {
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for PlaceName {
    type Error = NoPlaceName;

    fn try_from(name: String) -> Result<Self, NoPlaceName> {
        let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_".contains(&byte);
        let is_name = (1..=LONGEST).contains(&name.len()) && name.bytes().all(is_plain);
        if is_name {
            Ok(Self(name))
        } else {
            Err(NoPlaceName)
        }
    }
}

impl From<PlaceName> for String {
    fn from(name: PlaceName) -> Self {
        name.0
    }
}

impl fmt::Display for PlaceName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl fmt::Display for NoPlaceName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "a name has 1 to {LONGEST} letters, digits, hyphens and underscores"
        )
    }
}

/// The name that the page's address gives under `param`, or `default` where it gives none.
pub fn use_place(param: &'static str, default: &'static str) -> Memo<PlaceName> {
    let query = use_query_map();
    Memo::new(move |_| {
        let given = query.read().get(param);
        given
            .and_then(|name| PlaceName::try_from(name).ok())
            .unwrap_or_else(|| PlaceName(default.into()))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_plain_and_short() {
        for name in ["desk", "Room_7-b", &"x".repeat(LONGEST)] {
            let place = PlaceName::try_from(name.to_owned()).expect("a name");
            assert_eq!(place.as_str(), name);
        }
        for name in ["", "two words", "ä", "a/b", &"x".repeat(LONGEST + 1)] {
            assert_eq!(PlaceName::try_from(name.to_owned()), Err(NoPlaceName));
        }
    }
}
