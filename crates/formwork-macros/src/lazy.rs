//! `#[lazy_route]`: Leptos' own, with what a page of forms needs besides.
//!
//! 1. A chunk's name is the same on both sides wherever they are built, so the server can name a page's chunks.
//! 2. Where the build does not split the bundle, the route is a part of it, and nothing is loaded.
//! 3. Where a chunk cannot be loaded, the browser loads the route's document. Leptos' own panics.

use crate::root::root;
use proc_macro2::{Span, TokenStream};
use quote::{format_ident, quote};
use syn::{Error, FnArg, Ident, ImplItem, ImplItemFn, ItemImpl, Pat, Result, Type};

/// Unused data, for each route. The splitter aligns the data of each chunk anew, and where the sum exceeds the size of before it
/// leaves all data in the first file. It drops these bytes, so that the sum stays below.
const PADDING: usize = 256;

/// Expands `#[lazy_route] impl LazyRoute for Page { … }`.
pub fn lazy_route(options: TokenStream, item: TokenStream) -> Result<TokenStream> {
    let mut route: ItemImpl = syn::parse2(item)?;
    let name = name_of(&route)?;
    let chunk = match options.is_empty() {
        true => name.clone(),
        false => syn::parse2(options)
            .map_err(|error| Error::new(error.span(), "the name of a chunk, such as `account`"))?,
    };
    let chunk = chunk_name(&chunk);
    let page = route.self_ty.clone();
    let view = view_of(&mut route)?;
    let (body, output) = (view.block.clone(), view.sig.output.clone());
    let argument = argument_of(view)?;
    let fw = root();
    let whole = format_ident!("__view_of_{name}");
    let preload = format_ident!("__preload_{name}");

    view.sig.asyncness = Some(Default::default());
    let mut split = route.clone();
    let mut in_one = route;
    view_of(&mut in_one)?.block = syn::parse_quote!({
        #fw::__private::lazy_route_is_shown(#chunk);
        #whole(#argument)
    });
    view_of(&mut split)?.block = syn::parse_quote!({
        match #whole(#argument).await {
            ::core::result::Result::Ok(view) => view,
            ::core::result::Result::Err(_) => #fw::__private::load_document().await,
        }
    });
    split.items.push(syn::parse_quote! {
        async fn preload() {
            // Who shows the route is told that there is none.
            let _ = #preload().await;
        }
    });
    let module = Ident::new(&chunk, Span::call_site());
    Ok(quote! {
        #fw::__where_split! {
            {
                #[#fw::__private::wasm_split::wasm_split(
                    #module,
                    wasm_split_path = #fw::__private::wasm_split,
                    preload(#[doc(hidden)] #[allow(non_snake_case)] #preload),
                    fallible
                )]
                #[allow(non_snake_case)]
                fn #whole(
                    #argument: #page
                ) -> ::core::result::Result<#fw::__private::AnyView, #fw::__private::wasm_split::SplitLoaderError> {
                    ::core::result::Result::Ok((move || #output #body)())
                }
                #split
                const _: () = {
                    #[used]
                    static PADDING: [u8; #PADDING] = [0; #PADDING];
                };
            }
            {
                #[allow(non_snake_case)]
                fn #whole(#argument: #page) #output #body
                #in_one
            }
        }
    })
}

/// The name of the type whose route it is.
fn name_of(route: &ItemImpl) -> Result<Ident> {
    let is_lazy = route.trait_.as_ref().is_some_and(|(_, path, _)| {
        path.segments
            .last()
            .is_some_and(|last| last.ident == "LazyRoute")
    });
    match &*route.self_ty {
        Type::Path(page) if is_lazy => Ok(page.path.segments[page.path.segments.len() - 1]
            .ident
            .clone()),
        _ => Err(Error::new_spanned(
            &route.self_ty,
            "`lazy_route` stands at an `impl LazyRoute for Page`",
        )),
    }
}

/// The chunk's name, as the linker and the browser know it.
fn chunk_name(name: &Ident) -> String {
    let package = std::env::var("CARGO_PKG_NAME").unwrap_or_default();
    format!("{package}_{name}")
        .chars()
        .map(|it| {
            if it.is_ascii_alphanumeric() {
                it.to_ascii_lowercase()
            } else {
                '_'
            }
        })
        .collect()
}

fn view_of(route: &mut ItemImpl) -> Result<&mut ImplItemFn> {
    let place = Error::new_spanned(&route.self_ty, "a `LazyRoute` has a function `view`");
    route
        .items
        .iter_mut()
        .find_map(|item| match item {
            ImplItem::Fn(function) if function.sig.ident == "view" => Some(function),
            _ => None,
        })
        .ok_or(place)
}

/// The name of the view's argument.
fn argument_of(view: &ImplItemFn) -> Result<Ident> {
    if let Some(not_sync) = &view.sig.asyncness {
        return Err(Error::new_spanned(
            not_sync,
            "the `view` of a lazy route is not `async`: its code is loaded before it is called",
        ));
    }
    match view.sig.inputs.first() {
        Some(FnArg::Typed(typed)) if view.sig.inputs.len() == 1 => match &*typed.pat {
            Pat::Ident(pattern) => Ok(pattern.ident.clone()),
            pattern => Err(Error::new_spanned(pattern, "a name, such as `this: Self`")),
        },
        _ => Err(Error::new_spanned(
            &view.sig,
            "the `view` of a lazy route has one argument, `this: Self`",
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn expanded(options: TokenStream, item: TokenStream) -> String {
        match lazy_route(options, item) {
            Ok(tokens) => tokens.to_string(),
            Err(error) => error.to_string(),
        }
    }

    fn page() -> TokenStream {
        quote! {
            impl LazyRoute for pages::Account {
                fn data() -> Self { Self }
                fn view(this: Self) -> AnyView { this.show() }
            }
        }
    }

    #[test]
    fn a_chunk_is_called_after_the_package_and_the_page_or_as_the_route_says() {
        assert!(expanded(quote!(), page()).contains("\"formwork_macros_account\""));
        let named = expanded(quote!(house), page());
        assert!(named.contains("\"formwork_macros_house\""), "{named}");
        assert!(!named.contains("formwork_macros_account"), "{named}");
    }

    #[test]
    fn what_is_no_lazy_route_is_told_what_one_is() {
        let told = [
            (
                quote!(impl Account {}),
                "stands at an `impl LazyRoute for Page`",
            ),
            (
                quote!(impl LazyRoute for Account {}),
                "has a function `view`",
            ),
            (
                quote!(impl LazyRoute for Account { async fn view(this: Self) -> AnyView {} }),
                "is not `async`",
            ),
            (
                quote!(impl LazyRoute for Account { fn view() -> AnyView {} }),
                "has one argument, `this: Self`",
            ),
            (
                quote!(impl LazyRoute for Account { fn view(_: Self) -> AnyView {} }),
                "a name, such as `this: Self`",
            ),
        ];
        for (item, message) in told {
            let error = expanded(quote!(), item);
            assert!(error.contains(message), "{error}");
        }
        assert!(expanded(quote!("a name"), page()).contains("the name of a chunk"));
    }
}
