//! Actions are functions: called, nested, bound, passed along, and rendered into forms.
#![cfg(feature = "ssr")]

use formwork::{
    action::{Action as _, ActionError},
    prelude::*,
    server::{Config, ConfigError, endpoints, pages},
    wire::{FIELD_BOUND, FIELD_ID, FIELD_KEY, FIELD_PREV},
};
use std::collections::HashSet;

#[derive(Fields, Clone)]
struct NewEntry {
    name: String,
}

/// Adds an entry.
#[action(public)]
async fn sign(form: Fields<NewEntry>) -> ActionResult<String> {
    Ok(format!("{} has signed", form.name))
}

#[action(public)]
async fn add(a: i32, b: i32) -> ActionResult<i32> {
    Ok(a + b)
}

#[action(public)]
async fn add_twice(a: i32, b: i32) -> ActionResult<i32> {
    let once = add(a, b).await?;
    add(once, b).await
}

#[derive(Clone)]
struct Session(Option<&'static str>);

async fn require_user() -> Result<&'static str, ActionError> {
    use_context::<Session>()
        .and_then(|session| session.0)
        .ok_or_else(|| refuse(401, "Log in first."))
}

#[action(guard = require_user)]
async fn whoami(Guard(user): Guard<&'static str>) -> ActionResult<String> {
    Ok(user.to_string())
}

#[action(public)]
async fn move_entry(from: u32, to: Option<String>, form: FormData) -> ActionResult<String> {
    let why = form.get("why").unwrap_or("");
    Ok(format!("{from} {to:?} {why}"))
}

#[action(public)]
async fn vote(Prev(votes): Prev<u32>, step: FormData) -> ActionResult<u32> {
    let _ = step;
    Ok(votes + 1)
}

fn in_owner<T>(f: impl FnOnce() -> T) -> T {
    Owner::new().with(f)
}

fn html<V: IntoView>(view: impl FnOnce() -> V) -> String {
    in_owner(|| view().into_view().to_html())
}

/// The values of all inputs of this name.
fn values(html: &str, name: &str) -> Vec<String> {
    html.split("<input ")
        .filter(|input| input.contains(&format!("name=\"{name}\"")))
        .map(|input| attribute(input, "value"))
        .collect()
}

fn attribute(tag: &str, name: &str) -> String {
    let start = format!(" {name}=\"");
    let Some((_, rest)) = tag.split_once(&start) else {
        return String::new();
    };
    let value = rest.split('"').next().unwrap_or_default();
    value.replace("&quot;", "\"").replace("&amp;", "&")
}

#[tokio::test]
async fn an_action_is_called_like_a_function() {
    let form = NewEntry { name: "Ada".into() };
    assert_eq!(sign(form).await.unwrap(), "Ada has signed");
    assert_eq!(add(1, 2).await.unwrap(), 3);
}

#[tokio::test]
async fn an_action_calls_other_actions() {
    assert_eq!(add_twice(1, 2).await.unwrap(), 5);
}

#[tokio::test]
async fn a_call_that_is_not_awaited_does_nothing() {
    #[action(public)]
    async fn explode() -> ActionResult<()> {
        panic!("an action that nobody awaited was run")
    }
    drop(explode());
}

#[tokio::test]
async fn a_call_in_process_passes_the_guard() {
    use leptos::reactive::computed::ScopedFuture;
    let call = |session: Session| {
        let owner = Owner::new();
        let call = owner.with(|| {
            provide_context(session);
            ScopedFuture::new(whoami().into_future())
        });
        async move {
            let _owner = owner;
            call.await
        }
    };
    assert_eq!(call(Session(Some("ada"))).await.unwrap(), "ada");
    let refused = call(Session(None)).await.unwrap_err();
    assert!(matches!(refused, ActionError::Refused(refused) if refused.status == 401));
}

#[tokio::test]
async fn any_error_becomes_an_error_of_the_action() {
    #[action(public)]
    async fn parse(text: String) -> ActionResult<u8> {
        Ok(text.parse()?)
    }
    assert_eq!(parse("7".into()).await.unwrap(), 7);
    assert!(matches!(
        parse("x".into()).await,
        Err(ActionError::Unexpected(_))
    ));
}

