//! `/`: an index of the features that Pressroom shows.

use crate::layout::Section;
use formwork::prelude::*;
use leptos_meta::{Meta, Title};

/// An entry of the index: path, feature, the page's name in the house, what to try there.
type Entry = (&'static str, &'static str, &'static str, &'static str);

/// A group of the index: id, heading, entries.
type Group = (&'static str, &'static str, &'static [Entry]);

const INDEX: &[Group] = &[
    (
        "forms",
        "Forms and fields",
        &[
            (
                "/signup",
                "Validation",
                "Sign up",
                "Submit an empty form, or an address that is taken.",
            ),
            (
                "/editor",
                "Several actions",
                "Editor",
                "Publish or save a draft: two buttons, two actions. Ctrl or ⌘ with Enter publishes.",
            ),
            (
                "/imprint",
                "Edit form",
                "Imprint",
                "Save, change something, then undo: each control returns to the stored value.",
            ),
            (
                "/workbench#type-case",
                "Uploads",
                "Type case",
                "Choose a file and watch its progress. The action reads the raw form data.",
            ),
            (
                "/workbench#imposing",
                "Submit buttons",
                "Imposition",
                "Press a named button, a picture, and a button outside of the form.",
            ),
            (
                "/workbench/office#order",
                "Typed fields",
                "Order",
                "Enter numbers, a pattern, an optional width. Ask for the price with the second button.",
            ),
            (
                "/workbench/stone#strike-out",
                "Confirmation",
                "Strike out",
                "Say no when the dialog asks: nothing is sent.",
            ),
            (
                "/workbench/galley",
                "Disabled and hidden fields",
                "Galley",
                "Correct a line: its fields are disabled while the form is pending.",
            ),
            (
                "/workbench/bindery",
                "Rerendered form",
                "Bindery",
                "Choose a file and inks, then bind: your choices survive each new rendering.",
            ),
        ],
    ),
    (
        "arguments",
        "Arguments and access",
        &[
            (
                "/workbench/office#dispatch",
                "Bound arguments",
                "Dispatch",
                "Send parcels with two forms of one action, each with its own arguments.",
            ),
            (
                "/members/1",
                "Sealed arguments",
                "Members",
                "Rename a member, or tamper with the hidden field first: the server refuses it.",
            ),
            (
                "/workbench#pigeonholes",
                "Hidden inputs",
                "Pigeonholes",
                "Leave notes with two forms of one action: they are independent.",
            ),
            (
                "/edition",
                "Version conflicts",
                "Edition",
                "Publish from two tabs: the second is refused and keeps its headline.",
            ),
            (
                "/workbench/office#strongroom",
                "Guards",
                "Strongroom",
                "Lock something away without the key, then take the key and try again.",
            ),
            (
                "/workbench/office#doors",
                "All endpoints",
                "Doors",
                "Read the list of all actions and queries, with their guards.",
            ),
        ],
    ),
    (
        "state",
        "State and outcomes",
        &[
            (
                "/workbench#tally",
                "Previous state",
                "Tally",
                "Count in two forms. The count travels with the form, sealed.",
            ),
            (
                "/workbench#proof",
                "Form status",
                "Proof",
                "Pull a proof and watch the pending values, the method and the action.",
            ),
            (
                "/workbench/office#trial-run",
                "Outcomes",
                "Trial run",
                "Choose how the action ends: done, invalid, refused, failed, interrupted, redirected.",
            ),
            (
                "/workbench#embosser",
                "Error boundary",
                "Embosser",
                "Jam the press with board, then clear it: the form returns with your words.",
            ),
            (
                "/workbench/stone#signpost",
                "Redirects",
                "Signpost",
                "Go to another page, to this page, or to a fragment of it.",
            ),
            (
                "/workbench#specimens",
                "Permalink",
                "Specimens",
                "Without JavaScript, ask for a specimen: another page shows the answer.",
            ),
        ],
    ),
    (
        "updates",
        "Optimistic updates and order",
        &[
            (
                "/guestbook",
                "Optimistic list",
                "Guestbook",
                "Sign twice with a double click: one entry, pending until the server has it.",
            ),
            (
                "/thread",
                "Queued messages",
                "Thread",
                "Send ten messages at once. Write “spam”, and only that one comes back.",
            ),
            (
                "/queue",
                "Policies",
                "Queue",
                "Submit while another run is pending: queue, latest, drop, parallel. Cancel and retry.",
            ),
        ],
    ),
    (
        "calls",
        "Calls and queries",
        &[
            (
                "/likes",
                "Calls in a transition",
                "Likes",
                "Press as fast as you can: the number never jumps back.",
            ),
            (
                "/views",
                "Calls in an effect",
                "Views",
                "Lower and raise the blind: each mount counts you once.",
            ),
            (
                "/workbench#ink",
                "Calls in a handler",
                "Ink",
                "Mix inks by the form, and by a call from a click handler.",
            ),
            (
                "/workbench#overprint",
                "Closure as the action",
                "Overprint",
                "Print both: one press, two calls of an action.",
            ),
            (
                "/notes",
                "Autosave",
                "Notes",
                "Type, pause, reload: the last text is stored.",
            ),
            (
                "/feed",
                "Endless list",
                "Feed",
                "Scroll to the end, or follow the link.",
            ),
            (
                "/workbench/foundry",
                "Streaming",
                "Foundry",
                "Use the first form while the rest of the page is loading.",
            ),
            (
                "/workbench/telegraph",
                "Server functions",
                "Telegraph",
                "Send more than twelve words: the error of the app’s own type says how many to strike out.",
            ),
            (
                "/workbench/make-ready",
                "When the client is loaded",
                "Make-ready",
                "Pull a test sheet: no WASM is loaded. Ink the rollers: now it is.",
            ),
        ],
    ),
];

#[component]
pub fn HomePage() -> impl IntoView {
    view! {
        <Title text=""/>
        <Meta name="description" content="Pressroom, a small publishing house: the showcase of Formwork."/>
        <div class="forme" aria-hidden="true">
            {"PRESSROOM".chars().map(|letter| view! { <span>{letter}</span> }).collect_view()}
        </div>
        <header class="page-head">
            <h1>"Forms that work before the page is ready"</h1>
            <p class="lede">
                "Pressroom is a small publishing house and the showcase of Formwork: forms whose action is an async Rust function on the server. Press a button whenever you like. Nothing is lost, and nothing is done twice."
            </p>
        </header>
        <div class="stack">
            <div class="index">
                {INDEX.iter().map(|&group| view! { <IndexGroup group/> }).collect_view()}
            </div>
            <Section id="ways" title="Three modes, one result">
                <ul class="ways">
                    <li>
                        <h3>"Without JavaScript"</h3>
                        <p>"The browser posts the form to the page’s own address and gets a page back."</p>
                    </li>
                    <li>
                        <h3>"Before hydration"</h3>
                        <p>
                            "A small inline script sends the form at once, and shows the answer without waiting for the WASM."
                        </p>
                    </li>
                    <li>
                        <h3>"Hydrated"</h3>
                        <p>"The client sends the same body and puts the answer in place, in one round trip."</p>
                    </li>
                </ul>
            </Section>
            <Section id="try" title="See for yourself">
                <ol class="steps">
                    <li>"Switch JavaScript off in the developer tools and sign the guestbook."</li>
                    <li>
                        "Throttle the network to “Slow 4G”, reload, and submit while the WASM is loading."
                    </li>
                    <li>"Press a button twice, reload after submitting, or go back and submit again: the action runs once."</li>
                    <li>"Go offline and submit. Your input stays, and you can retry."</li>
                    // Only a development build delays its answers.
                    {cfg!(debug_assertions)
                        .then(|| {
                            view! {
                                <li>
                                    "Add " <code>"?delay=800"</code>
                                    " to a page’s address. This server, a development build, then delays each answer by 800 milliseconds. With "
                                    <code>"?stream=8000"</code>
                                    " the page itself comes at once, and its queries eight seconds later. Its forms work meanwhile."
                                </li>
                            }
                        })}
                </ol>
            </Section>
        </div>
    }
}

#[component]
fn IndexGroup(group: Group) -> impl IntoView {
    let (id, title, entries) = group;
    view! {
        <section class="index-group" aria-labelledby=id>
            <h2 id=id>{title}</h2>
            <ul>
                {entries
                    .iter()
                    .map(|&(href, feature, place, try_this)| {
                        view! {
                            <li>
                                <a href=href>
                                    {feature} <span class="in-house">" · " {place}</span>
                                </a>
                                <p class="quiet">{try_this}</p>
                            </li>
                        }
                    })
                    .collect_view()}
            </ul>
        </section>
    }
}
