//! Browsers as the gateway sees them.

use super::app::{self, Gate, Log};
use axum::{Router, body::Body};
use formwork::{
    action::Action,
    server::{Config, visitor::VisitorId},
    wire::{self, Outcome, PARAM_ACTION},
};
use http::{
    HeaderMap, HeaderName, HeaderValue, Method, Request, StatusCode,
    header::{CONTENT_TYPE, COOKIE},
};
use tower::ServiceExt;

pub const URLENCODED: &str = "application/x-www-form-urlencoded";

pub struct Server {
    pub router: Router,
    pub log: Log,
    pub gate: Gate,
}

impl Server {
    pub fn new() -> Self {
        Self::with(|config| config)
    }

    pub fn with(configure: impl FnOnce(Config) -> Config) -> Self {
        let (router, log, gate) = app::router(configure);
        Self { router, log, gate }
    }

    /// The same server with something around its pages.
    pub fn wrapped(self, wrap: impl FnOnce(Router) -> Router) -> Self {
        Self {
            router: wrap(self.router),
            ..self
        }
    }

    /// A browser that has a cookie of ours already.
    pub fn visitor(&self) -> Visitor {
        let cookie = format!("formwork-visitor={}", VisitorId::generate().as_str());
        Visitor {
            router: self.router.clone(),
            cookie: Some(cookie),
        }
    }

    /// A browser that has never been here.
    pub fn stranger(&self) -> Visitor {
        Visitor {
            router: self.router.clone(),
            cookie: None,
        }
    }

    pub fn runs(&self) -> Vec<String> {
        self.log.entries()
    }
}

#[derive(Clone)]
pub struct Visitor {
    router: Router,
    pub cookie: Option<String>,
}

impl Visitor {
    pub async fn ask(&self, ask: Ask) -> Answer {
        let mut request = Request::builder().method(ask.method).uri(ask.uri);
        if let Some(headers) = request.headers_mut() {
            *headers = ask.headers;
            if let Some(cookie) = &self.cookie {
                headers.insert(COOKIE, HeaderValue::from_str(cookie).unwrap());
            }
        }
        let request = request.body(ask.body).unwrap();
        let response = self.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let bytes = axum::body::to_bytes(body, usize::MAX).await.unwrap();
        Answer {
            status: parts.status,
            headers: parts.headers,
            text: String::from_utf8(bytes.to_vec()).unwrap(),
        }
    }

    pub async fn get(&self, uri: &str) -> Answer {
        self.ask(Ask::new(Method::GET, uri)).await
    }

    /// A native POST of these fields from the page.
    pub async fn post<A: Action>(&self, page: &str, fields: &str) -> Answer {
        self.ask(Ask::post::<A>(page, fields)).await
    }

    /// The same by the client.
    pub async fn call<A: Action>(&self, page: &str, fields: &str) -> Answer {
        self.ask(Ask::post::<A>(page, fields).by_the_client()).await
    }

    /// A native POST, and the page to which it leads.
    pub async fn post_and_follow<A: Action>(&self, page: &str, fields: &str) -> Answer {
        let answer = self.post::<A>(page, fields).await;
        assert_eq!(answer.status, 303, "{}", answer.text);
        self.get(&answer.header("location")).await
    }
}

/// A request.
pub struct Ask {
    method: Method,
    pub uri: String,
    pub headers: HeaderMap,
    body: Body,
}

impl Ask {
    pub fn new(method: Method, uri: impl Into<String>) -> Self {
        let ask = Self {
            method,
            uri: uri.into(),
            headers: HeaderMap::new(),
            body: Body::empty(),
        };
        ask.header("host", "app.test")
    }

    pub fn post<A: Action>(page: &str, fields: &str) -> Self {
        Self::form(url::<A>(page), fields)
    }

    pub fn form(uri: impl Into<String>, fields: &str) -> Self {
        Self::new(Method::POST, uri)
            .header("sec-fetch-site", "same-origin")
            .header("content-type", URLENCODED)
            .body(fields.to_owned())
    }

    /// Adds a header.
    pub fn header(mut self, name: &str, value: &str) -> Self {
        let name = HeaderName::try_from(name).unwrap();
        self.headers
            .append(name, HeaderValue::from_bytes(value.as_bytes()).unwrap());
        self
    }

    pub fn without(mut self, name: &str) -> Self {
        self.headers.remove(name);
        self
    }

    pub fn content_type(mut self, value: &str) -> Self {
        self.headers
            .insert(CONTENT_TYPE, HeaderValue::from_str(value).unwrap());
        self
    }

    pub fn body(mut self, body: impl Into<Body>) -> Self {
        self.body = body.into();
        self
    }

    pub fn by_the_client(self) -> Self {
        self.header(wire::SENT_BY, wire::SENT_BY_CLIENT)
    }

    pub fn by_the_bridge(self) -> Self {
        self.header(wire::SENT_BY, wire::SENT_BY_BRIDGE)
    }

    /// Of a page that can show answers already.
    pub fn by_the_bridge_with_show(self) -> Self {
        self.header(wire::SENT_BY, wire::SENT_BY_BRIDGE_WITH_SHOW)
    }

