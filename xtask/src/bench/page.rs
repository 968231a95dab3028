//! `cargo xtask bench page`: what a visitor waits for in Chromium, by the DevTools protocol, on a fast line and on a slow
//! one: bytes, first paint, hydration, and the way of an entry into the list.
//!
//! `end2end/bench/page.mjs` measures and says what each figure is; here the servers are run, and its lines become medians.
//! The targets are visited in turn, so that whatever else the machine does meets all of them.

use super::figures::{Line, Plan, Table};
use super::server::{App, Cores, FORMWORK, LEPTOS, Server};
use super::setting::Setting;
use crate::client::{self, Client};
use crate::setup::{Need, Tools, WasmWay};
use crate::{Result, process, ui, workspace};

/// How often each figure is measured, unless told otherwise.
pub const RUNS: usize = 9;

#[derive(Debug, PartialEq)]
pub struct Options {
    pub runs: usize,
    pub settings: Vec<Setting>,
    pub wasm: WasmWay,
}

/// What is measured. A peer is one more here, and one in `end2end/bench/targets.mjs`, which says how to look at its page.
struct Target {
    /// In the script.
    name: &'static str,
    app: App,
}

/// The last is what the others are compared with.
const TARGETS: [Target; 2] = [
    Target {
        name: "formwork",
        app: FORMWORK,
    },
    Target {
        name: "leptos",
        app: LEPTOS,
    },
];

pub fn run(options: &Options) -> Result<()> {
    let mut needs = client::NEEDS.to_vec();
    needs.extend([Need::Browser, Need::Playwright]);
    let tools = Tools::get(&needs, options.wasm)?;
    if let Some(reason) = tools.lacking(&needs) {
        return Err(reason);
    }
    let mut servers = Vec::new();
    for target in &TARGETS {
        let site = Client::of_bench(target.app.package).build(&tools)?;
        ui::step(format!("{}: building its server", target.app.package));
        let program = target.app.build()?;
        let server = Server::start(target.app, &program, &site, &Cores::all())?;
        servers.push(server);
    }

    let plan = Plan {
        targets: TARGETS.map(|target| (target.name, target.app.name)).into(),
        settings: options.settings.clone(),
        runs: options.runs,
    };
    let rounds = options.runs;
    ui::step(format!("{rounds} rounds, after one that does not count"));
    let mut table = Table::new(&plan);
    process::lines(&mut script(&tools, &plan, &servers), |line| {
        match Line::parse(line)? {
            Line::Round(round) => ui::note(format!("round {round} of {rounds}")),
            Line::Figure(measured) => table.add(&measured)?,
        }
        Ok(())
    })?;
    print!("{}", table.print()?);
    Ok(())
}

fn script(tools: &Tools, plan: &Plan, servers: &[Server]) -> std::process::Command {
    let settings: Vec<_> = plan.settings.iter().map(|setting| setting.name()).collect();
    let mut node = tools.command("node");
    node.arg("bench/page.mjs")
        .arg(plan.runs.to_string())
        .arg(settings.join(","))
        .current_dir(workspace::root().join("end2end"));
    for ((name, _), server) in plan.targets.iter().zip(servers) {
        node.arg(format!("{name}=http://{}/", server.address));
    }
    if let Some(browser) = &tools.browser {
        node.env("CHROMIUM", &browser.program);
    }
    node
}
