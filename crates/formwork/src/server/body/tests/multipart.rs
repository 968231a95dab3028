//! Parts, files, and what is not quite multipart.

use proptest::prelude::*;

use super::*;
use crate::fields::Entry;

const BODY: &str = "--X\r\n\
    Content-Disposition: form-data; name=\"a\"\r\n\r\n\
    one\r\n--X--two\r\n\
    --X\r\n\
    Content-Disposition: form-data; name=\"f\"; filename=\"\u{e4}.txt\"\r\n\
    Content-Type: text/plain\r\n\r\n\
    content\r\n-\r\n--\r\n--Y\r\n\
    --X\r\n\
    Content-Disposition: form-data; name=\"none\"; filename=\"\"\r\n\
    Content-Type: application/octet-stream\r\n\r\n\r\n\
    --X\r\n\
    Content-Disposition: form-data; name=\"a\"\r\n\r\n\
    \u{e4}\r\n\
    --X\r\n\
    Content-Disposition: form-data; name=\"empty\"; filename=\"empty.txt\"\r\n\r\n\r\n\
    --X--\r\n";

fn body() -> String {
    // A line that only looks like a boundary, since the real one would stand alone.
    BODY.replace("\r\n--X--two", "\n--X--two")
}

async fn read_chunks(chunks: Vec<Bytes>) -> Result<FormData, BodyError> {
    read_form(&headers(MULTIPART), chunked(chunks), &BodyLimits::default()).await
}

async fn assert_complete(form: &FormData) {
    let names: Vec<_> = form.entries().map(|(name, _)| name).collect();
    assert_eq!(names, ["a", "f", "a", "empty"]);
    assert_eq!(texts(form), [("a", "one\n--X--two"), ("a", "\u{e4}")]);
    let file = form.file("f").unwrap();
    assert_eq!(
        (file.name(), file.content_type(), file.size()),
        ("\u{e4}.txt", "text/plain", 19)
    );
    assert_eq!(file.read().await.unwrap(), b"content\r\n-\r\n--\r\n--Y");
    let empty = form.file("empty").unwrap();
    assert_eq!((empty.size(), empty.content_type()), (0, ""));
    assert_eq!(empty.read().await.unwrap(), b"");
}

#[tokio::test]
async fn texts_and_files_come_in_order_and_inputs_without_a_file_are_absent() {
    assert_complete(&read(MULTIPART, body()).await.unwrap()).await;
}

#[tokio::test]
async fn it_does_not_matter_where_the_body_is_cut_into_chunks() {
    let body = Bytes::from(body());
    for size in (1..40).chain([100, 1000]) {
        let chunks = (0..body.len())
            .step_by(size)
            .map(|at| body.slice(at..(at + size).min(body.len())));
        assert_complete(&read_chunks(chunks.collect()).await.unwrap()).await;
    }
    for cut in 0..body.len() {
        let chunks = vec![body.slice(..cut), Bytes::new(), body.slice(cut..)];
        let form = read_chunks(chunks).await.unwrap();
        assert_eq!(
            (form.len(), form.file("f").unwrap().size()),
            (4, 19),
            "cut at {cut}"
        );
    }
}

#[tokio::test]
async fn a_body_that_ends_too_early_is_400_wherever_it_ends() {
    let body = Bytes::from(body());
    let complete = body.len() - "\r\n".len();
    for end in 0..complete {
        let error = read_chunks(vec![body.slice(..end)]).await.unwrap_err();
        assert!(
            matches!(error, BodyError::Malformed { .. }),
            "{end}: {error:?}"
        );
    }
    assert!(read_chunks(vec![body.slice(..complete)]).await.is_ok());
}

#[tokio::test]
async fn a_file_lies_on_disk_until_the_form_is_dropped() {
    let content = "0123456789abcdef".repeat(40_000);
    let head = "--X\r\nContent-Disposition: form-data; name=\"f\"; filename=\"f\"\r\n\r\n";
    let form = read(MULTIPART, format!("{head}{content}\r\n--X--"))
        .await
        .unwrap();
    let file = form.file("f").unwrap();
    let path = file.path().unwrap().to_owned();
    assert_eq!(file.size(), content.len() as u64);
    assert_eq!(std::fs::read(&path).unwrap(), content.as_bytes());
    drop(form);
    assert!(!path.exists());
}