#[test]
fn an_action_has_an_id_of_its_module_its_name_and_its_types() {
    assert!(sign::ID.starts_with("actions::sign-"), "{}", sign::ID);
    assert_ne!(sign::ID, add::ID);
    assert_eq!((sign::NAME, add::NAME), ("sign", "add"));
}

mod elsewhere {
    use formwork::prelude::*;

    #[action(public)]
    pub async fn sign(form: FormData) -> ActionResult<()> {
        let _ = form;
        Ok(())
    }
}

#[actions(public)]
mod of_a_module {
    use formwork::prelude::*;

    /// One of two.
    pub async fn double(n: i32) -> ActionResult<i32> {
        Ok(helper(n))
    }

    pub async fn triple(n: i32) -> ActionResult<i32> {
        Ok(helper(n) + n)
    }

    #[action(guard = super::require_user)]
    pub async fn guarded() -> ActionResult<()> {
        Ok(())
    }

    #[query(public)]
    pub async fn read() -> QueryResult<i32> {
        Ok(private().await)
    }

    async fn private() -> i32 {
        1
    }

    pub fn helper(n: i32) -> i32 {
        n * 2
    }
}

#[tokio::test]
async fn the_public_async_functions_of_a_module_are_actions() {
    use of_a_module::{double, guarded, read, triple};
    assert_eq!(double(2).await.unwrap(), 4);
    assert_eq!(triple(2).await.unwrap(), 6);
    assert!(guarded().await.is_err());
    assert_eq!(read().await.unwrap(), 1);
    let guard_of = |name| {
        endpoints()
            .into_iter()
            .filter(|endpoint| endpoint.id.contains("of_a_module"))
            .find(|endpoint| endpoint.name == name)
            .map(|endpoint| (endpoint.kind, endpoint.guard))
    };
    assert_eq!(guard_of("double"), Some(("action", "public")));
    assert_eq!(guard_of("guarded"), Some(("action", "super::require_user")));
    assert_eq!(guard_of("read"), Some(("query", "public")));
    assert_eq!(guard_of("private"), None);
    assert_eq!(guard_of("helper"), None);
}

#[component]
fn Nested() -> impl IntoView {
    const STEP: i32 = 2;
    #[action(public)]
    async fn step(n: i32, form: FormData) -> ActionResult<i32> {
        let _ = form;
        Ok(n + STEP)
    }
    view! { <Form action=step.bind(40)><button>"Step"</button></Form> }
}

#[test]
fn an_action_stands_in_the_component_that_uses_it() {
    let html = html(|| view! { <Nested/> });
    assert!(html.contains("_fw=actions::step-"), "{html}");
    assert_eq!(values(&html, FIELD_BOUND), ["[40]"]);
}

#[test]
fn two_functions_of_one_name_in_one_module_are_told_at_the_start() {
    fn one() -> &'static str {
        #[action(public)]
        async fn same() -> ActionResult<()> {
            Ok(())
        }
        same::ID
    }
    fn two() -> &'static str {
        #[action(public)]
        async fn same() -> ActionResult<()> {
            Ok(())
        }
        same::ID
    }
    assert_eq!(one(), two());
    let options = LeptosOptions::builder().output_name("test").build();
    let error = pages(Config::new(options).unwrap(), |_| ()).unwrap_err();
    assert!(matches!(error, ConfigError::Duplicate(id) if id == one()));
    assert!(error.to_string().contains("rename"), "{error}");
}

#[tokio::test]
async fn parameters_may_have_any_name_and_pattern() {
    #[allow(clippy::too_many_arguments)]
    #[action(public)]
    async fn names(
        input: u8,
        args: u8,
        guard: u8,
        body: u8,
        value: u8,
        bound: u8,
        (left, right): (u8, u8),
        mut form: FormData,
    ) -> ActionResult<u8> {
        if form.get("x").is_some() {
            form = FormData::default();
        }
        let _ = form;
        Ok(input + args + guard + body + value + bound + left + right)
    }
    let sum = names(1, 2, 3, 4, 5, 6, (7, 8), FormData::default());
    assert_eq!(sum.await.unwrap(), 36);

    fn body() -> &'static str {
        "the user's own function"
    }
    #[action(public)]
    async fn call_body(_: FormData) -> ActionResult<String> {
        Ok(body().into())
    }
    let said = call_body(FormData::default()).await.unwrap();
    assert_eq!(said, "the user's own function");

    #[query(public, tags("{args}"))]
    async fn query_names(args: String, body: u8) -> QueryResult<String> {
        Ok(format!("{args}{body}"))
    }
    assert_eq!(query_names("a".into(), 1).await.unwrap(), "a1");
}

