//! How many bytes each part may have. A line is a part's name and its bytes as brotli; `#` begins a comment.

use std::path::Path;

use super::Part;
use crate::Result;

/// Below this share of its limit a part asks for a tighter one.
const LOOSE_PERCENT: u64 = 98;

pub struct Budget {
    limits: Vec<(String, u64)>,
}

impl Budget {
    pub fn read(path: &Path) -> Result<Self> {
        let text = std::fs::read_to_string(path)
            .map_err(|error| format!("cannot read {}: {error}", path.display()))?;
        Self::parse(&text).map_err(|line| format!("{}: `{line}` has no bytes", path.display()))
    }

    fn parse(text: &str) -> Result<Self> {
        let mut limits = Vec::new();
        for line in text.lines().map(str::trim) {
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            let (name, bytes) = line.rsplit_once(' ').ok_or(line)?;
            limits.push((name.trim().to_owned(), bytes.parse().map_err(|_| line)?));
        }
        Ok(Self { limits })
    }

    /// What goes beyond its limit or has none, and what keeps so far below that the limit holds nothing any more.
    pub fn compare(&self, parts: &[Part]) -> (Vec<String>, Vec<String>) {
        let (mut over, mut under) = (Vec::new(), Vec::new());
        for Part { name, sent, .. } in parts {
            let limit = self.limits.iter().find(|(limited, _)| limited == name);
            match limit {
                None => over.push(format!(
                    "{name}: {sent} bytes, and no line in bench/budget.txt"
                )),
                Some((_, limit)) if sent > limit => over.push(format!(
                    "{name}: {sent} bytes, {} more than the budget's {limit}",
                    sent - limit
                )),
                Some((_, limit)) if sent * 100 < limit * LOOSE_PERCENT => under.push(format!(
                    "{name}: {sent} bytes, {} fewer than the budget's {limit}; tighten it",
                    limit - sent
                )),
                Some(_) => {}
            }
        }
        (over, under)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn part(name: &str, sent: u64) -> Part {
        Part {
            name: name.into(),
            raw: 0,
            sent,
        }
    }

    #[test]
    fn the_difference_to_the_budget_is_said() {
        let budget = Budget::parse("# brotli\n\napp wasm 1000\napp html / 500\n").unwrap();
        let (over, under) = budget.compare(&[
            part("app wasm", 1001),
            part("app html /", 480),
            part("app js", 1),
        ]);
        assert_eq!(over.len(), 2);
        assert!(over[0].contains("1 more than the budget's 1000"));
        assert!(over[1].starts_with("app js") && over[1].contains("no line"));
        assert_eq!(under.len(), 1);
        assert!(under[0].contains("20 fewer"));
        let (over, under) = budget.compare(&[part("app wasm", 990), part("app html /", 500)]);
        assert!(over.is_empty() && under.is_empty());
    }

    #[test]
    fn a_line_without_bytes_is_named() {
        assert!(Budget::parse("app wasm many").is_err_and(|line| line == "app wasm many"));
    }

    #[test]
    fn the_projects_budget_can_be_read() {
        let path = crate::workspace::root().join("bench/budget.txt");
        assert!(!Budget::read(&path).unwrap().limits.is_empty());
    }
}
