//! The pages whose code the browser loads when they are shown.
//!
//! The guestbook and the front page are in the bundle itself, and the others share what they have. Those are three chunks:
//! what two chunks share is a chunk of its own, so that a chunk for each page would be hundreds of files.

use crate::pages::{
    edition::EditionPage,
    editor::EditorPage,
    feed::FeedPage,
    imprint::ImprintPage,
    likes::LikesPage,
    members::MemberPage,
    notes::NotesPage,
    queue::QueuePage,
    signup::SignupPage,
    thread::ThreadPage,
    views::ViewsPage,
    workbench::WorkbenchPage,
    workbench::bindery::{BinderyPage, NamesPage},
    workbench::foundry::FoundryPage,
    workbench::galley::GalleyPage,
    workbench::make_ready::MakeReadyPage,
    workbench::many::ManyPage,
    workbench::office::OfficePage,
    workbench::specimen::SpecimenPage,
    workbench::stone::StonePage,
    workbench::telegraph::TelegraphPage,
};
use formwork::prelude::*;
use leptos_router::LazyRoute;

macro_rules! chunk {
    ($chunk:ident: $($route:ident shows $page:ident),* $(,)?) => {$(
        pub struct $route;

        #[lazy_route($chunk)]
        impl LazyRoute for $route {
            fn data() -> Self {
                Self
            }
            fn view(_this: Self) -> AnyView {
                $page().into_any()
            }
        }
    )*};
}

chunk! {
    house:
    Edition shows EditionPage,
    Editor shows EditorPage,
    Imprint shows ImprintPage,
    Member shows MemberPage,
    Signup shows SignupPage,
}
chunk! {
    press:
    Feed shows FeedPage,
    Likes shows LikesPage,
    Notes shows NotesPage,
    Queue shows QueuePage,
    Thread shows ThreadPage,
    Views shows ViewsPage,
}
chunk! {
    workbench:
    Bindery shows BinderyPage,
    Foundry shows FoundryPage,
    Galley shows GalleyPage,
    MakeReady shows MakeReadyPage,
    Many shows ManyPage,
    Names shows NamesPage,
    Office shows OfficePage,
    Specimen shows SpecimenPage,
    Stone shows StonePage,
    Telegraph shows TelegraphPage,
    Workbench shows WorkbenchPage,
}
