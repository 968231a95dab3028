//! The URL that a form or a button posts to: the page's own, with the action's marker.

use super::{FormActionAttr, Target};
use crate::{
    channel::Channel,
    side,
    submission::Policy,
    wire::{
        PARAM_ACTION, PARAM_BOUND, PARAM_FROM, PARAM_KEY, PARAM_POLICY, PARAM_PREFIX, PARAM_PREV,
        is_unsealed,
    },
};
use leptos::attr::IntoAttributeValue;

impl IntoAttributeValue for FormActionAttr {
    type Output = String;

    fn into_attribute_value(self) -> String {
        // Also without arguments: the form's own arguments are for the form's action.
        let bound = self.target.bound_json().unwrap_or_else(|| "[]".into());
        let hook = self.target.channel.as_ref();
        let key = hook.map(|hook| hook.shared.key.as_str());
        let prev = hook.and_then(|hook| hook.shared.prev.get_untracked());
        // The client sends it in the body; here it would stand in access logs.
        let prev = prev.filter(|prev| !is_unsealed(prev));
        // Always: the form's own policy is not the policy of the button's hook.
        let policy = hook.and_then(policy_for_bridge);
        action_url(
            self.target.permalink.as_deref().unwrap_or_default(),
            self.target.action,
            &[
                (PARAM_BOUND, Some(&bound)),
                (PARAM_KEY, key),
                (PARAM_PREV, prev.as_deref()),
                (PARAM_POLICY, policy.as_deref()),
            ],
        )
    }
}

/// The URL of a form's own action.
pub(crate) fn form_url(target: &Target, channel: &Channel) -> String {
    // By default every press is sent, in order.
    let policy = policy_for_bridge(channel).filter(|policy| policy.contains('.'));
    action_url(
        target.permalink.as_deref().unwrap_or_default(),
        target.action,
        &[(PARAM_POLICY, policy.as_deref())],
    )
}

/// The policy for the bridge: for a press while another submission is pending. It contains the key of the form or hook
/// if the policy depends on its other submissions. The client knows the policies.
fn policy_for_bridge(channel: &Channel) -> Option<String> {
    if !side::IS_SERVER {
        return None;
    }
    let key = channel.shared.key.as_str();
    Some(match channel.shared.policy {
        Policy::Queue => "queue".to_string(),
        Policy::Parallel => "parallel".to_string(),
        Policy::Latest => format!("latest.{key}"),
        Policy::Drop => format!("drop.{key}"),
    })
}

/// A URL relative to the page: its query, in which our parameters replace earlier ones. With a permalink it leads to that
/// page, for native submissions; scripts still send to the page's own URL.
pub(crate) fn action_url(
    permalink: &str,
    action: &str,
    parameters: &[(&str, Option<&str>)],
) -> String {
    let (path, query) = match permalink.split_once('?') {
        Some((path, query)) => (path, query.to_string()),
        None if permalink.is_empty() => ("", side::page_query()),
        None => (permalink, String::new()),
    };
    let mut url = format!("{path}?");
    for pair in query.split('&') {
        if !pair.is_empty() && !pair.starts_with(PARAM_PREFIX) {
            url.push_str(pair);
            url.push('&');
        }
    }
    push(&mut url, PARAM_ACTION, action);
    for (name, value) in parameters {
        if let Some(value) = value {
            url.push('&');
            push(&mut url, name, value);
        }
    }
    // Hydration does not compare attributes, and the client needs no such parameter: it has the states.
    if let Some(handle) = side::page_handle() {
        url.push('&');
        push(&mut url, PARAM_FROM, &handle);
    }
    url
}

fn push(url: &mut String, name: &str, value: &str) {
    url.push_str(name);
    url.push('=');
    for byte in value.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' | b':' => {
                url.push(byte as char);
            }
            _ => {
                url.push('%');
                url.push(hex(byte >> 4));
                url.push(hex(byte & 15));
            }
        }
    }
}

fn hex(digit: u8) -> char {
    char::from(if digit < 10 {
        b'0' + digit
    } else {
        b'A' + digit - 10
    })
}
