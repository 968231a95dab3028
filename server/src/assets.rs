//! Static files: the bundle and its stylesheet under `/pkg`, and whatever lies in `public/`.
//!
//! 1. Files are served compressed where the build left a compressed copy beside them (`--precompress`).
//! 2. A file with a hash in its name is immutable. Everything else is asked for again, and answered with 304
//!    as long as it is the same.
//! 3. What is missing under `/pkg` is a bare 404. A page in its place would be parsed as a script.
//! 4. The files of `public/` get a route each, so that a request for a page never looks at the disk first.

use axum::{
    Router,
    extract::{Request, State},
    http::{HeaderValue, StatusCode, header},
    middleware::{Next, from_fn_with_state},
    response::Response,
};
use leptos::prelude::LeptosOptions;
use std::{ffi::OsStr, fs, path::Path};
use tower_http::services::{ServeDir, ServeFile};

/// A year, which is for ever in caches.
const IMMUTABLE: &str = "public, max-age=31536000, immutable";
const ASK_AGAIN: &str = "no-cache";
const DO_NOT_KEEP: &str = "no-store";

/// The shortest part of a file name that is taken for a hash; cargo-leptos writes 22 characters.
const HASH_LENGTH: usize = 16;

/// Routes for everything that lies in the site's folder.
pub fn routes(options: &LeptosOptions) -> Router {
    let root = Path::new(&*options.site_root);
    let pkg = options.site_pkg_dir.trim_matches('/');
    let mut router = Router::new().nest_service(&format!("/{pkg}"), folder(&root.join(pkg)));

    let files = fs::read_dir(root).map(|files| files.flatten().collect()).unwrap_or_else(|error| {
        tracing::warn!(
            "there is no built site in `{}` ({error}): pages come without style and script; build it with \
             `cargo leptos build`, or name its folder in LEPTOS_SITE_ROOT",
            root.display()
        );
        Vec::new()
    });
    for file in files {
        let path = file.path();
        let compressed = matches!(path.extension().and_then(OsStr::to_str), Some("br" | "gz"));
        let Some(name) = path.file_name().and_then(OsStr::to_str) else {
            continue;
        };
        // A name that the router would read as a pattern cannot be a route.
        if name == pkg || compressed || name.contains(['{', '}', '*', ':']) {
            continue;
        }
        router = if path.is_dir() {
            router.nest_service(&format!("/{name}"), folder(&path))
        } else {
            let file = ServeFile::new(&path)
                .precompressed_br()
                .precompressed_gzip();
            router.route_service(&format!("/{name}"), file)
        };
    }
    router.layer(from_fn_with_state(options.hash_files, cache_control))
}

fn folder(path: &Path) -> ServeDir {
    ServeDir::new(path)
        .append_index_html_on_directories(false)
        .precompressed_br()
        .precompressed_gzip()
}

async fn cache_control(State(hash_files): State<bool>, request: Request, next: Next) -> Response {
    let hashed = hash_files && is_hashed(request.uri().path());
    let mut response = next.run(request).await;
    let found = response.status().is_success() || response.status() == StatusCode::NOT_MODIFIED;
    let value = match (found, hashed) {
        (true, true) => IMMUTABLE,
        (true, false) => ASK_AGAIN,
        (false, _) => DO_NOT_KEEP,
    };
    response
        .headers_mut()
        .insert(header::CACHE_CONTROL, HeaderValue::from_static(value));
    response
}

