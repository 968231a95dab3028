//! What a hook begins with on a page that no server has rendered.

use crate::support::*;
use formwork::wire::Outcome;

fn key(page: &Page) -> String {
    page.find("form").get_attribute("data-fw").unwrap()
}

#[wasm_bindgen_test]
async fn the_first_submission_begins_from_the_hooks_initial_state_and_so_does_one_after_a_reset() {
    #[component]
    fn Votes() -> impl IntoView {
        let votes = use_action_state(vote, 7);
        view! {
            <Form action=votes.action><button id="vote">"Vote"</button></Form>
            <button id="reset" on:click=move |_| votes.reset()>"Anew"</button>
            <output>{votes.state}</output>
        }
    }
    let page = Page::mount(|| view! { <Votes/> }).await;
    let initial = format!("?{} 7", key(&page));
    page.press("#vote");
    let sent = next_request().await;
    assert_eq!(sent.prev(), initial);
    sent.answer(done(8).with_seal("eight")).await;
    page.press("#vote");
    let sent = next_request().await;
    assert_eq!(sent.prev(), "eight");
    sent.answer(done(9).with_seal("nine")).await;
    page.press("#reset");
    for_a_while().await;
    assert_eq!(page.text("output"), "7");
    page.press("#vote");
    let sent = next_request().await;
    assert_eq!(sent.prev(), initial);
    sent.answer(done(8)).await;
}

#[wasm_bindgen_test]
async fn a_hook_without_a_form_begins_with_it_too_and_has_the_seal_that_a_stale_answer_brings() {
    let page = Page::mount(|| {
        let votes = use_action_state(vote, 7);
        view! { <button on:click=move |_| votes.submit(FormData::new())>{votes.state}</button> }
    })
    .await;
    page.press("button");
    let sent = next_request().await;
    let prev = sent.prev().to_string();
    assert!(prev.starts_with("?h") && prev.ends_with(" 7"), "{prev}");
    sent.answer(answer(Outcome::Stale)).await;
    page.press("button");
    let sent = next_request().await;
    assert_eq!(sent.prev(), prev);
    sent.answer(answer(Outcome::Stale).with_seal("six")).await;
    page.press("button");
    let sent = next_request().await;
    assert_eq!(sent.prev(), "six");
    sent.answer(done(7)).await;
}

#[wasm_bindgen_test]
async fn a_buttons_hook_begins_with_its_own_which_does_not_stand_in_the_url() {
    #[component]
    fn Page_() -> impl IntoView {
        let votes = use_action_state(vote, 7);
        view! {
            <Form action=note><button formaction=votes.action.formaction()>"Vote"</button></Form>
        }
    }
    let page = Page::mount(|| view! { <Page_/> }).await;
    let url = page.find("button").get_attribute("formaction").unwrap();
    assert!(!url.contains("_fw_prev"), "{url}");
    page.press("button");
    let sent = next_request().await;
    assert!(sent.prev().ends_with(" 7"), "{}", sent.prev());
    sent.answer(done(8)).await;
}

/// What the server has written into the first form that the client meets, while this lives.
fn written(
    page: impl FnOnce() -> std::pin::Pin<Box<dyn Future<Output = Page>>>,
) -> impl Future<Output = Page> {
    let root: leptos::web_sys::HtmlElement =
        leptos::wasm_bindgen::JsCast::unchecked_into(document().document_element().unwrap());
    script(
        &root,
        "const own = Element.prototype.getAttribute;
         const written = { value: 'seal of 9', 'data-fw-first': 'seal of 7' };
         Element.prototype.getAttribute = function (name) {
             return (this.name == '_fw.prev' && written[name]) || own.call(this, name);
         };
         window.stopWriting = () => (Element.prototype.getAttribute = own)",
    );
    let mounted = page();
    async move {
        let page = mounted.await;
        script(&root, "stopWriting()");
        page
    }
}

#[wasm_bindgen_test]
async fn a_seal_is_used_again_for_the_same_initial_state_and_for_no_other() {
    #[component]
    fn Votes(initial: u32) -> impl IntoView {
        let votes = use_action_state(vote, initial);
        view! { <Form action=votes.action><button>"Vote"</button></Form> }
    }
    let shown = RwSignal::new(Some(7));
    let mount = move || {
        view! { <div>{move || shown.get().map(|initial| view! { <Votes initial/> })}</div> }
    };
    let page = written(move || Box::pin(Page::mount(mount))).await;
    let submitted = async || {
        page.press("button");
        let sent = next_request().await;
        let prev = sent.prev().to_string();
        sent.answer(refused("Not now.")).await;
        prev
    };
    assert_eq!(submitted().await, "seal of 9");
    for (initial, prev) in [
        (7, "seal of 7".to_string()),
        (8, format!("?{} 8", key(&page))),
    ] {
        shown.set(None);
        for_a_while().await;
        shown.set(Some(initial));
        for_a_while().await;
        assert_eq!(submitted().await, prev);
    }
}
