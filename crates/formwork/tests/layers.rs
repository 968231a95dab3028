//! The files of the framework import each other in one direction: no circle, and nothing that runs upwards through the
//! floors of ARCHITECTURE.md. And what a build is for is asked in few places.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
};

/// From the ground up. A file may import from its own floor, and from those below.
const FLOORS: &[&[&str]] = &[
    &["html", "json", "submission", "fields", "texts"],
    &["wire"],
    &["channel"],
    &["client", "server", "idle", "unserved", "nobody"],
    &["side"],
    &["action", "query"],
    &["form", "hooks", "bridge"],
];

/// Those that never import each other, though they stand on one floor.
const APART: [&str; 2] = ["client", "server"];

/// How many attributes may choose a side outside of `side.rs`, `lib.rs` and the two sides.
const SIDES: usize = 5;
/// How many thread-locals may hold state.
const THREAD_LOCALS: usize = 4;

struct File {
    /// The path of its module: `client::page`.
    module: Vec<String>,
    text: String,
}

fn source() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src")
}

/// The files of the library, without its tests.
fn files() -> Vec<File> {
    let mut found = Vec::new();
    collect(&source(), &mut Vec::new(), &mut found);
    assert!(found.len() > 50, "only {} files found", found.len());
    found
}

/// The files of another crate, by its folder from here.
fn files_of(crate_folder: &str) -> Vec<File> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(crate_folder);
    let mut found = Vec::new();
    collect(&folder.join("src"), &mut Vec::new(), &mut found);
    assert!(found.len() > 5, "only {} files found", found.len());
    found
}

fn collect(folder: &Path, module: &mut Vec<String>, found: &mut Vec<File>) {
    for entry in fs::read_dir(folder).expect("a folder").flatten() {
        let path = entry.path();
        let name = path
            .file_stem()
            .and_then(|stem| stem.to_str())
            .expect("a name")
            .to_string();
        if name == "tests" || name == "guide" {
            continue;
        }
        if path.is_dir() {
            module.push(name);
            collect(&path, module, found);
            module.pop();
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let mut module = module.clone();
            if !["mod", "lib", "main"].contains(&name.as_str()) {
                module.push(name);
            }
            let text = fs::read_to_string(&path).expect("a file");
            let text = without_tests(&without_comments(&text));
            found.push(File { module, text });
        }
    }
}

fn without_comments(text: &str) -> String {
    let is_code = |line: &&str| !line.trim_start().starts_with("//");
    text.lines().filter(is_code).collect::<Vec<_>>().join("\n")
}

/// Modules of tests stand at the end of their file.
fn without_tests(text: &str) -> String {
    text.split("#[cfg(test)]\nmod tests {")
        .next()
        .unwrap_or(text)
        .to_string()
}

/// Every path that a text names, from `crate::` and `super::`: `use` lists are written out.
fn paths(text: &str) -> Vec<Vec<String>> {
    let mut found = Vec::new();
    for start in ["crate::", "super::"] {
        let mut rest = text;
        while let Some(at) = rest.find(start) {
            let is_begin =
                !rest[..at].ends_with(|c: char| c.is_alphanumeric() || "_:$".contains(c));
            let path = &rest[at..];
            if is_begin {
                expand(path, &mut Vec::new(), &mut found);
            }
            rest = &rest[at + start.len()..];
        }
    }
    found
}

/// Reads one path with its lists, and gives what is left behind it.
fn expand<'a>(text: &'a str, before: &mut Vec<String>, found: &mut Vec<Vec<String>>) -> &'a str {
    let text = text.trim_start();
    if let Some(mut list) = text.strip_prefix('{') {
        loop {
            list = expand(list, &mut before.clone(), found).trim_start();
            list = list.strip_prefix(',').unwrap_or(list).trim_start();
            if let Some(rest) = list.strip_prefix('}') {
                return rest;
            }
            if list.is_empty() {
                return list;
            }
        }
    }
    let end = text
        .find(|c: char| !(c.is_alphanumeric() || c == '_' || c == '*'))
        .unwrap_or(text.len());
    if end == 0 {
        // Something that is no path, such as a macro's repetition: it names nothing.
        return text.get(1..).unwrap_or_default();
    }
    before.push(text[..end].to_string());
    let rest = &text[end..];
    match rest.strip_prefix("::") {
        Some(rest) if !rest.starts_with('<') => expand(rest, before, found),
        _ => {
            found.push(before.clone());
            // `as` gives another name.
            let rest = rest.trim_start();
            match rest.strip_prefix("as ") {
                Some(named) => named
                    .trim_start()
                    .trim_start_matches(|c: char| c.is_alphanumeric() || c == '_'),
                None => rest,
            }
        }
    }
}

struct Tree<'a> {
    files: BTreeMap<Vec<String>, &'a File>,
}

