//! The chores of this repository: `cargo xtask setup`, `dev`, `test`, `size` and `bench`.
//!
//! Each command checks what is there, says what it will install and why, installs it once, and gets to work.
//! It has no dependencies, so that it builds in seconds on an empty machine.

mod bench;
mod build;
mod client;
mod dev;
mod options;
mod port;
mod process;
mod setup;
mod size;
mod test;
mod ui;
mod workspace;

use std::process::ExitCode;

use options::Chore;

/// What went wrong, in words for the person at the terminal: which thing, why it is needed, what to do.
type Result<T, E = String> = std::result::Result<T, E>;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let done = match Chore::parse(&arguments) {
        Ok(Chore::Help) => {
            println!("{}", options::HELP);
            Ok(true)
        }
        Ok(Chore::Setup(way)) => setup::all(way).map(|()| true),
        Ok(Chore::Dev(options)) => dev::run(&options).map(|()| true),
        Ok(Chore::Test(options)) => Ok(test::run(&options)),
        Ok(Chore::Size(options)) => size::run(&options),
        Ok(Chore::Bench(options)) => bench::run(&options).map(|()| true),
        Ok(Chore::Guard { port, server }) => {
            dev::guard(port, &server);
            Ok(true)
        }
        Err(wrong) => Err(format!("{wrong}\n\n{}", options::HELP)),
    };
    match done {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(message) => {
            eprintln!("\nerror: {message}");
            ExitCode::FAILURE
        }
    }
}
