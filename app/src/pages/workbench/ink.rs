//! An action that is called: by an event handler, and by another action.

use super::Purpose;
#[cfg(feature = "ssr")]
use crate::db::Db;
use crate::{
    data::Mixture,
    layout::{Sheet, SubmitButton, Unreadable},
};
use formwork::prelude::*;
use leptos::{html, task::spawn_local};

/// How many inks the page shows.
#[cfg(feature = "ssr")]
const SHOWN: u32 = 5;

/// The inks that can be mixed, and their colours.
const INKS: [(&str, [u8; 3]); 4] = [
    ("Warm red", [0xf0, 0x4a, 0x36]),
    ("Yellow", [0xf7, 0xd4, 0x17]),
    ("Green", [0x2f, 0x9e, 0x6e]),
    ("Reflex blue", [0x14, 0x28, 0x8c]),
];

#[derive(Fields, Clone)]
pub struct Recipe {
    #[field(label = "First ink")]
    pub first: String,
    #[field(label = "Second ink")]
    pub second: String,
}

/// Mixes two inks and puts the new one on the shelf. It takes no form: it is called.
#[action(public)]
pub async fn mix(first: String, second: String) -> ActionResult<Mixture> {
    let (Some(one), Some(other)) = (colour_of(&first), colour_of(&second)) else {
        return Err(refuse(400, "There is no such ink on the shelf."));
    };
    let ink = expect_context::<Db>()
        .insert_ink(&first, &second, &overprinted(one, other))
        .await?;
    revalidate_tag("inks");
    Ok(ink)
}

/// The same for a form: an action that calls another one.
#[action(public)]
pub async fn mix_by_form(form: Fields<Recipe>) -> ActionResult<Mixture> {
    mix(form.first, form.second).await
}

#[query(public, tags("inks"))]
pub async fn inks() -> QueryResult<Vec<Mixture>> {
    Ok(expect_context::<Db>().latest_inks(SHOWN).await?)
}

#[cfg(feature = "ssr")]
fn colour_of(name: &str) -> Option<[u8; 3]> {
    let (_, colour) = INKS.into_iter().find(|(ink, _)| *ink == name)?;
    Some(colour)
}

/// What two transparent inks look like one on top of the other.
#[cfg(feature = "ssr")]
fn overprinted(one: [u8; 3], other: [u8; 3]) -> String {
    let [r, g, b] = [0, 1, 2].map(|i| u16::from(one[i]) * u16::from(other[i]) / 255);
    format!("#{r:02x}{g:02x}{b:02x}")
}

#[component]
pub fn InkTable() -> impl IntoView {
    let shelf = use_query(inks);
    let unread = Signal::derive(move || shelf.error());
    let by_form = use_action_state(mix_by_form, None::<Mixture>);
    let by_hand = RwSignal::new(None::<Result<Mixture, String>>);
    let (first, second) = (
        NodeRef::<html::Select>::new(),
        NodeRef::<html::Select>::new(),
    );
    let hydrated = use_hydrated();
    let call = move |_| {
        let (Some(first), Some(second)) = (first.get_untracked(), second.get_untracked()) else {
            return;
        };
        spawn_local(async move {
            let answer = mix(first.value(), second.value()).await;
            by_hand.set(Some(answer.map_err(|error| error.to_string())));
        });
    };
    view! {
        <Sheet id="ink" title="Ink" feature="Calls in a handler">
            <Purpose text="Two inks make a third. The first button submits the form. The second calls the same action from a click handler, after hydration."/>
            <Form action=by_form.action reset=false>
                <div class="pair">
                    <InkChoice id="first-ink" name="first" label="First ink" at=0 node=first/>
                    <InkChoice id="second-ink" name="second" label="Second ink" at=1 node=second/>
                </div>
                <div class="actions">
                    <SubmitButton label="Mix" busy="Mixing…"/>
                    <button
                        type="button"
                        class="secondary"
                        {..leptos::attr::custom::custom_attribute("autocomplete", "off")}
                        disabled=move || !hydrated.get()
                        on:click=call
                    >
                        "Mix by a call"
                    </button>
                </div>
            </Form>
            <div role="status">
                {move || by_form.state.get().map(|ink| view! { <Mixed how="by the form" ink/> })}
                {move || {
                    by_hand
                        .get()
                        .map(|answer| match answer {
                            Ok(ink) => view! { <Mixed how="by a call" ink/> }.into_any(),
                            Err(text) => view! { <p class="notice failure">{text}</p> }.into_any(),
                        })
                }}
            </div>
            <Transition fallback=|| view! { <p class="quiet">"Looking at the shelf…"</p> }>
                <ul class="shelf" aria-label="On the shelf">
                    <For
                        each=move || shelf.value()
                        key=|ink| ink.id
                        let:ink
                    >
                        <li>
                            <Swatch colour=ink.colour/>
                            <span>{format!("No. {}: {} with {}", ink.id, ink.first, ink.second)}</span>
                        </li>
                    </For>
                </ul>
                <Unreadable error=unread/>
            </Transition>
        </Sheet>
    }
}

#[component]
fn InkChoice(
    id: &'static str,
    name: &'static str,
    label: &'static str,
    /// Which ink is chosen at first.
    at: usize,
    node: NodeRef<html::Select>,
) -> impl IntoView {
    view! {
        <div class="fw-field">
            <label class="fw-label" for=id>
                {label}
            </label>
            <select id=id name=name autocomplete="off" node_ref=node>
                {INKS
                    .into_iter()
                    .enumerate()
                    .map(|(number, (ink, _))| {
                        view! {
                            <option value=ink selected=number == at>
                                {ink}
                            </option>
                        }
                    })
                    .collect_view()}
            </select>
        </div>
    }
}

#[component]
fn Mixed(how: &'static str, ink: Mixture) -> impl IntoView {
    view! {
        <p class="notice success mixed">
            <Swatch colour=ink.colour/>
            <span>
                {format!("Mixed {how}: No. {}, {} with {}.", ink.id, ink.first, ink.second)}
            </span>
        </p>
    }
}

#[component]
fn Swatch(colour: String) -> impl IntoView {
    view! {
        <svg class="swatch" viewBox="0 0 16 16" aria-hidden="true">
            <circle cx="8" cy="8" r="8" fill=colour/>
        </svg>
    }
}

#[cfg(all(test, feature = "ssr"))]
mod tests {
    use super::overprinted;

    #[test]
    fn on_white_an_ink_is_itself_and_on_black_nothing_shows() {
        assert_eq!(overprinted([255; 3], [0xf0, 0x4a, 0x36]), "#f04a36");
        assert_eq!(overprinted([0; 3], [0xf0, 0x4a, 0x36]), "#000000");
    }
}
