//! The prelude fits on one screen, and everything in it is meant. Whoever adds a name to it, or takes one away, does so here,
//! too.
#![cfg(feature = "ssr")]

use std::collections::BTreeSet;

/// What `formwork::prelude` has of its own, sorted.
const NAMES: &[&str] = &[
    "ActionError",
    "ActionResult",
    "ActionState",
    "Bind",
    "ClientLoad",
    "Deserialize",
    "ErrorSummary",
    "Field",
    "FieldMessage",
    "Fields",
    "File",
    "Form",
    "FormAction",
    "FormActionExt",
    "FormBoundaryError",
    "FormData",
    "FormError",
    "FormMessage",
    "FormStatus",
    "FormworkScripts",
    "Guard",
    "Issues",
    "Policy",
    "Prev",
    "QueryError",
    "QueryResource",
    "QueryResult",
    "Reset",
    "Sealed",
    "Secret",
    "Serialize",
    "SubmissionEnd",
    "SubmissionEntry",
    "SubmissionId",
    "SubmissionStatus",
    "Submissions",
    "Submitter",
    "TransitionState",
    "TryAgain",
    "action",
    "actions",
    "debounced",
    "form_value",
    "form_values",
    "lazy_route",
    "not_found",
    "on_visible",
    "query",
    "redirect",
    "refuse",
    "revalidate_tag",
    "server_fn",
    "textarea_html",
    "use_action_state",
    "use_form_status",
    "use_hydrated",
    "use_keyed_action_state",
    "use_language",
    "use_optimistic",
    "use_query",
    "use_submissions",
    "use_transition",
    "view",
];

/// What it has besides: Leptos' prelude, a trait without a name that `view!` needs, and the name by which macros find
/// Formwork.
const BESIDES: &[&str] = &["*leptos::prelude", "__formwork", "_FormPlace"];

/// The text between the braces of `pub mod prelude`.
fn prelude() -> String {
    let lines = include_str!("../src/lib.rs")
        .lines()
        .skip_while(|line| *line != "pub mod prelude {")
        .skip(1)
        .take_while(|line| *line != "}");
    let is_code = |line: &&str| {
        let line = line.trim_start();
        !line.starts_with("//") && !line.starts_with("#[")
    };
    lines.filter(is_code).collect::<Vec<_>>().join("\n")
}

/// The names that a `use` gives, from its tree: lists are walked, globs are `*path`, and `Name as _` is `_Name`.
fn walk(tree: &str, path: &str, found: &mut BTreeSet<String>) {
    let tree = tree.trim();
    if let Some(list) = tree.strip_prefix('{').and_then(|t| t.strip_suffix('}')) {
        for item in split(list) {
            walk(item, path, found);
        }
        return;
    }
    if let Some((first, rest)) = tree.split_once("::") {
        walk(rest, &format!("{path}::{first}"), found);
        return;
    }
    let path = path.trim_start_matches("::");
    let name = match tree.split_once(" as ") {
        _ if tree == "*" => format!("*{path}"),
        _ if tree == "self" => path.rsplit("::").next().unwrap_or(path).to_string(),
        Some((name, "_")) => format!("_{name}"),
        Some((_, name)) => name.to_string(),
        None => tree.to_string(),
    };
    found.insert(name);
}

/// The items of a list, at the commas outside of inner lists.
fn split(list: &str) -> Vec<&str> {
    let (mut items, mut depth, mut start) = (Vec::new(), 0, 0);
    for (at, sign) in list.char_indices() {
        match sign {
            '{' => depth += 1,
            '}' => depth -= 1,
            ',' if depth == 0 => {
                items.push(&list[start..at]);
                start = at + 1;
            }
            _ => {}
        }
    }
    items.push(&list[start..]);
    items.retain(|item| !item.trim().is_empty());
    items
}

fn names_in(prelude: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for statement in prelude.split(';').map(str::trim) {
        if statement.is_empty() {
            continue;
        }
        let tree = statement
            .strip_prefix("pub use ")
            .unwrap_or_else(|| panic!("the prelude has only `pub use`s, not `{statement}`"));
        walk(tree, "", &mut found);
    }
    found
}

#[test]
fn the_prelude_has_these_names_and_no_others() {
    let found = names_in(&prelude());
    let meant: BTreeSet<String> = NAMES.iter().chain(BESIDES).map(|n| n.to_string()).collect();
    let added: Vec<_> = found.difference(&meant).collect();
    let gone: Vec<_> = meant.difference(&found).collect();
    assert!(
        added.is_empty() && gone.is_empty(),
        "not in the list of tests/prelude.rs: {added:?}; not in the prelude: {gone:?}"
    );
    assert!(NAMES.is_sorted(), "the list is sorted");
}

#[test]
fn no_way_of_writing_a_name_is_missed() {
    let names = names_in(
        "pub use a::b; pub use crate::{c::{D, E as F}, g::*, h::{self, I as _}, j}; pub use k as l",
    );
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    assert_eq!(names, ["*crate::g", "D", "F", "_I", "b", "h", "j", "l"],);
}
