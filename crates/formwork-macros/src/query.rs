//! `#[query]`.

use crate::{
    options::{Access, QueryOptions},
    root::{root, root_at},
    signature::{Attributes, Role, Signature},
};
use proc_macro2::{Ident, Span, TokenStream};
use quote::{format_ident, quote, quote_spanned};
use syn::{Error, ItemFn, Result, ext::IdentExt, parse2, spanned::Spanned};

/// Expands `#[query(…)] async fn`.
pub fn query(options: TokenStream, item: TokenStream) -> Result<TokenStream> {
    let function: ItemFn = parse2(item)?;
    let options: QueryOptions = parse2(options)?;
    let signature = Signature::check(&function, "a query", "QueryResult<T>")?;
    for param in &signature.params {
        if matches!(param.role, Role::Form | Role::Prev) {
            return Err(Error::new(
                param.ty.span(),
                "a query reads: it takes no form and no previous state; make it an #[action] if it changes something",
            ));
        }
    }

    let fw = root();
    let vis = &function.vis;
    let name = &function.sig.ident;
    let name_text = name.to_string();
    // As that of an action: the function's own name may be a module's, too.
    let marker = format_ident!("__query_{}", name.unraw(), span = name.span());
    // Parameters can have any name: what the generated code calls its own is out of their reach.
    let own = |name| Ident::new(name, Span::mixed_site());
    let (args, logged) = (own("args"), own("logged"));
    let Attributes {
        outside,
        conditions,
        of_body,
    } = Attributes::of(&function.attrs);
    let block = &function.block;
    let output = &signature.output;
    let id = format!("::{name_text}-{}", signature.hash(name));
    let names: Vec<_> = signature.of_role(Role::Argument).map(|p| &p.name).collect();
    let types: Vec<_> = signature.of_role(Role::Argument).map(|p| &p.ty).collect();
    let all_pats = signature.params.iter().map(|p| &p.pat);
    let all_types = signature.params.iter().map(|p| &p.ty);
    let all_names: Vec<_> = signature.params.iter().map(|p| &p.name).collect();
    let tags = options.tags.iter().map(|tag| {
        if tag.value().contains('{') {
            quote!(::std::format!(#tag))
        } else {
            quote!(::std::string::String::from(#tag))
        }
    });
    let at_output = root_at(output.span());
    let output_type =
        quote_spanned!(output.span()=> <#output as #at_output::__private::Returns>::Value);

    let (guard_text, guard) = match (&options.access, signature.one(Role::Guard)) {
        (Access::Public, None) => ("public".to_string(), TokenStream::new()),
        (Access::Public, Some(param)) => {
            return Err(Error::new(
                param.ty.span(),
                "this query is public: there is no guard whose value it could take; write `guard = …` in place of `public`",
            ));
        }
        (Access::Guard(path), param) => {
            let value = quote_spanned! {path.span()=>
                match #path().await {
                    ::core::result::Result::Ok(value) => value,
                    ::core::result::Result::Err(error) => return ::core::result::Result::Err(::core::convert::Into::into(error)),
                }
            };
            let bind = match param {
                Some(param) => {
                    let guard_name = &param.name;
                    quote!(let #guard_name = #fw::action::Guard(#value);)
                }
                None => quote!(let _ = #value;),
            };
            (quote!(#path).to_string().replace(' ', ""), bind)
        }
    };

    Ok(quote! {
        #(#conditions)*
        #[doc(hidden)]
        #[allow(non_camel_case_types)]
        #[derive(Clone, Copy, Debug)]
        #vis struct #marker {}

        #(#outside)*
        #(#conditions)*
        #vis fn #name(#(#names: #types),*) -> #fw::query::QueryCall<#marker> {
            #fw::query::QueryCall::new((#(#names,)*))
        }

        #(#conditions)*
        const _: () = {
            #fw::__if_ssr! {
                #(#of_body)*
                async fn __formwork_body(#(#all_pats: #all_types),*) -> #output #block

                impl #fw::server::ServerQuery for #marker {
                    const ID: &'static str = <Self as #fw::query::Query>::ID;
                    const NAME: &'static str = <Self as #fw::query::Query>::NAME;

                    #[allow(unused_variables)]
                    fn tags(
                        #args: &str,
                    ) -> ::core::result::Result<::std::vec::Vec<::std::string::String>, #fw::__private::serde_json::Error> {
                        let (#(#names,)*): (#(#types,)*) = #fw::__private::decode_arguments(#args)?;
                        ::core::result::Result::Ok(::std::vec![#(#tags),*])
                    }

                    fn run(
                        #args: ::std::string::String,
                        #logged: #fw::server::Logged,
                    ) -> #fw::__private::BoxFuture<#fw::server::Json> {
                        #fw::query::read_as_json::<Self>(#args, #fw::__private::decode_arguments, #logged)
                    }
                }

                #fw::__private::inventory::submit! {
                    #fw::server::QueryEntry::new::<#marker>(#guard_text)
                }
            }

            impl #fw::query::Query for #marker {
                const ID: &'static str = ::core::concat!(::core::module_path!(), #id);
                const NAME: &'static str = #name_text;
                type Args = (#(#types,)*);
                type Output = #output_type;

                fn encode(#args: &Self::Args) -> ::core::result::Result<::std::string::String, #fw::__private::serde_json::Error> {
                    let (#(#names,)*) = #args;
                    #fw::__private::encode_arguments(&[#(#names),*])
                }

                #fw::__if_ssr! {
                    fn run_here(
                        #args: Self::Args,
                    ) -> #fw::__private::BoxFuture<#fw::query::QueryResult<Self::Output>> {
                        ::std::boxed::Box::pin(async move {
                            #guard
                            let (#(#names,)*) = #args;
                            __formwork_body(#(#all_names),*).await
                        })
                    }
                }
            }
        };
    })
}
