//! The port that the server listens on: is it free, who has it, does it answer?

use std::io::{Read, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::path::PathBuf;
use std::time::Duration;

/// A server on the same machine that has not answered in this time is busy with something else.
const ANSWER_LIMIT: Duration = Duration::from_secs(5);

/// How many ports above the wanted one are tried for a port that nobody chose.
const NEIGHBOURS: u16 = 100;

/// `LISTEN` in the fourth column of /proc/net/tcp.
const LISTENING: &str = "0A";

pub fn address(port: u16) -> SocketAddr {
    SocketAddr::from((Ipv4Addr::LOCALHOST, port))
}

pub fn is_free(port: u16) -> bool {
    TcpListener::bind(address(port)).is_ok()
}

/// The first free port after this one.
pub fn free_after(port: u16) -> Option<u16> {
    (1..=NEIGHBOURS)
        .filter_map(|distance| port.checked_add(distance))
        .find(|port| is_free(*port))
}

/// Whether a server answers HTTP there, whatever it answers.
pub fn answers(port: u16) -> bool {
    let ask = || -> std::io::Result<bool> {
        let mut stream = TcpStream::connect_timeout(&address(port), ANSWER_LIMIT)?;
        stream.set_read_timeout(Some(ANSWER_LIMIT))?;
        write!(
            stream,
            "GET / HTTP/1.1\r\nHost: localhost:{port}\r\nConnection: close\r\n\r\n"
        )?;
        let mut start = [0; 5];
        stream.read_exact(&mut start)?;
        Ok(start == *b"HTTP/")
    };
    ask().unwrap_or(false)
}

/// A process as /proc shows it.
pub struct Process {
    pub id: u32,
    pub program: PathBuf,
}

/// The process that listens on the port, where /proc tells.
pub fn listener(port: u16) -> Option<Process> {
    let socket = ["/proc/net/tcp", "/proc/net/tcp6"]
        .iter()
        .find_map(|table| {
            let table = std::fs::read_to_string(table).ok()?;
            listening_inode(&table, port)
        })?;
    let wanted = PathBuf::from(format!("socket:[{socket}]"));
    let processes = std::fs::read_dir("/proc").ok()?.flatten();
    processes
        .filter_map(|entry| entry.file_name().to_str()?.parse().ok())
        .find(|id: &u32| {
            let files = std::fs::read_dir(format!("/proc/{id}/fd"));
            files.is_ok_and(|files| {
                files
                    .flatten()
                    .any(|file| std::fs::read_link(file.path()).is_ok_and(|link| link == wanted))
            })
        })
        .map(|id| Process {
            id,
            program: std::fs::read_link(format!("/proc/{id}/exe")).unwrap_or_default(),
        })
}

/// The inode of the socket that listens on the port, in the format of /proc/net/tcp.
fn listening_inode(table: &str, port: u16) -> Option<String> {
    let suffix = format!(":{port:04X}");
    table.lines().skip(1).find_map(|line| {
        let columns: Vec<&str> = line.split_whitespace().collect();
        let (local, state) = (columns.get(1)?, columns.get(3)?);
        (local.ends_with(&suffix) && *state == LISTENING)
            .then(|| columns.get(9).map(|inode| (*inode).to_owned()))?
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const TABLE: &str = "\
  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
   0: 0100007F:0BB8 0100007F:C001 01 00000000:00000000 00:00000000 00000000     0        0 111 1 0
   1: 0100007F:0BB8 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 222 1 0";

    #[test]
    fn only_a_listening_socket_counts() {
        assert_eq!(listening_inode(TABLE, 3000).as_deref(), Some("222"));
        assert_eq!(listening_inode(TABLE, 3001), None);
    }

    #[test]
    fn the_process_that_took_a_port_is_found() {
        let listener_of_ours = TcpListener::bind(address(0)).unwrap();
        let port = listener_of_ours.local_addr().unwrap().port();
        assert!(!is_free(port));
        let process = listener(port).unwrap();
        assert_eq!(process.id, std::process::id());
        assert_eq!(process.program, std::env::current_exe().unwrap());
    }

    #[test]
    fn a_server_that_speaks_http_answers() {
        let server = TcpListener::bind(address(0)).unwrap();
        let port = server.local_addr().unwrap().port();
        let thread = std::thread::spawn(move || {
            let (mut stream, _) = server.accept().unwrap();
            // A connection that is closed before all was read is reset, and its answer may be lost.
            let mut request = Vec::new();
            while !request.ends_with(b"\r\n\r\n") {
                let mut byte = [0];
                stream.read_exact(&mut byte).unwrap();
                request.extend(byte);
            }
            stream.write_all(b"HTTP/1.1 200 OK\r\n\r\n").unwrap();
        });
        assert!(answers(port));
        thread.join().unwrap();
        assert!(!answers(port));
    }
}
