use std::time::{Duration, SystemTime};

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use proptest::prelude::*;

use super::*;

const HOUR: Duration = Duration::from_secs(3600);

fn keys(secrets: &[u8]) -> Keys {
    let secrets: Vec<_> = secrets
        .iter()
        .map(|seed| {
            let mut secret = [*seed; KEY_LENGTH];
            secret[0] = !seed;
            secret
        })
        .collect();
    Keys::from_secrets(&secrets)
}

fn context<'a>(action: &'a str, principal: &'a str) -> SealContext<'a> {
    SealContext {
        purpose: "bound",
        action,
        principal,
    }
}

fn sealed(keys: &Keys, context: &SealContext<'_>, plaintext: &[u8]) -> String {
    keys.seal(context, HOUR, plaintext).unwrap()
}

fn open(keys: &Keys, context: &SealContext<'_>, token: &str) -> Result<Vec<u8>, OpenError> {
    keys.open(context, SystemTime::now(), token)
}

#[test]
fn a_sealed_value_comes_back_as_it_was() {
    let keys = keys(&[1]);
    for plaintext in [&b""[..], b"7", &[0xff; 5000]] {
        let token = sealed(&keys, &context("sign", "ada"), plaintext);
        assert_eq!(
            open(&keys, &context("sign", "ada"), &token).unwrap(),
            plaintext
        );
    }
}

#[test]
fn a_token_is_safe_in_a_url_and_shows_neither_value_nor_principal() {
    let keys = keys(&[1]);
    let token = sealed(&keys, &context("sign", "ada@example.com"), b"the secret");
    assert!(
        token
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_')
    );
    let bytes = URL_SAFE_NO_PAD.decode(&token).unwrap();
    for hidden in [&b"the secret"[..], b"ada@example.com", b"sign"] {
        assert!(!bytes.windows(hidden.len()).any(|window| window == hidden));
    }
}

#[test]
fn the_same_value_never_gives_the_same_token() {
    let keys = keys(&[1]);
    let [one, two] = [(); 2].map(|()| {
        URL_SAFE_NO_PAD
            .decode(sealed(&keys, &context("sign", "ada"), b"7"))
            .unwrap()
    });
    assert_ne!(
        one[14..30],
        two[14..30],
        "the owner links two tokens of one principal"
    );
    assert_ne!(one[30..], two[30..]);
}

#[test]
fn every_changed_bit_of_a_token_is_noticed() {
    let keys = keys(&[1, 2]);
    for principal in ["", "ada"] {
        let context = context("sign", principal);
        let bytes = URL_SAFE_NO_PAD
            .decode(sealed(&keys, &context, b"value"))
            .unwrap();
        for bit in 0..bytes.len() * 8 {
            let mut changed = bytes.clone();
            changed[bit / 8] ^= 1 << (bit % 8);
            let error = open(&keys, &context, &URL_SAFE_NO_PAD.encode(changed)).unwrap_err();
            let of_the_key_id = (8..40).contains(&bit);
            let expected = if of_the_key_id {
                OpenError::UnknownKey
            } else {
                OpenError::Tampered
            };
            assert_eq!(error, expected, "bit {bit}");
        }
    }
}

#[test]
fn every_changed_character_of_a_token_is_noticed() {
    let keys = keys(&[1]);
    let token = sealed(&keys, &context("", ""), b"value");
    for bit in 0..token.len() * 8 {
        let mut changed = token.clone().into_bytes();
        changed[bit / 8] ^= 1 << (bit % 8);
        let Ok(changed) = String::from_utf8(changed) else {
            continue;
        };
        assert!(
            open(&keys, &context("", ""), &changed).is_err(),
            "bit {bit}"
        );
    }
}

#[test]
fn a_shortened_or_lengthened_token_is_tampered_with() {
    let keys = keys(&[1]);
    let token = sealed(&keys, &context("sign", "ada"), b"value");
    for length in 0..token.len() {
        assert_eq!(
            open(&keys, &context("sign", "ada"), &token[..length]),
            Err(OpenError::Tampered),
            "{length}"
        );
    }
    for more in ["A", "AA", "AAAA", "=", "==", " ", "\n", "."] {
        assert_eq!(
            open(&keys, &context("sign", "ada"), &format!("{token}{more}")),
            Err(OpenError::Tampered)
        );
    }
}