/// Whether a path ends like `pressroom.k3Jd9sQm2XbT0aZ_h1YwVQ.css`.
fn is_hashed(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or_default();
    let mut parts = name.rsplit('.');
    let (_extension, hash, stem) = (parts.next(), parts.next(), parts.next());
    stem.is_some()
        && hash.is_some_and(|hash| {
            hash.len() >= HASH_LENGTH
                && hash
                    .bytes()
                    .all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte))
        })
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::body::{Body, to_bytes};
    use tower::ServiceExt;

    const HASHED: &str = "/pkg/pressroom.k3Jd9sQm2XbT0aZ_h1YwVQ.js";

    struct Site {
        _folder: tempfile::TempDir,
        router: Router,
    }

    fn site() -> Site {
        let folder = tempfile::tempdir().expect("a folder for the test");
        let root = folder.path();
        fs::create_dir(root.join("pkg")).expect("a folder");
        fs::write(root.join(&HASHED[1..]), "script").expect("a file");
        fs::write(root.join(format!("{}.br", &HASHED[1..])), "brotli").expect("a file");
        fs::write(root.join("pkg/plain.css"), "style").expect("a file");
        fs::write(root.join("favicon.svg"), "<svg/>").expect("a file");
        let options = LeptosOptions::builder()
            .output_name("pressroom")
            .site_root(root.display().to_string())
            .hash_files(true)
            .build();
        Site {
            router: routes(&options),
            _folder: folder,
        }
    }

    async fn get(site: &Site, path: &str, encoding: &'static str) -> Response {
        let request = Request::get(path)
            .header(header::ACCEPT_ENCODING, encoding)
            .body(Body::empty())
            .expect("a request");
        site.router
            .clone()
            .oneshot(request)
            .await
            .expect("an answer")
    }

    fn cache(response: &Response) -> &str {
        response.headers()[header::CACHE_CONTROL]
            .to_str()
            .expect("text")
    }

    #[tokio::test]
    async fn a_hashed_file_is_kept_for_ever_and_comes_compressed_where_it_can() {
        let site = site();
        let plain = get(&site, HASHED, "").await;
        assert_eq!((plain.status(), cache(&plain)), (StatusCode::OK, IMMUTABLE));

        let brotli = get(&site, HASHED, "gzip, br").await;
        assert_eq!(brotli.headers()[header::CONTENT_ENCODING], "br");
        assert_eq!(
            brotli.headers()[header::CONTENT_TYPE],
            plain.headers()[header::CONTENT_TYPE]
        );
        assert_eq!(
            to_bytes(brotli.into_body(), 64).await.expect("a body"),
            "brotli"
        );
    }

    #[tokio::test]
    async fn a_file_without_a_hash_is_asked_for_again() {
        let site = site();
        for path in ["/pkg/plain.css", "/favicon.svg"] {
            let response = get(&site, path, "").await;
            assert_eq!(
                (response.status(), cache(&response)),
                (StatusCode::OK, ASK_AGAIN),
                "{path}"
            );
        }
    }

    #[tokio::test]
    async fn a_missing_file_of_the_bundle_is_a_bare_404_that_nobody_keeps() {
        let site = site();
        for path in [
            "/pkg/pressroom.AAAAAAAAAAAAAAAAAAAAAA.js",
            "/pkg/",
            "/pkg/../favicon.svg",
        ] {
            let response = get(&site, path, "").await;
            assert_eq!(
                (response.status(), cache(&response)),
                (StatusCode::NOT_FOUND, DO_NOT_KEEP),
                "{path}"
            );
            assert_eq!(
                to_bytes(response.into_body(), 64).await.expect("a body"),
                "",
                "{path}"
            );
        }
    }

    #[test]
    fn a_hash_is_told_from_a_name_with_dots() {
        assert!(is_hashed(HASHED));
        assert!(is_hashed("/pkg/pressroom.k3Jd9sQm2XbT0aZ_h1YwVQ.wasm"));
        assert!(is_hashed(
            "/pkg/split_app_press.k3Jd9sQm2XbT0aZ_h1YwVQ.wasm"
        ));
        assert!(is_hashed("/pkg/__wasm_split.k3Jd9sQm2XbT0aZ_h1YwVQ.js"));
        for name in [
            "/pkg/pressroom.js",
            "/pkg/pressroom.min.js",
            "/k3Jd9sQm2XbT0aZ_h1YwVQ.js",
            "/",
        ] {
            assert!(!is_hashed(name), "{name}");
        }
    }
}
