//! When a page loads its client.

/// When a page loads the WASM client. Until then, and with [`Never`](ClientLoad::Never) for ever, the bridge looks after the
/// page's forms: they submit, show their issues, follow redirects and show fresh lists without loading a document.
///
/// The shell says it for all pages, [`Config::client_load`](crate::server::Config::client_load) for a route:
///
/// ```
/// use formwork::{prelude::*, server::{Config, ConfigError}};
///
/// fn shell(options: LeptosOptions) -> impl IntoView {
///     view! {
///         <!DOCTYPE html>
///         <html lang="en">
///             <head><FormworkScripts options load=ClientLoad::Interaction/></head>
///             <body>"…"</body>
///         </html>
///     }
/// }
///
/// # fn config(options: LeptosOptions) -> Result<Config, ConfigError> {
/// let config = Config::new(options)?
///     .client_load("/editor", ClientLoad::Load)
///     .client_load("/members/:id", ClientLoad::Never);
/// # Ok(config) }
/// # let _ = shell;
/// ```
///
/// The choice belongs to the page that is shown. After a redirect that the bridge follows it is the new page's, but a client
/// that is on its way already comes, unless the new page wants none. A client that is there stays: it shows every page that
/// its router leads to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ClientLoad {
    /// As soon as possible: beside the page.
    #[default]
    Load,
    /// When the page has loaded and the browser is idle, or at the first interaction as with
    /// [`Interaction`](ClientLoad::Interaction).
    Idle,
    /// At the first interaction that is the business neither of the bridge nor of the browser: a click on a `<button
    /// type="button">`, an input outside of a Formwork form, a form whose action is a closure. What was pressed is pressed
    /// again once the client is there. Filling in and submitting forms loads nothing, nor do links.
    Interaction,
    /// Never.
    Never,
}

impl ClientLoad {
    /// As pages say it; nothing for the default.
    #[cfg_attr(not(feature = "ssr"), allow(dead_code, reason = "for the server"))]
    pub(crate) fn name(self) -> Option<&'static str> {
        match self {
            Self::Load => None,
            Self::Idle => Some("idle"),
            Self::Interaction => Some("interaction"),
            Self::Never => Some("never"),
        }
    }
}
