//! Optimistic updates, and closures of the app, whose component is gone.

use crate::support::*;
use send_wrapper::SendWrapper;
use std::{cell::RefCell, rc::Rc};

/// A component that can be taken away.
async fn with<V: IntoView + 'static>(
    view: impl Fn() -> V + Send + Sync + 'static,
) -> (Page, ArcRwSignal<bool>) {
    let is_there = ArcRwSignal::new(true);
    let shown = is_there.clone();
    let view = std::sync::Arc::new(view);
    let page = Page::mount(move || {
        view! { <Show when=move || shown.get()>{view()}</Show> }
    })
    .await;
    (page, is_there)
}

#[wasm_bindgen_test]
async fn an_update_that_a_transition_adds_when_its_component_is_gone_does_no_harm() {
    #[component]
    fn Names() -> impl IntoView {
        let names = use_query(|| latest(0));
        let (shown, add) = use_optimistic(names, |list, new: &String, _| list.push(new.clone()));
        let adding = use_transition();
        let press = move |_| {
            adding.start(async move {
                let _ = sum(1, 2).await;
                add("Ada*".into());
                let _ = sum(3, 4).await;
            });
        };
        view! {
            <button on:click=press>"Add"</button>
            <ul><For each=move || shown.get() key=String::clone let(name)><li>{name}</li></For></ul>
        }
    }
    let (page, is_there) = with(|| view! { <Names/> }).await;
    next_request().await.read(entries(0, &["Grace"], 1)).await;
    page.press("button");
    let first = next_request().await;
    is_there.set(false);
    for_a_while().await;
    first.answer(done(3)).await;
    let second = next_request().await;
    // It is there again: what the old one has added is nothing that a value waits for.
    is_there.set(true);
    let read = next_request().await;
    read.read(entries(0, &["Grace", "Ada"], 2)).await;
    assert_eq!(page.rows(), ["Grace", "Ada"]);
    second.answer(done(7)).await;
    assert_eq!(page.rows(), ["Grace", "Ada"]);
}

#[wasm_bindgen_test]
async fn an_update_over_a_resource_leaves_though_that_is_gone() {
    #[component]
    fn Names() -> impl IntoView {
        let names = Resource::new(|| (), |()| async { vec!["Grace".to_string()] });
        let (shown, add) = use_optimistic(names, |list: &mut Vec<String>, new: &NewEntry, _| {
            list.push(new.name.clone())
        });
        view! {
            <Form action=sign on_submit=move |form: &NewEntry| add(form.clone())>
                <Field of=NewEntry::name/>
                <button>"Sign"</button>
            </Form>
            <Transition>
                <ul>{move || shown.get().into_iter().map(|name| view! { <li>{name}</li> }).collect_view()}</ul>
            </Transition>
        }
    }
    let (page, is_there) = with(|| view! { <Names/> }).await;
    eventually(|| page.rows() == ["Grace"]).await;
    page.type_into("name", "Ada");
    page.press("button");
    let sent = next_request().await;
    is_there.set(false);
    for_a_while().await;
    sent.answer(done("Ada")).await;
    // The client goes on.
    is_there.set(true);
    eventually(|| page.has("form")).await;
    page.type_into("name", "Edsger");
    page.press("button");
    next_request().await.answer(done("Edsger")).await;
    assert_eq!(page.input("name").value(), "");
}

#[wasm_bindgen_test]
async fn what_a_closure_of_the_app_holds_may_end_with_its_form() {
    type Held = Rc<RefCell<Option<Box<dyn std::any::Any>>>>;
    let (page, is_there) = with(|| {
        // Another view with a form, which lives as long as the closure.
        let root: leptos::web_sys::HtmlElement = {
            use leptos::wasm_bindgen::JsCast;
            document().create_element("div").unwrap().unchecked_into()
        };
        let inner = leptos::mount::mount_to(root, || {
            view! { <Form action=note><button>"Note"</button></Form> }
        });
        let held: Held = Rc::new(RefCell::new(Some(Box::new(inner))));
        let held = SendWrapper::new(held);
        view! {
            <Form action=sign on_submit=move |_: &NewEntry| drop(held.borrow())>
                <Field of=NewEntry::name/>
                <button>"Sign"</button>
            </Form>
        }
    })
    .await;
    page.type_into("name", "Ada");
    page.press("button");
    let sent = next_request().await;
    is_there.set(false);
    for_a_while().await;
    sent.answer(done("Ada")).await;
    is_there.set(true);
    for_a_while().await;
    page.type_into("name", "Grace");
    page.press("button");
    next_request().await.answer(done("Grace")).await;
    assert_eq!(page.input("name").value(), "");
}
