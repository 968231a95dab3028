//! `view!`: Leptos' own, in which each `<Form>` gets its number in the invocation, controls keep the user's input
//! ([`super::kept`]), and the value of an attribute may have a turbofish ([`super::turbofish`]).
//!
//! A form's key contains its place in the source. The compiler names the place of the outermost macro, the whole
//! `view!`, so two forms in one `view!` would share a key.

use crate::{
    kept::with_kept_attributes,
    root::root_at,
    tokens::{is_of_a_view, is_punct},
    turbofish::with_braces,
};
use proc_macro2::{Delimiter, Group, Literal, Span, TokenStream, TokenTree};
use quote::{format_ident, quote};

/// Expands `view! { … }`.
pub fn view(tokens: TokenStream) -> TokenStream {
    let tokens = with_kept_attributes(numbered(with_braces(tokens), &mut 0), &root_at);
    quote!(::leptos::view! { #tokens })
}

/// Writes `__place=n` behind each `<Form` and `<path::to::Form`.
fn numbered(tokens: TokenStream, forms: &mut u32) -> TokenStream {
    let trees: Vec<TokenTree> = tokens.into_iter().collect();
    let mut out: Vec<TokenTree> = Vec::with_capacity(trees.len());
    for (index, tree) in trees.iter().enumerate() {
        match tree {
            // A `view!` inside has its own place, and numbers its own forms.
            TokenTree::Group(group) if !is_of_a_view(&trees[..index]) => {
                let before = *forms;
                let inside = numbered(group.stream(), forms);
                if *forms == before {
                    out.push(tree.clone());
                } else {
                    let mut numbered = Group::new(group.delimiter(), inside);
                    numbered.set_span(group.span());
                    out.push(numbered.into());
                }
            }
            TokenTree::Ident(ident) if ident == "Form" && is_a_tag(&trees, index) => {
                out.push(tree.clone());
                let name = format_ident!("__place", span = Span::call_site());
                let number = Literal::u32_unsuffixed(*forms);
                out.extend(quote!(#name = #number));
                *forms += 1;
            }
            _ => out.push(tree.clone()),
        }
    }
    out.into_iter().collect()
}

/// Whether the name at this index ends the path of an opening tag.
fn is_a_tag(trees: &[TokenTree], index: usize) -> bool {
    let mut start = index;
    while start >= 3
        && is_punct(&trees[start - 1], ':')
        && is_punct(&trees[start - 2], ':')
        && matches!(trees[start - 3], TokenTree::Ident(_))
    {
        start -= 3;
    }
    let opens = start > 0 && is_punct(&trees[start - 1], '<');
    let goes_on_as_a_tag = match trees.get(index + 1) {
        Some(TokenTree::Ident(_)) => true,
        Some(TokenTree::Punct(punct)) => matches!(punct.as_char(), '/' | '>'),
        Some(TokenTree::Group(group)) => group.delimiter() == Delimiter::Brace,
        _ => false,
    };
    opens && goes_on_as_a_tag
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_numbered(from: TokenStream, to: TokenStream) {
        assert_eq!(numbered(from, &mut 0).to_string(), to.to_string());
    }

    #[test]
    fn each_form_of_a_view_has_its_number() {
        is_numbered(
            quote!(<Form action=a></Form><div><fw::form::Form key="x"/></div>),
            quote!(<Form __place=0 action=a></Form><div><fw::form::Form __place=1 key="x"/></div>),
        );
    }

    #[test]
    fn forms_in_blocks_and_closures_are_counted_along() {
        is_numbered(
            quote!({ move || x.then(|| f(<Form/>)) } <Form>),
            quote!({ move || x.then(|| f(<Form __place=0/>)) } <Form __place=1>),
        );
    }

    #[test]
    fn a_view_inside_is_left_to_itself() {
        is_numbered(
            quote!({ view! { <Form action=a/> } } <Form action=b/>),
            quote!({ view! { <Form action=a/> } } <Form __place=0 action=b/>),
        );
    }

    #[test]
    fn what_only_looks_like_a_form_is_left_alone() {
        for tokens in [
            quote!(<form action="x"></form><FormRow/><MyForm/></Form>),
            quote!({ a < Form::MAX } { Form(b) } <Form<T> action=a>),
        ] {
            is_numbered(tokens.clone(), tokens);
        }
    }
}
