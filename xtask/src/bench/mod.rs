//! `cargo xtask bench`: what Formwork costs beside plain Leptos. The apps are those in `bench/`.

mod figures;
mod load;
mod page;
mod pages;
mod server;
mod setting;

use crate::{Result, setup::WasmWay};

pub use setting::Setting;

#[derive(Debug, PartialEq)]
pub enum Options {
    /// What a server gives.
    Pages {
        /// How many submissions come before the second half.
        submissions: u64,
    },
    /// What a browser waits for.
    Page(page::Options),
}

/// What the command line says besides which bench.
#[derive(Debug, Default)]
pub struct Flags {
    pub submissions: Option<u64>,
    pub runs: Option<u64>,
    pub settings: Vec<Setting>,
}

impl Options {
    pub fn parse(words: &[String], flags: Flags, wasm: WasmWay) -> Result<Self> {
        let Flags {
            submissions,
            runs,
            settings,
        } = flags;
        match words {
            [word] if word == "pages" => match (runs, &settings[..]) {
                (None, []) => Ok(Self::Pages {
                    submissions: submissions.unwrap_or(pages::SUBMISSIONS),
                }),
                _ => Err("--runs, --fast and --slow are of `bench page`".into()),
            },
            [word] if word == "page" => match (submissions, runs) {
                (Some(_), _) => Err("--submissions is of `bench pages`".into()),
                (None, Some(0)) => Err("a median is of one run or more".into()),
                (None, runs) => Ok(Self::Page(page::Options {
                    runs: runs.map_or(page::RUNS, |runs| runs as usize),
                    settings: Setting::ALL
                        .into_iter()
                        .filter(|setting| settings.is_empty() || settings.contains(setting))
                        .collect(),
                    wasm,
                })),
            },
            [] => Err("`bench` wants to know what: pages or page".into()),
            _ => Err(format!("there is no bench named {}", words.join(" "))),
        }
    }
}

pub fn run(options: &Options) -> Result<()> {
    match options {
        Options::Pages { submissions } => pages::run(*submissions),
        Options::Page(options) => page::run(options),
    }
}

fn median(values: impl Iterator<Item = f64>) -> f64 {
    let mut values: Vec<f64> = values.collect();
    values.sort_by(f64::total_cmp);
    let middle = values.len() / 2;
    match values[..] {
        [] => 0.0,
        _ if values.len().is_multiple_of(2) => (values[middle - 1] + values[middle]) / 2.0,
        _ => values[middle],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_median_is_in_the_middle() {
        assert_eq!(median([3.0, 100.0, 1.0].into_iter()), 3.0);
        assert_eq!(median([4.0, 3.0, 100.0, 1.0].into_iter()), 3.5);
        assert_eq!(median(std::iter::empty()), 0.0);
    }
}
