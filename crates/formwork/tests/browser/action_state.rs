//! `use_action_state`.

use crate::support::*;
use leptos::wasm_bindgen::JsCast;

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
        <Form action=votes.action dedupe=false>
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
    assert!(first.prev().ends_with(" 3"), "it is the initial one");
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
            <Form action=likes.action dedupe=false on_submit=move |_: &FormData| add(1)>
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
        let (state, action, pending) = votes.into_tuple();
        view! {
            <Form action=action dedupe=false>
                <button type="submit">"Vote"</button>
            </Form>
            <button id="reset" on:click=move |_| votes.reset()>"Anew"</button>
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
    assert!(page.said().contains("No."));

    page.press("#reset");
    leptos::task::tick().await;
    assert_eq!(page.text(".votes"), "3");
    assert_eq!(page.said(), "");
    page.press("form button");
    assert_ne!(next_request().await.prev(), "four");
}

#[wasm_bindgen_test]
async fn two_hooks_of_one_action_in_one_form_have_states_of_their_own() {
    let page = Page::mount(|| {
        let up = use_keyed_action_state(vote, 0, "up");
        let down = use_keyed_action_state(vote, 100, "down");
        view! {
            <Form action=up.action>
                <button id="up">"Up"</button>
                <button id="down" formaction=down.action.formaction()>"Down"</button>
            </Form>
            <p class="up">{up.state}</p>
            <p class="down">{down.state}</p>
        }
    })
    .await;
    page.press("#down");
    next_request()
        .await
        .answer(done(99).with_seal("of down"))
        .await;
    assert_eq!(
        (page.text(".up"), page.text(".down")),
        ("0".into(), "99".into())
    );
    page.press("#up");
    let sent = next_request().await;
    assert!(sent.prev().ends_with(" 0"), "it has its own initial one");
    sent.answer(done(1).with_seal("of up")).await;
    assert_eq!(
        (page.text(".up"), page.text(".down")),
        ("1".into(), "99".into())
    );
    page.press("#down");
    let sent = next_request().await;
    assert_eq!(sent.prev(), "of down");
    sent.answer(done(98)).await;
}

#[wasm_bindgen_test]
async fn two_hooks_with_one_key_are_warned_of() {
    // A hook of one's own without #[track_caller]: both have its place.
    fn use_vote() -> Signal<u32> {
        use_action_state(vote, 0).state
    }
    let warnings = Warnings::listen();
    let page = Page::mount(|| {
        let (one, other) = (use_vote(), use_vote());
        view! { <p>{one} {other}</p> }
    })
    .await;
    eventually(|| warnings.said().contains("#[track_caller]")).await;
    drop(page);
}

#[wasm_bindgen_test]
async fn hooks_that_take_the_place_of_others_are_not_warned_of() {
    let shown = ArcRwSignal::new(0);
    let seen = shown.clone();
    let warnings = Warnings::listen();
    let page = Page::mount(move || {
        move || {
            let round = seen.get();
            let votes = use_action_state(vote, round);
            view! { <p>{votes.state}</p> }
        }
    })
    .await;
    shown.set(1);
    eventually(|| page.text("p") == "1").await;
    milliseconds(700).await;
    assert_eq!(warnings.said(), "");
}

/// Rows with a hook each, in a list that an answer renders anew.
#[component]
fn Rows() -> impl IntoView {
    let names = use_query(|| latest(0));
    let row = |name: String| {
        let votes = use_keyed_action_state(vote, 0, name.clone());
        view! {
            <li>
                <Form action=votes.action><button id=name>{votes.state}</button></Form>
            </li>
        }
    };
    view! {
        <Suspense>
            <ul>
                {move || Suspend::new(async move {
                    names.await.unwrap_or_default().into_iter().map(row).collect_view()
                })}
            </ul>
        </Suspense>
    }
}

#[wasm_bindgen_test]
async fn other_hooks_in_what_an_answer_renders_anew_keep_their_state() {
    let page = Page::mount(|| view! { <Rows/> }).await;
    next_request().await.read(entries(0, &["a", "b"], 1)).await;
    eventually(|| page.has("#b")).await;
    page.press("#b");
    next_request().await.answer(done(7)).await;
    assert_eq!(page.text("#b"), "7");
    page.press("#a");
    let fresh = entries(0, &["a", "b"], 2);
    next_request().await.answer(done(1).with(fresh)).await;
    eventually(|| page.text("#a") == "1").await;
    assert_eq!(page.text("#b"), "7");
}

