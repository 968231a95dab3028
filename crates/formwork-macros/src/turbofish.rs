//! `action=server_fn::<AddNote>()`: in a tag, Leptos' parser takes the `>` of a turbofish for the tag's end. So such a value
//! gets braces.

use crate::tokens::is_punct;
use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};

/// Puts braces around the values of attributes that have a turbofish.
pub fn with_braces(tokens: TokenStream) -> TokenStream {
    let trees: Vec<TokenTree> = tokens.into_iter().collect();
    let mut out: Vec<TokenTree> = Vec::with_capacity(trees.len());
    let mut index = 0;
    while let Some(tree) = trees.get(index) {
        out.push(tree.clone());
        index += 1;
        if is_punct(tree, '=')
            && let Some(length) = call_with_turbofish(&trees[index..])
        {
            let value = trees[index..index + length].iter().cloned();
            let mut braces = Group::new(Delimiter::Brace, value.collect());
            braces.set_span(trees[index].span());
            out.push(braces.into());
            index += length;
        }
    }
    out.into_iter().collect()
}

/// How many tokens a path with a turbofish has, with the calls behind it.
fn call_with_turbofish(trees: &[TokenTree]) -> Option<usize> {
    let mut has_turbofish = false;
    let mut at = 0;
    matches!(trees.first()?, TokenTree::Ident(_)).then(|| at += 1)?;
    loop {
        let is = |offset: usize, c| trees.get(at + offset).is_some_and(|tree| is_punct(tree, c));
        let next = trees.get(at);
        if is(0, ':') && is(1, ':') && is(2, '<') {
            at += 2 + length_of_generics(&trees[at + 2..])?;
            has_turbofish = true;
        } else if is(0, ':') && is(1, ':') && matches!(trees.get(at + 2), Some(TokenTree::Ident(_)))
        {
            at += 3;
        } else if is(0, '.') && matches!(trees.get(at + 1), Some(TokenTree::Ident(_))) {
            at += 2;
        } else if matches!(next, Some(TokenTree::Group(group)) if group.delimiter() == Delimiter::Parenthesis)
        {
            at += 1;
        } else {
            break;
        }
    }
    has_turbofish.then_some(at)
}

/// From `<` to its `>`.
fn length_of_generics(trees: &[TokenTree]) -> Option<usize> {
    let mut depth = 0_usize;
    for (at, tree) in trees.iter().enumerate() {
        let is_arrow = at > 0 && is_punct(&trees[at - 1], '-');
        if is_punct(tree, '<') {
            depth += 1;
        } else if is_punct(tree, '>') && !is_arrow {
            depth -= 1;
            if depth == 0 {
                return Some(at + 1);
            }
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use quote::quote;

    fn becomes(from: TokenStream, to: TokenStream) {
        assert_eq!(with_braces(from).to_string(), to.to_string());
    }

    #[test]
    fn a_value_with_a_turbofish_gets_braces() {
        becomes(
            quote!(<Form action=server_fn::<AddNote>()><p/></Form>),
            quote!(<Form action={server_fn::<AddNote>()}><p/></Form>),
        );
        becomes(
            quote!(<Form action=fw::server_fn::<Map<A, fn() -> B>>().bind(7).bind(x) key="a"/>),
            quote!(<Form action={fw::server_fn::<Map<A, fn() -> B>>().bind(7).bind(x)} key="a"/>),
        );
        becomes(
            quote!(<button formaction=server_fn::<Keep>().formaction()>"Keep"</button>),
            quote!(<button formaction={server_fn::<Keep>().formaction()}>"Keep"</button>),
        );
    }

    #[test]
    fn all_else_stays_as_it_is() {
        for tokens in [
            quote!(<Form action=sign key="x"><b>{a::<B>()}</b></Form>),
            quote!(<a href=path::to() class:x=move || y.get()>{ let a = b::<C>(); }</a>),
            quote!(<Form action=a.bind(b)></Form>),
            quote!(<Form action=move |form: FormData| c::<D>(form)/>),
        ] {
            becomes(tokens.clone(), tokens);
        }
    }
}
