//! Decoding and validation, as an action sees them.
#![cfg(feature = "ssr")]

use formwork::{
    fields::{AnyField, FieldSet, FormArg, Issues, Kind, Number},
    prelude::*,
};

fn read<T: FormArg>(text: &str) -> Result<T, Issues> {
    T::decode(&FormData::from_urlencoded(text).unwrap())
}

/// `path code: message` of every issue.
fn issues<T: FormArg + std::fmt::Debug>(text: &str) -> Vec<String> {
    let issues = read::<T>(text).unwrap_err();
    issues
        .iter()
        .map(|issue| format!("{} {}: {}", issue.path, issue.code, issue.message))
        .collect()
}

#[derive(Fields, Clone, Debug, PartialEq)]
struct NewEntry {
    #[field(label = "Name", length(min = 2, max = 5))]
    name: String,
    #[field(textarea, length(max = 10))]
    message: String,
}

#[test]
fn what_is_right_becomes_the_struct() {
    let entry = read::<NewEntry>("name=Anna&message=Hello").unwrap();
    assert_eq!(
        entry,
        NewEntry {
            name: "Anna".into(),
            message: "Hello".into()
        }
    );
}

#[test]
fn all_issues_are_reported_and_not_only_the_first() {
    assert_eq!(
        issues::<NewEntry>("name=A&message=Hello+everybody"),
        [
            "name length.min: Enter at least 2 characters (you entered 1).",
            "message length.max: Enter at most 10 characters (you entered 15).",
        ]
    );
}

#[test]
fn what_is_empty_missing_or_white_space_alone_has_to_be_filled_in() {
    for text in ["name=&message=x", "message=x", "name=+%0A&message=x"] {
        assert_eq!(
            issues::<NewEntry>(text),
            ["name required: Fill in this field."],
            "{text}"
        );
    }
}

#[test]
fn an_issue_knows_the_label() {
    assert_eq!(
        read::<NewEntry>("message=x")
            .unwrap_err()
            .first()
            .unwrap()
            .label,
        "Name"
    );
    assert_eq!(
        read::<NewEntry>("name=Anna")
            .unwrap_err()
            .first()
            .unwrap()
            .label,
        "Message"
    );
}

#[test]
fn texts_are_not_trimmed() {
    assert_eq!(
        read::<NewEntry>("name=+An+&message=x").unwrap().name,
        " An "
    );
}

#[test]
fn lengths_count_as_browsers_do_and_a_line_break_is_one() {
    // At most five units: two emoji of two each and a letter, or an e with its accent apart, twice.
    for name in ["😀😀a", "e\u{301}e\u{301}a"] {
        let form = format!("name={name}&message=x");
        assert!(read::<NewEntry>(&form).is_ok(), "{name}");
    }
    // One too long.
    assert_eq!(
        issues::<NewEntry>("name=😀😀😀&message=x"),
        ["name length.max: Enter at most 5 characters (you entered 6)."]
    );
    // One emoji is as long as two letters.
    assert!(read::<NewEntry>("name=😀&message=x").is_ok());
    let ten = read::<NewEntry>("name=Anna&message=a%0D%0Ab%0D%0A123456")
        .unwrap()
        .message;
    assert_eq!(ten, "a\nb\n123456");
}

#[test]
fn of_several_values_the_first_counts_and_unknown_names_are_ignored() {
    let entry = read::<NewEntry>("name=Anna&name=Bert&role=admin&message=x").unwrap();
    assert_eq!(entry.name, "Anna");
}

#[derive(Fields, Clone, Debug, Default, PartialEq)]
struct Optional {
    nickname: Option<String>,
    age: Option<u8>,
    #[field(length(min = 0, max = 3))]
    note: String,
    #[field(default)]
    city: String,
    #[field(default = 20)]
    per_page: u32,
    #[field(required)]
    phone: Option<String>,
}

