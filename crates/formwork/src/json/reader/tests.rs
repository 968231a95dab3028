use super::*;
use proptest::prelude::*;
use serde::{Serialize, de::DeserializeOwned};
use serde_json::{Value, value::RawValue};
use std::{collections::BTreeMap, fmt::Debug};

#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Everything {
    flag: bool,
    small: i8,
    large: u64,
    largest: i128,
    ratio: f64,
    letter: char,
    words: String,
    maybe: Option<u32>,
    #[serde(default)]
    left_out: Vec<u8>,
    pair: (String, i64),
    wrapped: Wrapped,
    kinds: Vec<Kind>,
    by_number: BTreeMap<i32, Unit>,
    by_flag: BTreeMap<bool, ()>,
    by_kind: BTreeMap<Name, u8>,
    either: Either,
    #[serde(flatten)]
    others: BTreeMap<String, Value>,
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Wrapped(u16);

#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Unit;

#[derive(Debug, PartialEq, Serialize, Deserialize)]
enum Kind {
    Plain,
    One(u8),
    Two(u8, String),
    Named { a: Option<Box<Kind>> },
}

#[derive(Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
enum Name {
    First,
    Second,
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
enum Either {
    Number(i64),
    Text(String),
    Tagged(Tagged),
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type")]
enum Tagged {
    A { n: u8 },
    B,
}

fn everything() -> Everything {
    Everything {
        flag: true,
        small: -7,
        large: u64::MAX,
        largest: i128::MIN,
        ratio: 0.1,
        letter: 'é',
        words: "a \"quoted\"\n\u{1}\\ text 🦀".into(),
        maybe: None,
        left_out: vec![1, 2],
        pair: ("x".into(), i64::MIN),
        wrapped: Wrapped(9),
        kinds: vec![
            Kind::Plain,
            Kind::One(1),
            Kind::Two(2, "two".into()),
            Kind::Named {
                a: Some(Box::new(Kind::Plain)),
            },
        ],
        by_number: [(-1, Unit), (20, Unit)].into(),
        by_flag: [(true, ())].into(),
        by_kind: [(Name::First, 1), (Name::Second, 2)].into(),
        either: Either::Tagged(Tagged::A { n: 3 }),
        others: [("more".into(), serde_json::json!({"x": [null, 1.5, "y"]}))].into(),
    }
}

/// Both readers agree, on the value or on that there is none.
fn agree<T: DeserializeOwned + PartialEq + Debug>(text: &str) {
    let theirs = serde_json::from_str::<T>(text).ok();
    assert_eq!(from_str::<T>(text).ok(), theirs, "{text}");
}

/// Of every type that the tests have.
fn agree_on_all(text: &str) {
    agree::<Value>(text);
    agree::<Everything>(text);
    agree::<Kind>(text);
    agree::<Either>(text);
    agree::<Vec<Option<bool>>>(text);
    agree::<BTreeMap<String, f64>>(text);
    agree::<BTreeMap<u8, u8>>(text);
    agree::<String>(text);
    agree::<u64>(text);
    agree::<i8>(text);
    agree::<u128>(text);
    agree::<()>(text);
    // What it skips, `serde_json` reads less closely.
    if let Ok(value) = serde_json::from_str::<Box<RawValue>>(text)
        && serde_json::from_str::<Value>(text).is_ok()
    {
        assert_eq!(from_str::<Box<RawValue>>(text).unwrap().get(), value.get());
    }
}

#[test]
fn every_kind_of_type_is_read() {
    for text in [
        serde_json::to_string(&everything()).unwrap(),
        serde_json::to_string_pretty(&everything()).unwrap(),
    ] {
        assert_eq!(from_str::<Everything>(&text).unwrap(), everything());
        agree::<Value>(&text);
    }
}

#[test]
fn what_is_no_json_or_of_another_type_is_nothing() {
    for text in [
        "",
        " ",
        "nul",
        "nulll",
        "truefalse",
        "[1,]",
        "[,1]",
        "[1 2]",
        "[1",
        "{",
        "{\"a\"}",
        "{\"a\":}",
        "{\"a\":1,}",
        "{\"a\" 1}",
        "{a:1}",
        "{1:2}",
        "01",
        "-",
        "-01",
        "1.",
        ".5",
        "1e",
        "1e+",
        "+1",
        "0x1",
        "1e999",
        "-1e999",
        "\"",
        "\"\\\"",
        "\"\\x\"",
        "\"\\u12\"",
        "\"\\ud800\"",
        "\"\\ud800\\u0041\"",
        "\"\\udc00\"",
        "\"\u{1}\"",
        "\"a\nb\"",
        "1\u{0}",
        "\u{0}",
        "[1]]",
        "\"a\"b",
        "{\"Plain\":null}",
        "{\"Plain\":1}",
        "{\"One\":1,\"x\":2}",
        "{}",
        "1",
        "\"One\"",
        "{\"One\":[1]}",
        "{\"Two\":[1]}",
        "{\"Two\":[1,\"x\",2]}",
        "{\"1\":1,\"-1\":2}",
        "{\"1 \":1}",
        "{\"01\":1}",
        "-0",
        "{\"256\":1}",
        "18446744073709551615",
        "18446744073709551616",
        "-9223372036854775808",
        "-9223372036854775809",
        "340282366920938463463374607431768211455",
        "340282366920938463463374607431768211456",
        "128",
        "-129",
        "2.5e3",
        "\u{feff}1",
    ] {
        agree_on_all(text);
    }
}

#[test]
fn escapes_are_read() {
    let text = r#""\"\\\/\b\f\n\r\t\u00e9\ud83e\udd80é🦀""#;
    assert_eq!(
        from_str::<String>(text).unwrap(),
        "\"\\/\u{8}\u{c}\n\r\té🦀é🦀"
    );
    assert_eq!(from_str::<&str>("\"plain\"").unwrap(), "plain");
    assert!(
        from_str::<&str>(r#""\n""#).is_err(),
        "it cannot be borrowed"
    );
}

#[test]
fn depth_has_a_limit() {
    for depth in [1, 126, 127, 128, 129, 100_000] {
        let text = "[".repeat(depth) + &"]".repeat(depth);
        assert_eq!(from_str::<Value>(&text).is_ok(), depth < 128);
        assert_eq!(from_str::<de::IgnoredAny>(&text).is_ok(), depth < 128);
    }
}

fn any_json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<u64>().prop_map(Value::from),
        any::<String>().prop_map(Value::from),
    ];
    leaf.prop_recursive(4, 32, 5, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..5).prop_map(Value::from),
            prop::collection::btree_map(any::<String>(), inner, 0..5)
                .prop_map(|members| Value::Object(members.into_iter().collect())),
        ]
    })
}

