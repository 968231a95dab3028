//! A module that is called like its action, with everything that the macros make, by the prelude.

use super::fw::prelude::*;

/// What the form carries.
#[derive(Fields, Clone)]
pub struct Note {
    /// A text.
    #[field(label = "Text", length(min = 1, max = 20))]
    pub text: String,
    /// Another struct in it.
    pub more: Option<More>,
}

/// What it may carry, too.
#[derive(Fields, Clone)]
pub struct More {
    /// A number.
    #[field(range(min = 0, max = 9))]
    pub number: u8,
}

/// The guard.
async fn someone() -> Result<&'static str, ActionError> {
    Ok("Ada")
}

/// An action with each kind of parameter.
#[action(guard = someone, limit = "1 KiB", deadline = "1s", policy = latest, initial = 1)]
pub async fn like(
    Guard(name): Guard<&'static str>,
    post: u32,
    Prev(state): Prev<u32>,
    form: Fields<Note>,
) -> ActionResult<u32> {
    Ok(post + state + (form.text.len() + name.len()) as u32)
}

/// A query.
#[query(guard = someone, tags("likes", "like:{post}"))]
pub async fn likes(Guard(_name): Guard<&'static str>, post: u32) -> QueryResult<u32> {
    Ok(post)
}

/// A page.
#[component]
pub fn Page() -> impl IntoView {
    let liked = use_action_state(like.bind(1), 0);
    view! {
        <Form action=liked.action>
            <Field of=Note::text/>
            <input type="checkbox" name="box" checked/>
            <select name="choice" multiple><option selected>"a"</option></select>
        </Form>
        <Form action=move |form: FormData| async move {
            form.get("text").unwrap_or_default().parse::<u32>()
        }>
            <button>"Parse"</button>
        </Form>
    }
}
