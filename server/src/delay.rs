//! For people who want to see what happens meanwhile: `?delay=800` on a page makes the answers to what is done
//! there come 800 ms late, `?stream=800` what is read for the page itself, `?reads=800` what is read for any page,
//! so that answers stream too. In development builds only.
//!
//! 1. What `delay` delays: every POST, and every read of a query. Pages and files are not.
//! 2. A form posts to its page's own address, with its query. A query has an address of its own, but names the
//!    page as its referrer.
//! 3. The request is handled first and answered late. So a run whose sender has gone away has been made, as it
//!    is without a delay.
//! 4. What `stream` delays: what a GET of the page reads from the database, so that its first part comes without.
//!    The page that answers a submission of our scripts is not delayed; with `reads` it is.

use app::db::Db;
use axum::{
    Router,
    extract::Request,
    http::{Method, Uri, header, request::Parts},
    middleware::{Next, from_fn},
    response::Response,
};
use formwork::wire::{ENDPOINT, SENT_BY};
use leptos::prelude::use_context;
use std::time::Duration;
use tokio::time::sleep;

/// The longest delay that one can ask for, in milliseconds.
const LONGEST_MS: u64 = 10_000;

/// Answers late where the page says so.
pub fn delayed(router: Router) -> Router {
    router.layer(from_fn(answer_late))
}

async fn answer_late(request: Request, next: Next) -> Response {
    let delay = delay_of(&request);
    let response = next.run(request).await;
    if let Some(delay) = delay {
        sleep(delay).await;
    }
    response
}

fn delay_of(request: &Request) -> Option<Duration> {
    let page = if request.method() == Method::POST {
        request.uri().clone()
    } else if request.uri().path().starts_with(ENDPOINT) {
        let referrer = request.headers().get(header::REFERER)?;
        referrer.to_str().ok()?.parse::<Uri>().ok()?
    } else {
        return None;
    };
    asked(&page, "delay=")
}

/// The database for the page that is being rendered, late where the page says so.
pub fn late(db: &Db) -> Db {
    let lateness = use_context::<Parts>().and_then(|parts| lateness_of(&parts));
    db.late(lateness.unwrap_or_default())
}

fn lateness_of(parts: &Parts) -> Option<Duration> {
    let for_page = match parts.headers.contains_key(SENT_BY) {
        true => None,
        false => asked(&parts.uri, "stream="),
    };
    for_page.or_else(|| asked(&parts.uri, "reads="))
}

fn asked(page: &Uri, parameter: &str) -> Option<Duration> {
    let asked = page
        .query()?
        .split('&')
        .find_map(|pair| pair.strip_prefix(parameter))?;
    let milliseconds = asked.parse::<u64>().ok()?;
    Some(Duration::from_millis(milliseconds.min(LONGEST_MS)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::body::Body;

    fn delay(method: &str, uri: &str, referrer: Option<&str>) -> Option<u64> {
        let mut request = Request::builder().method(method).uri(uri);
        if let Some(referrer) = referrer {
            request = request.header(header::REFERER, referrer);
        }
        let request = request.body(Body::empty()).expect("a request");
        delay_of(&request).map(|delay| delay.as_millis() as u64)
    }

    #[test]
    fn what_is_posted_from_a_page_waits_as_long_as_its_address_says_within_limits() {
        assert_eq!(delay("POST", "/thread?delay=800&_fw=say", None), Some(800));
        assert_eq!(delay("POST", "/thread?room=a&delay=0", None), Some(0));
        assert_eq!(delay("POST", "/thread?delay=99999", None), Some(LONGEST_MS));
        for uri in [
            "/thread",
            "/thread?delay=",
            "/thread?delay=-1",
            "/thread?delay=soon",
            "/?nodelay=8",
        ] {
            assert_eq!(delay("POST", uri, None), None, "{uri}");
        }
    }

    #[test]
    fn a_read_waits_as_long_as_the_page_that_makes_it_says() {
        let read = "/_formwork/query?q=feed&a=[]";
        let page = Some("http://127.0.0.1:3000/feed?delay=300");
        assert_eq!(delay("GET", read, page), Some(300));
        assert_eq!(delay("GET", read, Some("http://127.0.0.1:3000/feed")), None);
        assert_eq!(delay("GET", read, None), None);
    }

    #[test]
    fn what_is_read_for_a_page_comes_as_late_as_its_address_says() {
        let lateness = |uri: &str, sent_by: Option<&str>| {
            let mut request = Request::builder().uri(uri);
            if let Some(sent_by) = sent_by {
                request = request.header(SENT_BY, sent_by);
            }
            let (parts, ()) = request.body(()).expect("a request").into_parts();
            lateness_of(&parts).map(|lateness| lateness.as_millis() as u64)
        };
        assert_eq!(lateness("/feed?stream=300", None), Some(300));
        assert_eq!(lateness("/?stream=99999", None), Some(LONGEST_MS));
        assert_eq!(lateness("/feed?delay=300", None), None);
        assert_eq!(lateness("/feed?stream=300", Some("bridge")), None);
        for sent_by in [None, Some("bridge")] {
            assert_eq!(lateness("/feed?reads=300", sent_by), Some(300));
        }
    }

    #[test]
    fn pages_and_files_come_at_once() {
        let page = Some("http://127.0.0.1:3000/feed?delay=300");
        assert_eq!(delay("GET", "/feed?delay=300", page), None);
        assert_eq!(delay("GET", "/pkg/pressroom.css", page), None);
    }
}