proptest! {
    #[test]
    fn any_value_comes_back(value in any_json()) {
        let text = serde_json::to_string(&value).unwrap();
        prop_assert_eq!(from_str::<Value>(&text).unwrap(), value.clone());
        let text = serde_json::to_string_pretty(&value).unwrap();
        prop_assert_eq!(from_str::<Value>(&text).unwrap(), value);
    }

    #[test]
    fn a_damaged_text_is_read_alike(
        value in any_json(),
        whole in any::<bool>(),
        at in any::<prop::sample::Index>(),
        instead in prop::sample::select(vec!["", "\"", "\\", "{", "}", "[", "]", ",", ":", "0", "-", " ", "e", "u", "é"]),
    ) {
        let text = match whole {
            true => serde_json::to_string(&everything()).unwrap(),
            false => serde_json::to_string(&value).unwrap(),
        };
        let mut chars: Vec<String> = text.chars().map(String::from).collect();
        let at = at.index(chars.len());
        chars[at] = instead.into();
        let text = chars.concat();
        // A number with a fraction may differ in its last digit.
        prop_assert_eq!(from_str::<Value>(&text).is_ok(), serde_json::from_str::<Value>(&text).is_ok());
        prop_assert_eq!(from_str::<Everything>(&text).is_ok(), serde_json::from_str::<Everything>(&text).is_ok());
        prop_assert_eq!(from_str::<de::IgnoredAny>(&text).is_ok(), serde_json::from_str::<de::IgnoredAny>(&text).is_ok());
    }

    #[test]
    fn a_float_is_read_exactly(number in any::<f64>().prop_filter("JSON has no others", |it| it.is_finite())) {
        let text = serde_json::to_string(&number).unwrap();
        prop_assert_eq!(from_str::<f64>(&text).unwrap(), number);
        prop_assert_eq!(from_str::<f64>(&format!("{number:e}")).unwrap(), number);
    }

    #[test]
    fn any_text_is_read_without_a_panic(text in any::<String>()) {
        prop_assert_eq!(from_str::<Value>(&text).is_ok(), serde_json::from_str::<Value>(&text).is_ok());
    }
}
