//! Pressroom's server: configuration, database, routes, and an orderly end.
//!
//! Everything it has to say goes to stderr: `tracing` for what happens, one plain sentence where it cannot
//! start (then with exit code 1).

mod assets;
mod config;
#[cfg(debug_assertions)]
mod delay;
mod headers;

use app::db::{Db, OpenError};
use axum::{
    Router,
    http::header::CONTENT_DISPOSITION,
    routing::get,
    serve::{Listener, ListenerExt},
};
use config::{Config, ConfigError};
use formwork::{bridge::ClientLoad, texts::Texts};
use leptos::prelude::*;
use std::{
    io::{self, ErrorKind, IsTerminal},
    net::SocketAddr,
    process::ExitCode,
    time::Duration,
};
use tokio::{
    net::{TcpListener, TcpStream},
    sync::oneshot,
    time::sleep,
};
use tower_http::{compression::CompressionLayer, trace::TraceLayer};
use tracing_subscriber::EnvFilter;

/// A page is some thousand small allocations among what the server keeps for long: the guide has the figures.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// What the galley sends as a file.
const PROOF: &str = "The quick brown fox jumps over the lazy dog.\n";
const PROOF_NAME: &str = "attachment; filename=\"proof.txt\"";

/// How long requests that are under way may take once the server was asked to stop.
const GRACE: Duration = Duration::from_secs(10);

#[tokio::main]
async fn main() -> ExitCode {
    tracing_subscriber::fmt()
        .with_writer(io::stderr)
        .with_ansi(io::stderr().is_terminal())
        .with_env_filter(
            EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("info")),
        )
        .init();
    match run().await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("pressroom: {error}");
            ExitCode::FAILURE
        }
    }
}

async fn run() -> Result<(), StartError> {
    let config = Config::from_env()?;
    // First the port: a second start by mistake then ends before it touches the database.
    let addr = config.leptos.site_addr;
    let listener = TcpListener::bind(addr)
        .await
        .map_err(|source| StartError::Listen { addr, source })?;
    let db = Db::open(&config.database_url).await?;
    let router = router(&config, db.clone())?;

    tracing::info!("listening on http://{addr}");
    let listener = without_delay(listener);
    let (asked, was_asked) = oneshot::channel();
    let server = axum::serve(listener, router).with_graceful_shutdown(async {
        asked_to_stop().await;
        tracing::info!("stopping; requests under way have {} s", GRACE.as_secs());
        let _ = asked.send(());
    });
    tokio::select! {
        result = server => result.map_err(StartError::Serve)?,
        () = out_of_patience(was_asked) => tracing::warn!("stopped with requests still under way"),
    }
    db.close().await;
    Ok(())
}

/// Leptos streams a page in several small writes; with Nagle's algorithm each page would take 40 ms.
fn without_delay(listener: TcpListener) -> impl Listener<Io = TcpStream, Addr = SocketAddr> {
    listener.tap_io(|connection| {
        if let Err(error) = connection.set_nodelay(true) {
            tracing::debug!("TCP_NODELAY could not be set: {error}");
        }
    })
}

fn router(config: &Config, db: Db) -> Result<Router, StartError> {
    let reload_port = config.watched.then_some(config.leptos.reload_port);
    let pages = formwork::server::pages(
        app::access(formwork::server::Config::new(config.leptos.clone())?)
            .texts([Texts::english(), Texts::german()])
            .client_load("/workbench/make-ready", ClientLoad::Interaction)
            .provide(move || {
                #[cfg(debug_assertions)]
                let db = delay::late(&db);
                provide_context(db.clone());
                headers::content_security_policy(reload_port);
            }),
        app::shell,
    )?;
    #[cfg(debug_assertions)]
    let pages = delay::delayed(pages);
    let proof = get(|| async { ([(CONTENT_DISPOSITION, PROOF_NAME)], PROOF) });
    let routes = assets::routes(&config.leptos)
        .route(app::PROOF_PATH, proof)
        // The build has compressed the files; pages and answers are compressed as they are sent, part by part.
        .merge(pages.layer(CompressionLayer::new()));
    Ok(headers::secured(routes.layer(TraceLayer::new_for_http())))
}

/// Ends [`GRACE`] after the server was asked to stop, or when it is asked a second time.
async fn out_of_patience(was_asked: oneshot::Receiver<()>) {
    if was_asked.await.is_err() {
        // The server ended by itself, and its own branch says how.
        return std::future::pending().await;
    }
    tokio::select! {
        () = sleep(GRACE) => {}
        () = asked_to_stop() => {}
    }
}

/// Ctrl+C, or SIGTERM where there is one.
async fn asked_to_stop() {
    let interrupt = async {
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending().await
        }
    };
    #[cfg(unix)]
    let terminate = async {
        match tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
            Ok(mut signal) => signal.recv().await,
            Err(_) => std::future::pending().await,
        };
    };
    #[cfg(not(unix))]
    let terminate = std::future::pending::<()>();
    tokio::select! {
        () = interrupt => {}
        () = terminate => {}
    }
}

/// Why the server does not run.
#[derive(Debug, thiserror::Error)]
enum StartError {
    #[error(transparent)]
    Config(#[from] ConfigError),
    #[error(transparent)]
    Formwork(#[from] formwork::server::ConfigError),
    #[error(transparent)]
    Database(#[from] OpenError),
    #[error("{}", listen_advice(*.addr, source))]
    Listen { addr: SocketAddr, source: io::Error },
    #[error("the server had to stop: {0}")]
    Serve(io::Error),
}

fn listen_advice(addr: SocketAddr, error: &io::Error) -> String {
    let port = addr.port();
    match error.kind() {
        ErrorKind::AddrInUse => format!(
            "port {port} is taken by another program, perhaps another Pressroom; stop that one, or choose another \
             address, for example LEPTOS_SITE_ADDR={}:{}",
            addr.ip(),
            port.checked_add(100).unwrap_or(3100),
        ),
        ErrorKind::PermissionDenied => format!(
            "this user may not listen on port {port}; choose one above 1023, for example \
             LEPTOS_SITE_ADDR={}:3000",
            addr.ip(),
        ),
        _ => format!(
            "cannot listen on {addr} ({error}); LEPTOS_SITE_ADDR must be an address of this machine, such as \
             127.0.0.1:3000"
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn what_is_written_to_a_connection_leaves_at_once() {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let addr = listener.local_addr().unwrap();
        let mut listener = without_delay(listener);
        let (connected, (accepted, _)) = tokio::join!(TcpStream::connect(addr), listener.accept());
        assert!(
            !connected.unwrap().nodelay().unwrap(),
            "it is not the default"
        );
        assert!(accepted.nodelay().unwrap());
    }
}
