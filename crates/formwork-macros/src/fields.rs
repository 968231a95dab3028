//! `#[derive(Fields)]`: a table of facts, a decoder and an encoder in terms of
//! `formwork::fields::FieldValue`, and one handle per field.

mod options;
mod pattern;

use crate::root::root;
use options::{Control, Options};
use proc_macro2::{Span, TokenStream};
use quote::{format_ident, quote, quote_spanned};
use syn::{
    Attribute, Data, DeriveInput, Error, Field, Fields, Ident, Result, Type, Visibility,
    ext::IdentExt, parse2, spanned::Spanned,
};

/// Expands `#[derive(Fields)]`.
pub fn derive(item: TokenStream) -> Result<TokenStream> {
    let input: DeriveInput = parse2(item)?;
    let fields = fields_of(&input)?;

    let name = &input.ident;
    let metas = fields.iter().map(FormField::meta);
    let checks = fields.iter().map(FormField::checks);
    let handles = fields
        .iter()
        .enumerate()
        .map(|(index, field)| field.handle(name, index));
    let idents: Vec<_> = fields.iter().map(|field| &field.ident).collect();
    let locals: Vec<_> = (0..fields.len())
        .map(|index| format_ident!("field_{index}"))
        .collect();
    let decoded = fields
        .iter()
        .enumerate()
        .map(|(index, field)| field.decoded(index));
    let encoded = fields.iter().map(FormField::encoded);
    let count = fields.len();
    let fw = root();

    Ok(quote! {
        const _: () = {
            use #fw::fields as __fields;

            static FIELDS: [__fields::FieldMeta; #count] = [#(#metas),*];

            #(#checks)*

            #[automatically_derived]
            #[allow(non_upper_case_globals, dead_code)]
            impl #name {
                #(#handles)*
            }

            #[automatically_derived]
            impl __fields::FieldSet for #name {
                fn metas() -> &'static [__fields::FieldMeta] {
                    &FIELDS
                }

                #[allow(unused_variables)]
                fn decode(decoder: &mut __fields::Decoder<'_>) -> ::core::option::Option<Self> {
                    #(let #locals = #decoded;)*
                    ::core::option::Option::Some(Self { #(#idents: #locals?),* })
                }

                #[allow(unused_variables)]
                fn encode(&self, prefix: &str, form: &mut __fields::FormData) {
                    #(#encoded)*
                }
            }

            #[automatically_derived]
            impl __fields::FieldValue for #name {
                const FACTS: __fields::Facts = __fields::Facts {
                    fields: <#name as __fields::FieldSet>::metas,
                    ..__fields::Facts::of(__fields::Kind::Nested)
                };

                fn decode(
                    decoder: &mut __fields::Decoder<'_>,
                    _: &__fields::FieldMeta,
                ) -> ::core::option::Option<Self> {
                    __fields::FieldSet::decode(decoder)
                }

                fn encode(&self, name: &str, form: &mut __fields::FormData) {
                    __fields::FieldSet::encode(self, name, form)
                }

                fn is_blank(decoder: &__fields::Decoder<'_>) -> bool {
                    !decoder.has_any_below()
                }
            }

            #[automatically_derived]
            impl __fields::Nests for #name {
                type Set = #name;
                const OPTIONAL: bool = false;
            }

            #[automatically_derived]
            impl __fields::FormArg for #name {
                fn decode(
                    data: &__fields::FormData,
                ) -> ::core::result::Result<Self, __fields::Issues> {
                    __fields::Decoder::new(data).finish()
                }

                fn encode(&self) -> __fields::FormData {
                    let mut form = __fields::FormData::new();
                    __fields::FieldSet::encode(self, "", &mut form);
                    form
                }

                fn metas() -> &'static [__fields::FieldMeta] {
                    &FIELDS
                }

                fn secret_names() -> ::std::vec::Vec<::std::string::String> {
                    <#name as __fields::FieldSet>::secret_names()
                }
            }
        };
    })
}

/// The fields, or why the type cannot be a form's.
fn fields_of(input: &DeriveInput) -> Result<Vec<FormField>> {
    let Data::Struct(data) = &input.data else {
        return Err(Error::new(
            input.ident.span(),
            "`Fields` is for structs: each field of the struct is a field of the form",
        ));
    };
    if let Some(parameter) = input.generics.params.first() {
        return Err(Error::new(
            parameter.span(),
            "a struct with `Fields` cannot be generic: its fields are one table, and what a form sends is owned; name the types, \
             and use `String` in place of `&str`",
        ));
    }
    if let Some(attribute) = input.attrs.iter().find(|a| a.path().is_ident("field")) {
        return Err(Error::new(
            attribute.span(),
            "`#[field(…)]` stands at a field of the struct, not at the struct",
        ));
    }
    match &data.fields {
        Fields::Named(fields) => fields.named.iter().map(FormField::new).collect(),
        Fields::Unit => Ok(Vec::new()),
        Fields::Unnamed(fields) => Err(Error::new(
            fields.span(),
            "the fields of a form have names: write `struct Name { field: Type }`",
        )),
    }
}

struct FormField {
    ident: Ident,
    vis: Visibility,
    ty: Type,
    docs: Vec<Attribute>,
    options: Options,
}

impl FormField {
    fn new(field: &Field) -> Result<Self> {
        // Only called for named fields.
        let ident = field
            .ident
            .clone()
            .ok_or_else(|| Error::new(field.span(), "a name is missing"))?;
        Ok(Self {
            ident,
            vis: field.vis.clone(),
            ty: field.ty.clone(),
            docs: field
                .attrs
                .iter()
                .filter(|a| a.path().is_ident("doc"))
                .cloned()
                .collect(),
            options: Options::of(&field.attrs)?,
        })
    }

