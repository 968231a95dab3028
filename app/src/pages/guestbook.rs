//! `/guestbook`: the latest entries and a form to leave one.

#[cfg(feature = "ssr")]
use crate::db::Db;
use crate::{
    data::{Entry, Timestamp},
    layout::{Day, NotForIndexes, PageBody, PageHead, Section, Sheet, SubmitButton, Unreadable},
};
use formwork::prelude::*;

/// How many entries the page shows.
const SHOWN: u32 = 20;
/// How many one request may ask for.
#[cfg(feature = "ssr")]
const MOST: u32 = 100;

#[derive(Fields, Clone)]
pub struct NewEntry {
    #[field(label = "Name", length(min = 1, max = 40), autocomplete = "name")]
    pub name: String,
    #[field(
        label = "Message",
        help = "Up to 200 characters.",
        length(min = 1, max = 200),
        textarea
    )]
    pub message: String,
}

#[action(public)]
pub async fn sign(form: Fields<NewEntry>) -> ActionResult<Entry> {
    let entry = expect_context::<Db>()
        .insert_entry(&form.name, &form.message)
        .await?;
    revalidate_tag("entries");
    Ok(entry)
}

#[query(public, tags("entries"))]
pub async fn latest(count: u32) -> QueryResult<Vec<Entry>> {
    Ok(expect_context::<Db>()
        .latest_entries(count.min(MOST))
        .await?)
}

#[component]
pub fn GuestbookPage() -> impl IntoView {
    let entries = use_query(|| latest(SHOWN));
    let (shown, add_optimistic) = use_optimistic(entries, |list, new: &NewEntry, id| {
        let entry = Entry {
            id: 0,
            name: new.name.clone(),
            message: new.message.clone(),
            created_at: Timestamp::default(),
            pending: Some(id.to_string()),
        };
        list.insert(0, entry);
        list.truncate(SHOWN as usize);
    });
    let signing = use_action_state(sign, None::<Entry>);
    // Hide the thank-you once the next attempt fails validation, as a native post does.
    let signed = move || {
        signing
            .state
            .get()
            .filter(|_| signing.issues.read().is_empty())
    };
    let is_signed = Memo::new(move |_| signed().is_some());
    let unread = Signal::derive(move || entries.error());

    view! {
        <PageHead title="Guestbook" feature="Optimistic list">
            "Were you here, in the shop or on a page? Leave a line. We read every one of them, usually aloud."
        </PageHead>
        <NotForIndexes when=is_signed/>
        <PageBody shows=vec![
            "Your entry appears at once, marked as pending. The server’s entry replaces it.",
            "The answer brings the fresh list: one round trip.",
            "The button is disabled while a submission is pending, and a double click leaves one entry.",
            "Reload after submitting, or go back and submit again: still one entry.",
        ]>
            <Sheet id="sign" title="Sign the book">
                <Form
                    action=signing.action
                    on_submit=move |form: &NewEntry| add_optimistic(form.clone())
                >
                    <Field of=NewEntry::name/>
                    <Field of=NewEntry::message/>
                    <div class="actions">
                        <SubmitButton label="Sign" busy="Signing…"/>
                    </div>
                </Form>
                <div role="status">
                    {move || {
                        signed()
                            .map(|entry| {
                                view! {
                                    <p class="notice success">
                                        "Thank you, " {entry.name} ". You are in the book."
                                    </p>
                                }
                            })
                    }}
                </div>
            </Sheet>
            <Section id="entries" title="Latest entries">
                <Transition fallback=|| {
                    view! { <p class="quiet">"Opening the book…"</p> }
                }>
                    <ol class="entries">
                        <For each=move || shown.get() key=Entry::key let:entry>
                            <Line entry/>
                        </For>
                    </ol>
                    <Unreadable error=unread/>
                </Transition>
            </Section>
        </PageBody>
    }
}

#[component]
fn Line(entry: Entry) -> impl IntoView {
    let pending = entry.pending.is_some();
    view! {
        <li class="entry" data-pending=pending>
            <blockquote>{entry.message}</blockquote>
            <p class="byline">
                <strong>{entry.name}</strong>
                {if pending {
                    view! { <em>"Sending…"</em> }.into_any()
                } else {
                    view! { <Day at=entry.created_at/> }.into_any()
                }}
            </p>
        </li>
    }
}
