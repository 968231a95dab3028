//! The figures of `bench page`: what the script says, line by line, and what is printed of it.

use std::fmt::Write;

use super::median;
use super::setting::Setting;
use crate::Result;

/// What is measured of each target; `end2end/bench/page.mjs` says what each is.
const FIGURES: [Figure; 6] = [
    Figure::new("bytes", "kB in all", 1000.0),
    Figure::new("paint", "first paint, ms", 1.0),
    Figure::new("hydrated", "hydrated, ms", 1.0),
    Figure::new("optimistic", "press to pending entry, ms", 1.0),
    Figure::new("confirmed", "press to confirmed entry, ms", 1.0),
    Figure::new("early", "press before hydration to entry, ms", 1.0),
];

struct Figure {
    /// In the script.
    name: &'static str,
    title: &'static str,
    /// How many of what the script counts in are one of what is printed.
    unit: f64,
}

impl Figure {
    const fn new(name: &'static str, title: &'static str, unit: f64) -> Self {
        Self { name, title, unit }
    }
}

/// What is asked of the script.
pub struct Plan {
    /// Their names for the script and for people. The last is what the others are compared with.
    pub targets: Vec<(&'static str, &'static str)>,
    pub settings: Vec<Setting>,
    pub runs: usize,
}

/// What the script says.
#[derive(Debug, PartialEq)]
pub enum Line<'a> {
    /// That many rounds are over.
    Round(usize),
    Figure(Measured<'a>),
}

#[derive(Debug, PartialEq)]
pub struct Measured<'a> {
    setting: &'a str,
    target: &'a str,
    figure: &'a str,
    /// None where the target has no such thing.
    value: Option<f64>,
}

impl<'a> Line<'a> {
    pub fn parse(line: &'a str) -> Result<Self> {
        let unknown = || format!("the script says `{line}`, which is no figure");
        let words: Vec<&str> = line.split_whitespace().collect();
        match words[..] {
            ["round", number] => Ok(Self::Round(number.parse().map_err(|_| unknown())?)),
            [setting, target, figure, value] => Ok(Self::Figure(Measured {
                setting,
                target,
                figure,
                value: match value {
                    "-" => None,
                    value => Some(value.parse().map_err(|_| unknown())?),
                },
            })),
            _ => Err(unknown()),
        }
    }
}

/// The figures of all runs.
pub struct Table<'a> {
    plan: &'a Plan,
    /// By setting, figure and target: a value for each run.
    cells: Vec<Vec<Option<f64>>>,
}

impl<'a> Table<'a> {
    pub fn new(plan: &'a Plan) -> Self {
        let count = plan.settings.len() * FIGURES.len() * plan.targets.len();
        Self {
            plan,
            cells: vec![Vec::new(); count],
        }
    }

    pub fn add(&mut self, measured: &Measured) -> Result<()> {
        let Measured {
            setting,
            target,
            figure,
            value,
        } = *measured;
        let plan = self.plan;
        let setting = plan.settings.iter().position(|one| one.name() == setting);
        let figure = FIGURES.iter().position(|one| one.name == figure);
        let target = plan.targets.iter().position(|(name, _)| *name == target);
        match (setting, figure, target) {
            (Some(setting), Some(figure), Some(target)) => {
                let at = self.at(setting, figure, target);
                self.cells[at].push(value);
                Ok(())
            }
            _ => Err(format!(
                "the script has measured what nobody has asked for: {measured:?}"
            )),
        }
    }

    /// For each setting a table: a line for each figure, a column for each target, and what it is beside the last one.
    pub fn print(&self) -> Result<String> {
        let mut text = String::new();
        for setting in 0..self.plan.settings.len() {
            self.print_setting(&mut text, setting)?;
        }
        Ok(text)
    }

    fn print_setting(&self, text: &mut String, setting: usize) -> Result<()> {
        let Plan {
            targets,
            settings,
            runs,
        } = self.plan;
        let mut line = format!("{:36}", "");
        for (target, (_, name)) in targets.iter().enumerate() {
            let _ = write!(line, "{name:>26}");
            if target + 1 < targets.len() {
                let _ = write!(line, "{:>8}", "ratio");
            }
        }
        let title = settings[setting].title();
        let _ = writeln!(text, "\n{title}; medians of {runs} (least, most)\n{line}");
        for (figure, Figure { title, .. }) in FIGURES.iter().enumerate() {
            let mut spreads = Vec::new();
            for target in 0..targets.len() {
                spreads.push(self.spread(setting, figure, target)?);
            }
            let mut line = format!("{title:36}");
            for (target, spread) in spreads.iter().enumerate() {
                let _ = write!(line, "{:>26}", shown(spread.as_ref()));
                if target + 1 < targets.len() {
                    let ratio = ratio(spread.as_ref(), spreads.last().and_then(Option::as_ref));
                    let _ = write!(line, "{ratio:>8}");
                }
            }
            let _ = writeln!(text, "{line}");
        }
        Ok(())
    }

