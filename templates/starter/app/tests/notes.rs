//! The app's actions and queries, without a browser: `cargo test -p app --features ssr`.

use app::{NewNote, add_note, notes};
use formwork::prelude::*;

fn note(text: &str) -> NewNote {
    NewNote { text: text.into() }
}

#[tokio::test]
async fn a_note_is_added() {
    add_note(note("Buy milk")).await.unwrap();
    let all = notes().await.unwrap();
    assert!(all.iter().any(|note| note.text == "Buy milk"));
}

#[tokio::test]
async fn a_secret_is_an_issue_of_its_field() {
    let error = add_note(note("A secret")).await.unwrap_err();
    let ActionError::Invalid(issues) = error else {
        panic!("{error}");
    };
    assert_eq!(issues.for_path("text").count(), 1);
}
