//! The options in `#[field(…)]`.

use super::pattern;
use proc_macro2::{Span, TokenStream};
use quote::{ToTokens, quote};
use syn::{
    Attribute, Error, Expr, ExprLit, ExprUnary, Ident, Lit, LitStr, Result, Token, UnOp,
    parse::ParseStream, spanned::Spanned,
};

/// All that can stand in `#[field(…)]`.
#[derive(Default)]
pub struct Options {
    pub label: Option<Expr>,
    pub help: Option<Expr>,
    pub message: Option<Expr>,
    pub autocomplete: Option<Expr>,
    pub name: Option<LitStr>,
    pub length: Option<Bounds<Expr>>,
    pub range: Option<Bounds<Number>>,
    pub email: Option<Email>,
    pub pattern: Option<Pattern>,
    pub required: Option<Span>,
    pub default: Option<DefaultOption>,
    pub control: Option<ControlOption>,
}

/// `length(min = …, max = …, message = "…")`, `range(…)`
pub struct Bounds<T> {
    pub span: Span,
    pub min: Option<T>,
    pub max: Option<T>,
    pub message: Option<Expr>,
}

/// `email`, `email(message = "…")`
pub struct Email {
    pub span: Span,
    pub message: Option<Expr>,
}

/// `pattern = "…"`, `pattern("…", message = "…")`
pub struct Pattern {
    pub span: Span,
    pub source: String,
    pub message: Option<Expr>,
}

/// `default`, `default = expr`
pub struct DefaultOption {
    pub span: Span,
    pub value: Option<Expr>,
}

/// Another control than the type's own.
pub struct ControlOption {
    pub span: Span,
    pub kind: Control,
    pub is_for_texts: bool,
}

pub enum Control {
    /// A variant of `Kind`.
    Named(Ident),
    /// Another type of `<input>`.
    Input(LitStr),
}

const KNOWN: &str = "`label`, `help`, `message`, `required`, `default`, `length`, `range`, `email`, `pattern`, `name`, \
                     `autocomplete`, and for another control `textarea`, `password`, `hidden`, `tel`, `url`, `search`, \
                     `input = \"…\"`";

impl Options {
    pub fn of(attributes: &[Attribute]) -> Result<Self> {
        let mut options = Self::default();
        for attribute in attributes.iter().filter(|a| a.path().is_ident("field")) {
            attribute.parse_args_with(|input: ParseStream| options.parse(input))?;
        }
        options.check()?;
        Ok(options)
    }

    fn parse(&mut self, input: ParseStream) -> Result<()> {
        while !input.is_empty() {
            let key: Ident = input.call(syn::ext::IdentExt::parse_any)?;
            let text = key.to_string();
            match text.as_str() {
                "label" => once(&mut self.label, &key, value(input, &key)?)?,
                "help" => once(&mut self.help, &key, value(input, &key)?)?,
                "message" => once(&mut self.message, &key, value(input, &key)?)?,
                "autocomplete" => once(&mut self.autocomplete, &key, value(input, &key)?)?,
                "name" => once(&mut self.name, &key, wire_name(value(input, &key)?)?)?,
                "length" => once(&mut self.length, &key, bounds(input, &key, count)?)?,
                "range" => once(&mut self.range, &key, bounds(input, &key, number)?)?,
                "email" => {
                    let message = inner(input, &key, false)?;
                    once(
                        &mut self.email,
                        &key,
                        Email {
                            span: key.span(),
                            message,
                        },
                    )?;
                }
                "pattern" => once(&mut self.pattern, &key, pattern_option(input, &key)?)?,
                "required" => once(&mut self.required, &key, key.span())?,
                "default" => {
                    let default = DefaultOption {
                        span: key.span(),
                        value: match input.peek(Token![=]) {
                            true => Some(value(input, &key)?),
                            false => None,
                        },
                    };
                    once(&mut self.default, &key, default)?;
                }
                "textarea" | "password" | "hidden" | "tel" | "url" | "search" | "input" => {
                    let (kind, is_for_texts) = match text.as_str() {
                        "textarea" => (Control::Named(Ident::new("TextArea", key.span())), true),
                        "password" => (Control::Named(Ident::new("Password", key.span())), true),
                        "hidden" => (Control::Named(Ident::new("Hidden", key.span())), false),
                        "input" => (Control::Input(input_type(value(input, &key)?)?), false),
                        _ => (Control::Input(LitStr::new(&text, key.span())), true),
                    };
                    let control = ControlOption {
                        span: key.span(),
                        kind,
                        is_for_texts,
                    };
                    once(&mut self.control, &key, control)?;
                }
                _ => {
                    let message = format!("unknown option `{text}`; a field has {KNOWN}");
                    return Err(Error::new(key.span(), message));
                }
            }
            if !input.is_empty() {
                input.parse::<Token![,]>()?;
            }
        }
        Ok(())
    }

