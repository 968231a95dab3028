use std::io;

use sha2::{Digest as _, Sha256};

use crate::fields::{Entry, File, FormData};
use crate::wire::FIELD_PREFIX;

/// How many digits a coordinate of an image has at most.
const MAX_COORDINATE: usize = 5;

/// A digest of a form's decoded input, by which the same submission is recognised however it was sent: names
/// and values in order, files by name, type and content, and `extra`, such as the opened arguments.
///
/// Left out are the reserved fields, and the coordinates that an image button adds (`name.x` and `name.y`, or
/// `x` and `y`: one pair of small whole numbers, side by side), which differ between the two clicks of a double
/// click. Multipart boundaries are not part of the decoded input.
///
/// Where fields of the form may look like such a pair, use [`digest_of`] and say so: else the same submission
/// with other coordinates is the same submission.
pub async fn digest(form: &FormData, extra: &[&[u8]]) -> [u8; 32] {
    digest_of(form, extra, &|_| false).await
}

/// As [`digest`], with the names that are fields of the form and so never coordinates of a button.
pub async fn digest_of(
    form: &FormData,
    extra: &[&[u8]],
    is_field: &(dyn Fn(&str) -> bool + Sync),
) -> [u8; 32] {
    let entries: Vec<_> = form
        .entries()
        .filter(|(name, _)| !name.starts_with(FIELD_PREFIX))
        .collect();
    let coordinates = coordinates(&entries, is_field);
    let mut hasher = Sha256::new();
    hasher.update((extra.len() as u64).to_be_bytes());
    for part in extra {
        update(&mut hasher, part);
    }
    for (index, (name, entry)) in entries.iter().enumerate() {
        if coordinates.is_some_and(|first| index == first || index == first + 1) {
            continue;
        }
        match entry {
            Entry::Text(text) => {
                hasher.update([0]);
                update(&mut hasher, name.as_bytes());
                update(&mut hasher, text.as_bytes());
            }
            Entry::File(file) => {
                hasher.update([1]);
                for part in [name, file.name(), file.content_type()] {
                    update(&mut hasher, part.as_bytes());
                }
                hasher.update(digest_of_file(file).await);
            }
        }
    }
    hasher.finalize().into()
}

/// Each part with its length before it, so that parts cannot run together.
fn update(hasher: &mut Sha256, part: &[u8]) {
    hasher.update((part.len() as u64).to_be_bytes());
    hasher.update(part);
}

/// Where the coordinates of an image button stand, if there is exactly one pair that can be them.
fn coordinates(entries: &[(&str, &Entry)], is_field: &dyn Fn(&str) -> bool) -> Option<usize> {
    let is_number = |entry: &Entry| match entry {
        Entry::Text(text) => {
            (1..=MAX_COORDINATE).contains(&text.len())
                && text.bytes().all(|byte| byte.is_ascii_digit())
        }
        Entry::File(_) => false,
    };
    let is_pair = |pair: &[(&str, &Entry)]| match pair {
        [(x, at_x), (y, at_y)] => {
            let names = match (x.strip_suffix('x'), y.strip_suffix('y')) {
                (Some(of_x), Some(of_y)) => {
                    of_x == of_y && (of_x.is_empty() || of_x.ends_with('.'))
                }
                _ => false,
            };
            names && is_number(at_x) && is_number(at_y) && !is_field(x) && !is_field(y)
        }
        _ => false,
    };
    let mut pairs = entries
        .windows(2)
        .enumerate()
        .filter(|(_, pair)| is_pair(pair));
    match (pairs.next(), pairs.next()) {
        (Some((index, _)), None) => Some(index),
        _ => None,
    }
}

async fn digest_of_file(file: &File) -> [u8; 32] {
    let read = {
        let file = file.clone();
        tokio::task::spawn_blocking(move || hash_file(&file))
    };
    match read.await.map_err(io::Error::other).flatten() {
        Ok(digest) => digest,
        Err(error) => {
            tracing::error!(%error, "an upload cannot be read back, so that its duplicates are not recognised");
            // Something that no other upload has.
            let path = file
                .path()
                .map(|path| path.as_os_str().as_encoded_bytes().to_vec());
            Sha256::digest(path.unwrap_or_default()).into()
        }
    }
}

fn hash_file(file: &File) -> io::Result<[u8; 32]> {
    let mut content = std::fs::File::open(file.path()?)?;
    let mut hasher = HashWriter(Sha256::new());
    io::copy(&mut content, &mut hasher)?;
    Ok(hasher.0.finalize().into())
}

struct HashWriter(Sha256);

