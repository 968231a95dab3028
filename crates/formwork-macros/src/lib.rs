//! The macros of Formwork: `action`, `actions`, `query` and `Fields`. Use them through `formwork::prelude`.

mod action;
mod fields;
mod options;
mod query;
mod signature;

use proc_macro::TokenStream;

/// Makes an async function an action: it runs on the server, is called from both sides, and is what a
/// `<Form>` takes.
///
/// # Options
/// - `public` or `guard = path`: who may call it; one of them is required. A guard is an async function
///   without parameters that returns `Result<G, E>` with `E: Into<ActionError>`; a first parameter
///   `Guard<G>` receives its value.
/// - `limit = "64 KiB"`: how long a request body may be (1 MiB by default).
/// - `deadline = "10s"`: how long a run may take (30 s by default); then it is `Interrupted`.
/// - `policy = queue | latest | drop | parallel`: what happens to a submission while another is under way.
/// - `initial = expr`: the previous state where none came back (`Default::default()`).
///
/// # Parameters
/// In this order, each optional: `Guard<G>`; bound or call arguments, which are serialisable; `Prev<S>`; the
/// form, `Fields<T>` or `FormData`.
#[proc_macro_attribute]
pub fn action(options: TokenStream, item: TokenStream) -> TokenStream {
    expand(action::action(options.into(), item.into()))
}

/// Makes every public async function of a module an [`macro@action`] with these options. A function with
/// an `#[action]` or `#[query]` of its own keeps that.
#[proc_macro_attribute]
pub fn actions(options: TokenStream, item: TokenStream) -> TokenStream {
    expand(action::actions(options.into(), item.into()))
}

/// Makes an async function a query: a read that components use through `use_query`, and that mutations
/// refresh by its tags.
///
/// # Options
/// - `public` or `guard = path`, as for [`macro@action`].
/// - `tags("entries", "entry:{id}")`: what `revalidate_tag` invalidates it by; arguments can stand in braces.
#[proc_macro_attribute]
pub fn query(options: TokenStream, item: TokenStream) -> TokenStream {
    expand(query::query(options.into(), item.into()))
}

/// Makes a struct the fields of a form: names, constraints, decoding, validation, labels and handles.
#[proc_macro_derive(Fields, attributes(field))]
pub fn fields(item: TokenStream) -> TokenStream {
    expand(fields::derive(item.into()))
}

fn expand(result: syn::Result<proc_macro2::TokenStream>) -> TokenStream {
    result.unwrap_or_else(|error| error.to_compile_error()).into()
}
