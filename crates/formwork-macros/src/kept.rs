//! Attributes that a control must not lose, not even for a moment: `type`, `multiple` and their like.
//!
//! With `--cfg erase_components` Leptos renders an element again by removing all attributes and setting them again. An
//! `<input>` without its `type="file"` loses its file, a `<select>` without its `multiple` all choices but one. An
//! attribute of Formwork's replaces them, which changes in place.

use crate::tokens::{is_of_a_view, is_punct};
use proc_macro2::{Group, Span, TokenStream, TokenTree};
use quote::{quote, quote_spanned};
use syn::{
    Expr,
    parse::{ParseStream, Parser},
};

/// The elements, and those of their attributes that hold the user's input, choice or focus.
const KEPT: &[(&str, &[&str])] = &[
    (
        "input",
        &["type", "multiple", "min", "max", "step", "checked"],
    ),
    ("select", &["multiple"]),
    ("option", &["selected"]),
    ("a", &["href"]),
];

/// How Formwork is named, in code that stands at a place.
type Root<'a> = &'a dyn Fn(Span) -> TokenStream;

/// Writes `{..keep("type", "file")}` for `type="file"` in the tags of controls.
pub fn with_kept_attributes(tokens: TokenStream, root: Root<'_>) -> TokenStream {
    let trees: Vec<TokenTree> = tokens.into_iter().collect();
    let mut out: Vec<TokenTree> = Vec::with_capacity(trees.len());
    let mut index = 0;
    while let Some(tree) = trees.get(index) {
        index += 1;
        match tree {
            // A `view!` inside does it by itself.
            TokenTree::Group(group) if !is_of_a_view(&trees[..index - 1]) => {
                let mut inside = Group::new(
                    group.delimiter(),
                    with_kept_attributes(group.stream(), root),
                );
                inside.set_span(group.span());
                out.push(inside.into());
            }
            TokenTree::Ident(name) if opens_a_tag(&trees[..index - 1]) => {
                out.push(tree.clone());
                let name = name.to_string();
                if let Some((_, kept)) = KEPT.iter().find(|(element, _)| *element == name) {
                    let end = end_of_tag(&trees, index);
                    let own = &trees[index..end];
                    match name != "select" && is_inert(own) {
                        true => out.extend(own.iter().cloned()),
                        false => out.extend(attributes(own, kept, root)),
                    }
                    index = end;
                }
            }
            _ => out.push(tree.clone()),
        }
    }
    out.into_iter().collect()
}

/// Whether a tag's name comes next: in an expression a comparison with `a` looks like one, and has no attributes.
fn opens_a_tag(before: &[TokenTree]) -> bool {
    before.last().is_some_and(|tree| is_punct(tree, '<'))
        && !matches!(before, [.., TokenTree::Ident(_) | TokenTree::Literal(_), _])
}

/// Where the tag ends: at its `>`, or its `/>`.
fn end_of_tag(trees: &[TokenTree], from: usize) -> usize {
    let is_end = |at: usize| {
        let is_arrow = is_punct(&trees[at - 1], '=') || is_punct(&trees[at - 1], '-');
        is_punct(&trees[at], '>') && !is_arrow
    };
    let end = (from..trees.len())
        .find(|at| is_end(*at))
        .unwrap_or(trees.len());
    match end > from && is_punct(&trees[end - 1], '/') {
        true => end - 1,
        false => end,
    }
}

/// Whether all attributes are plain texts: Leptos makes HTML of such an element, and never touches it again. Of a
/// `<select>` it is the options that may change.
fn is_inert(attributes: &[TokenTree]) -> bool {
    attributes.iter().enumerate().all(|(at, tree)| match tree {
        TokenTree::Group(_) => false,
        TokenTree::Punct(punct) if punct.as_char() == '=' => {
            matches!(attributes.get(at + 1), Some(TokenTree::Literal(text)) if text.to_string().starts_with('"'))
        }
        TokenTree::Punct(punct) => punct.as_char() == '-',
        _ => true,
    })
}