#[tokio::test]
async fn a_body_may_use_everything_that_is_no_local_variable() {
    const LIMIT: u8 = 3;
    #[allow(non_upper_case_globals)]
    static small: u8 = 4;
    fn generic<T: Default>() -> T {
        T::default()
    }
    fn double(n: u8) -> u8 {
        n * 2
    }
    #[action(public)]
    async fn rich(n: u8, form: FormData) -> ActionResult<Vec<String>> {
        struct Shorthand {
            n: u8,
            small: u8,
        }
        macro_rules! introduce {
            ($name:ident) => {
                let $name = 1;
            };
        }
        introduce!(one);
        let make: fn() -> u8 = generic;
        assert_eq!((one, generic::<u8>()), (1, make()));
        let Shorthand { n, small: kept } = Shorthand { n, small };
        let list: Vec<u8> = [n, kept, LIMIT].into_iter().map(double).collect();
        let shadowed = list.iter().map(|n| n + make()).max();
        let least = small;
        let texts = match shadowed {
            Some(most @ 1..) if most > least => vec![format!("{most} {n} {least} {LIMIT}")],
            _ => Vec::new(),
        };
        'found: for text in &texts {
            if form.get(text).is_some() {
                break 'found;
            }
        }
        Ok(texts)
    }
    assert_eq!(rich(1, FormData::default()).await.unwrap(), ["8 1 4 3"]);
}

#[component]
fn Wrapper(action: FormAction<FormData>) -> impl IntoView {
    let kept = action.clone();
    view! {
        <Form action=kept><button>"One"</button></Form>
        <button formaction=action.formaction()>"Two"</button>
    }
}

#[test]
fn an_action_is_passed_to_a_component() {
    let html = html(|| view! { <Wrapper action=move_entry.bind(7).bind(None).erased()/> });
    assert_eq!(values(&html, FIELD_BOUND), ["[7,null]"]);
    let button = attribute(html.split("<button").nth(2).unwrap(), "formaction");
    assert!(button.ends_with("&_fw_bound=%5B7%2Cnull%5D"), "{button}");
}

#[test]
fn a_form_of_each_kind_of_action_posts_to_its_own_page() {
    for (html, id, bound) in [
        (
            html(|| view! { <Form action=sign>"x"</Form> }),
            sign::ID,
            None,
        ),
        (
            html(|| view! { <Form action=vote>"x"</Form> }),
            vote::ID,
            None,
        ),
        (
            html(|| view! { <Form action=elsewhere::sign>"x"</Form> }),
            elsewhere::sign::ID,
            None,
        ),
        (
            html(
                || view! { <Form action=move_entry.bind(7).bind(Some("\"<b>".into()))>"x"</Form> },
            ),
            move_entry::ID,
            Some("[7,\"\\\"&lt;b&gt;\"]"),
        ),
    ] {
        let tag = html.split('>').next().unwrap();
        assert_eq!(attribute(tag, "method"), "post");
        assert_eq!(attribute(tag, "action"), format!("?_fw={id}"));
        assert_eq!(values(&html, FIELD_ID)[0].len(), 22);
        assert_eq!(values(&html, FIELD_KEY)[0], attribute(tag, "data-fw"));
        let bound: Vec<String> = bound.map(str::to_owned).into_iter().collect();
        let found: Vec<String> = values(&html, FIELD_BOUND)
            .iter()
            .map(|value| value.replace('<', "&lt;").replace('>', "&gt;"))
            .collect();
        assert_eq!(found, bound);
        let takes_state = id == vote::ID;
        assert_eq!(values(&html, FIELD_PREV).len(), usize::from(takes_state));
    }
}