#[cfg(unix)]
#[tokio::test]
async fn a_file_can_be_read_by_this_user_only() {
    use std::os::unix::fs::PermissionsExt as _;
    let form = read(MULTIPART, body()).await.unwrap();
    let metadata = std::fs::metadata(form.file("f").unwrap().path().unwrap()).unwrap();
    assert_eq!(metadata.permissions().mode() & 0o777, 0o600);
}

#[tokio::test]
async fn a_form_without_parts_is_empty() {
    assert!(read(MULTIPART, "--X--\r\n").await.unwrap().is_empty());
}

#[tokio::test]
async fn the_boundary_may_be_quoted_and_its_case_counts() {
    let body = "--A b\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1\r\n--A b--";
    assert!(
        read("Multipart/Form-Data; boundary=\"A b\"", body)
            .await
            .is_ok()
    );
    assert_eq!(
        refusal("multipart/form-data; boundary=\"a b\"", body).await,
        400
    );
}

#[tokio::test]
async fn a_bad_boundary_is_400() {
    let long = format!("multipart/form-data; boundary={}", "a".repeat(71));
    for content_type in [
        "multipart/form-data",
        "multipart/form-data;",
        "multipart/form-data; boundary",
        "multipart/form-data; boundary=",
        "multipart/form-data; boundary=\"\"",
        "multipart/form-data; boundary=\"X",
        "multipart/form-data; boundary=;",
        "multipart/form-data; charset=utf-8",
        &long,
        "multipart/form-data; boundary=other",
    ] {
        let error = read(content_type, body()).await.unwrap_err();
        assert!(
            matches!(error, BodyError::Malformed { .. }),
            "{content_type}: {error:?}"
        );
        assert_eq!(error.status(), 400);
    }
}

#[tokio::test]
async fn a_part_without_a_proper_name_is_400() {
    for part in [
        "",
        "Content-Type: text/plain\r\n",
        "Content-Disposition: form-data\r\n",
        "Content-Disposition: attachment; name=\"a\"\r\n",
        "Content-Disposition: form-data; filename=\"a\"\r\n",
        "Content-Disposition: form-data; name=\"a\r\n",
        "no header at all\r\n",
    ] {
        let body = format!("--X\r\n{part}\r\nvalue\r\n--X--");
        assert_eq!(refusal(MULTIPART, body).await, 400, "{part:?}");
    }
    let many = "Header: value\r\n".repeat(40);
    let body =
        format!("--X\r\n{many}Content-Disposition: form-data; name=\"a\"\r\n\r\nvalue\r\n--X--");
    assert_eq!(refusal(MULTIPART, body).await, 400);
}

#[tokio::test]
async fn text_in_a_part_is_utf_8_whatever_the_part_says() {
    let part = |value: &[u8]| {
        let head = "--X\r\nContent-Disposition: form-data; name=\"a\"\r\nContent-Type: text/plain; charset=latin1\r\n\r\n";
        [head.as_bytes(), value, b"\r\n--X--"].concat()
    };
    assert!(matches!(
        read(MULTIPART, part(b"\xe4")).await,
        Err(BodyError::NotUtf8)
    ));
    assert_eq!(
        texts(&read(MULTIPART, part("\u{e4}".as_bytes())).await.unwrap()),
        [("a", "\u{e4}")]
    );
}

#[tokio::test]
async fn a_name_that_is_not_utf_8_is_400() {
    let body = b"--X\r\nContent-Disposition: form-data; name=\"\xe4\"\r\n\r\n1\r\n--X--";
    assert!(matches!(
        read(MULTIPART, &body[..]).await,
        Err(BodyError::NotUtf8)
    ));
}

#[tokio::test]
async fn a_file_may_hold_any_bytes() {
    let content: Vec<u8> = (0..=255).cycle().take(100_000).collect();
    let head = "--X\r\nContent-Disposition: form-data; name=\"f\"; filename=\"f\"\r\n\r\n";
    let form = read(
        MULTIPART,
        [head.as_bytes(), &content, b"\r\n--X--"].concat(),
    )
    .await
    .unwrap();
    assert_eq!(form.file("f").unwrap().read().await.unwrap(), content);
}

#[tokio::test]
async fn the_name_of_a_file_has_a_limit() {
    let body = |length| {
        let name = "n".repeat(length);
        format!(
            "--X\r\nContent-Disposition: form-data; name=\"f\"; filename=\"{name}\"\r\n\r\n\r\n--X--"
        )
    };
    assert!(read(MULTIPART, body(1024)).await.is_ok());
    assert_eq!(refusal(MULTIPART, body(1025)).await, 413);
}

