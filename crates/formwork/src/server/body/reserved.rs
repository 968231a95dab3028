use super::BodyError;
use crate::fields::{Entry, FormData};
use crate::server::seal::MAX_TOKEN;
use crate::wire::{
    FIELD_AFTER, FIELD_BOUND, FIELD_ID, FIELD_KEEP, FIELD_KEY, FIELD_PREV, FIELD_QUERIES,
    MAX_QUERIES_BYTES,
};

/// How long a submission's id may be: letters, digits, `-` and `_`.
pub const MAX_ID: usize = 64;

/// How long the bound arguments may be in bytes, seals included.
pub const MAX_BOUND: usize = 4 * MAX_TOKEN;

/// How long a form's key may be in bytes.
pub const MAX_KEY: usize = 256;

/// How many bytes the fields of ours may have in a body, on top of what the action's own may: each as long as it may
/// be, with every byte written as three.
pub const MAX_RESERVED: u64 =
    3 * (MAX_BOUND + MAX_TOKEN + MAX_QUERIES_BYTES + MAX_KEY + 2 * MAX_ID + 1024) as u64;

/// The fields of a form that are ours. One that is absent or empty is `None`.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Reserved {
    /// The submission's id: up to [`MAX_ID`] letters, digits, `-` and `_`.
    pub id: Option<String>,
    /// The bound arguments, a JSON array, not parsed yet.
    pub bound: Option<String>,
    /// The sealed previous state.
    pub prev: Option<String>,
    /// The form's key on its page.
    pub key: Option<String>,
    /// The id of the submission that this one follows.
    pub after: Option<String>,
    /// Whether what was typed stays in the form after success.
    pub keep: bool,
    /// The queries that the page shows, a JSON array, not parsed yet.
    pub queries: Option<String>,
}

/// Bound arguments are personal: logs get the names only.
impl std::fmt::Debug for Reserved {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self {
            id,
            bound,
            prev,
            key,
            after,
            keep,
            queries,
        } = self;
        f.debug_struct("Reserved")
            .field("id", id)
            .field("bound", &bound.is_some())
            .field("prev", &prev.is_some())
            .field("key", key)
            .field("after", after)
            .field("keep", keep)
            .field("queries", &queries.is_some())
            .finish()
    }
}

/// Takes the fields of ours out of a form. Reserved names that are not known are dropped.
///
/// # Errors
///
/// [`BodyError::Reserved`], a 400, where one of them is there twice, is a file, or is not what our forms send.
pub fn split_reserved(mut form: FormData) -> Result<(Reserved, FormData), BodyError> {
    let id = |id: &str| {
        id.len() <= MAX_ID
            && id
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'))
    };
    let key = |key: &str| key.len() <= MAX_KEY && !key.contains(char::is_control);
    let reserved = Reserved {
        id: take(&mut form, FIELD_ID, id)?,
        bound: take(&mut form, FIELD_BOUND, |bound| bound.len() <= MAX_BOUND)?,
        prev: take(&mut form, FIELD_PREV, |prev| prev.len() <= MAX_TOKEN)?,
        key: take(&mut form, FIELD_KEY, key)?,
        after: take(&mut form, FIELD_AFTER, id)?,
        keep: take(&mut form, FIELD_KEEP, |keep| keep == "1")?.is_some(),
        // Whoever reads it leaves out what is too much.
        queries: take(&mut form, FIELD_QUERIES, |_| true)?,
    };
    form.strip_reserved();
    Ok((reserved, form))
}