#[wasm_bindgen_test]
async fn what_comes_back_goes_to_the_form_that_it_was_submitted_in() {
    let page = Page::mount(|| {
        let noting = use_action_state(note, ());
        let form = |id: &'static str, name: &'static str| {
            view! {
                <div id=id>
                    <Form action=noting.action reset=Reset::OnSubmit>
                        <input name=name/>
                        <button>"Note"</button>
                    </Form>
                </div>
            }
        };
        view! { {form("one", "first")} {form("two", "second")} }
    })
    .await;
    page.type_into("second", "Hello");
    page.press("#two button");
    let sent = next_request().await;
    page.type_into("second", "More");
    sent.answer(refused("No.")).await;
    assert!(!page.has("#one .fw-returned"));
    page.press("#two .fw-returned button");
    assert_eq!(page.input("second").value(), "Hello");
    assert_eq!(page.input("first").value(), "");
}

#[wasm_bindgen_test]
async fn what_comes_back_is_still_offered_when_its_form_is_rendered_anew_in_place() {
    let again = RwSignal::new(0);
    let page = Page::mount(move || {
        let noting = use_action_state(note, ());
        move || {
            again.track();
            view! {
                <Form action=noting.action reset=Reset::OnSubmit>
                    <input name="note"/>
                    <button id="note">"Note"</button>
                </Form>
            }
        }
    })
    .await;
    page.type_into("note", "Hello");
    page.press("#note");
    let sent = next_request().await;
    page.type_into("note", "More");
    sent.answer(refused("No.")).await;
    assert!(page.has(".fw-returned"));
    again.set(1);
    for_a_while().await;
    page.press(".fw-returned button");
    assert_eq!(page.input("note").value(), "Hello");
}

#[component]
fn Poll(id: u32) -> impl IntoView {
    let votes = use_keyed_action_state(vote, 7, id.to_string());
    view! {
        <Form action=votes.action dedupe=false><button id="vote">"Vote"</button></Form>
        <button id="again" on:click=move |_| votes.submit(FormData::new())>"Again"</button>
        <button id="begin" on:click=move |_| votes.reset()>"Begin again"</button>
    }
}

/// Polls one after the other.
async fn with_polls() -> (Page, RwSignal<Option<u32>>) {
    let shown = RwSignal::new(None);
    let page = Page::mount(move || {
        view! { <div>{move || shown.get().map(|id| view! { <Poll id/> })}</div> }
    })
    .await;
    shown.set(Some(1));
    for_a_while().await;
    (page, shown)
}

#[wasm_bindgen_test]
async fn a_programs_submission_begins_from_the_state_that_the_server_has_written() {
    // What stands in the page before the client knows the form.
    let writes = "const own = Element.prototype.getAttribute;
        const written = { value: 'seal of 9', 'data-fw-first': 'seal of 7' };
        Element.prototype.getAttribute = function (name) {
            return (this.name == '_fw.prev' && written[name]) || own.call(this, name);
        };
        window.stopWriting = () => (Element.prototype.getAttribute = own)";
    let root = document().document_element().unwrap().unchecked_into();
    script(&root, writes);
    let page = Page::mount(|| view! { <Poll id=3/> }).await;
    script(&root, "stopWriting()");
    page.press("#again");
    let sent = next_request().await;
    assert_eq!(sent.prev(), "seal of 9");
    sent.answer(done(10).with_seal("seal of 10")).await;
    page.press("#begin");
    page.press("#again");
    let sent = next_request().await;
    assert_eq!(sent.prev(), "seal of 7");
    sent.answer(done(8)).await;
}

#[wasm_bindgen_test]
async fn another_view_that_takes_the_element_has_not_its_seals() {
    let (page, shown) = with_polls().await;
    let write = "element.setAttribute('value', 'seal of 9'); element.setAttribute('data-fw-first', 'seal of 7')";
    script(&page.find("[name='_fw.prev']"), write);
    let form = page.find("form");
    shown.set(Some(2));
    for_a_while().await;
    assert_eq!(page.find("form"), form, "it is another element");
    page.press("#vote");
    let sent = next_request().await;
    // Its own beginning, which no page has sealed.
    let key = form.get_attribute("data-fw").unwrap();
    assert_eq!(sent.prev(), format!("?{key} 7"));
    sent.answer(done(8)).await;
}