#[tokio::test]
async fn single_bytes_do_not_take_quadratic_time() {
    // As somebody would send them who wants the parser to search its buffer again for each: in the headers.
    let head = format!("--X\r\nHeader: {}\r\n", "v".repeat(15_000));
    let part = format!("{head}Content-Disposition: form-data; name=\"a\"\r\n\r\n1\r\n");
    let body = Bytes::from(part.repeat(10) + "--X--");
    let chunks = (0..body.len()).map(|at| body.slice(at..=at)).collect();
    assert_eq!(read_chunks(chunks).await.unwrap().len(), 10);
}

#[tokio::test]
async fn the_same_form_has_the_same_digest_however_it_was_sent() {
    let one = read(URLENCODED, "a=1%0D%0A2&b=%22").await.unwrap();
    let two = "--X\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1\r\n2\r\n\
        --X\r\nContent-Disposition: form-data; name=\"b\"\r\n\r\n\"\r\n--X--";
    let three = two.replace("--X", "--other");
    let two = read(MULTIPART, two).await.unwrap();
    let three = read("multipart/form-data; boundary=other", three)
        .await
        .unwrap();
    let digests = [
        digest(&one, &[]).await,
        digest(&two, &[]).await,
        digest(&three, &[]).await,
    ];
    assert!(digests.iter().all(|digest| *digest == digests[0]));
}

fn fragment() -> impl Strategy<Value = Vec<u8>> {
    let known: [&[u8]; 14] = [
        b"--X",
        b"--X--",
        b"\r\n",
        b"\r",
        b"\n",
        b"--",
        b"-",
        b"X",
        b"\r\n\r\n",
        b"Content-Disposition: form-data; name=\"a\"",
        b"Content-Disposition: form-data; name=\"f\"; filename=\"f\"",
        b"Content-Type: text/plain",
        b"--X\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n",
        b"\r\n--X\r\n",
    ];
    prop_oneof![
        8 => prop::sample::select(known.to_vec()).prop_map(<[u8]>::to_vec),
        1 => prop::collection::vec(any::<u8>(), 0..50),
    ]
}

proptest! {
    #[test]
    fn no_body_makes_it_panic_or_hang(fragments in prop::collection::vec(fragment(), 0..20), size in 1usize..64) {
        let body = Bytes::from(fragments.concat());
        let chunks = (0..body.len()).step_by(size).map(|at| body.slice(at..(at + size).min(body.len())));
        let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap();
        let result = runtime.block_on(async {
            tokio::time::timeout(Duration::from_secs(5), read_chunks(chunks.collect())).await
        });
        match result.expect("hangs") {
            Ok(_) => {}
            Err(error) => prop_assert_eq!(error.status(), 400, "{:?}", error),
        }
    }

    #[test]
    fn what_a_browser_sends_comes_back(
        fields in prop::collection::vec(("[a-z\"\u{e4}]{1,9}", "[^\r]{0,40}", any::<bool>()), 0..8),
        size in 1usize..200,
    ) {
        let mut body = String::new();
        for (name, value, is_file) in &fields {
            let name = name.replace('"', "%22");
            let file = if *is_file { "; filename=\"f\"" } else { "" };
            body += &format!("--XYZ\r\nContent-Disposition: form-data; name=\"{name}\"{file}\r\n\r\n{value}\r\n");
        }
        prop_assume!(!fields.iter().any(|(_, value, _)| value.contains("--XYZ")));
        let body = Bytes::from(body + "--XYZ--\r\n");
        let chunks = (0..body.len()).step_by(size).map(|at| body.slice(at..(at + size).min(body.len())));
        let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap();
        runtime.block_on(async {
            let headers = headers("multipart/form-data; boundary=XYZ");
            let form = read_form(&headers, chunked(chunks.collect()), &BodyLimits::default()).await.unwrap();
            assert_eq!(form.len(), fields.len());
            for ((name, value, is_file), (read_name, entry)) in fields.iter().zip(form.entries()) {
                assert_eq!(name, read_name);
                match entry {
                    Entry::Text(text) => assert!(!is_file && text == value),
                    Entry::File(file) => assert!(*is_file && file.read().await.unwrap() == value.as_bytes()),
                }
            }
        });
    }
}
