//! A hint where an action inside a function uses one of that function's variables.
//!
//! The compiler refuses it ("can't capture dynamic environment"), and a macro cannot change the message. But the message
//! contains the name of the macro that produced a name. So every name in the body that the body does not introduce gets
//! the hygiene of a macro whose own name is the advice. Such a name cannot reach the variables around the macro's call,
//! and neither can the body. Functions, constants and statics stay reachable.
//!
//! Names in the calls of other macros stay as they are, and count as introduced: their effect is unknown.

use proc_macro2::{Ident, Span, TokenStream, TokenTree};
use std::collections::HashSet;
use syn::{
    Expr, ExprCall, FieldValue, Item, ItemFn, Macro, Member, PatIdent,
    visit_mut::{self, VisitMut},
};

/// Whether the body has such names.
pub fn has_candidates(function: &ItemFn) -> bool {
    let mut function = function.clone();
    mark(&mut function) > 0
}

/// Marks such names, as coming out of the macro that is running. Gives their number.
pub fn mark(function: &mut ItemFn) -> usize {
    let mut bound = Bound::default();
    bound.visit_item_fn_mut(function);
    let mut marker = Marker {
        bound: bound.0,
        count: 0,
    };
    marker.visit_block_mut(&mut function.block);
    marker.count
}

/// All names that the function introduces, wherever in it.
#[derive(Default)]
struct Bound(HashSet<String>);

impl Bound {
    fn add_all(&mut self, tokens: TokenStream) {
        for tree in tokens {
            match tree {
                TokenTree::Ident(ident) => {
                    self.0.insert(ident.to_string());
                }
                TokenTree::Group(group) => self.add_all(group.stream()),
                _ => {}
            }
        }
    }
}

impl VisitMut for Bound {
    fn visit_pat_ident_mut(&mut self, pat: &mut PatIdent) {
        self.0.insert(pat.ident.to_string());
        visit_mut::visit_pat_ident_mut(self, pat);
    }

    fn visit_macro_mut(&mut self, call: &mut Macro) {
        self.add_all(call.tokens.clone());
    }

    fn visit_item_mut(&mut self, item: &mut Item) {
        let name = match item {
            Item::Fn(item) => Some(&item.sig.ident),
            Item::Const(item) => Some(&item.ident),
            Item::Static(item) => Some(&item.ident),
            _ => None,
        };
        self.0.extend(name.map(Ident::to_string));
        visit_mut::visit_item_mut(self, item);
    }
}

struct Marker {
    bound: HashSet<String>,
    count: usize,
}

impl Marker {
    fn mark(&mut self, ident: &mut Ident) {
        let text = ident.to_string();
        let is_variable = text.starts_with(|c: char| c.is_lowercase())
            && !self.bound.contains(&text)
            && syn::parse_str::<Ident>(&text).is_ok();
        if is_variable {
            self.count += 1;
            ident.set_span(Span::mixed_site().located_at(ident.span()));
        }
    }
}

impl VisitMut for Marker {
    // An item inside has names of its own.
    fn visit_item_mut(&mut self, _: &mut Item) {}

    fn visit_expr_mut(&mut self, expr: &mut Expr) {
        match expr {
            Expr::Path(path) if path.qself.is_none() && path.path.get_ident().is_some() => {
                let ident = path
                    .path
                    .segments
                    .first_mut()
                    .map(|segment| &mut segment.ident);
                if let Some(ident) = ident {
                    self.mark(ident);
                }
            }
            _ => visit_mut::visit_expr_mut(self, expr),
        }
    }

    /// What is called is a function, and hardly ever a variable.
    fn visit_expr_call_mut(&mut self, call: &mut ExprCall) {
        if !matches!(*call.func, Expr::Path(_)) {
            self.visit_expr_mut(&mut call.func);
        }
        for argument in &mut call.args {
            self.visit_expr_mut(argument);
        }
    }

    fn visit_field_value_mut(&mut self, field: &mut FieldValue) {
        match &mut field.member {
            Member::Named(ident) if field.colon_token.is_none() => self.mark(ident),
            _ => self.visit_expr_mut(&mut field.expr),
        }
    }

    // What stands in a macro call is known to that macro only.
    fn visit_macro_mut(&mut self, _: &mut Macro) {}
}

#[cfg(test)]
mod tests {
    use super::*;
    use syn::parse_quote;

    fn marked(mut function: ItemFn) -> usize {
        mark(&mut function)
    }

    #[test]
    fn names_from_outside_are_marked() {
        assert_eq!(
            marked(parse_quote!(
                fn f() {
                    id
                }
            )),
            1
        );
        assert_eq!(
            marked(parse_quote!(
                fn f() {
                    db.get(id).await?
                }
            )),
            2
        );
        assert_eq!(
            marked(parse_quote!(
                fn f() {
                    Entry {
                        id,
                        name: name.clone(),
                    }
                }
            )),
            2
        );
    }

    #[test]
    fn what_stands_in_a_macro_call_is_left_alone() {
        assert_eq!(
            marked(parse_quote!(
                fn f() {
                    vec![id, x.id, id: 1]
                }
            )),
            0
        );
    }

    #[test]
    fn what_the_function_introduces_is_left_alone() {
        assert_eq!(
            marked(parse_quote!(
                fn f(a: A, Prev(b): Prev<B>) {
                    (a, b)
                }
            )),
            0
        );
        assert_eq!(
            marked(parse_quote!(
                fn f() {
                    let (a, B { b, .. }) = g();
                    h(|c| a + b + c)
                }
            )),
            0
        );
        assert_eq!(
            marked(parse_quote!(
                fn f() {
                    if let Some(a) = g() {
                        println!("{}", a)
                    }
                }
            )),
            0
        );
        assert_eq!(
            marked(parse_quote!(
                fn f() {
                    fn g() {
                        x
                    }
                    g;
                    LIMIT;
                    Some(self::y)
                }
            )),
            0
        );
    }
}
