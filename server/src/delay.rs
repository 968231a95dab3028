//! `?delay=800` on a page makes the answers to what is done there come 800 ms late, for people who want to see
//! what happens meanwhile. In development builds only.
//!
//! 1. What is delayed: every POST, and every read of a query. Pages and files are not.
//! 2. A form posts to its page's own address, with its query. A query has an address of its own, but names the
//!    page as its referrer.
//! 3. The request is handled first and answered late. So a run whose sender has gone away has been made, as it
//!    is without a delay.

use axum::{
    Router,
    extract::Request,
    http::{Method, Uri, header},
    middleware::{Next, from_fn},
    response::Response,
};
use formwork::wire::ENDPOINT;
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
    let asked = page
        .query()?
        .split('&')
        .find_map(|pair| pair.strip_prefix("delay="))?;
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
    fn pages_and_files_come_at_once() {
        let page = Some("http://127.0.0.1:3000/feed?delay=300");
        assert_eq!(delay("GET", "/feed?delay=300", page), None);
        assert_eq!(delay("GET", "/pkg/pressroom.css", page), None);
    }
}
