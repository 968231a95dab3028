//! Serves the pages: `LEPTOS_SITE_ADDR` says where.

use axum::{Router, serve::ListenerExt};
use leptos::config::get_configuration;
use tower_http::services::ServeDir;

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let options = get_configuration(None)?.leptos_options;
    let addr = options.site_addr;
    let bundle =
        ServeDir::new(format!("{}/{}", options.site_root, options.site_pkg_dir)).precompressed_br();
    let config = formwork::server::Config::new(options)?;
    let router = Router::new()
        .nest_service("/pkg", bundle)
        .merge(formwork::server::pages(config, islands::shell)?);
    let listener = tokio::net::TcpListener::bind(addr)
        .await?
        .tap_io(|connection| {
            let _ = connection.set_nodelay(true);
        });
    eprintln!("listening on http://{addr}");
    axum::serve(listener, router).await?;
    Ok(())
}
