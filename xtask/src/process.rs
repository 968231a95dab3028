//! Running other programs: with a clean environment, shown to the person, and where wanted captured too.

use std::ffi::OsStr;
use std::io::{BufRead, BufReader, IsTerminal, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use crate::{Result, ui, workspace};

/// What `cargo run` sets for us and a nested build must not see: it would take our package's name and
/// version for its own, and rebuild because they changed.
const LEAKED: &[&str] = &[
    "CARGO",
    "CARGO_BIN_NAME",
    "CARGO_CRATE_NAME",
    "CARGO_MANIFEST_DIR",
    "CARGO_MANIFEST_LINKS",
    "CARGO_MANIFEST_PATH",
    "CARGO_PRIMARY_PACKAGE",
    "LD_LIBRARY_PATH",
    "OUT_DIR",
];
const LEAKED_PREFIX: &str = "CARGO_PKG_";

/// For the allocator of rustc (jemalloc): its memory comes in huge pages, so that the kernel is asked for fewer. A
/// build takes a tenth less of both cores then; other programs do not read it.
const ALLOCATOR: (&str, &str) = ("MALLOC_CONF", "thp:always,metadata_thp:always");

/// How often a command with a time limit is looked at.
const LOOK_EVERY: Duration = Duration::from_millis(50);

/// A command in the checkout, without what `cargo run` left in our environment, and where it is a build, quicker.
pub fn command(program: impl AsRef<OsStr>) -> Command {
    let mut command = Command::new(program);
    command.current_dir(workspace::root());
    for name in LEAKED {
        command.env_remove(name);
    }
    for (name, _) in std::env::vars_os() {
        if name.to_string_lossy().starts_with(LEAKED_PREFIX) {
            command.env_remove(name);
        }
    }
    let (name, value) = ALLOCATOR;
    if std::env::var_os(name).is_none() {
        command.env(name, value);
    }
    command
}

/// Runs a command with the terminal as its own. An error says which command failed.
pub fn run(command: &mut Command) -> Result<()> {
    let line = shown(command);
    let status = command
        .status()
        .map_err(|error| format!("cannot start `{line}`: {error}"))?;
    if status.success() {
        Ok(())
    } else {
        Err(format!("`{line}` failed ({status})"))
    }
}

/// Runs a command like [`run`], and ends it when it has not come to its own end in time.
pub fn run_within(limit: Duration, command: &mut Command) -> Result<()> {
    let line = shown(command);
    let mut child = command
        .spawn()
        .map_err(|error| format!("cannot start `{line}`: {error}"))?;
    let started = Instant::now();
    loop {
        match child.try_wait() {
            Ok(Some(status)) if status.success() => return Ok(()),
            Ok(Some(status)) => return Err(format!("`{line}` failed ({status})")),
            Ok(None) if started.elapsed() < limit => std::thread::sleep(LOOK_EVERY),
            Ok(None) => {
                let _ = child.kill().and_then(|()| child.wait());
                return Err(format!(
                    "`{line}` had not ended after {} s",
                    limit.as_secs()
                ));
            }
            Err(error) => return Err(format!("lost `{line}`: {error}")),
        }
    }
}

/// Runs a command quietly and returns what it printed, or nothing when it failed or is not there.
pub fn quiet(command: &mut Command) -> Option<String> {
    let output = command.stdin(Stdio::null()).output().ok()?;
    output
        .status
        .success()
        .then(|| String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

/// What a shown and captured command did.
pub struct Captured {
    pub success: bool,
    pub output: String,
}

/// Runs a command, shows its output line by line, and keeps a copy.
pub fn tee(command: &mut Command) -> Result<Captured> {
    let line = shown(command);
    ui::step(format!("$ {line}"));
    if std::io::stdout().is_terminal() {
        command
            .env("CARGO_TERM_COLOR", "always")
            .env("FORCE_COLOR", "1");
    }
    let mut child = command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .map_err(|error| format!("cannot start `{line}`: {error}"))?;
    let stdout = child.stdout.take().expect("stdout is piped");
    let stderr = child.stderr.take().expect("stderr is piped");
    let output = std::thread::scope(|scope| {
        let errors = scope.spawn(|| pass_on(stderr, std::io::stderr()));
        let mut output = pass_on(stdout, std::io::stdout());
        output.push_str(&errors.join().unwrap_or_default());
        output
    });
    let status = child
        .wait()
        .map_err(|error| format!("lost `{line}`: {error}"))?;
    Ok(Captured {
        success: status.success(),
        output,
    })
}

/// Runs a command and takes what it prints, line by line; what it complains of is shown. It is ended when a line is not
/// what was expected.
pub fn lines(command: &mut Command, mut take: impl FnMut(&str) -> Result<()>) -> Result<()> {
    let line = shown(command);
    let mut child = command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .spawn()
        .map_err(|error| format!("cannot start `{line}`: {error}"))?;
    let stdout = child.stdout.take().expect("stdout is piped");
    let taken = BufReader::new(stdout)
        .lines()
        .try_for_each(|line| take(&line.map_err(|error| error.to_string())?));
    if taken.is_err() {
        let _ = child.kill();
    }
    let status = child
        .wait()
        .map_err(|error| format!("lost `{line}`: {error}"))?;
    taken?;
    match status.success() {
        true => Ok(()),
        false => Err(format!("`{line}` failed ({status})")),
    }
}

fn pass_on(from: impl Read, mut to: impl Write) -> String {
    let mut kept = String::new();
    let mut from = BufReader::new(from);
    let mut line = Vec::new();
    while matches!(from.read_until(b'\n', &mut line), Ok(read) if read > 0) {
        let _ = to.write_all(&line).and_then(|()| to.flush());
        kept.push_str(&String::from_utf8_lossy(&line));
        line.clear();
    }
    kept
}

/// A command as a person would type it, without its environment.
pub fn shown(command: &Command) -> String {
    let program = Path::new(command.get_program());
    let name = program.file_name().unwrap_or(program.as_os_str());
    let mut line = name.to_string_lossy().into_owned();
    for argument in command.get_args() {
        line.push(' ');
        line.push_str(&argument.to_string_lossy());
    }
    line
}

/// The first of these programs that PATH leads to.
pub fn find(programs: &[&str]) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    let directories: Vec<PathBuf> = std::env::split_paths(&path).collect();
    programs.iter().find_map(|program| {
        directories
            .iter()
            .map(|directory| directory.join(program))
            .find(|candidate| candidate.is_file())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_command_that_does_not_end_is_ended() {
        let started = Instant::now();
        let mut sleep = command("sleep");
        let error = run_within(Duration::from_millis(100), sleep.arg("60")).unwrap_err();
        assert!(error.contains("`sleep 60` had not ended"));
        assert!(started.elapsed() < Duration::from_secs(30));
    }

    #[test]
    fn lines_are_taken_as_they_come_and_the_end_must_be_good() {
        let shell = |script: &str| {
            let mut taken = Vec::new();
            let mut shell = command("sh");
            let ended = lines(shell.args(["-c", script]), |line| {
                taken.push(line.to_owned());
                if line == "wrong" {
                    return Err("no figure".to_owned());
                }
                Ok(())
            });
            (ended, taken.join(" "))
        };
        assert_eq!(shell("echo a; echo b"), (Ok(()), "a b".into()));
        let (ended, taken) = shell("echo a; exit 3");
        assert!(ended.unwrap_err().contains("failed") && taken == "a");
        let (ended, taken) = shell("echo wrong; exec sleep 60");
        assert_eq!((ended, taken.as_str()), (Err("no figure".into()), "wrong"));
    }

    #[test]
    fn a_command_that_ends_in_time_says_how() {
        let limit = Duration::from_secs(30);
        assert_eq!(run_within(limit, &mut command("true")), Ok(()));
        assert!(run_within(limit, &mut command("false")).is_err());
    }
}
