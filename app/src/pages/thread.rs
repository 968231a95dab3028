//! `/thread`: a conversation. Users can submit messages faster than the server answers.

#[cfg(feature = "ssr")]
use crate::db::Db;
use crate::{
    data::{Message, Talk, Timestamp},
    layout::{Day, PageBody, PageHead, Sheet, Unreadable},
    place::{PlaceName, use_place},
};
use formwork::prelude::*;
use leptos_router::hooks::use_query_map;

/// How many messages the page shows at first, and how many more with each look back.
const STEP: u32 = 50;
/// How many one request may ask for.
const MOST: u32 = 500;
/// Fewer capitals are an abbreviation.
#[cfg(feature = "ssr")]
const SHOUTED: usize = 4;

#[derive(Fields, Clone)]
pub struct NewMessage {
    #[field(
        label = "Your message",
        help = "Enter sends it. Advertising and shouting are sent back.",
        length(min = 1, max = 280),
        autocomplete = "off"
    )]
    pub text: String,
}

#[action(public)]
pub async fn say(room: PlaceName, form: Fields<NewMessage>) -> ActionResult<Message> {
    fit_to_print(&form.text)?;
    let message = expect_context::<Db>()
        .insert_message(room.as_str(), &form.text)
        .await?;
    revalidate_tag(format!("messages:{room}"));
    Ok(message)
}

#[query(public, tags("messages:{room}"))]
pub async fn messages(room: PlaceName, last: u32) -> QueryResult<Talk> {
    Ok(expect_context::<Db>()
        .latest_messages(room.as_str(), last.min(MOST))
        .await?)
}

/// Refuses advertising as a whole. Shouting is an issue, which the user can correct.
#[cfg(feature = "ssr")]
fn fit_to_print(text: &str) -> ActionResult<()> {
    let mut words = text.split(|c: char| !c.is_alphanumeric());
    if words.any(|word| word.eq_ignore_ascii_case("spam")) {
        return Err(refuse(403, "We do not pass on advertising."));
    }
    let is_shouted = text.chars().filter(|c| c.is_uppercase()).count() >= SHOUTED
        && !text.chars().any(char::is_lowercase);
    if is_shouted {
        return Err(Issues::at(
            NewMessage::text,
            "Nobody here is deaf. Say it in lower case.",
        )
        .into());
    }
    Ok(())
}

#[component]
pub fn ThreadPage() -> impl IntoView {
    let room = use_place("room", "stone");
    let address = use_query_map();
    let at_once = Memo::new(move |_| address.read().get("order").as_deref() == Some("any"));
    view! {
        <PageHead title="Thread" feature="Queued messages">
            "The stone is the flat table at which pages are put together, and where everything is talked over. Pull up a stool."
        </PageHead>
        <PageBody shows=vec![
            "Send as many messages as you like, as fast as you like. Each appears at once, marked as pending. They are sent in order.",
            "Enter empties the input at once. The button is never disabled.",
            "Write “spam”, or SHOUT: the server rejects that message, and its text returns to the input. The others stay.",
            "Go offline while you write. Pending messages wait, and are sent when you are online again, each once.",
            "“All at once” switches to the parallel policy: messages are sent at the same time, in any order.",
        ]>
            {move || view! { <Conversation room=room.get() at_once=at_once.get()/> }}
        </PageBody>
    }
}