#[test]
fn options_defaults_and_texts_of_length_zero_may_be_left_out() {
    let expected = Optional {
        per_page: 20,
        phone: Some("1".into()),
        ..Default::default()
    };
    assert_eq!(read::<Optional>("phone=1").unwrap(), expected);
    let empty = "nickname=&age=&note=&city=&per_page=&phone=1";
    assert_eq!(read::<Optional>(empty).unwrap(), expected);
}

#[test]
fn what_is_optional_has_to_be_right_where_it_is_there() {
    assert_eq!(
        issues::<Optional>("age=old&note=long&per_page=many&phone=1"),
        [
            "age number: Enter a whole number.",
            "note length.max: Enter at most 3 characters (you entered 4).",
            "per_page number: Enter a whole number.",
        ]
    );
}

#[test]
fn an_option_can_be_required() {
    assert_eq!(
        issues::<Optional>(""),
        ["phone required: Fill in this field."]
    );
}

const TOP: i64 = 10;

#[derive(Fields, Clone, Debug, PartialEq)]
struct Numbers {
    #[field(range(min = -5, max = TOP))]
    small: i32,
    byte: u8,
    big: u64,
    #[field(range(min = 0.5))]
    ratio: f64,
}

#[test]
fn numbers_are_read_as_browsers_send_them() {
    let numbers = read::<Numbers>("small=-5&byte=2.0&big=18446744073709551615&ratio=1e3").unwrap();
    assert_eq!(
        numbers,
        Numbers {
            small: -5,
            byte: 2,
            big: u64::MAX,
            ratio: 1000.0
        }
    );
    assert_eq!(
        read::<Numbers>("small=+7+&byte=0&big=0&ratio=.5")
            .unwrap()
            .small,
        7
    );
}

#[test]
fn numbers_out_of_range_are_refused_by_the_rules_and_by_the_type() {
    assert_eq!(
        issues::<Numbers>("small=11&byte=256&big=18446744073709551616&ratio=0.49"),
        [
            "small range.max: Enter a number from -5 to 10.",
            "byte range.max: Enter a number from 0 to 255.",
            "big range.max: Enter a smaller number.",
            "ratio range.min: Enter a number that is at least 0.5.",
        ]
    );
    assert_eq!(
        issues::<Numbers>("small=1&byte=-1&big=-1&ratio=1"),
        [
            "byte range.min: Enter a number from 0 to 255.",
            "big range.min: Enter a number that is at least 0.",
        ]
    );
}

#[test]
fn what_is_no_number_is_refused() {
    assert_eq!(
        issues::<Numbers>("small=one&byte=1.5&big=NaN&ratio=inf"),
        [
            "small number: Enter a whole number.",
            "byte number: Enter a whole number.",
            "big number: Enter a whole number.",
            "ratio number: Enter a number.",
        ]
    );
}

#[derive(Fields, Clone, Debug)]
struct Boxes {
    news: bool,
    #[field(required)]
    terms: bool,
}

#[test]
fn a_box_is_true_when_it_is_ticked_and_false_when_it_is_not_sent() {
    for ticked in ["on", "true", "1", "yes"] {
        assert!(
            read::<Boxes>(&format!("terms=1&news={ticked}"))
                .unwrap()
                .news,
            "{ticked}"
        );
    }
    for text in ["terms=1", "terms=1&news=false", "terms=1&news="] {
        assert!(!read::<Boxes>(text).unwrap().news, "{text}");
    }
}

#[test]
fn a_hidden_false_before_a_box_does_not_hide_that_it_is_ticked() {
    assert!(read::<Boxes>("terms=1&news=false&news=true").unwrap().news);
}

#[test]
fn a_required_box_has_to_be_ticked() {
    assert_eq!(
        issues::<Boxes>("news=on"),
        ["terms required: Tick this box."]
    );
    assert_eq!(
        issues::<Boxes>("news=maybe&terms=off"),
        [
            "news boolean: Answer yes or no.",
            "terms required: Tick this box."
        ]
    );
}

#[derive(Fields, Clone, Debug)]
struct Signup {
    #[field(email, length(max = 30))]
    email: String,
    #[field(pattern("[a-z-]{3,}", message = "Three or more small letters."))]
    handle: String,
    #[field(length(min = 3))]
    password: Secret<String>,
}

