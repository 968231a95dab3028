//! What every page has: masthead, colophon, head and margin note.

use crate::data::Timestamp;
use formwork::prelude::*;
use leptos::html;
use leptos_meta::{Meta, Title};
use leptos_router::hooks::use_location;

/// A line of the masthead: path, the start of the paths that belong to it, name.
type Sections = &'static [(&'static str, &'static str, &'static str)];

/// The two lines of the masthead.
const HOUSE: Sections = &[
    ("/guestbook", "/guestbook", "Guestbook"),
    ("/members/1", "/members/", "Members"),
    ("/editor", "/editor", "Editor"),
    ("/imprint", "/imprint", "Imprint"),
    ("/edition", "/edition", "Edition"),
    ("/signup", "/signup", "Sign up"),
    ("/workbench", "/workbench", "Workbench"),
];
const FLOOR: Sections = &[
    ("/thread", "/thread", "Thread"),
    ("/likes", "/likes", "Likes"),
    ("/views", "/views", "Views"),
    ("/notes", "/notes", "Notes"),
    ("/feed", "/feed", "Feed"),
    ("/queue", "/queue", "Queue"),
];

/// On a wide page the sections stand beside the wordmark. On a narrow one they are a popover, which opens and
/// closes without any script.
#[component]
pub fn Masthead() -> impl IntoView {
    let path = use_location().pathname;
    let sections = NodeRef::<html::Nav>::new();
    // A link inside the app loads no document, so that the popover would stay open.
    let close = move |_| {
        if let Some(sections) = sections.get_untracked() {
            // It can only fail for what is no popover.
            let _ = sections.hide_popover();
        }
    };
    view! {
        <header class="masthead">
            <div class="masthead-row">
                <a
                    class="wordmark"
                    href="/"
                    aria-current=move || (path.get() == "/").then_some("page")
                >
                    <RegistrationMark/>
                    "Pressroom"
                </a>
                <button type="button" class="secondary masthead-more" popovertarget="sections">
                    "Contents"
                </button>
                <nav
                    id="sections"
                    popover="auto"
                    aria-label="Sections"
                    node_ref=sections
                    on:click=close
                >
                    <SectionList id="in-the-house" name="The house" sections=HOUSE/>
                    <SectionList id="on-the-floor" name="The press" sections=FLOOR/>
                </nav>
            </div>
        </header>
    }
}

#[component]
fn SectionList(id: &'static str, name: &'static str, sections: Sections) -> impl IntoView {
    let path = use_location().pathname;
    let links = sections
        .iter()
        .map(|&(href, start, name)| {
            let current = move || path.get().starts_with(start).then_some("page");
            view! {
                <li>
                    <a href=href aria-current=current>
                        {name}
                    </a>
                </li>
            }
        })
        .collect_view();
    view! {
        <p id=id>{name}</p>
        <ul aria-labelledby=id>{links}</ul>
    }
}

/// The mark by which printers see whether two inks meet.
#[component]
fn RegistrationMark() -> impl IntoView {
    view! {
        <svg viewBox="0 0 32 32" fill="none" stroke-width="2.5" aria-hidden="true">
            <circle cx="19" cy="18.4" r="9" stroke="var(--red-ink)"/>
            <circle cx="16" cy="16" r="9" stroke="currentColor"/>
            <path d="M16 1v30M1 16h30" stroke="currentColor"/>
        </svg>
    }
}

#[component]
pub fn Colophon() -> impl IntoView {
    view! {
        <footer class="colophon">
            <div class="colophon-row">
                <p>
                    "Set in the faces your system has, printed with Leptos and Formwork. Nothing here is for sale."
                </p>
                <div class="colour-bar" aria-hidden="true">
                    {[(); 6].map(|()| view! { <span></span> })}
                </div>
            </div>
        </footer>
    }
}

