//! The HTML of an app's pages. It is the same from a debug build, which the suite has anyway.

use std::{
    io::{Read, Write},
    net::TcpStream,
    path::Path,
    process::{Child, Stdio},
    time::{Duration, Instant},
};

use super::{App, Part};
use crate::setup::Tools;
use crate::{Result, build, port, process, ui, workspace};

/// Where the search for a free port begins.
const PORT: u16 = 3400;
const START_LIMIT: Duration = Duration::from_secs(30);
const ANSWER_LIMIT: Duration = Duration::from_secs(10);
const LOOK_EVERY: Duration = Duration::from_millis(50);

/// Compresses what it reads as a server would that compresses once.
const BROTLI: &str = "const z=require('zlib');const b=require('fs').readFileSync(0);\
    process.stdout.write(String(z.brotliCompressSync(b).length))";

/// A server, for as long as this is there.
struct Serving(Child);

impl Drop for Serving {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

pub fn measure(tools: &Tools, app: &App, site: &Path) -> Result<Vec<Part>> {
    ui::step(format!("{}: its pages", app.client.name));
    let mut cargo = build::erased(tools.command("cargo"));
    cargo
        .args(["build", "--quiet", "--package", app.server])
        .args(app.features)
        .current_dir(workspace::root().join(app.client.workspace))
        .env("CARGO_TARGET_DIR", workspace::target_dir());
    process::run(&mut cargo)?;
    let port = port::free_after(PORT).ok_or("no port is free to serve the pages from")?;
    let _serving = serve(app, site, port)?;
    app.pages
        .iter()
        .map(|path| page(app, path, &html(port, path)?))
        .collect()
}

fn serve(app: &App, site: &Path, port: u16) -> Result<Serving> {
    let database = workspace::target_dir().join("size.sqlite");
    let _ = std::fs::remove_file(&database);
    let program = workspace::target_dir().join("debug").join(app.client.name);
    let child = process::command(&program)
        .current_dir(workspace::target_dir())
        .env("LEPTOS_OUTPUT_NAME", app.client.name)
        .env("LEPTOS_SITE_ROOT", site)
        .env("LEPTOS_SITE_PKG_DIR", "pkg")
        .env("LEPTOS_SITE_ADDR", port::address(port).to_string())
        .env("LEPTOS_ENV", "PROD")
        .env("DATABASE_URL", format!("sqlite://{}", database.display()))
        .stdin(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .map_err(|error| format!("cannot start {}: {error}", program.display()))?;
    let serving = Serving(child);
    let started = Instant::now();
    while !port::answers(port) {
        if started.elapsed() > START_LIMIT {
            return Err(format!("{} does not answer", program.display()));
        }
        std::thread::sleep(LOOK_EVERY);
    }
    Ok(serving)
}

fn html(port: u16, path: &str) -> Result<Vec<u8>> {
    let ask = || -> std::io::Result<Vec<u8>> {
        let mut stream = TcpStream::connect(port::address(port))?;
        stream.set_read_timeout(Some(ANSWER_LIMIT))?;
        // Of HTTP/1.0, so that the body is not chunked.
        write!(
            stream,
            "GET {path} HTTP/1.0\r\nHost: localhost:{port}\r\nAccept: text/html\r\n\r\n"
        )?;
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer)?;
        Ok(answer)
    };
    let answer = ask().map_err(|error| format!("cannot get {path}: {error}"))?;
    body(&answer).ok_or_else(|| format!("{path} is no page"))
}

/// The body of an answer that is a success.
fn body(answer: &[u8]) -> Option<Vec<u8>> {
    let end = answer.windows(4).position(|part| part == b"\r\n\r\n")?;
    let head = std::str::from_utf8(&answer[..end]).ok()?;
    let is_page = head.split(' ').nth(1) == Some("200");
    is_page.then(|| answer[end + 4..].to_vec())
}

fn page(app: &App, path: &str, html: &[u8]) -> Result<Part> {
    let compress = || -> std::io::Result<String> {
        let mut node = process::command("node")
            .args(["-e", BROTLI])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()?;
        if let Some(mut stdin) = node.stdin.take() {
            stdin.write_all(html)?;
        }
        let output = node.wait_with_output()?;
        Ok(String::from_utf8_lossy(&output.stdout).into_owned())
    };
    let compressed = compress().map_err(|error| format!("cannot compress by node: {error}"))?;
    let sent = compressed.trim().parse();
    Ok(Part {
        name: format!("{} html {path}", app.client.name),
        raw: html.len() as u64,
        sent: sent.map_err(|_| format!("node says `{compressed}` of a size"))?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_success_has_a_page() {
        let answer = b"HTTP/1.0 200 OK\r\ncontent-type: text/html\r\n\r\n<p>\r\n\r\n</p>";
        assert_eq!(body(answer).unwrap(), b"<p>\r\n\r\n</p>");
        assert_eq!(body(b"HTTP/1.0 500 Oh\r\n\r\n<p></p>"), None);
        assert_eq!(body(b"HTTP/1.0 200 OK\r\n"), None);
    }
}
