//! Forms whose arguments change with what they do, and hooks beside each other.

use super::app::{Log, count, note};
use formwork::prelude::*;

/// How often something was published: the version of the page.
fn version() -> u32 {
    let log = expect_context::<Log>();
    u32::try_from(
        log.entries()
            .iter()
            .filter(|entry| entry.starts_with("published"))
            .count(),
    )
    .unwrap_or_default()
}

#[derive(Fields, Clone)]
pub struct Edition {
    #[field(label = "Title", length(min = 1, max = 10))]
    pub title: String,
}

/// Refuses where it is not the version that the person has seen.
#[action(public)]
pub async fn publish(seen: Sealed<u32>, form: Fields<Edition>) -> ActionResult<String> {
    if seen.into_inner() != version() {
        return Err(refuse(409, "There is a newer version."));
    }
    note(format_args!("published {}", form.title));
    Ok(format!("{} is out", form.title))
}

/// A form, and a hook, whose argument is the version.
#[component]
pub fn Press() -> impl IntoView {
    let published = use_action_state(publish.bind(Sealed::new(version())), String::new());
    view! {
        <p id="published">{published.state}</p>
        <Form action=published.action>
            <Field of=Edition::title/>
        </Form>
        <p id="plain"></p>
        <Form action=publish.bind(Sealed::new(version())) reset=false>
            <Field of=Edition::title/>
        </Form>
    }
}

#[action(public)]
pub async fn amend(row: u32, seen: u32, form: Fields<Edition>) -> ActionResult<String> {
    if seen != version() {
        return Err(refuse(409, "There is a newer version."));
    }
    note(format_args!("published {row} {}", form.title));
    Ok(form.title)
}

/// Lists of forms of one place: with the version as an argument, and a key or none; and one whose own row goes.
#[component]
pub fn Rows() -> impl IntoView {
    let rows = |keyed: bool| {
        (1..=5_u32)
            .map(|row| {
                let key = if keyed {
                    row.to_string()
                } else {
                    String::new()
                };
                let action = amend.bind(row).bind(version());
                view! {
                    <p id=format!("{}{row}", if keyed { "keyed" } else { "plain" })></p>
                    <Form action key>
                        <Field of=Edition::title/>
                    </Form>
                }
            })
            .collect_view()
    };
    view! { {rows(true)} {rows(false)} }
}

/// A vote by this much.
#[action(public)]
pub async fn vote(by: u32, Prev(before): Prev<u32>, form: FormData) -> ActionResult<u32> {
    let _ = form;
    note(format_args!("vote {before}+{by}"));
    if by == 0 {
        return Err(Issues::form("A vote, please.").into());
    }
    Ok(before + by)
}

/// Two hooks of one action: the form's, and that of a button in it. And a button without a hook.
#[component]
pub fn TwoHooks() -> impl IntoView {
    let up = use_action_state(vote.bind(1), 10);
    let down = use_action_state(vote.bind(2), 20);
    let same = use_action_state(count, 0);
    view! {
        <p id="up">{up.state}</p>
        <p id="down">{down.state}</p>
        <p id="form"></p>
        <Form action=up.action>
            <button>"Up"</button>
            <button formaction=down.action.formaction()>"Down"</button>
        </Form>
        <p id="same">{same.state}</p>
        <Form action=same.action>
            <button formaction=count.formaction()>"Of nobody"</button>
        </Form>
    }
}

/// The same hook for two records, with a state each.
#[component]
pub fn Polls() -> impl IntoView {
    let polls = [1_u32, 2].map(|poll| {
        let votes = use_action_state(poll_vote.bind(Sealed::new(poll)), poll * 100);
        view! {
            <p id=format!("poll{poll}")>{votes.state}</p>
            <Form action=votes.action>
                <button>"Vote"</button>
            </Form>
        }
    });
    polls.into_iter().collect_view()
}

/// A vote for a record.
#[action(public)]
pub async fn poll_vote(
    poll: Sealed<u32>,
    Prev(before): Prev<u32>,
    form: FormData,
) -> ActionResult<u32> {
    let _ = form;
    note(format_args!("poll {} {before}", poll.into_inner()));
    Ok(before + 1)
}

/// The types behind the functions, under the functions' names: what a test asks of an action or a query.
pub mod types {
    #![allow(non_camel_case_types)]

    pub type publish = super::__action_publish;
    pub type amend = super::__action_amend;
    pub type vote = super::__action_vote;
    pub type poll_vote = super::__action_poll_vote;
}
pub use types::*;