    fn check(&self) -> Result<()> {
        if let (Some(span), Some(_)) = (self.required, &self.default) {
            return Err(Error::new(
                span,
                "a field with a `default` may be left empty, and a `required` one may not: drop one of them",
            ));
        }
        if let Some(default) = &self.default
            && default.value.is_some()
            && let Some(Bounds { min: Some(min), .. }) = &self.length
            && literal_count(min) == Some(0)
        {
            return Err(Error::new(
                default.span,
                "with `length(min = 0)` an empty text is a value, and with a `default` it is not: nobody could empty the \
                 field; drop one of them, or show the text in the form: `<Field of=… value=…/>`",
            ));
        }
        if let Some(length) = &self.length
            && let (Some(min), Some(max)) = (&length.min, &length.max)
            && let (Some(least), Some(most)) = (literal_count(min), literal_count(max))
            && least > most
        {
            return Err(Error::new(
                max.span(),
                "no text is that long: `max` is less than `min`",
            ));
        }
        if let Some(range) = &self.range
            && let (Some(min), Some(max)) = (&range.min, &range.max)
            && let (Some(least), Some(most)) = (min.value, max.value)
            && least > most
        {
            return Err(Error::new(
                max.span,
                "no number is in this range: `max` is less than `min`",
            ));
        }
        Ok(())
    }
}

fn once<T>(slot: &mut Option<T>, key: &Ident, value: T) -> Result<()> {
    match slot.replace(value) {
        None => Ok(()),
        Some(_) => Err(Error::new(key.span(), format!("a second `{key}`"))),
    }
}

fn value<T: syn::parse::Parse>(input: ParseStream, key: &Ident) -> Result<T> {
    if !input.peek(Token![=]) {
        return Err(Error::new(
            key.span(),
            format!("`{key}` takes a value: `{key} = …`"),
        ));
    }
    input.parse::<Token![=]>()?;
    input.parse()
}

/// The `message` in the parentheses of a rule which has nothing else there.
fn inner(input: ParseStream, key: &Ident, after_comma: bool) -> Result<Option<Expr>> {
    let content;
    let input = if after_comma {
        input
    } else if input.peek(syn::token::Paren) {
        syn::parenthesized!(content in input);
        &content
    } else {
        return Ok(None);
    };
    let mut message = None;
    while !input.is_empty() {
        let option: Ident = input.parse()?;
        if option != "message" {
            let text = format!("unknown option `{option}`; `{key}` has `message = \"…\"`");
            return Err(Error::new(option.span(), text));
        }
        once(&mut message, &option, value(input, &option)?)?;
        if !input.is_empty() {
            input.parse::<Token![,]>()?;
        }
    }
    Ok(message)
}

fn bounds<T>(input: ParseStream, key: &Ident, bound: fn(Expr) -> Result<T>) -> Result<Bounds<T>> {
    let usage = format!("`{key}` takes its ends: `{key}(min = 1, max = 40)`, one of them or both");
    if !input.peek(syn::token::Paren) {
        return Err(Error::new(key.span(), usage));
    }
    let content;
    syn::parenthesized!(content in input);
    let mut bounds = Bounds {
        span: key.span(),
        min: None,
        max: None,
        message: None,
    };
    while !content.is_empty() {
        if !content.peek(Ident) {
            return Err(Error::new(content.span(), usage));
        }
        let option: Ident = content.parse()?;
        if option == "min" {
            once(&mut bounds.min, &option, bound(value(&content, &option)?)?)?;
        } else if option == "max" {
            once(&mut bounds.max, &option, bound(value(&content, &option)?)?)?;
        } else if option == "message" {
            once(&mut bounds.message, &option, value(&content, &option)?)?;
        } else {
            let text = format!("unknown option `{option}`; `{key}` has `min`, `max` and `message`");
            return Err(Error::new(option.span(), text));
        }
        if !content.is_empty() {
            content.parse::<Token![,]>()?;
        }
    }
    if bounds.min.is_none() && bounds.max.is_none() {
        return Err(Error::new(key.span(), usage));
    }
    Ok(bounds)
}