#[test]
fn a_seal_for_one_action_opens_for_no_other() {
    let keys = keys(&[1]);
    let token = sealed(&keys, &context("sign", ""), b"7");
    assert!(open(&keys, &context("sign", ""), &token).is_ok());
    assert_eq!(
        open(&keys, &context("delete", ""), &token),
        Err(OpenError::Tampered)
    );
    assert_eq!(
        open(&keys, &context("", ""), &token),
        Err(OpenError::Tampered)
    );
}

#[test]
fn a_seal_without_an_action_opens_for_every_one() {
    let keys = keys(&[1]);
    let token = sealed(&keys, &context("", ""), b"7");
    assert!(open(&keys, &context("sign", ""), &token).is_ok());
    assert!(open(&keys, &context("", ""), &token).is_ok());
}

#[test]
fn a_seal_for_one_purpose_opens_for_no_other() {
    let keys = keys(&[1]);
    let seal = |purpose, action| {
        sealed(
            &keys,
            &SealContext {
                purpose,
                action,
                principal: "",
            },
            b"7",
        )
    };
    let opens = |purpose, action, token: &str| {
        open(
            &keys,
            &SealContext {
                purpose,
                action,
                principal: "",
            },
            token,
        )
    };
    assert_eq!(
        opens("prev", "sign", &seal("bound", "sign")),
        Err(OpenError::Tampered)
    );
    assert_eq!(
        opens("a", "bc", &seal("ab", "c")),
        Err(OpenError::Tampered),
        "purpose and action ran together"
    );
}

#[test]
fn a_seal_for_a_principal_is_stale_for_everyone_else() {
    let keys = keys(&[1]);
    let token = sealed(&keys, &context("sign", "ada"), b"7");
    assert!(open(&keys, &context("sign", "ada"), &token).is_ok());
    for other in ["bob", "", "ad", "adaa"] {
        let error = open(&keys, &context("sign", other), &token).unwrap_err();
        assert_eq!(error, OpenError::OtherPrincipal);
        assert!(error.is_stale());
    }
}

#[test]
fn an_anonymous_seal_opens_for_everyone() {
    let keys = keys(&[1]);
    let token = sealed(&keys, &context("sign", ""), b"7");
    for principal in ["", "ada", "bob"] {
        assert!(open(&keys, &context("sign", principal), &token).is_ok());
    }
}

#[test]
fn a_seal_lives_until_its_expiry_and_not_longer() {
    let keys = keys(&[1]);
    let before = SystemTime::now();
    let token = sealed(&keys, &context("sign", "ada"), b"7");
    let opened = |after: Duration| keys.open(&context("sign", "ada"), before + after, &token);
    assert!(opened(HOUR - Duration::from_secs(1)).is_ok());
    assert_eq!(
        opened(HOUR + Duration::from_secs(2)),
        Err(OpenError::Expired)
    );
    assert!(OpenError::Expired.is_stale());
}

#[test]
fn a_seal_may_live_for_ever() {
    let keys = keys(&[1]);
    let token = keys
        .seal(&context("sign", ""), Duration::MAX, b"7")
        .unwrap();
    assert!(
        keys.open(
            &context("sign", ""),
            SystemTime::now() + HOUR * 24 * 365 * 100,
            &token
        )
        .is_ok()
    );
}

#[test]
fn a_tampered_token_is_tampered_with_even_when_it_is_somebody_elses_or_expired() {
    let keys = keys(&[1]);
    let mut bytes = URL_SAFE_NO_PAD
        .decode(sealed(&keys, &context("sign", "ada"), b"7"))
        .unwrap();
    *bytes.last_mut().unwrap() ^= 1;
    let token = URL_SAFE_NO_PAD.encode(bytes);
    let later = SystemTime::now() + HOUR * 2;
    assert_eq!(
        keys.open(&context("sign", "bob"), later, &token),
        Err(OpenError::Tampered)
    );
}