impl io::Write for HashWriter {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.update(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use super::*;

    async fn of(text: &str) -> [u8; 32] {
        digest(&FormData::from_urlencoded(text).unwrap(), &[]).await
    }

    async fn of_file(name: &str, content: &[u8]) -> [u8; 32] {
        let mut file = tempfile::NamedTempFile::new().unwrap();
        file.write_all(content).unwrap();
        let file = File::from_temp(
            name,
            "text/plain",
            content.len() as u64,
            file.into_temp_path(),
        );
        let form = FormData::from_iter([("f", file)]);
        digest(&form, &[]).await
    }

    #[tokio::test]
    async fn equal_input_has_equal_digests() {
        assert_eq!(of("a=1&b=2").await, of("a=1&b=2").await);
        assert_eq!(
            of("a=b+c%0D%0Ad").await,
            of("a=b%20c%0Ad").await,
            "however it was written"
        );
    }

    #[tokio::test]
    async fn other_names_values_or_orders_have_other_digests() {
        let digests = [
            of("").await,
            of("a=1").await,
            of("a=2").await,
            of("b=1").await,
            of("a=1&b=2").await,
            of("b=2&a=1").await,
            of("a=1&a=1").await,
            of("a=1b").await,
            of("a1=b").await,
            of("a=&b=").await,
            of("ab==").await,
        ];
        for (index, digest) in digests.iter().enumerate() {
            assert!(!digests[..index].contains(digest), "{index}");
        }
    }

    #[tokio::test]
    async fn opened_arguments_are_part_of_it() {
        let form = FormData::from_urlencoded("a=1").unwrap();
        let digests = [
            digest(&form, &[]).await,
            digest(&form, &[b""]).await,
            digest(&form, &[b"7"]).await,
            digest(&form, &[b"7", b""]).await,
            digest(&form, &[b"", b"7"]).await,
        ];
        for (index, digest) in digests.iter().enumerate() {
            assert!(!digests[..index].contains(digest), "{index}");
        }
    }

    #[tokio::test]
    async fn reserved_fields_are_not_part_of_it() {
        assert_eq!(
            of("a=1&_fw.id=1&_fw.bound=x").await,
            of("_fw.id=2&a=1").await
        );
        assert_ne!(of("a=1&_fwx=1").await, of("a=1").await);
    }

    #[tokio::test]
    async fn the_coordinates_of_an_image_button_are_not_part_of_it() {
        assert_eq!(
            of("a=1&go.x=12&go.y=30").await,
            of("a=1&go.x=13&go.y=31").await
        );
        assert_eq!(of("x=12&y=30&a=1").await, of("x=0&y=0&a=1").await);
        assert_eq!(
            of("tags[0].go.x=1&tags[0].go.y=2").await,
            of("tags[0].go.x=1&tags[0].go.y=3").await
        );
    }

    #[tokio::test]
    async fn what_cannot_be_coordinates_is_part_of_it() {
        for (one, other) in [
            ("go.x=1", "go.x=2"),
            ("go.x=1&a=1&go.y=2", "go.x=1&a=1&go.y=3"),
            ("go.y=1&go.x=2", "go.y=1&go.x=3"),
            ("go.x=1&to.y=2", "go.x=1&to.y=3"),
            ("max=1&may=2", "max=1&may=3"),
            ("go.x=1.5&go.y=2", "go.x=1.5&go.y=3"),
            ("go.x=-1&go.y=2", "go.x=-1&go.y=3"),
            ("go.x=&go.y=2", "go.x=&go.y=3"),
            ("go.x=123456&go.y=2", "go.x=123456&go.y=3"),
            ("a.x=1&a.y=2&b.x=3&b.y=4", "a.x=1&a.y=2&b.x=3&b.y=5"),
        ] {
            assert_ne!(of(one).await, of(other).await, "{one}");
        }
    }

    #[tokio::test]
    async fn fields_that_look_like_coordinates_are_part_of_it_when_they_are_declared() {
        let [one, other] = ["at.x=1&at.y=2&go.x=5&go.y=5", "at.x=1&at.y=3&go.x=5&go.y=5"]
            .map(|text| FormData::from_urlencoded(text).unwrap());
        let declared = |name: &str| name.starts_with("at.");
        assert_ne!(
            digest_of(&one, &[], &declared).await,
            digest_of(&other, &[], &declared).await
        );
        let [one, other] = ["at.x=1&at.y=2&go.x=5&go.y=5", "at.x=1&at.y=2&go.x=6&go.y=6"]
            .map(|text| FormData::from_urlencoded(text).unwrap());
        assert_eq!(
            digest_of(&one, &[], &declared).await,
            digest_of(&other, &[], &declared).await
        );
    }

    #[tokio::test]
    async fn files_count_by_name_and_content_and_not_by_where_they_lie() {
        assert_eq!(
            of_file("a.txt", b"content").await,
            of_file("a.txt", b"content").await
        );
        assert_ne!(
            of_file("a.txt", b"content").await,
            of_file("a.txt", b"other").await
        );
        assert_ne!(
            of_file("a.txt", b"content").await,
            of_file("b.txt", b"content").await
        );
        assert_ne!(of_file("", b"").await, of("f=").await);
    }
}
