//! Controls that are rendered anew, as by an answer which changes what a closure reads: what a person has put into
//! them stays. With `--cfg erase_components`, too.

use crate::support::*;
use leptos::{
    wasm_bindgen::JsCast,
    web_sys::{HtmlElement, HtmlInputElement},
};

/// A person chooses a file.
fn choose(input: &HtmlElement, name: &str) {
    let code = format!(
        "const chosen = new DataTransfer();
         chosen.items.add(new File(['ink'], '{name}'));
         element.files = chosen.files"
    );
    script(input, &code);
}

fn chosen(element: &HtmlElement) -> String {
    let code = "return [...(element.files || element.selectedOptions)].map((it) => it.name || it.value).join()";
    script(element, code).as_string().unwrap()
}

async fn is_rendered_anew<V: IntoView + 'static>(
    view: impl Fn(u32) -> V + Send + Sync + 'static,
    select: &str,
    meanwhile: impl FnOnce(&Page),
) -> Page {
    let round = RwSignal::new(0);
    let page = Page::mount(move || view! { <div>{move || view(round.get())}</div> }).await;
    let before = page.find(select);
    meanwhile(&page);
    round.set(1);
    for_a_while().await;
    assert_eq!(page.find(select), before, "it is another element");
    page
}

#[wasm_bindgen_test]
async fn a_chosen_file_stays() {
    let page = is_rendered_anew(
        |round| {
            view! {
                <Form action=note>
                    <input type="file" name="sheet" data-round=round/>
                    <p>{round}</p>
                </Form>
            }
        },
        "[name=sheet]",
        |page| choose(&page.find("[name=sheet]"), "a.txt"),
    )
    .await;
    assert_eq!(page.text("form > p"), "1");
    assert_eq!(chosen(&page.find("[name=sheet]")), "a.txt");
}

#[wasm_bindgen_test]
async fn all_that_was_chosen_of_many_stays() {
    let page = is_rendered_anew(
        |round| {
            let options = ["a", "b", "c"].map(|it| view! { <option value=it selected=false>{it}</option> });
            view! { <select multiple name="inks" data-round=round>{options.collect_view()}</select> }
        },
        "select",
        |page| {
            script(
                &page.find("select"),
                "element.options[0].selected = element.options[2].selected = true",
            );
        },
    )
    .await;
    assert_eq!(chosen(&page.find("select")), "a,c");
}

#[wasm_bindgen_test]
async fn a_choice_stays_although_another_option_was_there_at_first() {
    let page = is_rendered_anew(
        |round| {
            let options = ["a", "b"].map(|it| {
                view! { <option value=it selected=move || it == "b">{it}</option> }
            });
            view! { <select name="ink" data-round=round>{options.collect_view()}</select> }
        },
        "select",
        |page| {
            script(&page.find("select"), "element.selectedIndex = 0");
        },
    )
    .await;
    assert_eq!(chosen(&page.find("select")), "a");
}

#[wasm_bindgen_test]
async fn a_range_beyond_a_hundred_and_a_radio_stay() {
    let page = is_rendered_anew(
        |round| {
            view! {
                <input type="range" name="copies" max=1000 data-round=round/>
                <input type="radio" name="way" value="x" checked=true data-round=round/>
                <input type="radio" name="way" value="y" data-round=round id="y"/>
            }
        },
        "[name=copies]",
        |page| {
            page.input("copies").set_value("500");
            page.press("#y");
        },
    )
    .await;
    assert_eq!(page.input("copies").value(), "500");
    assert!(
        page.find("#y")
            .unchecked_into::<HtmlInputElement>()
            .checked()
    );
}

#[wasm_bindgen_test]
async fn a_link_keeps_the_focus() {
    let page = is_rendered_anew(
        |round| view! { <a href=format!("#{round}")>"There"</a> },
        "a",
        |page| page.find("a").focus().unwrap(),
    )
    .await;
    assert!(page.has_focus("a"));
    assert_eq!(page.find("a").get_attribute("href").as_deref(), Some("#1"));
}

#[wasm_bindgen_test]
async fn what_is_not_there_any_more_goes() {
    let page = is_rendered_anew(
        |round| {
            let is_first = round == 0;
            view! { <input multiple=is_first max=is_first.then_some("9") type=move || is_first.then_some("email") name="to"/> }
        },
        "[name=to]",
        |page| assert_eq!(page.find("[name=to]").get_attribute("max").as_deref(), Some("9")),
    )
    .await;
    for name in ["multiple", "max", "type"] {
        assert!(!page.find("[name=to]").has_attribute(name), "{name}");
    }
}

#[wasm_bindgen_test]
async fn fields_of_formwork_keep_what_stands_in_them() {
    let page = is_rendered_anew(
        |round| {
            view! {
                <Form action=sign>
                    <Field of=NewEntry::name input_type="number"/>
                    <Field of=NewEntry::message input_type="file" placeholder=round.to_string()/>
                </Form>
            }
        },
        "[name=message]",
        |page| {
            choose(&page.find("[name=message]"), "b.txt");
            page.type_into("name", "12");
        },
    )
    .await;
    assert_eq!(chosen(&page.find("[name=message]")), "b.txt");
    assert_eq!(page.input("name").value(), "12");
    assert_eq!(
        page.find("[name=message]")
            .get_attribute("placeholder")
            .as_deref(),
        Some("1")
    );
}

/// When this fails, Leptos has mended it, and `form/kept.rs` can go. See `docs/upstream`.
#[wasm_bindgen_test]
async fn without_our_view_leptos_takes_attributes_off() {
    let page = is_rendered_anew(
        |round| leptos::view! { <select multiple data-round=round><option>"a"</option><option>"b"</option></select> },
        "select",
        |page| {
            let all = "for (const option of element.options) option.selected = true";
            script(&page.find("select"), all);
        },
    )
    .await;
    assert_ne!(chosen(&page.find("select")), "a,b");
}