/// The attributes of one tag, those that are kept first: behind `value=name` the braces would be a struct's.
fn attributes(trees: &[TokenTree], kept: &[&str], root: Root<'_>) -> TokenStream {
    let mut first = TokenStream::new();
    let mut out = TokenStream::new();
    let mut index = 0;
    while let Some(tree) = trees.get(index) {
        index += 1;
        // The value of another attribute.
        if is_punct(tree, '=')
            && let Some((_, length)) = value(&trees[index..])
        {
            out.extend([tree.clone()]);
            out.extend(with_kept_attributes(
                trees[index..index + length].iter().cloned().collect(),
                root,
            ));
            index += length;
            continue;
        }
        let found = match tree {
            TokenTree::Ident(name) if starts_an_attribute(&trees[..index - 1]) => {
                let name = name.to_string();
                let name = name.trim_start_matches("r#");
                kept.iter().find(|kept| **kept == name)
            }
            _ => None,
        };
        let value = match (found, trees.get(index)) {
            (None, _) => None,
            (Some(_), Some(next)) if is_punct(next, '=') => value(&trees[index + 1..]),
            // `type:` and `type-` begin other names.
            (Some(_), Some(TokenTree::Punct(_))) => None,
            (Some(_), _) => Some((quote!(true), 0)),
        };
        match (found, value) {
            (Some(name), Some((value, length))) => {
                let span = tree.span();
                let fw = root(span);
                first.extend(quote_spanned!(span=> {..#fw::__private::keep(#name, #value)}));
                index += if length == 0 { 0 } else { length + 1 };
            }
            _ => out.extend([tree.clone()]),
        }
    }
    first.extend(out);
    first
}

/// Whether a name here is that of an attribute, and no part of another's name or value.
fn starts_an_attribute(before: &[TokenTree]) -> bool {
    !matches!(before.last(), Some(TokenTree::Punct(_)))
}

/// The value at the beginning of these tokens, and how many of them it has.
fn value(trees: &[TokenTree]) -> Option<(TokenStream, usize)> {
    let all: TokenStream = trees.iter().cloned().collect();
    let rest = |input: ParseStream| -> syn::Result<usize> {
        input.parse::<Expr>()?;
        let rest: TokenStream = input.parse()?;
        Ok(rest.into_iter().count())
    };
    // What is no expression is left to Leptos.
    let length = trees.len() - rest.parse2(all).ok()?;
    Some((trees[..length].iter().cloned().collect(), length))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn becomes(from: TokenStream, to: TokenStream) {
        assert_eq!(
            with_kept_attributes(from, &|_| quote!(::formwork)).to_string(),
            to.to_string()
        );
    }

    #[test]
    fn the_type_of_an_input_is_kept() {
        becomes(
            quote!(<p><input id=a type="file" multiple class="b"/></p>),
            quote!(<p><input {..::formwork::__private::keep("type", "file")}
                {..::formwork::__private::keep("multiple", true)} id=a class="b"/></p>),
        );
    }

    #[test]
    fn values_are_whole_expressions() {
        becomes(
            quote!(<option value=x selected=move || x.get() == 3>"3"</option>),
            quote!(<option {..::formwork::__private::keep("selected", move || x.get() == 3)} value=x>"3"</option>),
        );
        becomes(
            quote!(<input value=if checked { "a" } else { "b" } step=2/>),
            quote!(<input {..::formwork::__private::keep("step", 2)} value=if checked { "a" } else { "b" }/>),
        );
        becomes(
            quote!(<input max={ a > b } on:input=move |_| f()/>),
            quote!(<input {..::formwork::__private::keep("max", { a > b })} on:input=move |_| f()/>),
        );
    }

    #[test]
    fn tags_in_blocks_are_found() {
        becomes(
            quote!({ move || x.then(|| f(<select multiple name="b"></select>)) }),
            quote!({ move || x.then(|| f(<select {..::formwork::__private::keep("multiple", true)} name="b"></select>)) }),
        );
    }

    #[test]
    fn everything_else_is_left_alone() {
        for tokens in [
            quote!(<button type="submit">"x"</button>),
            quote!(<input type="file" name="a" data-b="c"/>),
            quote!(<input prop:checked=x bind:checked=y class:multiple=z data-type="a"/>),
            quote!({
                view! { <input type="file"/> }
            }),
            quote!({ a < input } { input > type_of }),
            quote!(<InputRow type="x"/>),
        ] {
            becomes(tokens.clone(), tokens);
        }
    }
}
