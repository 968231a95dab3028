//! The command line: which chore, and with which options.

use std::path::PathBuf;

use crate::{
    Result,
    bench::{self, Setting},
    dev,
    setup::WasmWay,
    size,
    test::{self, Step},
};

pub const HELP: &str = "\
cargo xtask setup                  install what is missing, and nothing else
cargo xtask dev                    build and serve Pressroom, rebuild on every change
    --release                      serve the optimised build instead
    --port N                       listen on 127.0.0.1:N (default 3000)
cargo xtask test [step …]          everything that must be green; steps: fmt clippy native doc macros
                                   browser e2e firefox webkit starter size
    --release                      run e2e, firefox and webkit against the optimised build
cargo xtask size                   what a visitor downloads, by part, against bench/budget.txt
    --why                          and the largest functions and generics of the WASM
cargo xtask bench pages            pages a second beside plain Leptos', before and after many submissions
    --submissions N                how many (default 1,000,000)
cargo xtask bench page             what a browser waits for beside plain Leptos' page, on a fast and on a slow line
    --runs N                       how often each is measured (default 9)
    --fast, --slow                 on this line only

    --wasm-target=debian           build the WASM standard library from Debian's packages, although rustup
                                   could fetch it (also FORMWORK_WASM_TARGET=debian)

What it downloads lies in ~/.cache/formwork (or in FORMWORK_CACHE).";

/// What the person asked for.
#[derive(Debug, PartialEq)]
pub enum Chore {
    Help,
    Setup(WasmWay),
    Dev(dev::Options),
    Test(test::Options),
    Size(size::Options),
    Bench(bench::Options),
    /// Not for people: `dev` starts it beside the server.
    Guard {
        port: u16,
        server: PathBuf,
    },
}

impl Chore {
    pub fn parse(arguments: &[String]) -> Result<Self> {
        let Some((name, rest)) = arguments.split_first() else {
            return Ok(Self::Help);
        };
        if name == dev::GUARD {
            return Self::parse_guard(rest);
        }
        let mut words = Vec::new();
        let mut release = false;
        let mut why = false;
        let mut port = dev::DEFAULT_PORT;
        let mut wasm = WasmWay::from_env()?;
        let mut bench = bench::Flags::default();
        let mut rest = rest.iter();
        while let Some(argument) = rest.next() {
            let (flag, value) = match argument.split_once('=') {
                Some((flag, value)) => (flag, Some(value.to_owned())),
                None => (argument.as_str(), None),
            };
            let mut value_of = || {
                value
                    .clone()
                    .or_else(|| rest.next().cloned())
                    .ok_or_else(|| format!("{flag} wants a value"))
            };
            match flag {
                "--help" | "-h" => return Ok(Self::Help),
                "--release" | "-r" => release = true,
                "--why" => why = true,
                "--port" | "-p" => port = parse_port(&value_of()?)?,
                "--submissions" => bench.submissions = Some(parse_count(&value_of()?)?),
                "--runs" => bench.runs = Some(parse_count(&value_of()?)?),
                "--fast" => bench.settings.push(Setting::Fast),
                "--slow" => bench.settings.push(Setting::Slow),
                "--wasm-target" => wasm = WasmWay::parse(&value_of()?)?,
                _ if flag.starts_with('-') => return Err(format!("unknown option {flag}")),
                _ => words.push(argument.clone()),
            }
        }
        match name.as_str() {
            "help" | "--help" | "-h" => Ok(Self::Help),
            "setup" => no_words(&words).map(|()| Self::Setup(wasm)),
            "dev" => no_words(&words).map(|()| {
                Self::Dev(dev::Options {
                    release,
                    port,
                    wasm,
                })
            }),
            "test" => Ok(Self::Test(test::Options {
                steps: Step::parse_all(&words)?,
                release,
                wasm,
            })),
            "size" => no_words(&words).map(|()| Self::Size(size::Options { why, wasm })),
            "bench" => bench::Options::parse(&words, bench, wasm).map(Self::Bench),
            _ => Err(format!("there is no chore named {name}")),
        }
    }