#[test]
fn rotated_keys_open_old_tokens_and_make_new_ones_under_the_first() {
    let old = keys(&[1]);
    let both = keys(&[2, 1]);
    let new = keys(&[2]);
    let context = context("sign", "ada");
    let of_old = sealed(&old, &context, b"old");
    let of_both = sealed(&both, &context, b"new");
    assert_eq!(open(&both, &context, &of_old).unwrap(), b"old");
    assert_eq!(open(&new, &context, &of_both).unwrap(), b"new");
    assert_eq!(open(&new, &context, &of_old), Err(OpenError::UnknownKey));
    assert_eq!(open(&old, &context, &of_both), Err(OpenError::UnknownKey));
    assert!(OpenError::UnknownKey.is_stale());
}

#[test]
fn a_value_that_is_too_large_is_refused_when_it_is_sealed() {
    let keys = keys(&[1]);
    for bytes in [MAX_TOKEN, MAX_TOKEN * 3 / 4] {
        assert_eq!(
            keys.seal(&context("", ""), HOUR, &vec![0; bytes]),
            Err(SealError::TooLong { bytes })
        );
    }
    let token = sealed(&keys, &context("", ""), &vec![0; MAX_TOKEN * 3 / 4 - 100]);
    assert!(open(&keys, &context("", ""), &token).is_ok());
}

#[test]
fn a_token_that_is_too_long_is_refused() {
    assert_eq!(
        open(&keys(&[1]), &context("", ""), &"A".repeat(MAX_TOKEN + 1)),
        Err(OpenError::Tampered)
    );
}

#[test]
fn a_token_of_another_version_or_with_unknown_flags_is_refused() {
    let keys = keys(&[1]);
    let bytes = URL_SAFE_NO_PAD
        .decode(sealed(&keys, &context("", ""), b"7"))
        .unwrap();
    for (index, value) in [(0, 0), (0, 2), (5, 4), (5, 0x80)] {
        let mut changed = bytes.clone();
        changed[index] = value;
        assert_eq!(
            open(&keys, &context("", ""), &URL_SAFE_NO_PAD.encode(changed)),
            Err(OpenError::Tampered)
        );
    }
}

#[test]
fn fingerprints_tell_values_and_scopes_apart() {
    let one = keys(&[1]);
    let print = one.fingerprint("visitor", b"value");
    assert_eq!(print.len(), 11);
    assert_eq!(print, keys(&[1, 2]).fingerprint("visitor", b"value"));
    assert_ne!(print, one.fingerprint("visitor", b"other"));
    assert_ne!(print, one.fingerprint("visito", b"rvalue"));
    assert_ne!(print, keys(&[2]).fingerprint("visitor", b"value"));
}

#[test]
fn keys_are_read_in_every_spelling_of_base64() {
    let bytes = [0xfb; 31].into_iter().chain([1]).collect::<Vec<u8>>();
    let standard = STANDARD.encode(&bytes);
    let url_safe = URL_SAFE_NO_PAD.encode(&bytes);
    assert_ne!(standard, url_safe);
    let token = sealed(
        &Keys::from_config(&standard).unwrap(),
        &context("", ""),
        b"7",
    );
    for config in [
        url_safe.clone(),
        format!("  {standard}\r\n"),
        standard.replace('=', ""),
        format!(",\n{url_safe},"),
    ] {
        assert!(
            open(
                &Keys::from_config(&config).unwrap(),
                &context("", ""),
                &token
            )
            .is_ok(),
            "{config}"
        );
    }
}

#[test]
fn the_first_of_several_configured_keys_seals() {
    let [a, b] = [3u8, 4].map(|seed| STANDARD.encode([[seed; 31].as_slice(), &[0]].concat()));
    for config in [format!("{a},{b}"), format!("{a}\n{b}\n")] {
        let both = Keys::from_config(&config).unwrap();
        let token = sealed(&both, &context("", ""), b"7");
        assert!(open(&Keys::from_config(&a).unwrap(), &context("", ""), &token).is_ok());
        assert!(open(&Keys::from_config(&b).unwrap(), &context("", ""), &token).is_err());
    }
}

