//! The path by which generated code names Formwork.
//!
//! 1. A crate that depends on it names it as its `Cargo.toml` does: `formwork`, or another name where it is renamed.
//! 2. A crate that has it through another crate's re-export names it by what the prelude brings along.

use proc_macro_crate::{Error, FoundCrate, crate_name};
use proc_macro2::{Ident, Span, TokenStream};
use quote::{quote, quote_spanned};

/// The path, with the call's own place.
pub fn root() -> TokenStream {
    root_at(Span::call_site())
}

/// The path, for code whose errors stand at this place.
pub fn root_at(span: Span) -> TokenStream {
    path(crate_name("formwork"), span)
}

fn path(found: Result<FoundCrate, Error>, span: Span) -> TokenStream {
    match found {
        Ok(FoundCrate::Name(name)) => {
            let name = Ident::new(&name, span);
            quote_spanned!(span=> ::#name)
        }
        // The prelude's hidden name, as the code around the call has it.
        Err(Error::CrateNotFound { .. }) => {
            let name = Ident::new("__formwork", Span::call_site().located_at(span));
            quote!(#name)
        }
        // Formwork knows itself by its own name. So do builds without a manifest, which are not cargo's.
        Ok(FoundCrate::Itself) | Err(_) => quote_spanned!(span=> ::formwork),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_named(found: Result<FoundCrate, Error>, name: &str) {
        let path = path(found, Span::call_site()).to_string();
        assert_eq!(path.replace(' ', ""), name);
    }

    #[test]
    fn a_renamed_dependency_has_its_own_name() {
        is_named(Ok(FoundCrate::Name("formwork".into())), "::formwork");
        is_named(Ok(FoundCrate::Name("fw".into())), "::fw");
    }

    #[test]
    fn what_another_crate_passes_on_is_found_through_the_prelude() {
        let missing = Error::CrateNotFound {
            crate_name: "formwork".into(),
            path: "Cargo.toml".into(),
        };
        is_named(Err(missing), "__formwork");
    }

    #[test]
    fn without_a_manifest_it_has_its_own_name() {
        is_named(Ok(FoundCrate::Itself), "::formwork");
        is_named(Err(Error::CargoManifestDirNotSet), "::formwork");
    }
}