#[test]
fn e_mail_addresses_and_patterns_are_checked_as_a_whole() {
    assert!(read::<Signup>("email=a%40b.example&handle=a-b&password=123").is_ok());
    assert_eq!(
        issues::<Signup>("email=a%40b.example%0A&handle=xabcX&password=123"),
        [
            "email email: Enter an e-mail address like name@example.com.",
            "handle pattern: Three or more small letters.",
        ]
    );
}

#[test]
fn every_broken_rule_of_a_field_is_an_issue() {
    let email = "x".repeat(31);
    let codes: Vec<_> = read::<Signup>(&format!("email={email}&handle=abc&password=123"))
        .unwrap_err()
        .into_iter()
        .map(|issue| issue.code)
        .collect();
    assert_eq!(codes, ["length.max", "email"]);
}

#[test]
fn a_password_may_be_made_of_spaces_and_stays_as_it_is() {
    let signup = read::<Signup>("email=a%40b.c&handle=abc&password=+++").unwrap();
    assert_eq!(signup.password.expose(), "   ");
}

#[test]
fn secrets_are_not_in_debug_output_and_not_among_the_values_to_show() {
    let form = "email=a%40b.c&handle=abc&password=hunter2&_fw.id=1";
    let form = FormData::from_urlencoded(form).unwrap();
    let signup = <Signup as FormArg>::decode(&form).unwrap();
    assert!(!format!("{signup:?} {form:?}").contains("hunter2"));
    assert_eq!(<Signup as FormArg>::secret_names(), ["password"]);
    let shown = form.values_to_show(<Signup as FormArg>::is_secret);
    let names: Vec<_> = shown.iter().map(|(name, _)| name).collect();
    assert_eq!(names, ["email", "handle"]);
}

#[derive(Fields, Clone, Debug, PartialEq)]
struct Address {
    street: String,
    #[field(name = "post-code", pattern = r"\d{5}")]
    code: Secret<String>,
}

#[derive(Fields, Clone, Debug, PartialEq)]
struct Order {
    home: Address,
    billing: Option<Address>,
    r#type: String,
}

const ORDER: &str = "home.street=High+St&home.post-code=12345&type=a";

#[test]
fn nested_structs_have_dots_in_their_names() {
    let order = read::<Order>(ORDER).unwrap();
    assert_eq!(order.home.street, "High St");
    assert_eq!(order.billing, None);
    assert_eq!(
        issues::<Order>("home.post-code=1&type=a"),
        [
            "home.street required: Fill in this field.",
            "home.post-code pattern: Use the requested format.",
        ]
    );
}

#[test]
fn an_optional_struct_is_there_as_soon_as_one_of_its_fields_is() {
    let empty = format!("{ORDER}&billing.street=&billing.post-code=");
    assert_eq!(read::<Order>(&empty).unwrap().billing, None);
    let begun = format!("{ORDER}&billing.street=x");
    assert_eq!(
        issues::<Order>(&begun),
        ["billing.post-code required: Fill in this field."]
    );
}

#[test]
fn secrets_of_nested_structs_are_known_by_their_whole_names() {
    assert_eq!(
        <Order as FieldSet>::secret_names(),
        ["home.post-code", "billing.post-code"]
    );
}

#[test]
fn a_struct_is_written_as_its_form_would_send_it() {
    let text = format!("{ORDER}&billing.street=x&billing.post-code=54321");
    let order = read::<Order>(&text).unwrap();
    let form = FormArg::encode(&order);
    assert_eq!(<Order as FormArg>::decode(&form).unwrap(), order);
    assert_eq!(form.get("billing.post-code"), Some("54321"));
}

