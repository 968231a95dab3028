//! What the person at the terminal sees: steps with the seconds gone by.

use std::io::{BufRead, IsTerminal, Write};
use std::sync::OnceLock;
use std::time::Instant;

use crate::Result;

static STARTED: OnceLock<Instant> = OnceLock::new();

/// Announces what happens next.
pub fn step(what: impl AsRef<str>) {
    let seconds = STARTED.get_or_init(Instant::now).elapsed().as_secs_f64();
    let line = format!("[{seconds:6.1} s] {}", what.as_ref());
    if std::io::stderr().is_terminal() {
        eprintln!("\x1b[1;36m{line}\x1b[0m");
    } else {
        eprintln!("{line}");
    }
}

/// A line that belongs to the step above it.
pub fn note(what: impl AsRef<str>) {
    eprintln!("           {}", what.as_ref());
}

/// Asks before something outside the checkout and the cache is changed. Without a person to ask (no terminal,
/// or CI) the announcement is enough.
pub fn agree_to(what: &str) -> Result<()> {
    let unattended = std::env::var_os("CI").is_some() || !std::io::stdin().is_terminal();
    if unattended {
        note(format!("{what} (nobody to ask: going on)"));
        return Ok(());
    }
    eprint!("           {what} Go on? [Y/n] ");
    let _ = std::io::stderr().flush();
    let mut answer = String::new();
    std::io::stdin()
        .lock()
        .read_line(&mut answer)
        .map_err(|error| format!("cannot read the answer: {error}"))?;
    match answer.trim().to_lowercase().as_str() {
        "" | "y" | "yes" => Ok(()),
        _ => Err("stopped, as you wished".into()),
    }
}
