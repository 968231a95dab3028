//! `use_action_state`.

use crate::support::*;

#[component]
fn Votes() -> impl IntoView {
    let votes = use_action_state(vote, 3);
    let issues = move || {
        votes
            .issues
            .get()
            .first()
            .map(|issue| issue.message.clone())
    };
    view! {
        <Form action=votes.action repeat=true>
            <button type="submit">"Vote"</button>
            <p class="votes">{votes.state}</p>
            <p class="pending">{move || votes.pending.get().to_string()}</p>
            <p class="issues">{issues}</p>
        </Form>
    }
}

#[wasm_bindgen_test]
async fn the_state_is_the_initial_one_and_then_what_the_action_answered() {
    let page = Page::mount(|| view! { <Votes/> }).await;
    assert_eq!(page.text(".votes"), "3");
    page.press("button");
    let sent = next_request().await;
    assert_eq!(page.text(".votes"), "3");
    assert_eq!(page.text(".pending"), "true");
    sent.answer(done(4)).await;
    assert_eq!(page.text(".votes"), "4");
    assert_eq!(page.text(".pending"), "false");
}

#[wasm_bindgen_test]
async fn issues_come_with_invalid_input_and_go_with_success() {
    let page = Page::mount(|| view! { <Votes/> }).await;
    page.press("button");
    let sent = next_request().await;
    sent.answer(invalid("", "The poll is closed.")).await;
    assert_eq!(page.text(".issues"), "The poll is closed.");
    assert_eq!(page.text(".votes"), "3");
    page.press("button");
    next_request().await.answer(done(4)).await;
    assert_eq!(page.text(".issues"), "");
    assert_eq!(page.text(".votes"), "4");
}

#[wasm_bindgen_test]
async fn refusals_and_failures_leave_the_state_as_it_is() {
    let page = Page::mount(|| view! { <Votes/> }).await;
    page.press("button");
    next_request().await.answer(done(4)).await;
    for answer in [refused("No."), failed()] {
        page.press("button");
        next_request().await.answer(answer).await;
        assert_eq!(page.text(".votes"), "4");
        assert_eq!(page.text(".pending"), "false");
    }
}

#[wasm_bindgen_test]
async fn the_seal_of_an_answer_goes_with_the_next_submission() {
    let page = Page::mount(|| view! { <Votes/> }).await;
    page.press("button");
    let first = next_request().await;
    assert_eq!(first.prev(), "");
    first.answer(done(4).with_seal("four")).await;
    page.press("button");
    let second = next_request().await;
    assert_eq!(second.prev(), "four");
    second.answer(done(5).with_seal("five")).await;
    page.press("button");
    let third = next_request().await;
    assert_eq!(third.prev(), "five");
    third.answer(done(6)).await;
}

#[wasm_bindgen_test]
async fn submissions_run_in_order_each_with_the_state_before_it() {
    let page = Page::mount(|| view! { <Votes/> }).await;
    for _ in 0..3 {
        page.press("button");
    }
    let first = next_request().await;
    nothing_is_sent().await;
    first.answer(done(4).with_seal("four")).await;
    let second = next_request().await;
    assert_eq!(second.prev(), "four");
    assert_eq!(page.text(".votes"), "4");
    nothing_is_sent().await;
    second.answer(done(5).with_seal("five")).await;
    let third = next_request().await;
    assert_eq!(third.prev(), "five");
    assert_eq!(page.text(".pending"), "true");
    third.answer(done(6)).await;
    assert_eq!(page.text(".votes"), "6");
    assert_eq!(page.text(".pending"), "false");
}

#[wasm_bindgen_test]
async fn an_error_does_not_break_the_queue() {
    let page = Page::mount(|| view! { <Votes/> }).await;
    for _ in 0..3 {
        page.press("button");
    }
    next_request().await.answer(done(4).with_seal("four")).await;
    let second = next_request().await;
    second.answer(failed()).await;
    let third = next_request().await;
    assert_eq!(third.prev(), "four");
    third.answer(done(5)).await;
    assert_eq!(page.text(".votes"), "5");
}