    /// Of one figure, or none where the target has no such thing.
    fn spread(&self, setting: usize, figure: usize, target: usize) -> Result<Option<Spread>> {
        let cell = &self.cells[self.at(setting, figure, target)];
        let values: Vec<f64> = cell.iter().flatten().copied().collect();
        if cell.len() == self.plan.runs && values.is_empty() {
            return Ok(None);
        }
        if values.len() != self.plan.runs {
            let (figure, (target, _)) = (FIGURES[figure].name, self.plan.targets[target]);
            let (count, runs) = (values.len(), self.plan.runs);
            return Err(format!(
                "the script has measured `{figure}` of {target} {count} times in place of {runs}"
            ));
        }
        let unit = FIGURES[figure].unit;
        let least = values.iter().copied().fold(f64::INFINITY, f64::min);
        let most = values.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        Ok(Some(Spread {
            median: median(values.into_iter()) / unit,
            least: least / unit,
            most: most / unit,
        }))
    }

    fn at(&self, setting: usize, figure: usize, target: usize) -> usize {
        (setting * FIGURES.len() + figure) * self.plan.targets.len() + target
    }
}

struct Spread {
    median: f64,
    least: f64,
    most: f64,
}

fn shown(spread: Option<&Spread>) -> String {
    spread.map_or("–".into(), |spread| {
        let Spread {
            median,
            least,
            most,
        } = spread;
        let digits = usize::from(*median < 100.0);
        format!("{median:.digits$} ({least:.digits$}, {most:.digits$})")
    })
}

fn ratio(spread: Option<&Spread>, beside: Option<&Spread>) -> String {
    match (spread, beside) {
        (Some(spread), Some(beside)) => format!("{:.2}", spread.median / beside.median),
        _ => "–".into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plan(runs: usize) -> Plan {
        Plan {
            targets: vec![("formwork", "Formwork"), ("leptos", "Leptos")],
            settings: vec![Setting::Slow],
            runs,
        }
    }

    /// A table of what the script has said.
    fn table<'a>(plan: &'a Plan, said: &[String]) -> Result<Table<'a>> {
        let mut table = Table::new(plan);
        for line in said {
            if let Line::Figure(measured) = Line::parse(line)? {
                table.add(&measured)?;
            }
        }
        Ok(table)
    }

    /// What a script says that measures the same whatever it is asked for.
    fn run(values: [(&str, &str); 2]) -> Vec<String> {
        let lines = FIGURES.iter().flat_map(|figure| {
            values.map(|(target, value)| match (figure.name, target) {
                ("optimistic", "leptos") => "slow leptos optimistic -".to_owned(),
                (name, _) => format!("slow {target} {name} {value}"),
            })
        });
        lines.collect()
    }

    #[test]
    fn a_line_is_a_figure_or_the_end_of_a_round() {
        assert_eq!(Line::parse("round 3"), Ok(Line::Round(3)));
        let figure = |value| {
            Line::Figure(Measured {
                setting: "slow",
                target: "leptos",
                figure: "paint",
                value,
            })
        };
        let parsed = Line::parse("slow leptos paint 712.4");
        assert_eq!(parsed, Ok(figure(Some(712.4))));
        assert_eq!(Line::parse("slow leptos paint -"), Ok(figure(None)));
        for line in ["", "round", "slow leptos paint", "slow leptos paint soon"] {
            assert!(Line::parse(line).is_err(), "{line:?}");
        }
    }

    #[test]
    fn medians_stand_beside_those_of_plain_leptos() {
        let plan = plan(3);
        let mut said = Vec::new();
        for (formwork, leptos) in [("150", "300"), ("9000", "100"), ("100", "200")] {
            said.extend(run([("formwork", formwork), ("leptos", leptos)]));
        }
        let text = table(&plan, &said).unwrap().print().unwrap();
        let line = |title: &str| {
            let line = text.lines().find_map(|line| line.strip_prefix(title));
            let words: Vec<_> = line.unwrap().split_whitespace().collect();
            words.join(" ")
        };
        assert_eq!(
            line("hydrated, ms"),
            "150 (100, 9000) 0.75 200 (100, 300)",
            "{text}"
        );
        assert_eq!(
            line("kB in all"),
            "0.1 (0.1, 9.0) 0.75 0.2 (0.1, 0.3)",
            "{text}"
        );
        assert_eq!(
            line("press to pending entry, ms"),
            "150 (100, 9000) – –",
            "{text}"
        );
    }

    #[test]
    fn a_figure_that_is_missing_is_no_hole_in_a_median() {
        let plan = plan(1);
        let mut said = run([("formwork", "1"), ("leptos", "2")]);
        said.retain(|line| line != "slow formwork early 1");
        let error = table(&plan, &said).unwrap().print().unwrap_err();
        assert!(error.contains("`early` of formwork 0 times"), "{error}");
    }

    #[test]
    fn what_nobody_has_asked_for_is_an_error() {
        let plan = plan(1);
        for line in [
            "fast leptos paint 1",
            "slow svelte paint 1",
            "slow leptos sleep 1",
        ] {
            assert!(table(&plan, &[line.to_owned()]).is_err(), "{line}");
        }
    }
}
