//! Controls that name their form, and stand outside of it.

use crate::support::*;

async fn with_controls_outside(reset: Reset) -> Page {
    Page::mount(move || {
        view! {
            <Form action=note reset=reset attr:id="row">
                <input name="inside"/>
                <fieldset disabled><input type="checkbox" name="locked" checked=true/></fieldset>
            </Form>
            <input name="outside" form="row" aria-invalid="true"/>
            <button form="row" name="how" value="aloud">"Send"</button>
        }
    })
    .await
}

#[wasm_bindgen_test]
async fn they_return_with_what_came_to_nothing() {
    let page = with_controls_outside(Reset::OnSubmit).await;
    page.type_into("inside", "a");
    page.type_into("outside", "b");
    page.press("button");
    let sent = next_request().await;
    assert_eq!(
        (page.input("inside").value(), page.input("outside").value()),
        (String::new(), String::new())
    );
    sent.answer(refused("No.")).await;
    assert_eq!(
        (page.input("inside").value(), page.input("outside").value()),
        ("a".into(), "b".into())
    );
    // It was not sent, since it is disabled.
    assert!(page.input("locked").checked());
}

#[wasm_bindgen_test]
async fn what_is_typed_into_one_since_stays() {
    let page = with_controls_outside(Reset::OnSuccess).await;
    page.type_into("outside", "b");
    page.press("button");
    let sent = next_request().await;
    page.type_into("outside", "c");
    sent.answer(done(())).await;
    assert_eq!(page.input("outside").value(), "c");
}

#[wasm_bindgen_test]
async fn one_with_an_issue_gets_the_focus() {
    let page = with_controls_outside(Reset::OnSuccess).await;
    page.find("button").focus().unwrap();
    page.press("button");
    next_request()
        .await
        .answer(invalid("outside", "Come in."))
        .await;
    eventually(|| page.has_focus("[name=outside]")).await;
}

#[wasm_bindgen_test]
async fn whoever_has_gone_elsewhere_keeps_the_focus() {
    let page = Page::mount(|| {
        view! {
            <Form action=sign><Field of=NewEntry::name/><button>"Sign"</button></Form>
            <input name="elsewhere"/>
        }
    })
    .await;
    page.type_into("name", "Ada");
    page.press("button");
    let sent = next_request().await;
    page.input("elsewhere").focus().unwrap();
    sent.answer(invalid("name", "This name is taken.")).await;
    for_a_while().await;
    assert!(page.has_focus("[name=elsewhere]"));
}

#[wasm_bindgen_test]
async fn whoever_types_on_in_the_form_keeps_the_focus() {
    let page = Page::mount(|| {
        view! {
            <Form action=sign><Field of=NewEntry::name/><Field of=NewEntry::message/><button>"Sign"</button></Form>
        }
    })
    .await;
    page.type_into("name", "Ada");
    page.press("button");
    let sent = next_request().await;
    page.input("message").focus().unwrap();
    page.type_into("message", "And ");
    sent.answer(invalid("name", "This name is taken.")).await;
    for_a_while().await;
    assert!(page.has_focus("[name=message]"));
}
