//! The form's last line: one live region for all that is to be said of the form as a whole.

use crate::support::*;

#[wasm_bindgen_test]
async fn a_form_has_one_live_region_which_says_issues_without_a_place_and_failures() {
    let page = Page::mount(|| {
        view! { <Form action=note><input name="text"/><button>"Note"</button></Form> }
    })
    .await;
    let alerts = page
        .find("form")
        .query_selector_all("[role=alert]")
        .unwrap();
    assert_eq!(alerts.length(), 1);
    assert_eq!(page.said(), "");
    page.press("button");
    next_request()
        .await
        .answer(invalid("text", "It is too short."))
        .await;
    assert!(page.said().contains("It is too short."), "{}", page.said());
    page.press("button");
    next_request().await.answer(refused("Not today.")).await;
    assert_eq!(page.said(), "Not today.");
    page.press("button");
    next_request().await.answer(done(())).await;
    assert_eq!(page.said(), "");
}

#[wasm_bindgen_test]
async fn what_the_bridge_has_hidden_is_shown_again_when_it_is_said_again() {
    let page = Page::mount(|| view! { <Form action=note><button>"Note"</button></Form> }).await;
    page.press("button");
    next_request().await.answer(refused("Not today.")).await;
    // As the bridge does at a press.
    page.find("[data-fw-failure]").set_hidden(true);
    page.press("button");
    next_request().await.answer(refused("Not today.")).await;
    assert_eq!(page.said(), "Not today.");
    // What the bridge says of its own takes the place of the text.
    script(
        &page.find("[data-fw-failure]"),
        "element.firstChild.data = 'No answer.'",
    );
    page.press("button");
    next_request().await.answer(refused("Not today.")).await;
    assert_eq!(page.said(), "Not today.");
}

#[wasm_bindgen_test]
async fn another_form_that_takes_the_element_says_nothing_of_the_one_before() {
    let row = RwSignal::new(1);
    let page = Page::mount(move || {
        let form = move |row: u32| {
            view! { <Form action=keep_for_later.bind(row)><button>"Keep"</button></Form> }
        };
        view! { <div>{move || form(row.get())}</div> }
    })
    .await;
    page.press("button");
    next_request().await.answer(refused("Not today.")).await;
    assert_eq!(page.said(), "Not today.");
    row.set(2);
    for_a_while().await;
    assert_eq!(page.said(), "");
    row.set(1);
    for_a_while().await;
    assert_eq!(page.said(), "");
}
