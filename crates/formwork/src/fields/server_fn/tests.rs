use super::*;
use proptest::prelude::*;
use serde::Deserialize;

#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct AddNote {
    page: u32,
    owner: Option<String>,
    title: String,
    #[serde(default)]
    tags: Vec<String>,
    #[serde(default)]
    pinned: bool,
}

#[derive(Debug, Deserialize)]
struct Parcel {
    to: Address,
    #[serde(flatten)]
    others: std::collections::BTreeMap<String, String>,
}

#[derive(Debug, Deserialize)]
struct Address {
    street: String,
    floor: Option<String>,
    #[serde(default)]
    marks: Vec<u32>,
    gate: Option<Gate>,
}

#[derive(Debug, Deserialize)]
struct Gate {
    number: u32,
}

fn read(form: &str, given: &[&str]) -> Result<AddNote, Issues> {
    let form = FormData::from_urlencoded(form).unwrap();
    parameters(&form, &raw(given))
}

fn raw(given: &[&str]) -> Vec<Box<RawValue>> {
    let raw = |json: &&str| RawValue::from_string(json.to_string()).unwrap();
    given.iter().map(raw).collect()
}

#[test]
fn all_of_it_may_come_with_the_form() {
    let note = read(
        "page=7&title=A+b&tags[0]=x&tags[1]=y&pinned=true&other=1",
        &[],
    )
    .unwrap();
    assert_eq!(
        (note.page, note.title.as_str(), note.pinned),
        (7, "A b", true)
    );
    assert_eq!((note.tags.len(), note.owner), (2, None));
}

#[test]
fn given_values_come_first_and_no_field_takes_their_place() {
    let note = read("page=8&owner=mallory&title=t", &["7", "\"ada\""]).unwrap();
    assert_eq!((note.page, note.owner.as_deref()), (7, Some("ada")));
    assert_eq!(note.title, "t");
}

#[test]
fn an_issue_names_its_field() {
    for (form, path, code) in [
        ("page=x&title=t", "page", "unreadable"),
        ("page=&title=t", "page", "unreadable"),
        ("page=7", "title", "required"),
        ("page=7&title=t&pinned=perhaps", "pinned", "unreadable"),
        ("", "page", "required"),
    ] {
        let issues = read(form, &[]).unwrap_err();
        let issue = issues.first().unwrap();
        assert_eq!(
            (issue.path.as_str(), issue.code.as_str()),
            (path, code),
            "{form}"
        );
    }
}

#[test]
fn an_issue_within_a_parameter_has_the_name_of_its_input() {
    let read = |form: &str| {
        let form = FormData::from_urlencoded(form).unwrap();
        parameters::<Parcel>(&form, &[])
    };
    for (form, path) in [
        ("to[floor]=1", "to[street]"),
        ("to[street]=Road&to[marks][0]=x", "to[marks][0]"),
        ("to[street]=Road&to[gate][name]=x", "to[gate][number]"),
        ("to=x", "to"),
    ] {
        assert_eq!(read(form).unwrap_err().first().unwrap().path, path);
    }
    let send = read("to[street]=Road&why=tea").unwrap();
    assert_eq!((send.to.street.as_str(), send.to.floor), ("Road", None));
    assert!(send.to.marks.is_empty() && send.to.gate.is_none_or(|gate| gate.number == 0));
    assert_eq!(send.others["why"], "tea");
    assert_eq!(
        names::<AddNote>(),
        ["page", "owner", "title", "tags", "pinned"]
    );
}

#[test]
fn given_values_are_checked_without_the_form() {
    for good in [&[][..], &["7"], &["7", "null"], &["7", "\"ada\"", "\"t\""]] {
        assert_eq!(check_given::<AddNote>(&raw(good)), Ok(()));
    }
    for bad in [
        &["\"7\""][..],
        &["7", "8"],
        &["7", "null", "\"t\"", "[]", "true", "1"],
    ] {
        assert!(check_given::<AddNote>(&raw(bad)).is_err(), "{bad:?}");
    }
}

proptest! {
    #[test]
    fn what_is_written_is_read(
        page: u32,
        owner in proptest::option::of("[^\r]{1,8}"),
        title in "[^\r]{0,20}",
        tags in proptest::collection::vec("[^\r]{0,8}", 0..5),
        pinned: bool,
        given in 0_usize..3,
    ) {
        let note = AddNote { page, owner, title, tags, pinned };
        let text = serde_qs::to_string(&note).unwrap();
        let form = FormData::from_urlencoded(&text).unwrap();
        let first = [
            serde_json::value::to_raw_value(&note.page).unwrap(),
            serde_json::value::to_raw_value(&note.owner).unwrap(),
        ];
        prop_assert_eq!(parameters::<AddNote>(&form, &first[..given]), Ok(note));
    }

    #[test]
    fn nothing_that_is_sent_is_a_panic(
        text in r"([a-z&=\[\]%0-9]|page|title|tags|\PC){0,60}",
        given in r#"(\[|\]|,|[0-9]|"|null|\{|\}|:|[a-z]){0,12}"#,
    ) {
        let Ok(form) = FormData::from_urlencoded(&text) else {
            return Ok(());
        };
        let given: Vec<_> = RawValue::from_string(given).into_iter().collect();
        let _ = parameters::<AddNote>(&form, &given);
        let _ = parameters::<Parcel>(&form, &given);
        let _ = check_given::<AddNote>(&given);
    }
}
