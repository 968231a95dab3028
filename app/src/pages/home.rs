//! `/`: what Pressroom shows.

use crate::layout::Section;
use formwork::prelude::*;
use leptos_meta::{Meta, Title};

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
            <Section id="shown" title="In this house">
                <ul class="plates">
                    <Plate href="/guestbook" name="Guestbook">
                        "Leave a line and see it at once, marked as pending until the server has it. A second click on the same button stays one entry."
                    </Plate>
                    <Plate href="/signup" name="Sign up">
                        "Every mistake is shown at its field and in a summary. A taken address is the server’s word; a password is never sent back."
                    </Plate>
                    <Plate href="/members/1" name="Members">
                        "Two forms of one action on one page, each with a sealed argument that the browser carries and can neither read nor change."
                    </Plate>
                    <Plate href="/editor" name="Editor">
                        "One form with two buttons, and each button runs an action of its own. "
                        <kbd>"Ctrl"</kbd> " or " <kbd>"⌘"</kbd> " with " <kbd>"Enter"</kbd> " publishes."
                    </Plate>
                    <Plate href="/imprint" name="Imprint">
                        "An edit form with every kind of control. After a save it shows what is stored now, and a reset leads back there."
                    </Plate>
                    <Plate href="/edition" name="Edition">
                        "A form that knows which edition you have seen. Who comes second is told so, and keeps the headline."
                    </Plate>
                    <Plate href="/workbench" name="Workbench">
                        "Small tools, one for each thing that a form can do: count, fold, mix, measure a file, take a click on a picture."
                    </Plate>
                </ul>
            </Section>
            <Section id="floor" title="On the press floor">
                <ul class="plates">
                    <Plate href="/thread" name="Thread">
                        "Say ten things while the first is still on its way. Each stands there at once; what is refused goes back alone, and its text returns."
                    </Plate>
                    <Plate href="/likes" name="Likes">
                        "Buttons that call an action from their click, and counters that never jump back."
                    </Plate>
                    <Plate href="/views" name="Views">
                        "A counter that an effect moves: once each time the window is mounted, and never by the server."
                    </Plate>
                    <Plate href="/notes" name="Notes">
                        "A pad that saves itself when you pause. The last text typed is the last one stored."
                    </Plate>
                    <Plate href="/feed" name="Feed">
                        "Two hundred jobs in a day book that reads on by itself, and by a link."
                    </Plate>
                    <Plate href="/queue" name="Queue">
                        "The four policies side by side: queue, latest, drop, parallel, each with the timeline of its submissions."
                    </Plate>
                </ul>
            </Section>
            <Section id="ways" title="Three ways in, one result">
                <ul class="ways">
                    <li>
                        <h3>"Without JavaScript"</h3>
                        <p>"The browser posts the form to the page’s own address and gets a page back."</p>
                    </li>
                    <li>
                        <h3>"Before hydration"</h3>
                        <p>
                            "A small inline script sends it the moment you press, and shows the answer without waiting for the WASM."
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
                        "Throttle the network to “Slow 4G”, reload, and submit while the WASM is still on its way."
                    </li>
                    <li>"Press a button twice, reload after sending, or go back and send again: once is once."</li>
                    <li>"Go offline and submit. What you typed stays, and you can send it again."</li>
                    // Only such a server waits when it is asked to.
                    {cfg!(debug_assertions)
                        .then(|| {
                            view! {
                                <li>
                                    "Add " <code>"?delay=800"</code>
                                    " to a page’s address. This server, a development build, then answers what you do there 800 milliseconds late. After "
                                    <code>"?stream=8000"</code>
                                    ", the page itself comes without delay, and what is read for it eight seconds later. Its forms work meanwhile."
                                </li>
                            }
                        })}
                </ol>
            </Section>
        </div>
    }
}

#[component]
fn Plate(href: &'static str, name: &'static str, children: Children) -> impl IntoView {
    view! {
        <li class="sheet">
            <h3>
                <a href=href>{name}</a>
            </h3>
            <p class="quiet">{children()}</p>
        </li>
    }
}
