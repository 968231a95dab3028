//! Patterns that a browser and the server both understand.
//!
//! A browser compiles `pattern` as a JavaScript regular expression with the flag `v`, and silently ignores
//! what it cannot read; the server has Rust's `regex`. Where one way to write a thing is right for both, the
//! pattern is rewritten (`[a-z-]` to `[a-z\-]`, `\-` outside of a class to `-`). What only the server knows is
//! refused.

use regex_syntax::ast::{
    self, AssertionKind, Ast, ClassSetItem, ClassUnicodeKind, GroupKind, HexLiteralKind, Literal,
    LiteralKind, Span, SpecialLiteralKind, Visitor, parse::Parser,
};

/// What JavaScript lets one escape everywhere.
const SYNTAX: &str = r"^$\.*+?()[]{}|/";
/// What it lets one escape in a class only.
const PUNCTUATION: &str = "-&!#%,:;=@`~";
/// What stands for itself in a class only when it is escaped.
const ESCAPED_IN_CLASS: &str = "()[]{}/-|";

/// The pattern for both, or what is wrong with it.
pub fn checked(source: &str) -> Result<String, String> {
    let tree = Parser::new().parse(source).map_err(|error| {
        format!(
            "this pattern does not compile on the server: {}",
            error.kind()
        )
    })?;
    regex_syntax::Parser::new()
        .parse(source)
        .map_err(|error| format!("this pattern does not compile on the server: {error}"))?;
    let edits = ast::visit(
        &tree,
        Both {
            source,
            edits: Vec::new(),
        },
    )?;
    let mut text = source.to_owned();
    // From the end, so that earlier offsets stay right.
    for edit in edits.into_iter().rev() {
        match edit {
            Edit::Escape(at) => text.insert(at, '\\'),
            Edit::Unescape(at) => drop(text.remove(at)),
        }
    }
    Ok(text)
}

enum Edit {
    /// A backslash goes before this place.
    Escape(usize),
    /// The backslash at this place goes away.
    Unescape(usize),
}

struct Both<'a> {
    source: &'a str,
    edits: Vec<Edit>,
}

impl Both<'_> {
    fn refuse(&self, span: &Span, instead: &str) -> Result<(), String> {
        let part = self
            .source
            .get(span.start.offset..span.end.offset)
            .unwrap_or_default();
        Err(format!(
            "browsers do not understand `{part}` in a pattern and would ignore all of it; {instead}"
        ))
    }

    fn literal(&mut self, literal: &Literal, in_class: bool) -> Result<(), String> {
        let (at, c) = (literal.span.start.offset, literal.c);
        match &literal.kind {
            LiteralKind::Verbatim if in_class => {
                let twice = PUNCTUATION.contains(c)
                    && self
                        .source
                        .get(literal.span.end.offset..)
                        .is_some_and(|rest| rest.starts_with(c));
                if twice || ESCAPED_IN_CLASS.contains(c) {
                    self.edits.push(Edit::Escape(at));
                }
            }
            LiteralKind::Verbatim => {
                if "]}".contains(c) {
                    self.edits.push(Edit::Escape(at));
                }
            }
            LiteralKind::Meta | LiteralKind::Superfluous => {
                let is_allowed = SYNTAX.contains(c) || (in_class && PUNCTUATION.contains(c));
                if !is_allowed {
                    self.edits.push(Edit::Unescape(at));
                }
            }
            LiteralKind::HexFixed(HexLiteralKind::X | HexLiteralKind::UnicodeShort)
            | LiteralKind::HexBrace(HexLiteralKind::UnicodeShort) => {}
            LiteralKind::HexFixed(_) | LiteralKind::HexBrace(_) | LiteralKind::Octal => {
                return self.refuse(&literal.span, "write the character itself, or `\\u{…}`");
            }
            LiteralKind::Special(SpecialLiteralKind::Bell | SpecialLiteralKind::Space) => {
                return self.refuse(&literal.span, "write the character itself, or `\\u{…}`");
            }
            LiteralKind::Special(_) => {}
        }
        Ok(())
    }

    fn unicode(&self, span: &Span, kind: &ClassUnicodeKind) -> Result<(), String> {
        match kind {
            ClassUnicodeKind::OneLetter(_) => self.refuse(span, "write braces, as in `\\p{L}`"),
            ClassUnicodeKind::NamedValue { op, .. } if *op != ast::ClassUnicodeOpKind::Equal => {
                self.refuse(span, "write `=`, as in `\\p{Script=Greek}`")
            }
            _ => Ok(()),
        }
    }
}

