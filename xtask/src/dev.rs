//! `cargo xtask dev`: build Pressroom and serve it on this machine.
//!
//! At the end this process *becomes* cargo-leptos (or, with `--release`, the server): what sends it a signal
//! reaches the one that must shut down, and nobody stands between. Before that it starts a guard, a copy of
//! itself that prints the address once the server answers, and that stops a server whose parent was killed.

use std::os::unix::process::{CommandExt, parent_id};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use crate::setup::{Need, Tools, WasmWay};
use crate::{Result, build, port, process, ui, workspace};

pub const DEFAULT_PORT: u16 = 3000;

/// The word under which this program starts its guard.
pub const GUARD: &str = "--guard";

/// Where the files that the server serves go while cargo-leptos watches.
const WATCHED_SITE_ROOT: &str = "target/site-dev";

/// How often the guard looks whether the server answers and whether its parent lives.
const LOOK_EVERY: Duration = Duration::from_millis(300);
/// A parent that ended in order stops the server itself; only after this time the guard does it.
const GRACE: Duration = Duration::from_secs(12);

#[derive(Debug, PartialEq)]
pub struct Options {
    pub release: bool,
    pub port: u16,
    pub wasm: WasmWay,
}

pub fn run(options: &Options) -> Result<()> {
    need_free_port(options.port)?;
    ui::step("looking for the tools");
    let tools = Tools::get(&Need::of_a_build(options.release), options.wasm)?;
    tools.complete()?;
    let database = database_url()?;
    let server = workspace::server_binary(options.release);
    let mut last = if options.release {
        build::pressroom(&tools, true)?;
        let mut serve = process::command(&server);
        serve.envs(workspace::server_environment());
        serve
    } else {
        ui::step("building, and again on every change (Ctrl+C stops it)");
        watch(&tools, options.port)?
    };
    last.env("DATABASE_URL", database)
        .env("LEPTOS_SITE_ADDR", port::address(options.port).to_string());
    start_guard(options.port, &server)?;
    let error = last.exec();
    Err(format!("cannot start `{}`: {error}", process::shown(&last)))
}

/// Into a directory of its own, so that tests can run beside it.
fn watch(tools: &Tools, site_port: u16) -> Result<Command> {
    let reload_port = port::free_after(site_port)
        .ok_or_else(|| format!("no port after {site_port} is free; try another --port"))?;
    let mut watch = tools.command("cargo-leptos");
    watch
        .args(["leptos", "watch"])
        .env("LEPTOS_SITE_ROOT", WATCHED_SITE_ROOT)
        .env("LEPTOS_RELOAD_PORT", reload_port.to_string());
    Ok(watch)
}

fn need_free_port(wanted: u16) -> Result<()> {
    if port::is_free(wanted) {
        return Ok(());
    }
    let owner = match port::listener(wanted) {
        Some(owner) => format!("process {} ({})", owner.id, owner.program.display()),
        None => format!("a process that `ss -ltnp 'sport = :{wanted}'` may name"),
    };
    let other = match port::free_after(wanted) {
        Some(other) => format!("--port {other}"),
        None => "--port N".to_owned(),
    };
    Err(format!(
        "port {wanted} is taken by {owner}. Stop it, or use `cargo xtask dev {other}`"
    ))
}

/// The database that the person chose, else one in the checkout. The server creates and migrates it.
fn database_url() -> Result<String> {
    if let Ok(url) = std::env::var("DATABASE_URL") {
        return Ok(url);
    }
    let directory = workspace::root().join(".formwork");
    std::fs::create_dir_all(&directory)
        .map_err(|error| format!("cannot create {}: {error}", directory.display()))?;
    let file = directory.join(format!("{}.sqlite", workspace::APP));
    ui::note(format!("the database is {}", file.display()));
    Ok(format!("sqlite://{}", file.display()))
}

fn start_guard(port: u16, server: &Path) -> Result<()> {
    let start = || -> std::io::Result<()> {
        Command::new(std::env::current_exe()?)
            .args([
                GUARD.as_ref(),
                port.to_string().as_ref(),
                server.as_os_str(),
            ])
            .stdin(Stdio::null())
            .spawn()?;
        Ok(())
    };
    start().map_err(|error| format!("cannot start the guard: {error}"))
}

/// What the guard does for as long as its parent lives, and once after.
pub fn guard(port: u16, server: &Path) {
    let parent = parent_id();
    let mut told = false;
    while parent_id() == parent {
        if !told && port::answers(port) {
            println!(
                "\n    Pressroom answers at http://{}\n",
                port::address(port)
            );
            told = true;
        }
        std::thread::sleep(LOOK_EVERY);
    }
    let parent_ended = Instant::now();
    while let Some(orphan) = port::listener(port).filter(|process| process.program == *server) {
        if parent_ended.elapsed() > GRACE {
            let _ = Command::new("kill").arg(orphan.id.to_string()).status();
            return;
        }
        std::thread::sleep(LOOK_EVERY);
    }
}
