//! What asks a server: threads with a connection each, one request at a time.
//!
//! Our own few lines in place of a tool to install: they make exactly as many submissions as are asked for, each with an
//! id of its own, and they look at every status. They take a fraction of the time that a page takes.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use crate::Result;

/// How many connections there are at a time.
const CONNECTIONS: u64 = 16;

/// A server that has not answered in this time does not answer.
const ANSWER_LIMIT: Duration = Duration::from_secs(20);

/// What is asked, on every connection.
pub struct Load<'a> {
    pub server: SocketAddr,
    /// The bytes of the request with this number.
    pub request: &'a (dyn Fn(u64) -> Vec<u8> + Sync),
    /// The status that each answer is to have.
    pub status: u16,
}

/// How much was done.
#[derive(Clone, Copy, Debug)]
pub struct Done {
    pub requests: u64,
    pub took: Duration,
}

impl Done {
    pub fn a_second(&self) -> f64 {
        self.requests as f64 / self.took.as_secs_f64()
    }
}

impl Load<'_> {
    /// Asks for as long as said.
    pub fn run_for(&self, time: Duration) -> Result<Done> {
        let end = Instant::now() + time;
        self.run(&|_| Instant::now() < end)
    }

    /// Asks as often as said, and counts from a number on.
    pub fn run_times(&self, from: u64, times: u64) -> Result<Done> {
        let to = times;
        let shifted = |number| (self.request)(from + number);
        let load = Load {
            server: self.server,
            request: &shifted,
            status: self.status,
        };
        load.run(&|number| number < to)
    }

    fn run(&self, goes_on: &(dyn Fn(u64) -> bool + Sync)) -> Result<Done> {
        let (next, done) = (AtomicU64::new(0), AtomicU64::new(0));
        let started = Instant::now();
        let ask = || -> Result<()> {
            let mut connection = Connection::open(self.server)?;
            loop {
                let number = next.fetch_add(1, Ordering::Relaxed);
                if !goes_on(number) {
                    return Ok(());
                }
                let status = connection.ask(&(self.request)(number))?;
                if status != self.status {
                    return Err(format!("a request was answered with {status}"));
                }
                done.fetch_add(1, Ordering::Relaxed);
            }
        };
        std::thread::scope(|scope| {
            let threads: Vec<_> = (0..CONNECTIONS).map(|_| scope.spawn(ask)).collect();
            let ended = threads
                .into_iter()
                .map(|thread| thread.join().expect("asking does not panic"));
            ended.collect::<Result<Vec<()>>>()
        })?;
        Ok(Done {
            requests: done.into_inner(),
            took: started.elapsed(),
        })
    }
}

/// A page, as text.
pub fn get(server: SocketAddr) -> Result<String> {
    let mut connection = Connection::open(server)?;
    let request = format!("GET / HTTP/1.1\r\nHost: {server}\r\n\r\n");
    connection.ask(request.as_bytes())?;
    Ok(String::from_utf8_lossy(&connection.answer).into_owned())
}

struct Connection {
    stream: TcpStream,
    /// The bytes of the last answer.
    answer: Vec<u8>,
}

impl Connection {
    fn open(server: SocketAddr) -> Result<Self> {
        let stream = TcpStream::connect(server).and_then(|stream| {
            stream.set_nodelay(true)?;
            stream.set_read_timeout(Some(ANSWER_LIMIT))?;
            Ok(stream)
        });
        Ok(Self {
            stream: stream.map_err(|error| format!("cannot connect to {server}: {error}"))?,
            answer: Vec::new(),
        })
    }

    /// Sends a request, reads the answer to its end, and gives its status.
    fn ask(&mut self, request: &[u8]) -> Result<u16> {
        let lost = |error| format!("a request has no answer: {error}");
        self.stream.write_all(request).map_err(lost)?;
        self.answer.clear();
        let mut part = [0; 64 * 1024];
        loop {
            if let Some(status) = complete(&self.answer)? {
                return Ok(status);
            }
            match self.stream.read(&mut part).map_err(lost)? {
                0 => return Err("a request has no answer: the connection has been closed".into()),
                length => self.answer.extend_from_slice(&part[..length]),
            }
        }
    }
}

/// The status of an answer whose end has come.
fn complete(answer: &[u8]) -> Result<Option<u16>> {
    let Some(end) = find(answer, b"\r\n\r\n") else {
        return Ok(None);
    };
    let head = String::from_utf8_lossy(&answer[..end]).to_ascii_lowercase();
    let status = head
        .split(' ')
        .nth(1)
        .and_then(|status| status.parse().ok());
    let status = status.ok_or("an answer has no status")?;
    let body = &answer[end + 4..];
    let header = |name: &str| head.lines().find_map(|line| line.strip_prefix(name));
    let is_complete = match header("content-length:") {
        Some(length) => {
            let length: usize = length
                .trim()
                .parse()
                .map_err(|_| "an answer has no length")?;
            body.len() >= length
        }
        // The last chunk is empty, and no text of these pages has such a line.
        None if header("transfer-encoding:").is_some() => {
            body.ends_with(b"\r\n0\r\n\r\n") || body == b"0\r\n\r\n"
        }
        None => true,
    };
    Ok(is_complete.then_some(status))
}

fn find(text: &[u8], part: &[u8]) -> Option<usize> {
    text.windows(part.len()).position(|window| window == part)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_is_complete_when_its_length_is_there() {
        let answer = |body: &str| format!("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\n{body}");
        assert_eq!(complete(answer("abc").as_bytes()), Ok(None));
        assert_eq!(complete(answer("abcd").as_bytes()), Ok(Some(200)));
        assert_eq!(complete(b"HTTP/1.1 200 OK\r\nContent-Le"), Ok(None));
    }

    #[test]
    fn an_answer_in_chunks_is_complete_with_the_empty_one() {
        let head = "HTTP/1.1 422 Unprocessable\r\ntransfer-encoding: chunked\r\n\r\n";
        for (body, status) in [
            ("", None),
            ("4\r\nabcd\r\n", None),
            ("4\r\nabcd\r\n0\r\n\r\n", Some(422)),
            ("0\r\n\r\n", Some(422)),
        ] {
            let answer = format!("{head}{body}");
            assert_eq!(complete(answer.as_bytes()), Ok(status), "{body:?}");
        }
    }

    #[test]
    fn what_is_no_http_is_an_error() {
        assert!(complete(b"hello\r\n\r\n").is_err());
    }
}
