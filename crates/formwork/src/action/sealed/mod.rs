//! `Sealed<T>`: a value that can be made only on the server, is an opaque token in the browser, and is
//! refused in clear. So it is another type on each side.

#[cfg_attr(feature = "ssr", path = "server.rs")]
#[cfg_attr(not(feature = "ssr"), path = "browser.rs")]
mod side;

pub use side::Sealed;

use std::fmt;

impl<T> fmt::Debug for Sealed<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Sealed(…)")
    }
}
