//! `use_transition`: pending and optimistic updates of what is called outside of forms.

use crate::support::*;

#[component]
fn Likes() -> impl IntoView {
    let entries = use_query(|| latest(0));
    let (shown, add) = use_optimistic(entries, |list, new: &String, _| list.push(new.clone()));
    let liking = use_transition();
    let other = use_transition();
    let like = move |name: &'static str| {
        move |_| {
            liking.start(async move {
                add(format!("{name}*"));
                let _ = sum(1, 1).await;
            });
        }
    };
    view! {
        <button id="ada" on:click=like("Ada")>"Ada"</button>
        <button id="grace" on:click=like("Grace")>"Grace"</button>
        <p id="pending">{move || liking.pending.get().to_string()}</p>
        <p id="other">{move || other.pending.get().to_string()}</p>
        <ul><For each=move || shown.get() key=String::clone let(name)><li>{name}</li></For></ul>
    }
}

async fn likes() -> Page {
    let page = Page::mount(|| view! { <Likes/> }).await;
    next_request().await.read(entries(0, &[], 1)).await;
    page
}

#[wasm_bindgen_test]
async fn it_is_pending_until_what_it_started_has_ended_and_no_other_is() {
    let page = likes().await;
    page.press("#ada");
    let sent = next_request().await;
    assert_eq!(page.text("#pending"), "true");
    assert_eq!(page.text("#other"), "false");
    sent.answer(done(2)).await;
    assert_eq!(page.text("#pending"), "false");
}

#[wasm_bindgen_test]
async fn its_update_leaves_in_the_frame_in_which_the_fresh_value_is_shown() {
    let page = likes().await;
    let watch = page.watch();
    page.press("#ada");
    next_request()
        .await
        .answer(done(2).with(entries(0, &["Ada"], 2)))
        .await;
    assert_eq!(page.rows(), ["Ada"]);
    assert_eq!(watch.seen(), [vec![], vec!["Ada*"], vec!["Ada"]]);
}

#[wasm_bindgen_test]
async fn two_of_them_end_each_on_its_own() {
    let page = likes().await;
    let watch = page.watch();
    page.press("#ada");
    page.press("#grace");
    let sent = next_request().await;
    assert_eq!(page.rows(), ["Ada*", "Grace*"]);
    sent.answer(done(2).with(entries(0, &["Ada"], 2))).await;
    assert_eq!(page.text("#pending"), "true");
    next_request()
        .await
        .answer(done(2).with(entries(0, &["Ada", "Grace"], 3)))
        .await;
    assert_eq!(page.rows(), ["Ada", "Grace"]);
    for frame in watch.seen() {
        for name in ["Ada", "Grace"] {
            let copies = frame.iter().filter(|row| row.starts_with(name)).count();
            assert!(copies <= 1, "{frame:?}");
        }
    }
    assert_eq!(page.text("#pending"), "false");
}

#[wasm_bindgen_test]
async fn its_update_goes_when_the_action_refuses() {
    let page = likes().await;
    page.press("#ada");
    let sent = next_request().await;
    assert_eq!(page.rows(), ["Ada*"]);
    sent.answer(refused("No.")).await;
    assert!(page.rows().is_empty());
}

#[wasm_bindgen_test]
async fn an_update_over_a_signal_stays_until_the_code_that_set_it_has_ended() {
    #[component]
    fn Counter() -> impl IntoView {
        let likes = RwSignal::new(1_u32);
        let liking = use_transition();
        let (shown, add) = use_optimistic(likes, |likes, more: &u32, _| *likes += more);
        let press = move |_| {
            liking.start(async move {
                add(1);
                if let Ok(now) = sum(1, 1).await {
                    likes.set(now);
                }
            });
        };
        view! { <button on:click=press>"Like"</button><ul><li>{shown}</li></ul> }
    }
    let page = Page::mount(|| view! { <Counter/> }).await;
    let watch = page.watch();
    page.press("button");
    next_request().await.answer(done(2)).await;
    assert_eq!(watch.seen(), [["1"], ["2"]]);
}

#[wasm_bindgen_test]
async fn an_update_over_a_resource_stays_until_it_is_loaded_again() {
    #[component]
    fn Loaded() -> impl IntoView {
        let stored = StoredValue::new(1_u32);
        let value = loaded_slowly(stored);
        let liking = use_transition();
        let (shown, add) = use_optimistic(value, |likes, more: &u32, _| *likes += more);
        let press = move |_| {
            liking.start(async move {
                add(1);
                if let Ok(now) = sum(1, 1).await {
                    stored.set_value(now);
                    value.refetch();
                }
            });
        };
        view! {
            <button on:click=press>"Like"</button>
            <Transition><ul><li>{move || shown.get()}</li></ul></Transition>
        }
    }

    fn loaded_slowly(stored: StoredValue<u32>) -> Resource<u32> {
        Resource::new(
            || (),
            move |()| async move {
                send_wrapper::SendWrapper::new(milliseconds(5)).await;
                stored.get_value()
            },
        )
    }

    let page = Page::mount(|| view! { <Loaded/> }).await;
    eventually(|| page.rows() == ["1"]).await;
    let watch = page.watch();
    page.press("button");
    next_request().await.answer(done(2)).await;
    for_a_while().await;
    assert_eq!(watch.seen(), [["1"], ["2"]]);
}

#[wasm_bindgen_test]
async fn the_update_of_a_refused_one_goes_at_once_though_a_value_waits_for_another() {
    #[component]
    fn Names() -> impl IntoView {
        let entries = use_query(|| latest(0));
        let (shown, add_update) =
            use_optimistic(entries, |list, new: &String, _| list.push(new.clone()));
        let adding = use_transition();
        let press = move |name: &'static str| {
            move |_| {
                adding.start(async move {
                    add_update(format!("{name}*"));
                    let name = name.to_string();
                    let _ = add(NewEntry {
                        name,
                        message: None,
                    })
                    .await;
                });
            }
        };
        let buttons = ["Ada", "Grace", "Edsger"].map(|name| {
            let press = press(name);
            view! { <button id=name on:click=press>{name}</button> }
        });
        view! {
            {buttons}
            <ul><For each=move || shown.get() key=String::clone let(name)><li>{name}</li></For></ul>
        }
    }
    let page = Page::mount(|| view! { <Names/> }).await;
    next_request().await.read(entries(0, &[], 1)).await;
    let mut sent = Vec::new();
    for name in ["#Ada", "#Grace", "#Edsger"] {
        page.press(name);
        sent.push(next_request().await);
    }
    let [ada, grace, edsger] = sent.try_into().ok().unwrap();
    ada.answer(done(()).with(entries(0, &["Ada"], 2))).await;
    assert_eq!(page.rows(), ["Ada*", "Grace*", "Edsger*"]);
    grace.answer(refused("No.")).await;
    assert_eq!(page.rows(), ["Ada*", "Edsger*"]);
    let both = entries(0, &["Ada", "Edsger"], 3);
    edsger.answer(done(()).with(both)).await;
    assert_eq!(page.rows(), ["Ada", "Edsger"]);
}
