//! On the server there is the value.

use crate::{side, wire::Token};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de::DeserializeOwned};

/// A value that the browser can return but not read or change. It replaces the captured variable of a closure.
///
/// It is made on the server (while rendering, in a query, in an action's answer) with [`Sealed::new`], and
/// read there with [`Sealed::into_inner`]; in the browser there is only its token, and neither of these
/// functions exists. As an argument in clear it is refused with 400, and so is a changed token. An expired
/// one (after a day), or one of another principal, comes back as a fresh page that asks to confirm.
///
/// A seal made while a `<Form>` is rendered on the server opens for that form's action only. One that
/// travels in a query's value opens for every action that takes a `Sealed<T>` of the same `T`: the guard
/// decides what its holder may do with it.
///
/// ```
/// use formwork::prelude::*;
///
/// #[derive(Clone, Serialize, Deserialize)]
/// struct MemberId(i64);
///
/// #[action(public)]
/// async fn remove(id: Sealed<MemberId>, form: FormData) -> ActionResult<()> {
///     let MemberId(id) = id.into_inner();
///     let _ = (id, form);
///     Ok(())
/// }
/// ```
#[derive(Clone, PartialEq)]
pub struct Sealed<T>(T);

impl<T> Sealed<T> {
    /// Seals a value. Only on the server.
    pub fn new(value: T) -> Self {
        Self(value)
    }

    /// The value. Only on the server.
    pub fn into_inner(self) -> T {
        self.0
    }

    /// The value. Only on the server.
    pub fn get(&self) -> &T {
        &self.0
    }
}

impl<T: Serialize> Serialize for Sealed<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        use serde::ser::Error;
        let json = serde_json::to_vec(&self.0).map_err(S::Error::custom)?;
        let token = side::mint(std::any::type_name::<T>(), &json).map_err(S::Error::custom)?;
        token.serialize(serializer)
    }
}

impl<'de, T: DeserializeOwned> Deserialize<'de> for Sealed<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        use serde::de::Error;
        let token = Token::deserialize(deserializer)?;
        let json = side::open_seal(std::any::type_name::<T>(), &token).map_err(D::Error::custom)?;
        Ok(Self(
            serde_json::from_slice(&json).map_err(D::Error::custom)?,
        ))
    }
}
