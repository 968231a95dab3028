//! `#[action]` and `#[actions]`.

use crate::{
    captures,
    options::{Access, ActionOptions},
    root::{root, root_at},
    signature::{Attributes, Role, Signature},
};
use proc_macro2::{Ident, Span, TokenStream};
use quote::{format_ident, quote, quote_spanned};
use syn::{
    Error, Item, ItemFn, ItemMod, Result, Visibility, ext::IdentExt, parse2, spanned::Spanned,
};

/// Expands `#[action(…)] async fn`.
pub fn action(options: TokenStream, item: TokenStream) -> Result<TokenStream> {
    let function: ItemFn = parse2(item)?;
    let options: ActionOptions = parse2(options).map_err(|error| at(&function, error))?;
    let signature = Signature::check(&function, "an action", "ActionResult<T>")?;

    let fw = root();
    let vis = &function.vis;
    let name = &function.sig.ident;
    let name_text = name.to_string();
    // The function's own name would be taken twice where a module has it, too: `mod like; pub use like::like;`.
    let marker = format_ident!("__action_{}", name.unraw(), span = name.span());
    let Attributes {
        outside,
        conditions,
        of_body,
    } = Attributes::of(&function.attrs);
    let block = &function.block;
    let body = format_ident!("__{}_on_the_server", name.unraw());
    let advice = captures::has_candidates(&function).then(|| {
        quote!(#[#fw::an_action_captures_no_variables::give_it_a_parameter_and_bind_the_value_or_a_Sealed_one])
    });
    let output = &signature.output;
    let id = format!("::{name_text}-{}", signature.hash(name));
    // Parameters can have any name: what the generated code calls its own is out of their reach.
    let own = |name| Ident::new(name, Span::mixed_site());
    let (input, args, bound, guard_here, value) = (
        own("input"),
        own("args"),
        own("bound"),
        own("guard"),
        own("value"),
    );

    let visible_names: Vec<_> = signature.visible().map(|p| &p.name).collect();
    let visible_types: Vec<_> = signature.visible().map(|p| &p.ty).collect();
    let bound_names: Vec<_> = signature.of_role(Role::Argument).map(|p| &p.name).collect();
    let bound_types: Vec<_> = signature.of_role(Role::Argument).map(|p| &p.ty).collect();
    let all_pats = signature.params.iter().map(|p| &p.pat);
    let all_types = signature.params.iter().map(|p| &p.ty);
    let all_names: Vec<_> = signature.params.iter().map(|p| &p.name).collect();

    let prev = signature.one(Role::Prev);
    let prev_type = match prev {
        Some(param) => {
            let ty = &param.ty;
            quote!(#ty)
        }
        None => quote!(#fw::action::NoPrev),
    };
    let encode_form = match signature.one(Role::Form) {
        Some(param) => {
            let form = &param.name;
            quote!(#fw::fields::FormArg::encode(#form))
        }
        None => quote!(#fw::fields::FormData::default()),
    };
    let takes_prev = prev.is_some();
    let takes_form = signature.one(Role::Form).is_some();
    let of_form = match signature.one(Role::Form) {
        Some(param) => {
            let ty = &param.ty;
            quote! {
                <#ty as #fw::fields::FormArg>::is_secret,
                <#ty as #fw::fields::FormArg>::secret_names,
                <#ty as #fw::fields::FormArg>::metas
            }
        }
        None => quote!(|_| true, ::std::vec::Vec::new, || &[]),
    };

    let (guard_text, guard_value) = match &options.access {
        Access::Public => ("public".to_string(), quote!(())),
        Access::Guard(path) => (
            quote!(#path).to_string().replace(' ', ""),
            quote_spanned!(path.span()=> match #path().await {
                ::core::result::Result::Ok(value) => value,
                ::core::result::Result::Err(error) => return ::core::result::Result::Err(::core::convert::Into::into(error)),
            }),
        ),
    };
    let (guard_type, guard_pass) = match (signature.one(Role::Guard), &options.access) {
        (Some(param), Access::Guard(_)) => {
            let guard_name = &param.name;
            let ty = &param.ty;
            (quote!(#ty), quote!(let #guard_name = #guard_here;))
        }
        (Some(param), Access::Public) => {
            return Err(Error::new(
                param.ty.span(),
                "this action is public: there is no guard whose value it could take; write `guard = …` in place of `public`",
            ));
        }
        (None, _) => (quote!(()), quote!(let () = #guard_here;)),
    };
    let guard_wrap = match signature.one(Role::Guard) {
        Some(_) => quote!(#fw::action::Guard(#guard_value)),
        None => quote!({ let _ = #guard_value; }),
    };

    let decode_form = signature.one(Role::Form).map(|param| {
        let (form, ty) = (&param.name, &param.ty);
        quote! {
            let #form = <#ty as #fw::fields::FormArg>::decode(&#input.form)
                .map_err(#fw::action::ActionError::Invalid)?;
        }
    });
    let initial = match &options.initial {
        Some(expr) => quote!(#expr),
        None => quote!(::core::default::Default::default()),
    };
    let initial_json = prev.map(|param| {
        let ty = &param.ty;
        quote! {
            fn initial() -> ::core::option::Option<::std::string::String> {
                let #fw::action::Prev(initial): #ty = #fw::action::Prev(#initial);
                #fw::__private::serde_json::to_string(&initial).ok()
            }
        }
    });
    let decode_prev = prev.map(|param| {
        let (prev, ty) = (&param.name, &param.ty);
        quote! {
            let #prev: #ty = match &#input.prev {
                // A state of an older build, which had other fields.
                ::core::option::Option::Some(json) => #fw::action::Prev(
                    #fw::__private::serde_json::from_str(json)
                        .map_err(|_| #fw::action::ActionError::Stale)?,
                ),
                ::core::option::Option::None => #fw::action::Prev(#initial),
            };
        }
    });
    let finish = match prev {
        Some(param) => {
            let ty = &param.ty;
            quote! {
                #fw::server::RunOutput::with_state(#value, <#ty as #fw::action::NextState<_>>::next)
            }
        }
        None => quote!(#fw::server::RunOutput::new(&#value)),
    };
    let limit = optional(options.limit.map(|n| quote!(#n)));
    let deadline = optional(options.deadline_ms.map(|n| quote!(#n)));
    let policy = match &options.policy {
        Some(policy) => {
            quote!(::core::option::Option::Some(#fw::submission::Policy::#policy))
        }
        None => quote!(::core::option::Option::None),
    };
    let at_output = root_at(output.span());
    let output_type =
        quote_spanned!(output.span()=> <#output as #at_output::__private::Returns>::Value);

    Ok(quote! {
        #(#conditions)*
        #[doc(hidden)]
        #[allow(non_camel_case_types)]
        #[derive(Clone, Copy, Debug)]
        #vis struct #marker {}

        #(#outside)*
        #(#conditions)*
        #[allow(clippy::too_many_arguments)]
        #vis fn #name(#(#visible_names: #visible_types),*) -> #fw::action::ActionCall<#marker> {
            #fw::action::ActionCall::new((#(#visible_names,)*))
        }

        // Beside the constant: in it, the compiler would speak of constants where the body uses a variable of
        // the function around it.
        #fw::__if_ssr! {
            #advice
            #(#conditions)*
            #(#of_body)*
            async fn #body(#(#all_pats: #all_types),*) -> #output #block
        }

        #(#conditions)*
        const _: () = {
            #fw::__if_ssr! {
                impl #fw::server::ServerAction for #marker {
                    const ID: &'static str = <Self as #fw::action::Action>::ID;
                    const NAME: &'static str = <Self as #fw::action::Action>::NAME;

                    fn open(bound: &str) -> ::core::result::Result<#fw::server::Opened, #fw::__private::serde_json::Error> {
                        let arguments: (#(#bound_types,)*) = #fw::__private::decode_arguments(bound)?;
                        ::core::result::Result::Ok(::std::boxed::Box::new(arguments))
                    }

                    fn guard() -> #fw::__private::BoxFuture<#fw::action::ActionResult<#fw::server::Opened>> {
                        ::std::boxed::Box::pin(async move {
                            let guard: #guard_type = #guard_wrap;
                            ::core::result::Result::Ok(::std::boxed::Box::new(guard) as #fw::server::Opened)
                        })
                    }

                    #initial_json

                    #[allow(unused_variables)]
                    fn run(
                        #input: #fw::server::RunInput,
                    ) -> #fw::__private::BoxFuture<#fw::action::ActionResult<#fw::server::RunOutput>> {
                        ::std::boxed::Box::pin(async move {
                            let (#(#bound_names,)*): (#(#bound_types,)*) = #fw::server::taken(#input.arguments)?;
                            let #guard_here: #guard_type = #fw::server::taken(#input.guard)?;
                            #guard_pass
                            #decode_prev
                            #decode_form
                            let #value = #body(#(#all_names),*).await?;
                            #finish
                        })
                    }
                }

                #fw::__private::inventory::submit! {
                    #fw::server::ActionEntry::new::<#marker>(#fw::server::ActionOptions {
                        guard: #guard_text,
                        limit: #limit,
                        deadline_ms: #deadline,
                        takes_form: #takes_form,
                    }, #of_form)
                }
            }

            impl #fw::action::Action for #marker {
                const ID: &'static str = ::core::concat!(::core::module_path!(), #id);
                const NAME: &'static str = #name_text;
                const POLICY: ::core::option::Option<#fw::submission::Policy> = #policy;
                const DEADLINE_MS: ::core::option::Option<u64> = #deadline;
                const LIMIT: ::core::option::Option<u64> = #limit;
                type Args = (#(#visible_types,)*);
                type Output = #output_type;
                type Prev = #prev_type;
                const TAKES_PREV: bool = #takes_prev;

                #[allow(unused_variables)]
                fn encode(
                    #args: &Self::Args,
                ) -> ::core::result::Result<
                    (::std::string::String, #fw::fields::FormData),
                    #fw::__private::serde_json::Error,
                > {
                    let (#(#visible_names,)*) = #args;
                    let #bound: &[&dyn #fw::__private::Argument] = &[#(#bound_names),*];
                    ::core::result::Result::Ok((#fw::__private::encode_arguments(#bound)?, #encode_form))
                }

                #fw::__if_ssr! {
                    #[allow(unused_variables)]
                    fn run_here(
                        #args: Self::Args,
                    ) -> #fw::__private::BoxFuture<#fw::action::ActionResult<Self::Output>> {
                        ::std::boxed::Box::pin(async move {
                            let #guard_here: #guard_type = #guard_wrap;
                            let (#(#visible_names,)*) = #args;
                            #guard_pass
                            #body(#(#all_names),*).await
                        })
                    }
                }
            }
        };
    })
}

fn optional(value: Option<TokenStream>) -> TokenStream {
    match value {
        Some(value) => quote!(::core::option::Option::Some(#value)),
        None => quote!(::core::option::Option::None),
    }
}

/// A complaint about missing options has no token to stand at; the function's name does.
fn at(function: &ItemFn, error: Error) -> Error {
    if error
        .span()
        .source_text()
        .is_none_or(|text| text.starts_with("#["))
    {
        Error::new(function.sig.ident.span(), error.to_string())
    } else {
        error
    }
}

/// Expands `#[actions(…)] mod`: every public async function of the module is an action with these options.
pub fn actions(options: TokenStream, item: TokenStream) -> Result<TokenStream> {
    let mut module: ItemMod = parse2(item)?;
    let Some((_, items)) = &mut module.content else {
        return Err(Error::new(
            module.span(),
            "#[actions] needs the module's functions: write them in place, `mod actions { … }`",
        ));
    };
    let fw = root();
    for item in items {
        let Item::Fn(function) = item else { continue };
        let is_public = !matches!(function.vis, Visibility::Inherited);
        let is_marked = function.attrs.iter().any(|a| {
            a.path()
                .segments
                .last()
                .is_some_and(|s| s.ident == "action" || s.ident == "query")
        });
        if is_public && function.sig.asyncness.is_some() && !is_marked {
            function
                .attrs
                .push(syn::parse_quote!(#[#fw::prelude::action(#options)]));
        }
    }
    Ok(quote!(#module))
}
