//! Which texts there are.

macro_rules! texts {
    ($($(#[$doc:meta])* $name:ident,)*) => {
        /// Something that Formwork itself says to people, by its name.
        ///
        /// Words in braces are placeholders; each text says here which ones it has. A text may leave one out, and repeat
        /// one.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum Text {
            $($(#[$doc])* $name,)*
        }

        impl Text {
            /// All of them, those first that the browser says.
            pub const ALL: &'static [Self] = &[$(Self::$name,)*];
        }
    };
}

texts! {
    /// A field is empty that must not be.
    Required,
    /// A box is not ticked that must be.
    RequiredBox,
    /// A box was sent as something else than yes or no.
    Boolean,
    /// There is no number where one belongs.
    Number,
    /// There is no whole number where one belongs.
    WholeNumber,
    /// A number is below all that the field can hold, and nobody has said how far that goes.
    TooSmall,
    /// A number is above all that the field can hold, and nobody has said how far that goes.
    TooGreat,
    /// A number is outside of a range: `{min}`, `{max}`.
    RangeBetween,
    /// A number is too small: `{min}`.
    RangeMin,
    /// A number is too great: `{max}`.
    RangeMax,
    /// A text has another length than the only one that is right: `{min}` as [`Characters`](Self::Characters), and
    /// `{count}`, the number it has.
    LengthExact,
    /// A text is too short: `{min}` as [`Characters`](Self::Characters), and `{count}`, the number it has.
    LengthMin,
    /// A text is too long: `{max}` as [`Characters`](Self::Characters), and `{count}`, the number it has.
    LengthMax,
    /// The length of a text, where that is one.
    Character,
    /// The length of a text: `{count}`.
    Characters,
    /// A text is no e-mail address.
    Email,
    /// A text has not the format that is asked for.
    Pattern,
    /// Fields stand in fields, and those in others, without an end.
    TooDeep,
    /// A field of a type of one's own has no value, and does not say why.
    Unreadable,
    /// The title of an `<ErrorSummary>`, and of an action's error that has issues.
    Check,
    /// A page is older than what it asks for: in its form.
    Stale,
    /// The same of a call and of a query.
    PageOutdated,
    /// Something went wrong on the server: `{id}`, under which the log has it.
    WentWrong,
    /// Something went wrong in the page itself.
    WentWrongHere,
    /// The same in a form which still has what was typed: `{problem}` is one of the two.
    WentWrongKept,
    /// A run was cut short.
    Interrupted,
    /// No answer has come yet, and the submission is sent again by itself.
    Waiting,
    /// No answer has come.
    Unanswered,
    /// The same of a call and of a query.
    Unreachable,
    /// A submission was cancelled.
    Cancelled,
    /// It was not sent, since another one is under way.
    Ignored,
    /// It was not sent, since a newer one took its place.
    Superseded,
    /// Somebody else than Formwork has refused it: `{status}`.
    NotAccepted,
    /// A body is too large: `{size}`, which is a number of [`Bytes`](Self::Bytes), or of KiB, MiB or GiB.
    TooLarge,
    /// A small number of bytes: `{count}`.
    Bytes,
    /// What [`not_found`](crate::action::not_found) says.
    NotFound,
    /// The button of `<TryAgain>`.
    TryAgain,
    /// The button beside [`Waiting`](Self::Waiting).
    TryNow,
    /// Beside a form: what was not accepted can be put back.
    Returned,
    /// The button for that.
    PutBack,

    /// A form of code stands on a page that runs none.
    NeedsJavaScript,
    /// It was submitted all the same.
    NeedsJavaScriptNow,
    /// Before hydration: no answer has come yet.
    BridgeOffline,
    /// Before hydration: the answer is no page that could be shown.
    BridgeFailed,
    /// Before hydration: the client could not be loaded, and a form needs it.
    BridgeNoClient,
    /// The server has no room for a further submission.
    Busy,
    /// There is no such action.
    UnknownAction,
    /// A request names two actions.
    TwoActions,
    /// A request names no action.
    NoAction,
    /// Arguments that no page has sent.
    BadArguments,
    /// A form has too many fields: `{limit}`.
    TooManyFields,
    /// A body took too long to arrive.
    TooSlow,
    /// Uploads cannot be stored.
    NoRoomForUploads,
}

/// How many the browser says.
#[allow(dead_code, reason = "for the server")]
const OF_PAGE: usize = Text::PutBack as usize + 1;

impl Text {
    /// Those that the browser says, with the numbers under which a page names them.
    #[allow(dead_code, reason = "for the server")]
    pub(super) fn of_page() -> impl Iterator<Item = (usize, Self)> {
        Self::ALL.iter().copied().enumerate().take(OF_PAGE)
    }
}
