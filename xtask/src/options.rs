//! The command line: which chore, and with which options.

use std::path::PathBuf;

use crate::{
    Result, dev,
    setup::WasmWay,
    test::{self, Step},
};

pub const HELP: &str = "\
cargo xtask setup                  install what is missing, and nothing else
cargo xtask dev                    build and serve Pressroom, rebuild on every change
    --release                      serve the optimised build instead
    --port N                       listen on 127.0.0.1:N (default 3000)
cargo xtask test [step …]          everything that must be green; steps: fmt clippy native doc macros
                                   browser e2e firefox webkit
    --release                      run e2e, firefox and webkit against the optimised build

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
        let mut port = dev::DEFAULT_PORT;
        let mut wasm = WasmWay::from_env()?;
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
                "--port" | "-p" => port = parse_port(&value_of()?)?,
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
    fn misspelt_words_are_named() {
        assert!(parse("tset").unwrap_err().contains("tset"));
        assert!(parse("test clipy").unwrap_err().contains("clipy"));
        assert!(parse("dev --prot 1").unwrap_err().contains("--prot"));
        assert!(parse("dev --port zero").unwrap_err().contains("zero"));
        assert!(parse("dev fast").unwrap_err().contains("fast"));
    }
}
