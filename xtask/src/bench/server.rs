//! The servers of `bench/`: built as their users build them, started, and looked at from outside.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use crate::{Result, port, process, ui, workspace};

/// How long a server may take until it answers.
const START_LIMIT: Duration = Duration::from_secs(20);
const LOOK_EVERY: Duration = Duration::from_millis(50);

/// The first port that is tried.
const FIRST_PORT: u16 = 3300;

/// A key for seals that seals nothing of anybody's: 32 bytes in base64.
const KEY: &str = "YmVuY2ggYmVuY2ggYmVuY2ggYmVuY2ggYmVuY2ggYmU=";

/// An app of `bench/`.
#[derive(Clone, Copy, Debug)]
pub struct App {
    /// For the person who reads the results.
    pub name: &'static str,
    /// Its package, which is also its program.
    pub package: &'static str,
}

pub const FORMWORK: App = App {
    name: "Formwork",
    package: "guestbook",
};
pub const LEPTOS: App = App {
    name: "Leptos",
    package: "leptos-guestbook",
};

impl App {
    /// Builds the server. Each in a build of its own: in one, an app would get the features that the other one wants of
    /// their dependencies.
    pub fn build(self) -> Result<PathBuf> {
        let mut cargo = process::command("cargo");
        let built = process::tee(cargo.current_dir(directory()).args([
            "build",
            "--release",
            "--package",
            self.package,
            "--bin",
            self.package,
            "--features",
            "ssr",
        ]))?;
        match built.success {
            true => Ok(target_dir().join("release").join(self.package)),
            false => Err(format!("{} cannot be built", self.package)),
        }
    }
}

fn directory() -> PathBuf {
    workspace::root().join("bench")
}

fn target_dir() -> PathBuf {
    match std::env::var_os("CARGO_TARGET_DIR") {
        Some(dir) => directory().join(dir),
        None => directory().join("target"),
    }
}

/// On a machine with several cores the server has all but the last, and what asks it has that.
pub struct Cores {
    server: Option<String>,
}

impl Cores {
    /// A browser has several processes, which want all of them.
    pub fn all() -> Self {
        Self { server: None }
    }

    /// Takes the last core for this process.
    pub fn share() -> Self {
        let count = std::thread::available_parallelism().map_or(1, usize::from);
        let last = count - 1;
        let can = count > 1 && process::find(&["taskset"]).is_some();
        let own = std::process::id().to_string();
        let pin = |list: String| {
            process::quiet(process::command("taskset").args(["-a", "-p", "-c", &list, &own]))
        };
        let server = can.then(|| pin(last.to_string())).flatten();
        if server.is_none() {
            ui::note("server and load share the cores: the figures are lower, and less steady");
        }
        Self {
            server: server.map(|_| match last {
                1 => "0".to_owned(),
                _ => format!("0-{}", last - 1),
            }),
        }
    }

    fn command(&self, program: &PathBuf) -> Command {
        match &self.server {
            Some(cores) => {
                let mut command = process::command("taskset");
                command.args(["-c", cores]).arg(program);
                command
            }
            None => process::command(program),
        }
    }
}

/// A server that runs until it is dropped.
pub struct Server {
    child: Child,
    pub address: SocketAddr,
}

impl Server {
    /// The client, where somebody loads it, comes from the folder.
    pub fn start(app: App, program: &PathBuf, site: &Path, cores: &Cores) -> Result<Self> {
        let port = port::free_after(FIRST_PORT)
            .ok_or_else(|| format!("no port after {FIRST_PORT} is free"))?;
        let address = port::address(port);
        let child = cores
            .command(program)
            .env("LEPTOS_SITE_ROOT", site)
            .envs([
                ("LEPTOS_OUTPUT_NAME", app.package),
                ("LEPTOS_SITE_PKG_DIR", "pkg"),
                ("LEPTOS_SITE_ADDR", &address.to_string()),
                ("LEPTOS_ENV", "PROD"),
                ("FORMWORK_KEYS", KEY),
            ])
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .map_err(|error| format!("cannot start {}: {error}", program.display()))?;
        let mut server = Self { child, address };
        let started = Instant::now();
        while !port::answers(port) {
            if let Ok(Some(status)) = server.child.try_wait() {
                return Err(format!("{} has ended at once ({status})", app.package));
            }
            if started.elapsed() > START_LIMIT {
                return Err(format!("{} does not answer", app.package));
            }
            std::thread::sleep(LOOK_EVERY);
        }
        Ok(server)
    }

    /// How much of its memory is resident, in MB of a million bytes.
    pub fn resident(&self) -> Result<f64> {
        let status = self.look("status")?;
        let kib = resident_kib(&status).ok_or("/proc does not say how much memory it has")?;
        Ok(kib as f64 * 1024.0 / 1e6)
    }

    /// How long its threads have had a core, in ticks of [`TICKS_A_SECOND`].
    pub fn ticks(&self) -> Result<u64> {
        let stat = self.look("stat")?;
        ticks(&stat).ok_or_else(|| "/proc does not say how long it has run".into())
    }

    fn look(&self, file: &str) -> Result<String> {
        let path = format!("/proc/{}/{file}", self.child.id());
        std::fs::read_to_string(&path).map_err(|error| format!("cannot read {path}: {error}"))
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// What Linux counts in for `/proc`, on every machine.
pub const TICKS_A_SECOND: u64 = 100;

fn resident_kib(status: &str) -> Option<u64> {
    let line = status
        .lines()
        .find_map(|line| line.strip_prefix("VmRSS:"))?;
    line.split_whitespace().next()?.parse().ok()
}

/// Of user and system together.
fn ticks(stat: &str) -> Option<u64> {
    // The program's name stands in parentheses, and may have spaces and parentheses itself.
    let (_, rest) = stat.rsplit_once(')')?;
    let mut columns = rest.split_whitespace().skip(11);
    let mut next = || columns.next()?.parse::<u64>().ok();
    Some(next()? + next()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn resident_memory_is_read_from_its_line() {
        let status = "Name:\tguestbook\nVmHWM:\t   99 kB\nVmRSS:\t   12345 kB\nThreads:\t3\n";
        assert_eq!(resident_kib(status), Some(12345));
        assert_eq!(resident_kib("Name:\tkthreadd\n"), None);
    }

    #[test]
    fn time_is_that_of_user_and_system() {
        let stat = "7 (a ) b) S 1 7 7 0 -1 4194560 100 0 0 0 250 50 0 0 20 0 3 0 99 0 0";
        assert_eq!(ticks(stat), Some(300));
        let own = std::fs::read_to_string("/proc/self/stat").unwrap();
        assert!(ticks(&own).is_some());
    }
}