#[wasm_bindgen_test]
async fn two_hooks_of_one_key_take_turns_and_share_no_state() {
    let page = Page::mount(|| {
        view! { <div id="one"><Votes/></div> <div id="other"><Votes/></div> }
    })
    .await;
    page.press("#one button");
    let first = next_request().await;
    assert_eq!(page.text("#other .pending"), "false");
    page.press("#other button");
    nothing_is_sent().await;
    first.answer(done(4).with_seal("four")).await;
    assert_eq!(page.text("#one .votes"), "4");
    assert_eq!(page.text("#other .votes"), "3");
    let second = next_request().await;
    assert_eq!(page.text("#one .pending"), "false");
    second.answer(done(9).with_seal("nine")).await;
    assert_eq!(page.text("#other .votes"), "9");
    assert_eq!(page.text("#one .votes"), "4");
    page.press("#other button");
    let third = next_request().await;
    assert_eq!(third.prev(), "nine");
    third.answer(done(10)).await;
}

#[component]
fn Editor() -> impl IntoView {
    let kept = use_action_state(keep_for_later.bind(7), 0_u32);
    let votes = use_action_state(vote, 3);
    view! {
        <Form action=votes.action>
            <input name="text" value="Hello"/>
            <button id="vote">"Vote"</button>
            <button id="keep" formaction=kept.action.formaction()>"Keep"</button>
            <p class="votes">{votes.state}</p>
            <p class="kept">{kept.state}</p>
            <p class="voting">{move || votes.pending.get().to_string()}</p>
            <p class="keeping">{move || kept.pending.get().to_string()}</p>
        </Form>
    }
}

#[wasm_bindgen_test]
async fn a_button_can_have_a_hook_of_its_own() {
    let page = Page::mount(|| view! { <Editor/> }).await;
    page.press("#keep");
    let sent = next_request().await;
    assert_eq!(page.text(".keeping"), "true");
    assert_eq!(sent.field("text"), "Hello");
    assert_eq!(sent.param("_fw_bound").as_deref(), Some("[7]"));
    sent.answer(done(7)).await;
    assert_eq!(page.text(".kept"), "7");
    assert_eq!(page.text(".votes"), "3");
    assert_eq!(page.text(".keeping"), "false");
    assert!(!page.find("form").has_attribute("aria-busy"));
}

#[wasm_bindgen_test]
async fn a_state_can_be_optimistic() {
    #[component]
    fn Likes() -> impl IntoView {
        let likes = use_action_state(vote, 3);
        let (shown, add) =
            use_optimistic(likes.state, |likes: &mut u32, more: &u32, _| *likes += more);
        view! {
            <Form action=likes.action repeat=true on_submit=move |_: &FormData| add(1)>
                <button type="submit">"Like"</button>
                <ul><li>{shown}</li></ul>
            </Form>
        }
    }
    let page = Page::mount(|| view! { <Likes/> }).await;
    let watch = page.watch();
    page.press("button");
    page.press("button");
    next_request().await.answer(done(4)).await;
    assert_eq!(page.rows(), ["5"]);
    next_request().await.answer(failed()).await;
    assert_eq!(page.rows(), ["4"]);
    assert_eq!(watch.seen(), [["3"], ["5"], ["4"]]);
}

#[wasm_bindgen_test]
async fn reset_leads_back_to_the_beginning_and_the_next_submission_starts_from_there() {
    #[component]
    fn Resettable() -> impl IntoView {
        let votes = use_action_state(vote, 3);
        let start_anew = votes.clone();
        let (state, action, pending) = votes.into_tuple();
        view! {
            <Form action=action repeat=true>
                <button type="submit">"Vote"</button>
            </Form>
            <button id="reset" on:click=move |_| start_anew.reset()>"Anew"</button>
            <p class="votes">{state}</p>
            <p class="pending">{move || pending.get().to_string()}</p>
        }
    }
    let page = Page::mount(|| view! { <Resettable/> }).await;
    page.press("form button");
    let sent = next_request().await;
    assert_eq!(page.text(".pending"), "true");
    sent.answer(done(4).with_seal("four")).await;
    assert_eq!(page.text(".votes"), "4");
    page.press("form button");
    let sent = next_request().await;
    assert_eq!(sent.prev(), "four");
    sent.answer(refused("No.")).await;
    assert!(
        page.text(".fw-failure:not([data-fw-failure])")
            .contains("No.")
    );

    page.press("#reset");
    leptos::task::tick().await;
    assert_eq!(page.text(".votes"), "3");
    assert_eq!(page.text(".fw-failure:not([data-fw-failure])"), "");
    page.press("form button");
    assert_ne!(next_request().await.prev(), "four");
}