impl Tree<'_> {
    /// The file in which a path ends: names that a module gives on are followed to where they come from.
    fn resolve(&self, from: &[String], path: &[String], depth: usize) -> Option<Vec<String>> {
        if depth == 0 {
            return None;
        }
        let mut at = from.to_vec();
        for (index, part) in path.iter().enumerate() {
            match part.as_str() {
                "crate" => at.clear(),
                "self" => {}
                "super" => {
                    at.pop()?;
                }
                name => {
                    let mut below = at.clone();
                    below.push(name.to_string());
                    if self.files.contains_key(&below) {
                        at = below;
                        continue;
                    }
                    let mut onward = self.given_on(&at, name)?;
                    if onward.is_empty() {
                        return Some(at);
                    }
                    onward.extend(path[index + 1..].iter().cloned());
                    return self.resolve(&at, &onward, depth - 1);
                }
            }
        }
        Some(at)
    }

    /// Where a module has a name from: a path, or nothing where it is its own.
    fn given_on(&self, module: &[String], name: &str) -> Option<Vec<String>> {
        let text = &self.files.get(module)?.text;
        for (start, _) in text.match_indices("use ") {
            let is_given_on = text[..start].trim_end().ends_with([')', 'b']);
            if !is_given_on {
                continue;
            }
            let statement = text[start + 4..].split(';').next().unwrap_or_default();
            let mut paths = Vec::new();
            expand(statement, &mut Vec::new(), &mut paths);
            for path in paths {
                let last = path.last().map(String::as_str);
                if last == Some(name) && path.len() > 1 {
                    return Some(path);
                }
                if last == Some("*") {
                    let of = self.resolve(module, &path[..path.len() - 1], 8);
                    if of.is_some_and(|of| self.defines(&of, name)) {
                        let mut path = path.clone();
                        path.pop();
                        path.push(name.to_string());
                        return Some(path);
                    }
                }
            }
        }
        Some(Vec::new())
    }

    fn defines(&self, module: &[String], name: &str) -> bool {
        let Some(file) = self.files.get(module) else {
            return false;
        };
        let kinds = [
            "fn", "struct", "enum", "trait", "type", "const", "static", "mod",
        ];
        let is_named = |kind: &&str| {
            file.text
                .match_indices(&format!("{kind} {name}"))
                .any(|(at, found)| {
                    let after = file.text[at + found.len()..].chars().next();
                    !after.is_some_and(|c| c.is_alphanumeric() || c == '_')
                })
        };
        kinds.iter().any(is_named)
            || self
                .given_on(module, name)
                .is_some_and(|path| !path.is_empty())
    }
}

/// What each file imports.
fn imports(files: &[File]) -> BTreeMap<Vec<String>, BTreeSet<Vec<String>>> {
    let tree = Tree {
        files: files
            .iter()
            .map(|file| (file.module.clone(), file))
            .collect(),
    };
    let mut imports = BTreeMap::new();
    for file in files {
        let mut of_file = BTreeSet::new();
        for path in paths(&file.text) {
            // `super` is what stands around a module, and a folder's own file is the module itself.
            let to = tree.resolve(&file.module, &path, 8);
            of_file.extend(to.filter(|to| *to != file.module && !to.is_empty()));
        }
        imports.insert(file.module.clone(), of_file);
    }
    imports
}

fn shown(module: &[String]) -> String {
    match module.is_empty() {
        true => "lib".into(),
        false => module.join("/"),
    }
}

fn floor(module: &[String]) -> usize {
    let top = module.first().map(String::as_str).unwrap_or_default();
    let is_on = |floor: &&[&str]| floor.contains(&top);
    let found = FLOORS.iter().position(is_on);
    found.unwrap_or_else(|| panic!("{} stands on no floor: add it to FLOORS", shown(module)))
}

#[test]
fn no_import_runs_upwards() {
    let mut wrong = Vec::new();
    for (from, all) in imports(&files())
        .iter()
        .filter(|(from, _)| !from.is_empty())
    {
        for to in all {
            let are_apart = APART.contains(&from[0].as_str())
                && APART.contains(&to[0].as_str())
                && from[0] != to[0];
            if floor(to) > floor(from) || are_apart {
                wrong.push(format!("{} imports {}", shown(from), shown(to)));
            }
        }
    }
    assert!(wrong.is_empty(), "imports upwards:\n{}", wrong.join("\n"));
}

/// The files which lead back to themselves.
fn circles(files: &[File]) -> Vec<String> {
    let imports = imports(files);
    let mut circles = Vec::new();
    for from in imports.keys().filter(|from| !from.is_empty()) {
        // What is reached from here, and leads back.
        let mut reached = BTreeSet::new();
        let mut open: Vec<&Vec<String>> = imports[from].iter().collect();
        while let Some(to) = open.pop() {
            if reached.insert(to.clone()) {
                open.extend(imports.get(to).into_iter().flatten());
            }
        }
        if reached.contains(from) {
            circles.push(shown(from));
        }
    }
    circles
}

#[test]
fn no_files_import_each_other_in_a_circle() {
    let circles = circles(&files());
    assert!(
        circles.is_empty(),
        "files in circles:\n{}",
        circles.join("\n")
    );
}

#[test]
fn no_files_of_the_macros_and_of_xtask_import_each_other_in_a_circle() {
    for folder in ["../formwork-macros", "../../xtask"] {
        let circles = circles(&files_of(folder));
        assert_eq!(circles, [""; 0], "{folder}");
    }
}

#[test]
fn a_side_is_chosen_in_few_places() {
    let mut places = Vec::new();
    for file in files() {
        let is_free = file.module.is_empty()
            || ["side", "client", "server"].contains(&file.module[0].as_str());
        if is_free {
            continue;
        }
        for line in file.text.lines().map(str::trim) {
            let is_choice = line.starts_with("#[cfg") || line.starts_with("#![cfg");
            if is_choice && (line.contains("\"ssr\"") || line.contains("\"browser\"")) {
                places.push(format!("{}: {line}", shown(&file.module)));
            }
        }
    }
    assert!(places.len() <= SIDES, "places:\n{}", places.join("\n"));
}

#[test]
fn few_thread_locals_hold_state() {
    let mut all = Vec::new();
    for file in files() {
        for block in file.text.split("thread_local! {").skip(1) {
            let block = block.split("\n}").next().unwrap_or_default();
            let statics = block.matches("static ").count();
            all.extend(std::iter::repeat_n(shown(&file.module), statics));
        }
    }
    assert!(
        all.len() <= THREAD_LOCALS,
        "thread-locals:\n{}",
        all.join("\n")
    );
}