impl Visitor for Both<'_> {
    type Output = Vec<Edit>;
    type Err = String;

    fn finish(self) -> Result<Self::Output, Self::Err> {
        Ok(self.edits)
    }

    fn visit_pre(&mut self, ast: &Ast) -> Result<(), Self::Err> {
        match ast {
            Ast::Flags(flags) => self.refuse(&flags.span, "spell the variants out, as in `[Aa]`"),
            Ast::Group(group) => match &group.kind {
                GroupKind::NonCapturing(flags) if !flags.items.is_empty() => {
                    self.refuse(&flags.span, "spell the variants out, as in `[Aa]`")
                }
                GroupKind::CaptureName {
                    starts_with_p: true,
                    name,
                } => self.refuse(
                    &name.span,
                    "write the group as `(?<name>…)`, or better `(?:…)`",
                ),
                _ => Ok(()),
            },
            Ast::Assertion(assertion) => match assertion.kind {
                AssertionKind::StartLine
                | AssertionKind::EndLine
                | AssertionKind::WordBoundary
                | AssertionKind::NotWordBoundary => Ok(()),
                _ => self.refuse(&assertion.span, "a pattern matches the whole text anyway"),
            },
            Ast::ClassUnicode(class) => self.unicode(&class.span, &class.kind),
            Ast::Literal(literal) => self.literal(literal, false),
            _ => Ok(()),
        }
    }

    fn visit_class_set_item_pre(&mut self, item: &ClassSetItem) -> Result<(), Self::Err> {
        match item {
            ClassSetItem::Literal(literal) => self.literal(literal, true),
            ClassSetItem::Range(range) => {
                self.literal(&range.start, true)?;
                self.literal(&range.end, true)
            }
            ClassSetItem::Ascii(class) => self.refuse(&class.span, "write the range, as in `a-z`"),
            ClassSetItem::Unicode(class) => self.unicode(&class.span, &class.kind),
            _ => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::checked;

    #[test]
    fn what_both_understand_stays_as_it_is() {
        for source in [
            "[a-z0-9]+",
            r"\d{3}(?:-\d{4})?",
            r"\p{L}+ \/ \.",
            r"[\w\-.]+",
            r"\u{e9}|\x41",
        ] {
            assert_eq!(checked(source).as_deref(), Ok(source));
        }
    }

    #[test]
    fn escapes_are_set_where_browsers_want_them() {
        assert_eq!(checked("[a-z-]").as_deref(), Ok(r"[a-z\-]"));
        assert_eq!(checked("[(a)/|]x}").as_deref(), Ok(r"[\(a\)\/\|]x\}"));
        assert_eq!(checked("[a!!]").as_deref(), Ok(r"[a\!!]"));
    }

    #[test]
    fn escapes_are_dropped_where_browsers_refuse_them() {
        assert_eq!(checked(r"\d\-\d\#").as_deref(), Ok(r"\d-\d#"));
        assert_eq!(checked(r"[\-\']").as_deref(), Ok(r"[\-']"));
    }

    #[test]
    fn what_only_the_server_knows_is_refused() {
        for source in [
            "(?i)a",
            "(?i:a)",
            r"a\z",
            "[[:alpha:]]",
            r"\pL",
            "(?P<n>a)",
            r"\x{41}",
        ] {
            let problem = checked(source).unwrap_err();
            assert!(
                problem.starts_with("browsers do not understand"),
                "{source}: {problem}"
            );
        }
    }

    #[test]
    fn what_is_no_regular_expression_is_refused() {
        for source in ["(", "a**{", "(?=a)", "a{,5}", r"\p{Nonsense}", r"(a)\1"] {
            let problem = checked(source).unwrap_err();
            assert!(
                problem.starts_with("this pattern does not compile"),
                "{source}: {problem}"
            );
        }
    }
}