    pub fn user(self, name: &str) -> Self {
        self.header("x-user", name)
    }
}

/// The page's URL with the action's marker.
pub fn url<A: Action>(page: &str) -> String {
    let separator = if page.contains('?') { '&' } else { '?' };
    format!("{page}{separator}{PARAM_ACTION}={}", A::ID)
}

pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub text: String,
}

impl Answer {
    pub fn header(&self, name: &str) -> String {
        self.headers
            .get(name)
            .map(|value| value.to_str().unwrap().to_owned())
            .unwrap_or_default()
    }

    pub fn cookies(&self) -> Vec<String> {
        self.headers
            .get_all("set-cookie")
            .iter()
            .map(|value| value.to_str().unwrap().to_owned())
            .collect()
    }

    pub fn is_replay(&self) -> bool {
        self.headers.contains_key(wire::REPLAYED)
    }

    /// The data that the client gets.
    pub fn data(&self) -> wire::Answer {
        serde_json::from_str(&self.text).unwrap_or_else(|error| panic!("{error}: {}", self.text))
    }

    pub fn outcome(&self) -> Outcome {
        self.data().outcome
    }

    /// The text of the element with this id.
    pub fn element(&self, id: &str) -> String {
        let start = format!("id=\"{id}\"");
        let at = self
            .text
            .find(&start)
            .unwrap_or_else(|| panic!("no {start} in {}", self.text));
        let rest = &self.text[at..];
        let from = rest.find('>').unwrap() + 1;
        let to = rest.find("</p>").unwrap();
        unescape(rest[from..to].replace("<!>", "").trim())
    }

    /// The first form behind the element with this id.
    pub fn form_at(&self, id: &str) -> FormHtml {
        let start = format!("id=\"{id}\"");
        let rest = self.text.split(&start).nth(1);
        rest.and_then(|rest| rest.split("<form ").nth(1))
            .and_then(|form| form.split("</form>").next())
            .map(|html| FormHtml(html.to_owned()))
            .unwrap_or_else(|| panic!("no form behind {start} in {}", self.text))
    }

    /// The outcome that the page tells the client.
    pub fn page_outcome(&self) -> wire::PageOutcome {
        let start = format!("id=\"{}\">", wire::OUTCOME_ELEMENT);
        let json = self.text.split(&start).nth(1).unwrap();
        serde_json::from_str(json.split("</script>").next().unwrap()).unwrap()
    }

    /// The first form whose action this is.
    pub fn form<A: Action>(&self) -> FormHtml {
        let marker = format!("{PARAM_ACTION}={}", A::ID);
        let is_own = |form: &&str| {
            let tag = form.split('>').next().unwrap_or_default();
            attribute(tag, "action")
                .split(['?', '&'])
                .any(|pair| pair == marker)
        };
        self.text
            .split("<form ")
            .skip(1)
            .filter_map(|form| form.split("</form>").next())
            .find(is_own)
            .map(|html| FormHtml(html.to_owned()))
            .unwrap_or_else(|| panic!("no form with {marker} in {}", self.text))
    }
}

pub struct FormHtml(pub String);

impl FormHtml {
    /// The value of the hidden field.
    pub fn hidden(&self, name: &str) -> String {
        let name = format!("name=\"{name}\"");
        self.0
            .split("<input ")
            .filter_map(|input| input.split('>').next())
            .find(|input| input.contains(&name) && input.contains("type=\"hidden\""))
            .map(|input| attribute(input, "value"))
            .unwrap_or_else(|| panic!("no hidden {name} in {}", self.0))
    }

    /// All hidden fields, encoded, with further ones after them.
    pub fn filled(&self, fields: &str) -> String {
        let mut body = form_urlencoded::Serializer::new(String::new());
        for input in self.0.split("<input ").filter_map(|i| i.split('>').next()) {
            if input.contains("type=\"hidden\"") {
                body.append_pair(&attribute(input, "name"), &attribute(input, "value"));
            }
        }
        let mut body = body.finish();
        if !fields.is_empty() {
            body.push('&');
            body.push_str(fields);
        }
        body
    }

    /// Where it is sent.
    pub fn action(&self) -> String {
        attribute(&self.0, "action")
    }

    /// Where the button that says this sends the form.
    pub fn formaction(&self, text: &str) -> String {
        let before = self.0.split(text).next().unwrap();
        let button = before.rsplit("<button ").next().unwrap();
        attribute(button, "formaction")
    }
}

fn attribute(tag: &str, name: &str) -> String {
    let start = format!("{name}=\"");
    let Some(from) = tag.find(&start) else {
        return String::new();
    };
    let rest = &tag[from + start.len()..];
    unescape(rest.split('"').next().unwrap())
}

fn unescape(text: &str) -> String {
    text.replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&amp;", "&")
}

/// One field, encoded.
pub fn field(name: &str, value: &str) -> String {
    form_urlencoded::Serializer::new(String::new())
        .append_pair(name, value)
        .finish()
}