#[test]
fn wrong_keys_are_refused_with_their_position_and_without_their_text() {
    let good = STANDARD.encode([[3; 31].as_slice(), &[0]].concat());
    let refused = |config: &str| {
        let error = Keys::from_config(config).unwrap_err();
        assert!(!error.to_string().contains(good.as_str()));
        error
    };
    assert_eq!(refused(""), KeysError::Empty);
    assert_eq!(refused(" , \n"), KeysError::Empty);
    assert_eq!(refused("not base64!"), KeysError::NotBase64 { position: 1 });
    assert_eq!(
        refused(&format!("{good},secret key")),
        KeysError::NotBase64 { position: 2 }
    );
    assert_eq!(
        refused("c2hvcnQ="),
        KeysError::WrongLength {
            position: 1,
            bytes: 5
        }
    );
    assert_eq!(
        refused(&STANDARD.encode([0; 32])),
        KeysError::Placeholder { position: 1 }
    );
    assert_eq!(
        refused(&format!("{good}\n{good}")),
        KeysError::Repeated { position: 2 }
    );
    let many: Vec<_> = (0..17u8)
        .map(|seed| STANDARD.encode([[seed; 31].as_slice(), &[99]].concat()))
        .collect();
    assert_eq!(refused(&many.join(",")), KeysError::TooMany);
}

#[test]
fn keys_do_not_show_themselves() {
    assert_eq!(format!("{:?}", keys(&[1, 2])), "Keys(2 keys)");
}

#[test]
fn generated_keys_differ() {
    let token = sealed(&Keys::generate(), &context("", ""), b"7");
    assert_eq!(
        open(&Keys::generate(), &context("", ""), &token),
        Err(OpenError::UnknownKey)
    );
}

mod development_file {
    use std::io::ErrorKind;

    use super::*;

    #[test]
    fn is_made_once_and_survives_a_restart() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("made/on/demand.key");
        let token = sealed(&Keys::development(&path).unwrap(), &context("", ""), b"7");
        assert!(open(&Keys::development(&path).unwrap(), &context("", ""), &token).is_ok());
        assert_eq!(
            std::fs::read_dir(path.parent().unwrap()).unwrap().count(),
            1,
            "a temporary file was left"
        );
    }

    #[cfg(unix)]
    #[test]
    fn is_readable_by_its_owner_only() {
        use std::os::unix::fs::PermissionsExt as _;
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("key");
        Keys::development(&path).unwrap();
        assert_eq!(
            std::fs::metadata(&path).unwrap().permissions().mode() & 0o777,
            0o600
        );
    }

    #[test]
    fn is_the_same_for_servers_that_start_together() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("key");
        let keys: Vec<_> = std::thread::scope(|scope| {
            let starts: Vec<_> = (0..16)
                .map(|_| scope.spawn(|| Keys::development(&path).unwrap()))
                .collect();
            starts
                .into_iter()
                .map(|start| start.join().unwrap())
                .collect()
        });
        let token = sealed(&keys[0], &context("", ""), b"7");
        assert!(
            keys.iter()
                .all(|keys| open(keys, &context("", ""), &token).is_ok())
        );
    }

    #[test]
    fn that_is_damaged_is_not_overwritten() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("key");
        std::fs::write(&path, "half a k").unwrap();
        let error = Keys::development(&path).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidData);
        assert!(error.to_string().contains("delete it"));
        assert_eq!(std::fs::read_to_string(&path).unwrap(), "half a k");
    }
}

proptest! {
    #[test]
    fn no_string_opens_or_panics(token in ".*") {
        prop_assert!(open(&keys(&[1]), &context("", ""), &token).is_err());
    }

    #[test]
    fn no_bytes_open_or_panic(bytes in prop::collection::vec(any::<u8>(), 0..200), known in any::<bool>()) {
        let keys = keys(&[1]);
        let mut bytes = bytes;
        if known && bytes.len() > 6 {
            // As far as a forger gets: version, key id and flags of a real token.
            let real = URL_SAFE_NO_PAD.decode(sealed(&keys, &context("", ""), b"")).unwrap();
            bytes[..6].copy_from_slice(&real[..6]);
        }
        prop_assert!(open(&keys, &context("", ""), &URL_SAFE_NO_PAD.encode(bytes)).is_err());
    }

    #[test]
    fn any_value_comes_back_for_any_context(
        plaintext in prop::collection::vec(any::<u8>(), 0..2000),
        purpose in ".{0,20}", action in ".{0,20}", principal in ".{0,20}",
    ) {
        let keys = keys(&[1]);
        let context = SealContext { purpose: &purpose, action: &action, principal: &principal };
        let token = sealed(&keys, &context, &plaintext);
        prop_assert_eq!(open(&keys, &context, &token).unwrap(), plaintext);
    }
}
