//! Headers that keep a browser from being talked into something.

use axum::{
    Router,
    http::{HeaderValue, header},
};
use leptos::{nonce::use_nonce, prelude::*};
use leptos_axum::ResponseOptions;
use tower_http::set_header::SetResponseHeaderLayer;

/// Adds what is the same for every answer.
pub fn secured(router: Router) -> Router {
    router
        .layer(SetResponseHeaderLayer::if_not_present(
            header::X_CONTENT_TYPE_OPTIONS,
            HeaderValue::from_static("nosniff"),
        ))
        .layer(SetResponseHeaderLayer::if_not_present(
            header::REFERRER_POLICY,
            HeaderValue::from_static("strict-origin-when-cross-origin"),
        ))
}

/// Gives the page that is being rendered its Content-Security-Policy. Runs in a page's context: the nonce in
/// it is new for every page, and is the one that Leptos and Formwork put on their inline scripts.
///
/// `reload_port` is where `cargo leptos watch` listens, if it does.
pub fn content_security_policy(reload_port: Option<u32>) {
    let (Some(nonce), Some(response)) = (use_nonce(), use_context::<ResponseOptions>()) else {
        return;
    };
    if let Ok(policy) = HeaderValue::from_str(&policy(&nonce, reload_port)) {
        response.insert_header(header::CONTENT_SECURITY_POLICY, policy);
    }
}

fn policy(nonce: &str, reload_port: Option<u32>) -> String {
    let reload = reload_port
        .map(|port| format!(" ws://*:{port}"))
        .unwrap_or_default();
    format!(
        "default-src 'none'; script-src 'self' 'nonce-{nonce}' 'wasm-unsafe-eval'; style-src 'self'; \
         img-src 'self'; connect-src 'self'{reload}; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    )
}

#[cfg(test)]
mod tests {
    use super::policy;

    #[test]
    fn scripts_need_the_nonce_and_only_a_watched_server_opens_the_reload_socket() {
        let served = policy("abc", None);
        assert!(served.contains("'nonce-abc'") && !served.contains("unsafe-inline"));
        assert!(served.contains("connect-src 'self';"));
        assert!(policy("abc", Some(3001)).contains("connect-src 'self' ws://*:3001;"));
    }
}
