//! Which texts there are.

macro_rules! texts {
    ($($(#[$doc:meta])* $name:ident,)*) => {
        /// A text of Formwork, by name.
        ///
        /// Words in braces are placeholders; each text's documentation lists them. A text may leave one out, and repeat
        /// one.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum Text {
            $($(#[$doc])* $name,)*
        }

        impl Text {
            /// All texts, those of the browser first.
            pub const ALL: &'static [Self] = &[$(Self::$name,)*];
        }
    };
}

texts! {
    /// A required field is empty.
    Required,
    /// A required check box is not ticked.
    RequiredBox,
    /// A check box was sent with a value that is neither yes nor no.
    Boolean,
    /// The text is not a number.
    Number,
    /// The text is not a whole number.
    WholeNumber,
    /// The number is below the range of its type, and the field has no `range`.
    TooSmall,
    /// The number is above the range of its type, and the field has no `range`.
    TooGreat,
    /// A number is outside of a range: `{min}`, `{max}`.
    RangeBetween,
    /// A number is too small: `{min}`.
    RangeMin,
    /// A number is too great: `{max}`.
    RangeMax,
    /// A text does not have the exact length: `{min}` as [`Characters`](Self::Characters), and `{count}`, the number it
    /// has.
    LengthExact,
    /// A text is too short: `{min}` as [`Characters`](Self::Characters), and `{count}`, the number it has.
    LengthMin,
    /// A text is too long: `{max}` as [`Characters`](Self::Characters), and `{count}`, the number it has.
    LengthMax,
    /// One character, for `{min}` and `{max}`.
    Character,
    /// The length of a text: `{count}`.
    Characters,
    /// The text is not an e-mail address.
    Email,
    /// The text does not match the pattern.
    Pattern,
    /// Structs are nested too deeply.
    TooDeep,
    /// A value of an app's own field type cannot be decoded, and gives no message.
    Unreadable,
    /// The title of an `<ErrorSummary>`, and of an action's error that has issues.
    Check,
    /// In a form: the page is older than the server.
    Stale,
    /// The same in a call and in a query.
    PageOutdated,
    /// Something went wrong on the server: `{id}`, under which the log has it.
    WentWrong,
    /// Something went wrong in the page itself.
    WentWrongHere,
    /// In a form that still has the input: `{problem}` is [`WentWrong`](Self::WentWrong) or
    /// [`WentWrongHere`](Self::WentWrongHere).
    WentWrongKept,
    /// A run was cut short.
    Interrupted,
    /// No answer has come yet, and the submission is retried automatically.
    Waiting,
    /// No answer has come.
    Unanswered,
    /// The same in a call and in a query.
    Unreachable,
    /// A submission was cancelled.
    Cancelled,
    /// A submission was not sent, since another one is pending.
    Ignored,
    /// A submission was not sent, since a newer one replaced it.
    Superseded,
    /// A server or proxy other than Formwork refused it: `{status}`.
    NotAccepted,
    /// A body is too large: `{size}`, which is a number of [`Bytes`](Self::Bytes), or of KiB, MiB or GiB.
    TooLarge,
    /// A small number of bytes: `{count}`.
    Bytes,
    /// The message of [`not_found`](crate::action::not_found).
    NotFound,
    /// The button of `<TryAgain>`.
    TryAgain,
    /// The button beside [`Waiting`](Self::Waiting).
    TryNow,
    /// Beside a form: input that was not accepted can be put back.
    Returned,
    /// The button for that.
    PutBack,

    /// A form with a closure as its action, without JavaScript.
    NeedsJavaScript,
    /// The same, after it was submitted.
    NeedsJavaScriptNow,
    /// Before hydration: no answer has come yet.
    BridgeOffline,
    /// Before hydration: the answer is not a page that can be shown.
    BridgeFailed,
    /// Before hydration: the client could not be loaded, and a form needs it.
    BridgeNoClient,
    /// The page is one that never loads the client, and a form needs it.
    BridgeNeverClient,
    /// The server has no room for a further submission.
    Busy,
    /// There is no such action.
    UnknownAction,
    /// A request names two actions.
    TwoActions,
    /// A request names no action.
    NoAction,
    /// A request has arguments that no page sends.
    BadArguments,
    /// A form has too many fields: `{limit}`.
    TooManyFields,
    /// A body took too long to arrive.
    TooSlow,
    /// Uploads cannot be stored.
    NoRoomForUploads,
}

/// How many texts the browser has.
#[allow(dead_code, reason = "for the server")]
const OF_PAGE: usize = Text::PutBack as usize + 1;

impl Text {
    /// The texts of the browser, with the numbers under which a page names them.
    #[allow(dead_code, reason = "for the server")]
    pub(super) fn of_page() -> impl Iterator<Item = (usize, Self)> {
        Self::ALL.iter().copied().enumerate().take(OF_PAGE)
    }
}