#[test]
fn handles_name_fields_and_know_whether_they_are_required() {
    let facts = |field: AnyField| (field.path.into_owned(), field.required, field.meta.label);
    let code = facts(Order::home.then(Address::code).into());
    assert_eq!(code, ("home.post-code".into(), true, "Code"));
    let street = facts(Order::billing.then(Address::street).into());
    assert_eq!(street, ("billing.street".into(), false, "Street"));
    assert_eq!(facts(Order::r#type.into()), ("type".into(), true, "Type"));
}

#[test]
fn an_action_complains_about_a_field_by_its_handle() {
    let issues = Issues::at(
        Order::home.then(Address::street),
        "We do not deliver there.",
    )
    .and(Order::r#type, "Sold out.");
    let paths: Vec<_> = issues
        .iter()
        .map(|issue| (&*issue.path, &*issue.label))
        .collect();
    assert_eq!(paths, [("home.street", "Street"), ("type", "Type")]);
}

#[test]
fn the_facts_of_a_field_come_from_its_type_and_its_options() {
    let email = Signup::email.meta();
    assert_eq!(
        (email.kind, email.rules.required, email.rules.length.max),
        (Kind::Email, true, Some(30))
    );
    let password = Signup::password.meta();
    assert_eq!((password.kind, password.secret), (Kind::Password, true));
    assert_eq!(NewEntry::message.meta().kind, Kind::TextArea);
    let byte = Numbers::byte.meta().rules.range;
    assert_eq!(
        (byte.min, byte.max),
        (Some(Number::Int(0)), Some(Number::Int(255)))
    );
    assert_eq!(Numbers::small.meta().rules.range.max, Some(Number::Int(10)));
    // Browsers read a pattern with the flag `v`, which wants this one escaped.
    assert_eq!(Signup::handle.meta().rules.pattern, Some(r"[a-z\-]{3,}"));
}

#[derive(Fields, Clone, Debug)]
struct Own {
    #[field(email, length(min = 9), message = "Your address at work.")]
    email: String,
    #[field(length(min = 3, message = "Longer."))]
    name: String,
    #[field(message = "Tell us your age.")]
    age: u8,
}

#[test]
fn a_message_of_ones_own_stands_in_for_ours() {
    assert_eq!(
        issues::<Own>("email=x&name=ab&age=old"),
        [
            "email length.min: Your address at work.",
            "email email: Your address at work.",
            "name length.min: Longer.",
            "age number: Tell us your age.",
        ]
    );
    assert_eq!(
        issues::<Own>(""),
        [
            "email required: Your address at work.",
            "name required: Fill in this field.",
            "age required: Tell us your age.",
        ]
    );
}

#[test]
fn nul_characters_and_broken_bytes_are_just_text() {
    let entry = read::<NewEntry>("name=a%00b&message=%FF").unwrap();
    assert_eq!((&*entry.name, &*entry.message), ("a\0b", "\u{fffd}"));
}

#[tokio::test]
async fn a_file_lives_on_disk_as_long_as_it_is_held() {
    use formwork::fields::File;
    let temp = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(temp.path(), "abc").unwrap();
    let none = tempfile::NamedTempFile::new().unwrap().into_temp_path();
    let mut form = FormData::new();
    form.append(
        "upload",
        File::from_temp("a.txt", "text/plain", 3, temp.into_temp_path()),
    );
    form.append(
        "empty",
        File::from_temp("", "application/octet-stream", 0, none),
    );

    assert!(form.file("empty").is_none(), "no file was chosen there");
    let file = form.file("upload").unwrap().clone();
    drop(form);
    assert_eq!(file.read().await.unwrap(), b"abc");
    let path = file.path().unwrap().to_owned();
    drop(file);
    assert!(!path.exists());
}

macro_rules! one_field {
    ($name:ident, $ty:ty) => {
        #[derive(Fields, Clone, Debug, PartialEq)]
        struct $name {
            value: $ty,
        }
    };
}
one_field!(ByMacro, Option<u8>);

#[test]
fn the_derive_works_within_other_macros() {
    let read = read::<ByMacro>("value=7").unwrap();
    assert_eq!(read, ByMacro { value: Some(7) });
    assert_eq!(FormArg::encode(&read).to_urlencoded(), "value=7");
}
