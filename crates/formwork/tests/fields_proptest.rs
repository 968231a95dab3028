//! Whatever is sent, decoding gives the struct or issues.
#![cfg(feature = "ssr")]

use formwork::{
    fields::{FormArg, MAX_ISSUES},
    prelude::*,
};
use proptest::prelude::*;

#[derive(Fields, Clone, Debug, PartialEq)]
struct Inner {
    #[field(length(min = 1, max = 4))]
    text: String,
    flag: bool,
}

#[derive(Fields, Clone, Debug, PartialEq)]
struct Everything {
    #[field(length(max = 3))]
    text: String,
    #[field(length(min = 0))]
    note: String,
    #[field(email)]
    email: Option<String>,
    #[field(pattern = r"\d+[a-z-]*")]
    code: Option<String>,
    #[field(range(min = -3, max = 3))]
    small: i8,
    big: Option<u128>,
    bigger: Option<i128>,
    long: u64,
    ratio: Option<f32>,
    #[field(range(min = 0.1, max = 1.5))]
    share: f64,
    flag: bool,
    pin: Secret<Option<String>>,
    inner: Inner,
    maybe: Option<Inner>,
}

const NAMES: [&str; 18] = [
    "text",
    "note",
    "email",
    "code",
    "small",
    "big",
    "bigger",
    "long",
    "ratio",
    "share",
    "flag",
    "pin",
    "inner.text",
    "inner.flag",
    "maybe.text",
    "maybe.flag",
    "inner",
    "inner.",
];

fn names() -> impl Strategy<Value = String> {
    prop_oneof![4 => prop::sample::select(&NAMES[..]).prop_map(str::to_owned), 1 => any::<String>()]
}

fn texts() -> impl Strategy<Value = String> {
    prop_oneof![
        any::<String>(),
        "[0-9eE.+ -]{0,45}",
        "[a-z]{0,5}@?[a-z.]{0,5}",
        prop::sample::select(
            &[
                "", "on", "true", "0", "NaN", "inf", "-0", "1e400", "\r\n", "1"
            ][..]
        )
        .prop_map(str::to_owned),
    ]
}

proptest! {
    #[test]
    fn decoding_never_panics_and_gives_the_struct_or_issues(
        pairs in prop::collection::vec((names(), texts()), 0..40),
    ) {
        let form: FormData = pairs.into_iter().collect();
        match Everything::decode(&form) {
            Ok(value) => {
                prop_assert!(value.text.chars().count() <= 3);
                prop_assert!((-3..=3).contains(&value.small));
                prop_assert!((0.1..=1.5).contains(&value.share));
                prop_assert!(value.ratio.is_none_or(f32::is_finite));
                // What was accepted is accepted again, and is the same.
                prop_assert_eq!(Everything::decode(&FormArg::encode(&value)), Ok(value));
            }
            Err(issues) => {
                prop_assert!(!issues.is_empty() && issues.len() <= MAX_ISSUES);
                prop_assert!(issues.iter().all(|issue| !issue.message.is_empty()));
            }
        }
    }

    #[test]
    fn every_form_survives_being_sent(
        pairs in prop::collection::vec((any::<String>(), any::<String>()), 0..20),
    ) {
        let form: FormData = pairs.into_iter().collect();
        let sent = FormData::from_urlencoded(&form.to_urlencoded()).unwrap();
        prop_assert_eq!(sent.texts().collect::<Vec<_>>(), form.texts().collect::<Vec<_>>());
    }

    #[test]
    fn any_text_is_some_form(text in any::<String>()) {
        let _ = FormData::from_urlencoded(&text);
    }

    #[test]
    fn numbers_come_back_as_they_were_sent(
        big in any::<Option<u128>>(), bigger in any::<Option<i128>>(), long in any::<u64>(),
        ratio in prop::option::of(prop::num::f32::NORMAL), share in 0.1..=1.5f64,
    ) {
        let value = Everything {
            text: "a".into(), note: String::new(), email: None, code: None, small: 0, big, bigger, long,
            ratio, share, flag: true, pin: Secret::new(None),
            inner: Inner { text: "x".into(), flag: false }, maybe: None,
        };
        prop_assert_eq!(Everything::decode(&FormArg::encode(&value)), Ok(value));
    }
}