fn take(
    form: &mut FormData,
    name: &'static str,
    valid: impl Fn(&str) -> bool,
) -> Result<Option<String>, BodyError> {
    let refused = |problem| Err(BodyError::Reserved { name, problem });
    let mut entries = form.take(name).into_iter();
    match (entries.next(), entries.next()) {
        (None, _) => Ok(None),
        (Some(_), Some(_)) => refused("is there twice"),
        (Some(Entry::File(_)), None) => refused("is a file"),
        (Some(Entry::Text(text)), None) if text.is_empty() => Ok(None),
        (Some(Entry::Text(text)), None) if valid(&text) => Ok(Some(text)),
        (Some(Entry::Text(_)), None) => refused("is not what this form sends"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn split(text: &str) -> Result<(Reserved, FormData), BodyError> {
        split_reserved(FormData::from_urlencoded(text).unwrap())
    }

    #[test]
    fn fields_of_ours_are_taken_out_and_the_others_stay_in_order() {
        let text = "a=1&_fw.id=s-1_A&b=2&_fw.bound=%5B7%5D&_fw.prev=token&_fw.key=k.1&_fw.after=s-0&_fw.keep=1&_fw.queries=%5B%5D&a=3";
        let (reserved, form) = split(text).unwrap();
        let expected = Reserved {
            id: Some("s-1_A".into()),
            bound: Some("[7]".into()),
            prev: Some("token".into()),
            key: Some("k.1".into()),
            after: Some("s-0".into()),
            keep: true,
            queries: Some("[]".into()),
        };
        assert_eq!(reserved, expected);
        assert_eq!(form.to_urlencoded(), "a=1&b=2&a=3");
    }

    #[test]
    fn absent_and_empty_fields_of_ours_are_none() {
        assert_eq!(split("a=1").unwrap().0, Reserved::default());
        assert_eq!(
            split("_fw.id=&_fw.key=&_fw.bound").unwrap().0,
            Reserved::default()
        );
    }

    #[test]
    fn unknown_reserved_names_are_dropped() {
        let (reserved, form) = split("_fw.new=1&_fw.=2&_fwx=3&_FW.id=4").unwrap();
        assert_eq!(reserved, Reserved::default());
        assert_eq!(form.to_urlencoded(), "_fwx=3&_FW.id=4");
    }

    #[test]
    fn a_field_of_ours_that_is_there_twice_is_refused() {
        for text in [
            "_fw.id=1&_fw.id=1",
            "_fw.bound=1&a=2&_fw.bound=",
            "_fw.key=a&_fw.key=b",
        ] {
            let error = split(text).unwrap_err();
            assert!(
                matches!(
                    error,
                    BodyError::Reserved {
                        problem: "is there twice",
                        ..
                    }
                ),
                "{text}"
            );
            assert_eq!(error.status(), 400);
        }
    }

    #[test]
    fn ids_and_keys_of_other_characters_or_lengths_are_refused() {
        assert!(split(&format!("_fw.id={}", "a".repeat(MAX_ID))).is_ok());
        for text in [
            format!("_fw.id={}", "a".repeat(MAX_ID + 1)),
            "_fw.id=a+b".into(),
            "_fw.id=a.b".into(),
            "_fw.id=%C3%A4".into(),
            "_fw.id=%00".into(),
            "_fw.key=a%0Ab".into(),
            "_fw.after=a.b".into(),
            format!("_fw.key={}", "a".repeat(MAX_KEY + 1)),
            format!("_fw.bound={}", "a".repeat(MAX_BOUND + 1)),
            format!("_fw.prev={}", "a".repeat(MAX_TOKEN + 1)),
        ] {
            assert!(
                matches!(split(&text), Err(BodyError::Reserved { .. })),
                "{}",
                &text[..12]
            );
        }
    }

    #[test]
    fn a_file_under_a_name_of_ours_is_refused() {
        let path = tempfile::NamedTempFile::new().unwrap().into_temp_path();
        let mut form = FormData::new();
        form.append("_fw.id", crate::fields::File::from_temp("a", "", 0, path));
        let error = split_reserved(form).unwrap_err();
        assert!(matches!(
            error,
            BodyError::Reserved {
                name: "_fw.id",
                problem: "is a file"
            }
        ));
    }

    #[test]
    fn a_log_holds_neither_arguments_nor_states() {
        let (reserved, _) =
            split("_fw.id=1&_fw.bound=secret&_fw.prev=secret&_fw.queries=secret").unwrap();
        assert!(!format!("{reserved:?}").contains("secret"));
    }
}
