//! `/workbench/telegraph`: Leptos' own `#[server]` functions as the actions of forms.

#[cfg(feature = "ssr")]
use crate::db::Db;
use crate::{
    data::Telegram,
    layout::{PageBody, PageHead, Sheet, SubmitButton, Unreadable},
};
use formwork::prelude::*;
use leptos::{
    server_fn::{
        codec::{Json, JsonEncoding},
        error::{FromServerFnError, ServerFnErrorErr},
    },
    task::spawn_local,
};

/// How many words the house pays for.
#[cfg(feature = "ssr")]
const MOST_WORDS: usize = 12;
const SHOWN: u32 = 6;

/// Why a telegram is not sent: an error of the app's own, which arrives as it is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
pub enum TelegraphError {
    #[error("The house pays for {most} words, and these are {words}.")]
    TooLong { words: usize, most: usize },
    #[error("The line is down: {0}")]
    Line(String),
}

impl FromServerFnError for TelegraphError {
    type Encoder = JsonEncoding;

    fn from_server_fn_error(error: ServerFnErrorErr) -> Self {
        Self::Line(error.to_string())
    }
}

#[server]
pub async fn send_telegram(
    receiver: String,
    text: String,
    #[server(default)] urgent: bool,
) -> Result<Telegram, TelegraphError> {
    let words = text.split_whitespace().count();
    if words > MOST_WORDS {
        let most = MOST_WORDS;
        return Err(TelegraphError::TooLong { words, most });
    }
    let db = expect_context::<Db>();
    let sent = db.insert_telegram(&receiver, &text, urgent).await;
    revalidate_tag("telegrams");
    sent.map_err(|error| {
        leptos::logging::error!("a telegram is not stored: {error}");
        TelegraphError::Line("try again later".into())
    })
}

#[server(input = Json)]
pub async fn count_words(text: String) -> Result<usize, ServerFnError> {
    Ok(text.split_whitespace().count())
}

/// An error of Formwork's is one of a server function, too.
#[server]
pub async fn deliver(id: i64) -> Result<(), ActionError> {
    let delivered = expect_context::<Db>().deliver_telegram(id).await?;
    revalidate_tag("telegrams");
    delivered.map(drop).ok_or_else(not_found)
}

#[query(public, tags("telegrams"))]
pub async fn telegrams() -> QueryResult<Vec<Telegram>> {
    Ok(expect_context::<Db>().latest_telegrams(SHOWN).await?)
}

/// Who may call them.
#[cfg(feature = "ssr")]
pub fn access(config: formwork::server::Config) -> formwork::server::Config {
    use formwork::server::public;
    config
        .server_fn::<SendTelegram>(public())
        .server_fn::<CountWords>(public())
        .server_fn::<Deliver>(public())
}

