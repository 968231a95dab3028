//! The facts of a field at compile time.

use super::{Number, Rules, path::join};

/// The control of a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// `<input type="text">`
    Text,
    /// `<input type="email">`
    Email,
    /// `<input type="password">`: its value is never restored.
    Password,
    /// `<input type="number">`
    Number,
    /// `<input type="checkbox">`
    Checkbox,
    /// `<textarea>`
    TextArea,
    /// `<input type="hidden">`, without a label. Users can still read and change it.
    Hidden,
    /// Any other `<input>`, by its type: `tel`, `url`, `search`, `color`.
    Input(&'static str),
    /// No control: the fields of a nested struct.
    Nested,
}

impl Kind {
    /// The `type` of the `<input>`. A text area and a nested struct have none.
    pub const fn input_type(self) -> Option<&'static str> {
        match self {
            Self::Text => Some("text"),
            Self::Email => Some("email"),
            Self::Password => Some("password"),
            Self::Number => Some("number"),
            Self::Checkbox => Some("checkbox"),
            Self::Hidden => Some("hidden"),
            Self::Input(name) => Some(name),
            Self::TextArea | Self::Nested => None,
        }
    }
}

/// The facts of a type, for every field of this type.
#[derive(Clone, Copy, Debug)]
pub struct Facts {
    /// The default control.
    pub kind: Kind,
    /// Whether the field may be left empty.
    pub optional: bool,
    /// Whether it is never shown again.
    pub secret: bool,
    /// Whether it is a whole number.
    pub whole: bool,
    /// The least number of the type, if users could come near it.
    pub min: Option<Number>,
    /// The greatest.
    pub max: Option<Number>,
    /// The fields of a nested struct.
    pub fields: fn() -> &'static [FieldMeta],
}

impl Facts {
    /// The facts of a single required control.
    pub const fn of(kind: Kind) -> Self {
        Self {
            kind,
            optional: false,
            secret: false,
            whole: false,
            min: None,
            max: None,
            fields: no_fields,
        }
    }
}

impl Facts {
    /// A compile error if an empty input is itself a value of the type: a `default` would replace it, and the user could
    /// never choose it. `#[derive(Fields)]` calls this for a field with a `default`.
    #[doc(hidden)]
    pub const fn may_have_a_default(self) {
        if self.optional {
            panic!(
                "this field has a value where nothing is entered, `None`, so that it has no `default`: nobody could leave it \
                 empty; show the value in the form, `<Field of=… value=…/>`, or take the `Option` away"
            );
        }
        match self.kind {
            Kind::Checkbox => panic!(
                "a box that is not ticked sends nothing, which is `false`, so that it has no `default`: nobody could untick \
                 it; tick it in the form: `<Field of=… checked=true/>`"
            ),
            Kind::Nested => panic!(
                "a struct whose boxes are not ticked and whose texts are empty sends nothing, so that it has no `default`: \
                 give one to its fields"
            ),
            _ => {}
        }
    }
}

fn no_fields() -> &'static [FieldMeta] {
    &[]
}

/// One field of a struct: its name, its control, its rules. Made by `#[derive(Fields)]`, as a constant.
#[derive(Clone, Copy, Debug)]
pub struct FieldMeta {
    /// The name on the wire, without the name of the enclosing struct.
    pub name: &'static str,
    /// The label.
    pub label: &'static str,
    /// Further explanation.
    pub help: Option<&'static str>,
    /// Its control.
    pub kind: Kind,
    /// The rules for its value.
    pub rules: Rules,
    /// Whether its value is never shown again.
    pub secret: bool,
    /// Whether it is a whole number.
    pub whole: bool,
    /// The `autocomplete` attribute.
    pub autocomplete: Option<&'static str>,
    /// The fields of a nested struct; empty for all others.
    pub fields: fn() -> &'static [FieldMeta],
}

impl FieldMeta {
    /// A field of a type with these facts.
    #[doc(hidden)]
    pub const fn of_facts(name: &'static str, label: &'static str, facts: Facts) -> Self {
        let mut rules = Rules::NONE;
        rules.required = !facts.optional && !matches!(facts.kind, Kind::Checkbox | Kind::Nested);
        rules.range.min = facts.min;
        rules.range.max = facts.max;
        Self {
            name,
            label,
            help: None,
            kind: facts.kind,
            rules,
            secret: facts.secret,
            whole: facts.whole,
            autocomplete: None,
            fields: facts.fields,
        }
    }

    /// With a text that explains it.
    pub const fn help(mut self, text: &'static str) -> Self {
        self.help = Some(text);
        self
    }

    /// With another control.
    pub const fn kind(mut self, kind: Kind) -> Self {
        self.kind = kind;
        if matches!(kind, Kind::Password) {
            self.secret = true;
        }
        self
    }

    /// With this `autocomplete` attribute.
    pub const fn autocomplete(mut self, value: &'static str) -> Self {
        self.autocomplete = Some(value);
        self
    }

    /// Whether it is required (a box: must be ticked).
    pub const fn required(mut self, required: bool) -> Self {
        self.rules.required = required;
        self
    }

    /// With one message for all its rules.
    pub const fn message(mut self, message: &'static str) -> Self {
        self.rules.message = Some(message);
        self
    }

    /// With a length in UTF-16 units (see [`Length`](super::Length)). With a minimum of 0 it may be empty.
    pub const fn length(
        mut self,
        min: Option<usize>,
        max: Option<usize>,
        message: Option<&'static str>,
    ) -> Self {
        self.rules.length.min = min;
        self.rules.length.max = max;
        self.rules.length.message = message;
        if let Some(0) = min {
            self.rules.required = false;
        }
        self
    }

    /// With a range, both ends included. An open end keeps the limit of the type.
    pub const fn range(
        mut self,
        min: Option<Number>,
        max: Option<Number>,
        message: Option<&'static str>,
    ) -> Self {
        if min.is_some() {
            self.rules.range.min = min;
        }
        if max.is_some() {
            self.rules.range.max = max;
        }
        self.rules.range.message = message;
        self
    }

    /// An e-mail address.
    pub const fn email(mut self, message: Option<&'static str>) -> Self {
        self.rules.email = true;
        self.rules.email_message = message;
        if let Kind::Text = self.kind {
            self.kind = Kind::Email;
        }
        self
    }

    /// A text that this regular expression matches as a whole.
    pub const fn pattern(mut self, source: &'static str, message: Option<&'static str>) -> Self {
        self.rules.pattern = Some(source);
        self.rules.pattern_message = message;
        self
    }
}

/// The names of all secret fields below these, each after `prefix`.
pub(super) fn secret_names(fields: &'static [FieldMeta], prefix: &str, names: &mut Vec<String>) {
    for field in fields {
        let name = join(prefix, field.name);
        let below = (field.fields)();
        if field.secret {
            names.push(name);
        } else if !below.is_empty() {
            secret_names(below, &name, names);
        }
    }
}