/// A page's heading: the feature of Formwork that the page shows, and the house's own name for the page. The tab has
/// the same title.
#[component]
pub fn PageHead(
    title: &'static str,
    #[prop(optional)] feature: Option<&'static str>,
    children: Children,
) -> impl IntoView {
    let in_tab = match feature {
        Some(feature) => format!("{feature} · {title}"),
        None => title.to_owned(),
    };
    view! {
        <Title text=in_tab/>
        <Meta
            name="description"
            content=format!("{title} at Pressroom, a small publishing house: the showcase of Formwork.")
        />
        <header class="page-head">
            <h1>
                <Named feature title/>
            </h1>
            <p class="lede">{children()}</p>
        </header>
    }
}

/// A heading's text: the feature, then the name in the house.
#[component]
fn Named(feature: Option<&'static str>, title: &'static str) -> impl IntoView {
    match feature {
        Some(feature) => view! {
            {feature}
            <span class="in-house">" · " {title}</span>
        }
        .into_any(),
        None => title.into_any(),
    }
}

/// In the head of a page that shows the outcome of a submission: search engines must not index it.
#[component]
pub fn NotForIndexes(#[prop(into)] when: Signal<bool>) -> impl IntoView {
    move || {
        when.get()
            .then(|| view! { <Meta name="robots" content="noindex"/> })
    }
}

/// Below a page's head: its sheets and sections, and in the margin a list of the features on the page.
///
/// Children are erased types. So this component and the ones below keep view types short: otherwise they nest as deep
/// as their markup.
#[component]
pub fn PageBody(shows: Vec<&'static str>, children: Children) -> impl IntoView {
    view! {
        <div class="page-body">
            <div class="stack">{children()}</div>
            <aside class="margin-note" aria-labelledby="margin-note">
                <h2 id="margin-note">"What this page shows"</h2>
                <ul>{shows.into_iter().map(|text| view! { <li>{text}</li> }).collect_view()}</ul>
            </aside>
        </div>
    }
}

/// A sheet of paper with a heading, for a form. The region has the name in the house; the heading begins with the
/// feature, if the page shows several.
#[component]
pub fn Sheet(
    id: &'static str,
    title: &'static str,
    #[prop(optional)] feature: Option<&'static str>,
    children: Children,
) -> impl IntoView {
    view! {
        <section class="sheet" aria-label=title>
            <h2 id=id>
                <Named feature title/>
            </h2>
            {children()}
        </section>
    }
}

/// A part of the page with a heading.
#[component]
pub fn Section(id: &'static str, title: &'static str, children: Children) -> impl IntoView {
    view! {
        <section class="section" aria-labelledby=id>
            <h2 id=id>{title}</h2>
            {children()}
        </section>
    }
}

/// A day, for people and for machines.
#[component]
pub fn Day(at: Timestamp) -> impl IntoView {
    let day = at.day();
    view! { <time datetime=at.0>{day}</time> }
}

/// The button that submits the nearest form. It is disabled while a submission is pending, and shows so.
#[component]
pub fn SubmitButton(label: &'static str, busy: &'static str) -> impl IntoView {
    let pending = use_form_status().pending();
    view! {
        <button type="submit" disabled=pending>
            {move || if pending.get() { busy } else { label }}
        </button>
        <span class="visually-hidden" role="status">
            {move || pending.get().then_some("Sending…")}
        </span>
    }
}

/// The error of a query that could not be read.
#[component]
pub fn Unreadable(error: Signal<Option<QueryError>>) -> impl IntoView {
    move || {
        error.get().map(|error| {
            view! {
                <p class="notice failure" role="alert">
                    {error.to_string()}
                    " Reload the page to try again."
                </p>
            }
        })
    }
}

/// Gives the page that is being rendered the status 404.
pub fn respond_not_found() {
    #[cfg(feature = "ssr")]
    if let Some(response) = use_context::<leptos_axum::ResponseOptions>() {
        response.set_status(http::StatusCode::NOT_FOUND);
    }
}