#[component]
fn Conversation(
    room: PlaceName,
    /// Whether messages are sent at the same time.
    at_once: bool,
) -> impl IntoView {
    let address = use_query_map();
    let last = Memo::new(move |_| {
        let asked = address
            .read()
            .get("last")
            .and_then(|last| last.parse().ok());
        asked.unwrap_or(STEP).clamp(STEP, MOST)
    });
    let here = room.clone();
    let talk = use_query(move || messages(here.clone(), last.get()));
    let (shown, add_optimistic) = use_optimistic(talk, move |talk, text: &String, id| {
        talk.messages.push(Message {
            id: 0,
            author: None,
            text: text.clone(),
            created_at: Timestamp::default(),
            pending: Some(id.to_string()),
        });
        // As many as the answer will bring.
        if talk.messages.len() > last.get() as usize {
            talk.messages.remove(0);
            talk.has_earlier = true;
        }
    });
    let unread = Signal::derive(move || talk.error());
    let on_submit = move |form: &NewMessage| add_optimistic(form.text.clone());
    let saying = say.bind(room.clone());
    let earlier_room = room.clone();
    let order = if at_once { "&order=any" } else { "" };
    let earlier = move || {
        let more = last.get() + STEP;
        (shown.with(|talk| talk.has_earlier) && more <= MOST)
            .then(|| format!("/thread?room={earlier_room}&last={more}{order}"))
    };
    let policy = if at_once {
        Policy::Parallel
    } else {
        Policy::Queue
    };
    let (manners, other) = match at_once {
        true => (
            "One after the other, please",
            format!("/thread?room={room}"),
        ),
        false => ("All at once", format!("/thread?room={room}&order=any")),
    };
    view! {
        <Sheet id="talk" title="Around the stone">
            <Transition fallback=|| {
                view! { <p class="quiet">"Somebody clears their throat…"</p> }
            }>
                // It can be scrolled, so it can have the focus: arrow keys scroll what has it.
                <div class="talk" role="region" aria-label="Messages" tabindex="0">
                    <div>
                        {move || {
                            earlier()
                                .map(|href| {
                                    view! {
                                        <p class="talk-earlier">
                                            <a href=href data-noscroll=true>
                                                "Earlier messages"
                                            </a>
                                        </p>
                                    }
                                })
                        }}
                        <ol>
                            <For each=move || shown.get().messages key=Message::key let:message>
                                <Line message/>
                            </For>
                        </ol>
                    </div>
                </div>
                <Unreadable error=unread/>
            </Transition>
            <Form action=saying reset=Reset::OnSubmit policy=policy on_submit>
                <Field of=NewMessage::text/>
                <div class="actions">
                    <button type="submit">"Say it"</button>
                    <OnTheirWay/>
                </div>
            </Form>
            <p class="quiet">
                <a href=other data-noscroll=true>{manners}</a>
            </p>
        </Sheet>
    }
}

#[component]
fn Line(message: Message) -> impl IntoView {
    let pending = message.pending.is_some();
    let by_house = message.author.is_some();
    view! {
        <li class="said" class:house=by_house data-pending=pending>
            <p class="said-text">{message.text}</p>
            <p class="byline">
                <strong>{message.author.unwrap_or_else(|| "A visitor".into())}</strong>
                {if pending {
                    view! { <em>"Sending…"</em> }.into_any()
                } else {
                    view! { <Day at=message.created_at/> }.into_any()
                }}
            </p>
        </li>
    }
}

/// The number of pending messages.
#[component]
fn OnTheirWay() -> impl IntoView {
    let sending = use_submissions(say);
    let count = Memo::new(move |_| {
        sending.all.with(|all| {
            let under_way = all.iter().filter(|entry| entry.status.is_pending());
            under_way.count()
        })
    });
    view! {
        <p class="quiet" role="status">
            {move || match count.get() {
                0 => None,
                1 => Some("One message on its way…".into()),
                more => Some(format!("{more} messages on their way…")),
            }}
        </p>
    }
}

#[cfg(all(test, feature = "ssr"))]
mod tests {
    use super::*;

    #[test]
    fn advertising_is_refused_as_a_whole() {
        for text in ["Buy spam!", "SPAM", "eggs,spam,eggs"] {
            let refused = fit_to_print(text).expect_err(text);
            assert!(matches!(refused, ActionError::Refused(_)), "{text}");
        }
    }

    #[test]
    fn shouting_is_something_to_mend() {
        for text in ["HELLO", "WHO TOOK MY RULER?!", "ÄÖÜÄ"] {
            let issue = fit_to_print(text).expect_err(text);
            assert!(matches!(issue, ActionError::Invalid(_)), "{text}");
        }
    }

    #[test]
    fn everything_else_is_passed_on() {
        for text in ["Hello", "OK", "NASA called", "spammer?", "1234!", "今日は"] {
            assert!(fit_to_print(text).is_ok(), "{text}");
        }
    }
}
