use std::time::{Duration, SystemTime};

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
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
