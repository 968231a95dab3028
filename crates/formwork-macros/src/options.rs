//! The options in `#[action(…)]` and `#[query(…)]`.

use syn::{
    Error, Expr, Ident, LitStr, Path, Result, Token, parenthesized,
    parse::{Parse, ParseStream},
};

/// Who may call.
pub enum Access {
    Public,
    Guard(Path),
}

/// `#[action(public | guard = path, limit = "64 KiB", deadline = "10s", policy = queue, initial = expr)]`
pub struct ActionOptions {
    pub access: Access,
    pub limit: Option<u64>,
    pub deadline_ms: Option<u64>,
    pub policy: Option<Ident>,
    pub initial: Option<Expr>,
}

/// `#[query(public | guard = path, tags("a", "b:{argument}"))]`
pub struct QueryOptions {
    pub access: Access,
    pub tags: Vec<LitStr>,
}

const WHO: &str = "say who may call it: `public` for everyone, or `guard = require_user` with a function that decides. It is a \
                   public endpoint: whoever can reach the server can call it";

fn access(public: Option<Ident>, guard: Option<Path>) -> Result<Access> {
    match (public, guard) {
        (Some(_), None) => Ok(Access::Public),
        (None, Some(path)) => Ok(Access::Guard(path)),
        (None, None) => Err(Error::new(proc_macro2::Span::call_site(), WHO)),
        (Some(public), Some(_)) => Err(Error::new(
            public.span(),
            "either `public` or `guard = …`, not both",
        )),
    }
}

impl Parse for ActionOptions {
    fn parse(input: ParseStream) -> Result<Self> {
        let (mut public, mut guard, mut limit, mut deadline_ms, mut policy, mut initial) =
            (None, None, None, None, None, None);
        while !input.is_empty() {
            let key: Ident = input.parse()?;
            match key.to_string().as_str() {
                "public" => public = Some(key),
                "guard" => {
                    input.parse::<Token![=]>()?;
                    guard = Some(input.parse()?);
                }
                "limit" => {
                    input.parse::<Token![=]>()?;
                    limit = Some(size(&input.parse()?)?);
                }
                "deadline" => {
                    input.parse::<Token![=]>()?;
                    deadline_ms = Some(duration(&input.parse()?)?);
                }
                "policy" => {
                    input.parse::<Token![=]>()?;
                    let name: Ident = input.parse()?;
                    let variant = match name.to_string().as_str() {
                        "queue" => "Queue",
                        "latest" => "Latest",
                        "drop" => "Drop",
                        "parallel" => "Parallel",
                        _ => {
                            return Err(Error::new(
                                name.span(),
                                "a policy is one of `queue`, `latest`, `drop`, `parallel`",
                            ));
                        }
                    };
                    policy = Some(Ident::new(variant, name.span()));
                }
                "initial" => {
                    input.parse::<Token![=]>()?;
                    initial = Some(input.parse()?);
                }
                other => {
                    return Err(Error::new(
                        key.span(),
                        format!(
                            "unknown option `{other}`; an action has `public`, `guard`, `limit`, `deadline`, `policy`, `initial`"
                        ),
                    ));
                }
            }
            if !input.is_empty() {
                input.parse::<Token![,]>()?;
            }
        }
        Ok(Self {
            access: access(public, guard)?,
            limit,
            deadline_ms,
            policy,
            initial,
        })
    }
}

impl Parse for QueryOptions {
    fn parse(input: ParseStream) -> Result<Self> {
        let (mut public, mut guard, mut tags) = (None, None, Vec::new());
        while !input.is_empty() {
            let key: Ident = input.parse()?;
            match key.to_string().as_str() {
                "public" => public = Some(key),
                "guard" => {
                    input.parse::<Token![=]>()?;
                    guard = Some(input.parse()?);
                }
                "tags" => {
                    let list;
                    parenthesized!(list in input);
                    tags.extend(list.parse_terminated(<LitStr as Parse>::parse, Token![,])?);
                }
                other => {
                    return Err(Error::new(
                        key.span(),
                        format!("unknown option `{other}`; a query has `public`, `guard`, `tags`"),
                    ));
                }
            }
            if !input.is_empty() {
                input.parse::<Token![,]>()?;
            }
        }
        Ok(Self {
            access: access(public, guard)?,
            tags,
        })
    }
}

/// "64 KiB", "1 MiB", "512 B".
fn size(text: &LitStr) -> Result<u64> {
    let value = text.value();
    let (number, unit) = split(&value);
    let factor = match unit {
        "B" | "" => 1,
        "KiB" => 1 << 10,
        "MiB" => 1 << 20,
        "GiB" => 1 << 30,
        _ => 0,
    };
    match number
        .parse::<u64>()
        .ok()
        .and_then(|n| n.checked_mul(factor))
    {
        Some(bytes) if bytes > 0 => Ok(bytes),
        _ => Err(Error::new(
            text.span(),
            "a size looks like \"64 KiB\" (B, KiB, MiB, GiB)",
        )),
    }
}

/// "10s", "500ms", "2min".
fn duration(text: &LitStr) -> Result<u64> {
    let value = text.value();
    let (number, unit) = split(&value);
    let factor = match unit {
        "ms" => 1,
        "s" => 1000,
        "min" => 60_000,
        _ => 0,
    };
    match number
        .parse::<u64>()
        .ok()
        .and_then(|n| n.checked_mul(factor))
    {
        Some(ms) if ms > 0 => Ok(ms),
        _ => Err(Error::new(
            text.span(),
            "a duration looks like \"10s\" (ms, s, min)",
        )),
    }
}

fn split(text: &str) -> (&str, &str) {
    let end = text
        .find(|c: char| !c.is_ascii_digit())
        .unwrap_or(text.len());
    (&text[..end], text[end..].trim())
}
