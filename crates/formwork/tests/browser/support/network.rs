//! `window.fetch`, whose answers the tests give, in any order.

use super::{for_a_while, milliseconds};
use formwork::{
    fields::FormData,
    wire::{Answer, FIELD_BOUND, FIELD_ID, FIELD_PREV, FIELD_QUERIES, QueryValue},
};
use js_sys::{Array, Function, Object, Promise, Reflect};
use serde::Serialize;
use std::{cell::RefCell, collections::VecDeque};
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Request, Response};

struct Arrived {
    request: Request,
    resolve: Function,
    reject: Function,
}

thread_local! {
    static ARRIVED: RefCell<VecDeque<Arrived>> = const { RefCell::new(VecDeque::new()) };
    /// How to answer each request; a second answer comes to nothing.
    static OPEN: RefCell<Vec<Function>> = const { RefCell::new(Vec::new()) };
}

/// Takes the browser's network away.
pub fn install() {
    let fetch = Closure::<dyn FnMut(JsValue) -> Promise>::new(|request: JsValue| {
        let request = match request.as_string() {
            Some(url) => Request::new_with_str(&url).unwrap(),
            None => request.unchecked_into(),
        };
        // No browser sends it, as that of a rehearsal.
        if request.signal().aborted() {
            return Promise::reject(&"aborted".into());
        }
        Promise::new(&mut |resolve, reject| {
            OPEN.with_borrow_mut(|open| open.push(resolve.clone()));
            ARRIVED.with_borrow_mut(|arrived| {
                arrived.push_back(Arrived {
                    request: request.clone().unwrap(),
                    resolve,
                    reject,
                });
            });
        })
    });
    set(&js_sys::global(), "fetch", fetch.as_ref());
    // As long as the page.
    fetch.forget();
}

/// Brings to its end what other tests have left under way.
pub async fn clear() {
    loop {
        // What waits for a retry is sent now.
        let online = web_sys::Event::new("online").unwrap();
        leptos::prelude::window().dispatch_event(&online).unwrap();
        let open = OPEN.take();
        if open.is_empty() {
            break;
        }
        for resolve in open {
            resolve.call1(&JsValue::NULL, &response(404, "")).unwrap();
        }
        milliseconds(1).await;
    }
    ARRIVED.with_borrow_mut(VecDeque::clear);
}

fn response(status: u16, text: &str) -> Response {
    let options = Object::new();
    set(&options, "status", &f64::from(status).into());
    let class = Reflect::get(&js_sys::global(), &"Response".into()).unwrap();
    let arguments = Array::of2(&text.into(), &options);
    let response = Reflect::construct(class.unchecked_ref::<Function>(), &arguments).unwrap();
    response.unchecked_into()
}

/// A request that waits for its answer.
pub struct Sent {
    pub method: String,
    /// Path and query.
    pub url: String,
    /// What is in the body; reserved fields too.
    pub form: FormData,
    request: Request,
    resolve: Function,
    reject: Function,
}

/// The next request, when it comes.
#[track_caller]
pub fn next_request() -> impl Future<Output = Sent> {
    let arrived = super::eventually(|| ARRIVED.with_borrow(|arrived| !arrived.is_empty()));
    async move {
        arrived.await;
        let arrived = ARRIVED.with_borrow_mut(VecDeque::pop_front).unwrap();
        let request = arrived.request;
        let body = JsFuture::from(request.clone().unwrap().text().unwrap());
        let body = body.await.unwrap().as_string().unwrap();
        let url = web_sys::Url::new(&request.url()).unwrap();
        Sent {
            method: request.method(),
            url: url.pathname() + &url.search(),
            form: FormData::from_urlencoded(&body).unwrap(),
            request,
            resolve: arrived.resolve,
            reject: arrived.reject,
        }
    }
}

/// No request comes.
#[track_caller]
pub fn nothing_is_sent() -> impl Future<Output = ()> {
    let place = std::panic::Location::caller();
    async move {
        for_a_while().await;
        ARRIVED.with_borrow(|arrived| {
            let urls: Vec<_> = arrived.iter().map(|sent| sent.request.url()).collect();
            assert!(urls.is_empty(), "{place}: sent nevertheless: {urls:?}");
        });
    }
}

impl Sent {
    pub fn field(&self, name: &str) -> &str {
        self.form.get(name).unwrap_or_default()
    }

    /// The submission's id.
    pub fn id(&self) -> &str {
        self.field(FIELD_ID)
    }

    pub fn bound(&self) -> &str {
        self.field(FIELD_BOUND)
    }

    /// The sealed previous state.
    pub fn prev(&self) -> &str {
        self.field(FIELD_PREV)
    }

    /// The queries that the page shows, as JSON.
    pub fn queries(&self) -> &str {
        self.field(FIELD_QUERIES)
    }

    pub fn header(&self, name: &str) -> Option<String> {
        self.request.headers().get(name).unwrap()
    }

    /// Whether nobody waits for it any more.
    pub fn is_aborted(&self) -> bool {
        self.request.signal().aborted()
    }

    /// A parameter of the URL.
    pub fn param(&self, name: &str) -> Option<String> {
        let url = web_sys::Url::new(&self.request.url()).unwrap();
        url.search_params().get(name)
    }

    /// Answers as an action does.
    pub async fn answer(self, answer: Answer) {
        let status = match answer.outcome.status() {
            // As the server says it to scripts.
            422 => 200,
            status => status,
        };
        self.reply(status, &json(&answer)).await;
    }

    /// Answers as a query does.
    pub async fn read(self, value: QueryValue) {
        self.reply(200, &json(&value)).await;
    }

    /// Answers with any text, and waits until it has been read.
    pub async fn reply(self, status: u16, text: &str) {
        let response = response(status, text);
        self.resolve.call1(&JsValue::NULL, &response).unwrap();
        while !response.body_used() {
            milliseconds(0).await;
        }
        milliseconds(5).await;
    }

    /// Answers as a layer of the app that leads elsewhere: nobody may look into it.
    pub async fn lead_elsewhere(self) {
        let class = Reflect::get(&js_sys::global(), &"Response".into()).unwrap();
        let error: Function = Reflect::get(&class, &"error".into())
            .unwrap()
            .unchecked_into();
        let opaque = error.call0(&class).unwrap();
        self.resolve.call1(&JsValue::NULL, &opaque).unwrap();
        milliseconds(5).await;
    }

    /// Answers with any text, and asks for time before the next attempt.
    pub async fn ask_for_time(self, status: u16, retry_after: &str) {
        let response = response(status, "later");
        response.headers().set("retry-after", retry_after).unwrap();
        self.resolve.call1(&JsValue::NULL, &response).unwrap();
        milliseconds(5).await;
    }

    /// The connection is lost.
    pub async fn lose(self) {
        let error = js_sys::TypeError::new("Failed to fetch");
        self.reject.call1(&JsValue::NULL, &error).unwrap();
        milliseconds(5).await;
    }
}

fn json(value: &impl Serialize) -> String {
    serde_json::to_string(value).unwrap()
}

fn set(object: &JsValue, name: &str, value: &JsValue) {
    Reflect::set(object, &name.into(), value).unwrap();
}
