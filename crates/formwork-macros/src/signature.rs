//! The common part of actions and queries: an async function's signature, checked and split.

use proc_macro2::{Span, TokenStream};
use quote::format_ident;
use syn::{
    Attribute, Error, FnArg, Ident, ItemFn, Pat, Result, ReturnType, Type, spanned::Spanned,
};

/// One parameter of the function.
pub struct Param {
    /// The pattern as written.
    pub pat: Box<Pat>,
    /// The type as written.
    pub ty: Box<Type>,
    /// A name for it in generated code: its own where the pattern is one.
    pub name: Ident,
    pub role: Role,
}

/// What fills a parameter.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Role {
    /// The guard's value.
    Guard,
    /// A bound or call argument.
    Argument,
    /// The previous state.
    Prev,
    /// The form.
    Form,
}

impl Role {
    fn of(ty: &Type) -> Self {
        match last_segment(ty).as_deref() {
            Some("Guard") => Self::Guard,
            Some("Prev") => Self::Prev,
            Some("Fields" | "FormData") => Self::Form,
            _ => Self::Argument,
        }
    }

    fn place(self) -> usize {
        match self {
            Self::Guard => 0,
            Self::Argument => 1,
            Self::Prev => 2,
            Self::Form => 3,
        }
    }
}

fn last_segment(ty: &Type) -> Option<String> {
    match ty {
        Type::Path(path) => path.path.segments.last().map(|s| s.ident.to_string()),
        Type::Paren(inner) => last_segment(&inner.elem),
        Type::Group(inner) => last_segment(&inner.elem),
        _ => None,
    }
}

/// The attributes below the macro's own, by where they belong: the function becomes several items.
pub struct Attributes<'a> {
    /// For callers: docs and deprecation.
    pub outside: Vec<&'a Attribute>,
    /// `#[cfg(…)]`: for all generated items.
    pub conditions: Vec<&'a Attribute>,
    /// All others.
    pub of_body: Vec<&'a Attribute>,
}

impl<'a> Attributes<'a> {
    pub fn of(attributes: &'a [Attribute]) -> Self {
        let is = |names: &[&str], attribute: &Attribute| {
            names.iter().any(|name| attribute.path().is_ident(name))
        };
        let (conditions, others): (Vec<_>, Vec<_>) = attributes
            .iter()
            .partition(|attribute| is(&["cfg"], attribute));
        let (outside, of_body) = others
            .into_iter()
            .partition(|attribute| is(&["doc", "deprecated"], attribute));
        Self {
            outside,
            conditions,
            of_body,
        }
    }
}

/// The parts of the signature, or what is wrong with it.
pub struct Signature {
    pub params: Vec<Param>,
    pub output: Box<Type>,
}

impl Signature {
    /// `kind` is what the messages call the function: "an action" or "a query".
    pub fn check(function: &ItemFn, kind: &str, result: &str) -> Result<Self> {
        let sig = &function.sig;
        if sig.asyncness.is_none() {
            return Err(Error::new(
                sig.fn_token.span,
                format!("{kind} is an `async fn`"),
            ));
        }
        if let Some(parameter) = sig.generics.params.first() {
            return Err(Error::new(
                parameter.span(),
                format!("{kind} cannot be generic: it is one endpoint with one id"),
            ));
        }
        if let Some(unsafety) = &sig.unsafety {
            return Err(Error::new(
                unsafety.span,
                format!("{kind} cannot be `unsafe`"),
            ));
        }
        let output = match &sig.output {
            ReturnType::Type(_, ty) => ty.clone(),
            ReturnType::Default => {
                return Err(Error::new(
                    sig.ident.span(),
                    format!("{kind} returns `{result}`: write `-> {result}`"),
                ));
            }
        };
        let mut params: Vec<Param> = Vec::new();
        for (index, input) in sig.inputs.iter().enumerate() {
            let FnArg::Typed(typed) = input else {
                return Err(Error::new(
                    input.span(),
                    format!("{kind} is a free function: it has no `self`"),
                ));
            };
            if let Type::Reference(reference) = &*typed.ty {
                return Err(Error::new(
                    reference.span(),
                    format!(
                        "the arguments of {kind} travel over the network: take this one by value"
                    ),
                ));
            }
            if let Type::ImplTrait(ty) = &*typed.ty {
                return Err(Error::new(
                    ty.span(),
                    format!("{kind} cannot be generic: name the type"),
                ));
            }
            let role = Role::of(&typed.ty);
            if let Some(before) = params.last()
                && before.role.place() > role.place()
            {
                return Err(Error::new(
                    typed.span(),
                    "the parameters of an action stand in this order: the guard's value (`Guard<User>`), bound or call \
                     arguments, the previous state (`Prev<S>`), the form (`Fields<T>` or `FormData`)",
                ));
            }
            if role != Role::Argument && params.iter().any(|p| p.role == role) {
                return Err(Error::new(
                    typed.span(),
                    format!("a second {role:?} parameter"),
                ));
            }
            params.push(Param {
                name: name_of(&typed.pat, index),
                pat: typed.pat.clone(),
                ty: typed.ty.clone(),
                role,
            });
        }
        Ok(Self { params, output })
    }

    pub fn of_role(&self, role: Role) -> impl Iterator<Item = &Param> {
        self.params.iter().filter(move |p| p.role == role)
    }

    pub fn one(&self, role: Role) -> Option<&Param> {
        self.of_role(role).next()
    }

    /// All that a caller gives: everything but the guard's value.
    pub fn visible(&self) -> impl Iterator<Item = &Param> {
        self.params.iter().filter(|p| p.role != Role::Guard)
    }

    /// A hash over the types, so that an old page's call of a changed function is recognised.
    pub fn hash(&self, name: &Ident) -> String {
        let mut text = name.to_string();
        for param in self.visible() {
            text.push('|');
            text.push_str(&tokens_to_text(&param.ty));
        }
        text.push_str("->");
        text.push_str(&tokens_to_text(&self.output));
        let mut hash: u64 = 0xcbf2_9ce4_8422_2325;
        for byte in text.bytes() {
            hash ^= u64::from(byte);
            hash = hash.wrapping_mul(0x0000_0100_0000_01b3);
        }
        format!("{:08x}", (hash >> 32) as u32 ^ hash as u32)
    }
}

fn tokens_to_text(ty: &Type) -> String {
    let tokens: TokenStream = quote::quote!(#ty);
    tokens.to_string().split_whitespace().collect()
}

fn name_of(pat: &Pat, index: usize) -> Ident {
    match pat {
        Pat::Ident(ident) if ident.subpat.is_none() => ident.ident.clone(),
        Pat::TupleStruct(tuple) if tuple.elems.len() == 1 => name_of(&tuple.elems[0], index),
        _ => format_ident!("argument_{index}", span = Span::call_site()),
    }
}