#[component]
pub fn TelegraphPage() -> impl IntoView {
    let stored = use_query(telegrams);
    let unread = Signal::derive(move || stored.error());
    let (shown, add_optimistic) = use_optimistic(stored, |list, sent: &SendTelegram, id| {
        let sent = sent.clone();
        let pending = Telegram {
            id: 0,
            receiver: sent.receiver,
            text: sent.text,
            is_urgent: sent.urgent,
            is_delivered: false,
            pending: Some(id.to_string()),
        };
        list.insert(0, pending);
        list.truncate(SHOWN as usize);
    });
    let sending = use_action_state(server_fn::<SendTelegram>(), None::<Telegram>);
    let counting = use_action_state(server_fn::<CountWords>(), None::<usize>);
    let too_many = move || match sending.error.get()?.server_fn_error()? {
        TelegraphError::TooLong { words, most } => Some(words - most),
        TelegraphError::Line(_) => None,
    };
    view! {
        <PageHead title="Telegraph" feature="Server functions">
            "The wire to the world. It is short of words, and the house is short of money. Back to the "
            <a href="/workbench">"workbench"</a> "."
        </PageHead>
        <PageBody shows=vec![
            "Leptos’ #[server] functions are the actions of these forms; their fields are the functions’ parameters, by name.",
            "An error of the app’s own type arrives in that type: send more than twelve words.",
            "A second button submits the same form to another function.",
            "Each row binds the telegram’s number to its form.",
            "A direct call in an event handler goes on as in Leptos, behind the same origin check and guard.",
        ]>
            <Sheet id="telegram" title="Telegram" feature="Form of a server function">
                <Form
                    action=sending.action
                    on_submit=move |sent: &SendTelegram| add_optimistic(sent.clone())
                >
                    <div class="fw-field">
                        <label class="fw-label" for="receiver">"Receiver"</label>
                        <input
                            id="receiver"
                            name="receiver"
                            required
                            maxlength="40"
                            value=form_value("receiver")
                        />
                        <FieldMessage name="receiver"/>
                    </div>
                    <div class="fw-field">
                        <label class="fw-label" for="words">"Words"</label>
                        <input id="words" name="text" required maxlength="200" value=form_value("text")/>
                        <FieldMessage name="text"/>
                    </div>
                    <label>
                        <input type="checkbox" name="urgent" value="true"/>
                        " Urgent"
                    </label>
                    <div class="actions">
                        <SubmitButton label="Send it" busy="Sending…"/>
                        <button
                            type="submit"
                            class="secondary"
                            formaction=counting.action.formaction()
                        >
                            "Count the words"
                        </button>
                    </div>
                </Form>
                <div role="status">
                    {move || {
                        too_many()
                            .map(|words| view! { <p class="notice">{format!("Strike out {words}.")}</p> })
                    }}
                    {move || {
                        counting
                            .state
                            .get()
                            .map(|words| view! { <p class="notice">{format!("Words: {words}.")}</p> })
                    }}
                    {move || {
                        sending
                            .state
                            .get()
                            .map(|sent| {
                                let said = format!("Sent to {}.", sent.receiver);
                                view! { <p class="notice success">{said}</p> }
                            })
                    }}
                </div>
            </Sheet>
            <Sheet id="telegrams" title="On the spike" feature="Bound parameters">
                <Transition fallback=|| view! { <p class="quiet">"Untangling the tape…"</p> }>
                    <ul class="shelf" aria-label="Telegrams">
                        <For
                            each=move || shown.get()
                            key=|telegram| (telegram.key(), telegram.is_delivered)
                            let:telegram
                        >
                            <Row telegram/>
                        </For>
                    </ul>
                    <Unreadable error=unread/>
                </Transition>
                <Tape newest=Signal::derive(move || shown.get().first().map(|telegram| telegram.text.clone()))/>
            </Sheet>
        </PageBody>
    }
}

/// Counts the words of the newest telegram by a direct call.
#[component]
fn Tape(newest: Signal<Option<String>>) -> impl IntoView {
    let hydrated = use_hydrated();
    let counted = RwSignal::new(None::<Result<usize, String>>);
    let count = move |_| {
        let text = newest.get_untracked().unwrap_or_default();
        spawn_local(async move {
            let answer = count_words(text).await;
            counted.set(Some(answer.map_err(|error| error.to_string())));
        });
    };
    view! {
        <div class="actions">
            <button type="button" class="secondary" disabled=move || !hydrated.get() on:click=count>
                "Measure the newest"
            </button>
        </div>
        <p role="status">
            {move || match counted.get()? {
                Ok(words) => Some(format!("The newest has {words} words.")),
                Err(error) => Some(format!("It cannot be measured: {error}")),
            }}
        </p>
    }
}

#[component]
fn Row(telegram: Telegram) -> impl IntoView {
    let is_pending = telegram.pending.is_some();
    let can_go = !telegram.is_delivered && !is_pending;
    let mark = match (telegram.is_urgent, telegram.is_delivered) {
        (_, true) => " · delivered",
        (true, false) => " · urgent",
        (false, false) => "",
    };
    view! {
        <li data-pending=is_pending>
            <p>{telegram.receiver} ": " {telegram.text} {mark}</p>
            {can_go
                .then(|| {
                    view! {
                        <Form action=server_fn::<Deliver>().bind(telegram.id)>
                            <button type="submit" class="secondary">
                                "Deliver"
                            </button>
                        </Form>
                    }
                })}
        </li>
    }
}