/// A length: a number of characters, or a constant.
fn count(expr: Expr) -> Result<Expr> {
    let is_other_literal =
        matches!(&expr, Expr::Lit(ExprLit { lit, .. }) if !matches!(lit, Lit::Int(_)));
    if is_other_literal || matches!(&expr, Expr::Unary(_)) {
        return Err(Error::new(
            expr.span(),
            "a length is a whole number of characters, or a constant of the type `usize`",
        ));
    }
    Ok(expr)
}

fn literal_count(expr: &Expr) -> Option<usize> {
    match expr {
        Expr::Lit(ExprLit {
            lit: Lit::Int(int), ..
        }) => int.base10_parse().ok(),
        _ => None,
    }
}

/// An end of a range, as an expression of the type `Number`.
pub struct Number {
    span: Span,
    tokens: TokenStream,
    value: Option<f64>,
}

impl ToTokens for Number {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        self.tokens.to_tokens(tokens);
    }
}

fn number(expr: Expr) -> Result<Number> {
    let span = expr.span();
    let (literal, sign) = match &expr {
        Expr::Lit(ExprLit { lit, .. }) => (Some(lit), 1.0),
        Expr::Unary(ExprUnary {
            op: UnOp::Neg(_),
            expr,
            ..
        }) => match &**expr {
            Expr::Lit(ExprLit { lit, .. }) => (Some(lit), -1.0),
            _ => (None, 1.0),
        },
        _ => (None, 1.0),
    };
    let (tokens, value) = match literal {
        Some(Lit::Int(int)) => (
            quote!(__fields::Number::Int(#expr)),
            int.base10_parse::<f64>().ok(),
        ),
        Some(Lit::Float(float)) => (
            quote!(__fields::Number::Float(#expr)),
            float.base10_parse::<f64>().ok(),
        ),
        Some(_) => {
            return Err(Error::new(
                span,
                "the end of a range is a number, or a constant of the type `i64`",
            ));
        }
        None => (quote!(__fields::Number::Int(#expr)), None),
    };
    Ok(Number {
        span,
        tokens,
        value: value.map(|n| n * sign),
    })
}

fn pattern_option(input: ParseStream, key: &Ident) -> Result<Pattern> {
    let (literal, message): (LitStr, _) = if input.peek(syn::token::Paren) {
        let content;
        syn::parenthesized!(content in input);
        let literal = content.parse()?;
        if !content.is_empty() {
            content.parse::<Token![,]>()?;
        }
        (literal, inner(&content, key, true)?)
    } else {
        (value(input, key)?, None)
    };
    let source = pattern::checked(&literal.value())
        .map_err(|problem| Error::new(literal.span(), problem))?;
    Ok(Pattern {
        span: key.span(),
        source,
        message,
    })
}

/// Files are not among what a field can hold.
fn input_type(name: LitStr) -> Result<LitStr> {
    if name.value().eq_ignore_ascii_case("file") {
        return Err(Error::new(
            name.span(),
            "the fields of a struct hold no files: take `FormData` in the action, and the file by `form.file(\"…\")`, from a \
             form with `enctype=\"multipart/form-data\"`",
        ));
    }
    Ok(name)
}

fn wire_name(name: LitStr) -> Result<LitStr> {
    let text = name.value();
    let problem = if text.is_empty() {
        "the name of a field cannot be empty"
    } else if text.starts_with("_fw") {
        "names that begin with `_fw` are Formwork's own"
    } else if text.contains(['.', '[', ']']) {
        "dots and brackets in names are for nested fields: nest a struct instead"
    } else {
        return Ok(name);
    };
    Err(Error::new(name.span(), problem))
}