#[test]
fn a_form_says_whether_ctrl_with_enter_submits_it() {
    let asks = html(|| view! { <Form action=sign ctrl_enter=true>"x"</Form> });
    let does_not = html(|| view! { <Form action=sign ctrl_enter=false>"x"</Form> });
    let says_nothing = html(|| view! { <Form action=sign>"x"</Form> });
    assert!(asks.contains("data-fw-ctrl-enter"));
    assert!(!does_not.contains("data-fw-ctrl-enter"));
    assert!(!says_nothing.contains("data-fw-ctrl-enter"));
}

fn keys(html: &str) -> Vec<String> {
    values(html, FIELD_KEY)
}

#[test]
fn two_forms_of_one_action_have_different_keys_which_are_the_same_in_every_rendering() {
    let page = || {
        html(|| {
            view! {
                <Form action=sign>"One"</Form>
                <Form action=sign>"Two"</Form>
                <div><Form action=sign reset=false>"Three"</Form></div>
            }
        })
    };
    let first = keys(&page());
    assert_eq!(first.iter().collect::<HashSet<_>>().len(), 3);
    assert_eq!(first, keys(&page()));
}

#[test]
fn two_forms_of_one_action_in_views_inside_of_each_other_have_different_keys() {
    let html = html(|| {
        view! {
            <Form action=sign>"One"</Form>
            {(0..1).map(|_| view! { <Form action=sign>"Two"</Form> }).collect_view()}
            <Show when=|| true><Form action=sign>"Three"</Form></Show>
            <formwork::form::Form action=sign>"Four"</formwork::form::Form>
        }
    });
    assert_eq!(keys(&html).iter().collect::<HashSet<_>>().len(), 4);
}

mod of_another_crate {
    use leptos::prelude::*;

    #[component]
    pub fn Form(action: &'static str, children: Children) -> impl IntoView {
        view! { <form action=action>{children()}</form> }
    }
}

#[test]
fn a_form_component_of_another_crate_is_left_as_it_is() {
    use of_another_crate::Form;
    let html = html(|| view! { <Form action="/search">"x"</Form> });
    assert!(html.contains("action=\"/search\""), "{html}");
}

#[test]
fn forms_in_a_list_are_told_apart_by_arguments_or_key() {
    let by_arguments = html(|| {
        (0..3)
            .map(|n| view! { <Form action=move_entry.bind(n).bind(None)>"x"</Form> })
            .collect_view()
    });
    assert_eq!(keys(&by_arguments).iter().collect::<HashSet<_>>().len(), 3);
    let by_key = html(|| {
        (0..3)
            .map(|n| view! { <Form action=sign key=n.to_string()>"x"</Form> })
            .collect_view()
    });
    assert_eq!(keys(&by_key).iter().collect::<HashSet<_>>().len(), 3);
}

#[test]
fn two_hooks_of_one_action_are_told_apart() {
    let html = html(|| {
        let one = use_action_state(vote, 0);
        let two = use_action_state(vote, 0);
        view! {
            <Form action=one.action>"One"</Form>
            <Form action=two.action>"Two"</Form>
        }
    });
    assert_eq!(keys(&html).iter().collect::<HashSet<_>>().len(), 2);
}

/// What stands below the macro counts for all that it makes.
mod below {
    use formwork::prelude::*;

    #[action(public)]
    #[cfg(any())]
    pub async fn absent(form: NoSuchType) -> ActionResult<NoSuchType> {
        Ok(form)
    }

    #[query(public)]
    #[cfg(any())]
    pub async fn unread() -> QueryResult<NoSuchType> {
        Ok(NoSuchType)
    }

    #[action(public)]
    #[allow(clippy::non_minimal_cfg)]
    #[cfg(all())]
    pub async fn present(form: FormData) -> ActionResult<()> {
        drop(form);
        Ok(())
    }

    // The names are free.
    #[action(public)]
    pub async fn absent() -> ActionResult<u32> {
        Ok(7)
    }

    pub fn unread() {}
}

#[test]
fn a_condition_below_the_macro_takes_the_whole_action_away_or_nothing() {
    assert_eq!(below::absent::NAME, "absent");
    let _ = (below::present(FormData::new()), below::unread());
}