    fn parse_guard(rest: &[String]) -> Result<Self> {
        match rest {
            [port, server] => Ok(Self::Guard {
                port: parse_port(port)?,
                server: server.into(),
            }),
            _ => Err("the guard wants a port and the server's path".into()),
        }
    }
}

fn parse_port(text: &str) -> Result<u16> {
    match text.parse() {
        Ok(port) if port > 0 => Ok(port),
        _ => Err(format!("{text} is not a port")),
    }
}

fn parse_count(text: &str) -> Result<u64> {
    text.parse().map_err(|_| format!("{text} is not a number"))
}

fn no_words(words: &[String]) -> Result<()> {
    match words.first() {
        Some(word) => Err(format!("{word} means nothing here")),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(line: &str) -> Result<Chore> {
        let words: Vec<String> = line.split_whitespace().map(str::to_owned).collect();
        Chore::parse(&words)
    }

    #[test]
    fn a_port_may_follow_a_space_or_an_equals_sign() {
        for line in ["dev --port 4000", "dev --port=4000"] {
            let Ok(Chore::Dev(options)) = parse(line) else {
                panic!("{line} should parse");
            };
            assert_eq!(options.port, 4000);
            assert!(!options.release);
        }
    }

    #[test]
    fn no_step_means_every_step() {
        let Ok(Chore::Test(options)) = parse("test") else {
            panic!("should parse");
        };
        assert_eq!(options.steps, Step::ALL);
    }

    #[test]
    fn named_steps_run_in_the_suites_order() {
        let Ok(Chore::Test(options)) = parse("test e2e fmt") else {
            panic!("should parse");
        };
        assert_eq!(options.steps, [Step::Fmt, Step::E2e]);
    }

    #[test]
    fn an_engine_is_a_step_of_its_own() {
        let Ok(Chore::Test(options)) = parse("test webkit firefox --release") else {
            panic!("should parse");
        };
        assert_eq!(options.steps, [Step::Firefox, Step::WebKit]);
        assert!(options.release);
    }

    #[test]
    fn sizes_are_explained_where_they_are_asked_why() {
        for (line, asked) in [("size", false), ("size --why", true)] {
            let Ok(Chore::Size(options)) = parse(line) else {
                panic!("{line} should parse");
            };
            assert_eq!(options.why, asked);
        }
    }

    #[test]
    fn a_bench_has_a_name_and_perhaps_a_number() {
        let Ok(Chore::Bench(options)) = parse("bench pages --submissions 5000") else {
            panic!("should parse");
        };
        let submissions = 5_000;
        assert_eq!(options, bench::Options::Pages { submissions });
        assert!(parse("bench").unwrap_err().contains("pages"));
        assert!(parse("bench page --submissions 1").is_err());
        assert!(parse("bench pages --submissions all").is_err());
        assert!(parse("bench pages --runs 3").is_err());
        assert!(parse("bench books").unwrap_err().contains("books"));
    }

    #[test]
    fn a_page_is_measured_on_both_lines_unless_one_is_named() {
        for (line, runs, settings) in [
            ("bench page", 9, &[Setting::Fast, Setting::Slow][..]),
            ("bench page --runs 3 --slow", 3, &[Setting::Slow]),
            ("bench page --fast", 9, &[Setting::Fast]),
            ("bench page --slow --fast --slow", 9, &Setting::ALL),
        ] {
            let Ok(Chore::Bench(bench::Options::Page(options))) = parse(line) else {
                panic!("{line} should parse");
            };
            assert_eq!((options.runs, &options.settings[..]), (runs, settings));
        }
        assert!(parse("bench page --runs 0").is_err());
    }

    #[test]
    fn misspelt_words_are_named() {
        assert!(parse("tset").unwrap_err().contains("tset"));
        assert!(parse("test clipy").unwrap_err().contains("clipy"));
        assert!(parse("dev --prot 1").unwrap_err().contains("--prot"));
        assert!(parse("dev --port zero").unwrap_err().contains("zero"));
        assert!(parse("dev fast").unwrap_err().contains("fast"));
    }
}
