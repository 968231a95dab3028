//! `cargo xtask bench pages`: pages a second of Formwork's guestbook and of plain Leptos' one, side by side, and the memory
//! that they take; then the same after many submissions.
//!
//! Both servers run all the time, and are asked in turn, so that whatever else the machine does meets both. The time of
//! the processor says the same as pages a second do on a quiet machine, and still says so on a busy one.

use std::path::Path;
use std::time::Duration;

use super::load::{self, Load};
use super::median;
use super::server::{App, Cores, FORMWORK, LEPTOS, Server, TICKS_A_SECOND};
use crate::{Result, ui};

/// How many submissions come before the second half, unless told otherwise.
pub const SUBMISSIONS: u64 = 1_000_000;

/// How often each server is asked, and for how long.
const ROUNDS: usize = 9;
const ROUND: Duration = Duration::from_secs(3);
const WARM_UP: Duration = Duration::from_secs(2);

/// How often the memory is looked at while submissions come.
const LOOKS: u64 = 10;

/// Nobody asks for a file.
const NO_SITE: &str = "target/site";

/// A visitor's cookie: 16 bytes in base64url.
const VISITOR: &str = "AAECAwQFBgcICQoLDA0ODw";

pub fn run(submissions: u64) -> Result<()> {
    ui::step("building the servers");
    let apps = [FORMWORK, LEPTOS];
    let mut programs = Vec::new();
    for app in apps {
        programs.push(app.build()?);
    }
    let cores = Cores::share();
    let mut servers = Vec::new();
    for (app, program) in apps.into_iter().zip(&programs) {
        servers.push((
            app,
            Server::start(app, program, Path::new(NO_SITE), &cores)?,
        ));
    }
    for (_, server) in &servers {
        pages(server, WARM_UP)?;
    }

    ui::step(format!("{ROUNDS} rounds of {} s each", ROUND.as_secs()));
    print(&side_by_side(&servers)?);

    let (app, server) = &servers[0];
    ui::step(format!(
        "{submissions} submissions to {}, by native posts",
        app.name
    ));
    submit(server, submissions)?;
    ui::step(format!("{ROUNDS} rounds of {} s each", ROUND.as_secs()));
    print(&side_by_side(&servers)?);
    Ok(())
}

/// What the rounds of one server have come to.
struct Figures {
    app: App,
    pages_a_second: f64,
    /// Microseconds.
    processor: f64,
    resident: f64,
}

fn side_by_side(servers: &[(App, Server)]) -> Result<Vec<Figures>> {
    let mut rounds: Vec<Vec<(f64, f64)>> = vec![Vec::new(); servers.len()];
    for _ in 0..ROUNDS {
        for ((_, server), rounds) in servers.iter().zip(&mut rounds) {
            rounds.push(pages(server, ROUND)?);
        }
    }
    let figures = servers.iter().zip(rounds).map(|((app, server), rounds)| {
        Ok(Figures {
            app: *app,
            pages_a_second: median(rounds.iter().map(|(pages, _)| *pages)),
            processor: median(rounds.iter().map(|(_, processor)| *processor)),
            resident: server.resident()?,
        })
    });
    figures.collect()
}

/// Pages a second, and microseconds of a core for each.
fn pages(server: &Server, time: Duration) -> Result<(f64, f64)> {
    let request = format!("GET / HTTP/1.1\r\nHost: {}\r\n\r\n", server.address);
    let load = Load {
        server: server.address,
        request: &|_| request.clone().into_bytes(),
        status: 200,
    };
    let before = server.ticks()?;
    let done = load.run_for(time)?;
    let ticks = server.ticks()?.saturating_sub(before);
    let processor = ticks as f64 * 1e6 / TICKS_A_SECOND as f64;
    Ok((done.a_second(), processor / done.requests.max(1) as f64))
}

fn submit(server: &Server, submissions: u64) -> Result<()> {
    let page = load::get(server.address)?;
    let form = Form::of(&page).ok_or("the page has no form")?;
    let request = |number| form.post(server, number);
    let load = Load {
        server: server.address,
        request: &request,
        status: 303,
    };
    for look in 0..LOOKS {
        let (from, to) = (submissions * look / LOOKS, submissions * (look + 1) / LOOKS);
        let done = load.run_times(from, to - from)?;
        ui::note(format!(
            "{to:>9} submissions: {:6.0} a second, {:6.1} MB resident",
            done.a_second(),
            server.resident()?
        ));
    }
    Ok(())
}

/// The first form of a page, as a browser without JavaScript would send it.
#[derive(Debug, PartialEq)]
struct Form {
    action: String,
    key: String,
}

impl Form {
    fn of(page: &str) -> Option<Self> {
        let (_, form) = page.split_once("<form ")?;
        let (_, action) = form.split_once("action=\"")?;
        let (action, _) = action.split_once('"')?;
        let (_, key) = form.split_once("name=\"_fw.key\"")?;
        let (_, key) = key.split_once("value=\"")?;
        let (key, _) = key.split_once('"')?;
        Some(Self {
            action: action.replace("&amp;", "&"),
            key: key.to_owned(),
        })
    }

    /// A submission of its own.
    fn post(&self, server: &Server, number: u64) -> Vec<u8> {
        let Self { action, key } = self;
        let host = server.address;
        let path = match action.strip_prefix('?') {
            Some(query) => format!("/?{query}"),
            None => action.clone(),
        };
        let body =
            format!("_fw.id=bench-{number:016}&_fw.key={key}&name=Ada&message=I+was+here+{number}");
        format!(
            "POST {path} HTTP/1.1\r\nHost: {host}\r\nOrigin: http://{host}\r\n\
             Cookie: formwork-visitor={VISITOR}\r\nContent-Type: application/x-www-form-urlencoded\r\n\
             Content-Length: {}\r\n\r\n{body}",
            body.len()
        )
        .into_bytes()
    }
}

fn print(figures: &[Figures]) {
    println!(
        "{:10}{:>12}{:>16}{:>14}",
        "", "pages/s", "µs of a core", "MB resident"
    );
    for figure in figures {
        println!(
            "{:10}{:>12.0}{:>16.0}{:>14.1}",
            figure.app.name, figure.pages_a_second, figure.processor, figure.resident
        );
    }
    if let [formwork, leptos] = figures {
        println!(
            "{:10}{:>12.2}{:>16.2}",
            "ratio",
            formwork.pages_a_second / leptos.pages_a_second,
            leptos.processor / formwork.processor
        );
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_is_found_as_the_page_has_it() {
        let page = "<form method=\"post\" action=\"?_fw.action=a::sign-1&amp;x=y\" data-fw=\"f1\">\
                    <input type=\"hidden\" name=\"_fw.id\" value=\"abc\">\
                    <input type=\"hidden\" name=\"_fw.key\" value=\"f1\">";
        let form = Form::of(page).unwrap();
        assert_eq!(form.action, "?_fw.action=a::sign-1&x=y");
        assert_eq!(form.key, "f1");
        assert_eq!(Form::of("<p>no form</p>"), None);
    }
}
