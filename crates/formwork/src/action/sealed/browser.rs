//! In the browser there is the token.

use crate::wire::Token;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::marker::PhantomData;

/// A value that only the server can read: its documentation is that of the server's build.
pub struct Sealed<T> {
    token: Token,
    marker: PhantomData<fn() -> T>,
}

impl<T: Clone> Clone for Sealed<T> {
    fn clone(&self) -> Self {
        Self {
            token: self.token.clone(),
            marker: PhantomData,
        }
    }
}

impl<T: PartialEq> PartialEq for Sealed<T> {
    fn eq(&self, other: &Self) -> bool {
        self.token.fp == other.token.fp
    }
}

impl<T> Serialize for Sealed<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.token.serialize(serializer)
    }
}

impl<'de, T> Deserialize<'de> for Sealed<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(Self {
            token: Token::deserialize(deserializer)?,
            marker: PhantomData,
        })
    }
}
