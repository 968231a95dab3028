//! What `view!`'s parts ask of tokens.

use proc_macro2::TokenTree;

/// Whether what comes next is the inside of another `view!`.
pub fn is_of_a_view(before: &[TokenTree]) -> bool {
    matches!(before, [.., TokenTree::Ident(name), TokenTree::Punct(bang)] if name == "view" && bang.as_char() == '!')
}

/// Whether it is this sign.
pub fn is_punct(tree: &TokenTree, character: char) -> bool {
    matches!(tree, TokenTree::Punct(punct) if punct.as_char() == character)
}
