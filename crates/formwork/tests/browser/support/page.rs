//! A view in the document, and a person in front of it.

use super::network;
use formwork::texts::set_of_page;
use js_sys::{Function, Reflect};
use leptos::{
    prelude::*,
    server_fn::redirect::set_redirect_hook,
    wasm_bindgen::{JsCast, JsValue, closure::Closure},
    web_sys::{Event, HtmlElement, HtmlInputElement},
};
use std::{
    any::Any,
    cell::{Cell, RefCell},
    rc::Rc,
    sync::Mutex,
};

static REDIRECTS: Mutex<Vec<String>> = Mutex::new(Vec::new());

thread_local! {
    static STARTED: Cell<bool> = const { Cell::new(false) };
    static NUMBER: Cell<u64> = const { Cell::new(0) };
    static LEFT: Cell<usize> = const { Cell::new(0) };
    /// The view in the document. Not in `Page`: a test that fails drops nothing.
    static MOUNTED: RefCell<Option<Box<dyn Any>>> = const { RefCell::new(None) };
}

/// Where answers have led since the page was mounted.
pub fn redirects() -> Vec<String> {
    REDIRECTS.lock().unwrap().clone()
}

/// How many submissions the client has left to the browser since the page was mounted.
pub fn left_to_the_browser() -> usize {
    LEFT.get()
}

pub(super) fn number_of_page() -> u64 {
    NUMBER.get()
}

pub(super) fn html() -> String {
    let page = document().query_selector("[data-test-page]").unwrap();
    page.map(|page| page.inner_html()).unwrap_or_default()
}

/// Starts the client, as the entry of a bundle does.
fn start() {
    if STARTED.replace(true) {
        return;
    }
    network::install();
    let redirected = |to: &str| REDIRECTS.lock().unwrap().push(to.to_string());
    assert!(set_redirect_hook(redirected).is_ok());
    // What `()` is in a page of the server's.
    let body = document().body().unwrap();
    let placeholder = document().create_comment("");
    body.prepend_with_node_1(&placeholder).unwrap();
    formwork::hydrate_body(|| ());
    // Behind the client's listener: what comes here would load another page.
    let left = Closure::<dyn Fn(Event)>::new(|event: Event| {
        if !event.default_prevented() {
            LEFT.set(LEFT.get() + 1);
            event.prevent_default();
        }
    });
    let listener = left.as_ref().unchecked_ref();
    window()
        .add_event_listener_with_callback("submit", listener)
        .unwrap();
    left.forget();
}

/// The page with a view, until it is dropped.
pub struct Page {
    root: HtmlElement,
}

impl Drop for Page {
    fn drop(&mut self) {
        take_away();
    }
}

fn take_away() {
    drop(MOUNTED.take());
    if let Ok(Some(left)) = document().query_selector("[data-test-page]") {
        left.remove();
    }
}

impl Page {
    /// Shows a view.
    pub async fn mount<V: IntoView + 'static>(view: impl FnOnce() -> V + 'static) -> Self {
        start();
        take_away();
        network::clear().await;
        // The page of another test may have come in German.
        set_of_page(None);
        REDIRECTS.lock().unwrap().clear();
        NUMBER.set(NUMBER.get() + 1);
        LEFT.set(0);
        let root: HtmlElement = document().create_element("div").unwrap().unchecked_into();
        root.set_attribute("data-test-page", "").unwrap();
        document().body().unwrap().append_child(&root).unwrap();
        MOUNTED.set(Some(Box::new(leptos::mount::mount_to(root.clone(), view))));
        // A form is known when its effects have run.
        leptos::task::tick().await;
        super::milliseconds(0).await;
        Self { root }
    }

    pub fn find(&self, selector: &str) -> HtmlElement {
        let found = self.root.query_selector(selector).unwrap();
        let found = found.unwrap_or_else(|| panic!("no {selector} in {}", html()));
        found.unchecked_into()
    }

    pub fn has(&self, selector: &str) -> bool {
        self.root.query_selector(selector).unwrap().is_some()
    }

    pub fn input(&self, name: &str) -> HtmlInputElement {
        self.find(&format!("[name='{name}']")).unchecked_into()
    }

    /// The text that is seen in an element.
    pub fn text(&self, selector: &str) -> String {
        self.find(selector).text_content().unwrap_or_default()
    }

    /// What a form says of itself as a whole; nothing where none says anything.
    pub fn said(&self) -> String {
        let notice = self
            .root
            .query_selector(".fw-failure:not([hidden])")
            .unwrap();
        let text = notice.and_then(|notice| notice.text_content());
        text.unwrap_or_default()
    }

    /// The texts of all list items.
    pub fn rows(&self) -> Vec<String> {
        rows(&self.root)
    }

    /// A person types.
    pub fn type_into(&self, name: &str, text: &str) {
        let input = self.input(name);
        input.set_value(text);
        tell(&input, "input");
    }

    /// A person clicks: a button, a box.
    pub fn press(&self, selector: &str) {
        self.find(selector).click();
    }

    /// Whether the element has the focus.
    pub fn has_focus(&self, selector: &str) -> bool {
        document().active_element().as_deref() == Some(&*self.find(selector))
    }

    /// Looks on at every change of the page.
    pub fn watch(&self) -> Watch {
        let seen = Rc::new(RefCell::new(vec![self.rows()]));
        let (root, list) = (self.root.clone(), Rc::clone(&seen));
        let look = Closure::<dyn Fn()>::new(move || list.borrow_mut().push(rows(&root)));
        let observe = Function::new_with_args(
            "root, look",
            "const observer = new MutationObserver(() => look());
             observer.observe(root, { childList: true, subtree: true, characterData: true });
             return observer",
        );
        let observer = observe.call2(&JsValue::NULL, &self.root, look.as_ref());
        Watch {
            seen,
            observer: observer.unwrap(),
            _look: look,
        }
    }
}

/// Runs a script with this element as `element`.
pub fn script(element: &HtmlElement, code: &str) -> JsValue {
    Function::new_with_args("element", code)
        .call1(&JsValue::NULL, element)
        .unwrap()
}

/// Dispatches an event that bubbles.
fn tell(target: &HtmlElement, name: &str) {
    let event = Event::new(name).unwrap();
    event.init_event_with_bubbles(name, true);
    target.dispatch_event(&event).unwrap();
}

fn rows(root: &HtmlElement) -> Vec<String> {
    let items = root.query_selector_all("li").unwrap();
    (0..items.length())
        .map(|index| {
            items
                .item(index)
                .unwrap()
                .text_content()
                .unwrap_or_default()
        })
        .collect()
}

/// The lists that were to be seen, one after the other.
pub struct Watch {
    seen: Rc<RefCell<Vec<Vec<String>>>>,
    observer: JsValue,
    _look: Closure<dyn Fn()>,
}

impl Watch {
    /// All that has been seen so far.
    pub fn seen(&self) -> Vec<Vec<String>> {
        let mut seen = self.seen.borrow().clone();
        seen.dedup();
        seen
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        let disconnect = Reflect::get(&self.observer, &"disconnect".into()).unwrap();
        let disconnect: Function = disconnect.unchecked_into();
        disconnect.call0(&self.observer).unwrap();
    }
}
