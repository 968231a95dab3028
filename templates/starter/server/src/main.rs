//! The server. `LEPTOS_SITE_ADDR` says where it listens, `FORMWORK_KEYS` and `FORMWORK_ORIGIN` what a deployment needs.

use axum::{
    Router,
    http::{HeaderValue, header::CACHE_CONTROL},
    serve::ListenerExt,
};
use formwork::server::{Config, pages};
use leptos::config::get_configuration;
use std::path::Path;
use tower::ServiceBuilder;
use tower_http::{
    compression::CompressionLayer,
    services::{ServeDir, ServeFile},
    set_header::SetResponseHeaderLayer,
    trace::TraceLayer,
};
use tracing_subscriber::EnvFilter;

/// A page is some thousand small allocations.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    // People see an error's id, and the log has its text under it. RUST_LOG sets the level.
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| "info".into());
    tracing_subscriber::fmt()
        .with_writer(std::io::stderr)
        .with_env_filter(filter)
        .init();

    let options = get_configuration(None)?.leptos_options;
    let addr = options.site_addr;
    let site = Path::new(&*options.site_root);
    let icon = ServeFile::new(site.join("favicon.svg"));
    let pkg = ServeDir::new(site.join(&*options.site_pkg_dir)).precompressed_br();
    // Names with a hash never mean another file: browsers may keep those for ever.
    let caching = HeaderValue::from_static(match options.hash_files {
        true => "public, max-age=31536000, immutable",
        false => "no-cache",
    });
    let pkg = ServiceBuilder::new()
        .layer(SetResponseHeaderLayer::overriding(CACHE_CONTROL, caching))
        .service(pkg);
    let router = Router::new()
        .route_service("/favicon.svg", icon)
        .nest_service("/pkg", pkg)
        .merge(pages(Config::new(options)?, app::shell)?.layer(CompressionLayer::new()))
        .layer(TraceLayer::new_for_http());

    // Leptos streams a page in small writes: without this each would wait for the one before.
    let listener = tokio::net::TcpListener::bind(addr).await?;
    let listener = listener.tap_io(|connection| {
        let _ = connection.set_nodelay(true);
    });
    eprintln!("listening on http://{addr}");
    axum::serve(listener, router)
        .with_graceful_shutdown(asked_to_stop())
        .await?;
    Ok(())
}

/// Ctrl+C, or SIGTERM where there is one: what `docker stop` sends.
async fn asked_to_stop() {
    let interrupt = tokio::signal::ctrl_c();
    #[cfg(unix)]
    if let Ok(mut terminate) =
        tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate())
    {
        tokio::select! {
            _ = interrupt => {}
            _ = terminate.recv() => {}
        }
        return;
    }
    let _ = interrupt.await;
}
