//! Serves the guestbook: `LEPTOS_SITE_ADDR` says where.

use axum::{Router, serve::ListenerExt};
use leptos::config::get_configuration;
use leptos_axum::{LeptosRoutes, generate_route_list};
use leptos_guestbook::{App, shell};
use tower_http::{compression::CompressionLayer, services::ServeDir};

/// As the guide advises: both guestbooks have it, so that the frameworks are compared.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let options = get_configuration(None)?.leptos_options;
    let addr = options.site_addr;
    let bundle =
        ServeDir::new(format!("{}/{}", options.site_root, options.site_pkg_dir)).precompressed_br();
    let routes = generate_route_list(App);
    let router = Router::new()
        .leptos_routes(&options, routes, {
            let options = options.clone();
            move || shell(options.clone())
        })
        // For browsers, as a deployment does; what asks for pages a second takes them as they are.
        .layer(CompressionLayer::new())
        .nest_service("/pkg", bundle)
        .with_state(options);
    let listener = tokio::net::TcpListener::bind(addr)
        .await?
        .tap_io(|connection| {
            let _ = connection.set_nodelay(true);
        });
    eprintln!("listening on http://{addr}");
    axum::serve(listener, router).await?;
    Ok(())
}