    /// The name on the wire.
    fn wire_name(&self) -> String {
        self.options
            .name
            .as_ref()
            .map_or_else(|| self.ident.unraw().to_string(), |name| name.value())
    }

    /// The entry in the table.
    fn meta(&self) -> TokenStream {
        let (ty, name, options) = (&self.ty, self.wire_name(), &self.options);
        let label = match &options.label {
            Some(label) => quote!(#label),
            None => {
                let label = humanised(&self.ident.unraw().to_string());
                quote!(#label)
            }
        };
        let mut calls = TokenStream::new();
        if options.default.is_some() {
            calls.extend(quote!(.required(false)));
        }
        if let Some(length) = &options.length {
            let (min, max) = (optional(&length.min), optional(&length.max));
            let message = optional(&length.message);
            calls.extend(quote!(.length(#min, #max, #message)));
        }
        if let Some(range) = &options.range {
            let (min, max) = (optional(&range.min), optional(&range.max));
            let message = optional(&range.message);
            calls.extend(quote!(.range(#min, #max, #message)));
        }
        if let Some(email) = &options.email {
            let message = optional(&email.message);
            calls.extend(quote!(.email(#message)));
        }
        if let Some(pattern) = &options.pattern {
            let source = &pattern.source;
            let message = optional(&pattern.message);
            calls.extend(quote!(.pattern(#source, #message)));
        }
        if options.required.is_some() {
            calls.extend(quote!(.required(true)));
        }
        if let Some(control) = &options.control {
            let kind = match &control.kind {
                Control::Named(variant) => quote!(__fields::Kind::#variant),
                Control::Input(name) => quote!(__fields::Kind::Input(#name)),
            };
            calls.extend(quote!(.kind(#kind)));
        }
        for (call, value) in [
            ("help", &options.help),
            ("message", &options.message),
            ("autocomplete", &options.autocomplete),
        ] {
            if let Some(value) = value {
                let call = Ident::new(call, value.span());
                calls.extend(quote!(.#call(#value)));
            }
        }
        quote_spanned!(ty.span()=> __fields::FieldMeta::of::<#ty>(#name, #label) #calls)
    }

    /// That its rules fit its type, as bounds whose errors stand at the rules.
    fn checks(&self) -> TokenStream {
        let ty = &self.ty;
        let check = |span, bound: TokenStream| {
            quote_spanned! {span=>
                const _: fn() = || {
                    type Value = #ty;
                    fn fits<T: #bound>() {}
                    fits::<Value>();
                };
            }
        };
        let options = &self.options;
        let texts = [
            options.length.as_ref().map(|rule| rule.span),
            options.email.as_ref().map(|rule| rule.span),
            options.pattern.as_ref().map(|rule| rule.span),
            options
                .control
                .as_ref()
                .filter(|control| control.is_for_texts)
                .map(|control| control.span),
        ];
        let numbers = options.range.as_ref().map(|rule| rule.span);
        let texts = texts
            .into_iter()
            .flatten()
            .map(|span| check(span, quote!(__fields::TextValue)));
        let numbers = numbers
            .into_iter()
            .map(|span| check(span, quote!(__fields::NumberValue)));
        let default = options.default.as_ref().map(|default| {
            quote_spanned! {default.span=>
                const _: () = __fields::Facts::may_have_a_default(<#ty as __fields::FieldValue>::FACTS);
            }
        });
        texts.chain(numbers).chain(default).collect()
    }

    fn handle(&self, name: &Ident, index: usize) -> TokenStream {
        let Self {
            ident,
            vis,
            ty,
            docs,
            ..
        } = self;
        let title = format!("The field `{}`.", self.wire_name());
        let doc = if docs.is_empty() {
            quote!(#[doc = #title])
        } else {
            quote!(#(#docs)*)
        };
        quote! {
            #doc
            #vis const #ident: __fields::FieldHandle<#name, #ty> = __fields::FieldHandle::new(&FIELDS[#index]);
        }
    }

    fn decoded(&self, index: usize) -> TokenStream {
        let ty = &self.ty;
        match &self.options.default {
            None => quote!(decoder.field::<#ty>(&FIELDS[#index])),
            Some(default) => {
                let value = match &default.value {
                    Some(value) => quote!(|| #value),
                    None => quote!(::core::default::Default::default),
                };
                quote!(decoder.field_or::<#ty>(&FIELDS[#index], #value))
            }
        }
    }

    fn encoded(&self) -> TokenStream {
        let (ident, ty, name) = (&self.ident, &self.ty, self.wire_name());
        // Errors stand at the type; the names are those of the code around, also within a `macro_rules!`.
        let span = ty.span().resolved_at(Span::call_site());
        quote_spanned! {span=>
            <#ty as __fields::FieldValue>::encode(&self.#ident, &__fields::name_below(prefix, #name), form);
        }
    }
}

fn optional<T: quote::ToTokens>(value: &Option<T>) -> TokenStream {
    match value {
        Some(value) => quote!(::core::option::Option::Some(#value)),
        None => quote!(::core::option::Option::None),
    }
}

/// `first_name` as "First name".
fn humanised(name: &str) -> String {
    let words = name.trim_matches('_').replace('_', " ");
    let mut chars = words.chars();
    match chars.next() {
        Some(first) => first.to_uppercase().chain(chars).collect(),
        None => name.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_field_without_label_is_called_by_its_name() {
        assert_eq!(super::humanised("first_name"), "First name");
        assert_eq!(super::humanised("email"), "Email");
        assert_eq!(super::humanised("_"), "_");
    }
}
