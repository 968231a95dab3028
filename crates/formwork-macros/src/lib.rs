//! The macros of Formwork: `action`, `actions`, `query`, `Fields`, `view` and `lazy_route`. Use them through `formwork::prelude`.

mod action;
mod captures;
mod fields;
mod kept;
mod lazy;
mod options;
mod query;
mod root;
mod signature;
mod tokens;
mod turbofish;
mod view;

use proc_macro::TokenStream;

/// Makes an async function an action: it runs on the server, can be called on both sides, and can be the `action` of a
/// `<Form>`.
///
/// # Options
/// - `public` or `guard = path`: who may call it; one of them is required. A guard is an async function
///   without parameters that returns `Result<G, E>` with `E: Into<ActionError>`; a first parameter
///   `Guard<G>` receives its value.
/// - `limit = "64 KiB"`: the maximum size of a request body (1 MiB by default).
/// - `deadline = "10s"`: the maximum duration of a run (30 s by default); then it is `Interrupted`.
/// - `policy = queue | latest | drop | parallel`: what happens to a submission while another one is pending.
/// - `initial = expr`: the previous state if the request contains none (`Default::default()`).
///
/// # Parameters
/// In this order, each optional: `Guard<G>`; bound or call arguments, which are serialisable; `Prev<S>`; the
/// form, `Fields<T>` or `FormData`.
///
/// # Variables of the enclosing function
/// An action can be defined in a component's function. But it runs in another request than the one that rendered the
/// component, so it cannot use that function's variables. Add a parameter, and `bind` the value. With
/// `<Form action=remove.bind(id)>` everybody can choose the value, and the guard decides. With `remove.bind(sealed)` only
/// the server can choose it. The server makes a `Sealed` by `Sealed::new(id)` in a `#[query]` or an action, and returns it
/// to the component.
#[proc_macro_attribute]
pub fn action(options: TokenStream, item: TokenStream) -> TokenStream {
    expand(action::action(options.into(), item.into()))
}

/// The compiler shows its name if an action uses a variable of the enclosing function.
#[doc(hidden)]
#[allow(non_snake_case)]
#[proc_macro_attribute]
pub fn give_it_a_parameter_and_bind_the_value_or_a_Sealed_one(
    _: TokenStream,
    item: TokenStream,
) -> TokenStream {
    let mut function = syn::parse_macro_input!(item as syn::ItemFn);
    captures::mark(&mut function);
    quote::quote!(#function).into()
}

/// Makes every public async function of a module an [`macro@action`] with these options. A function with its own
/// `#[action]` or `#[query]` keeps it.
#[proc_macro_attribute]
pub fn actions(options: TokenStream, item: TokenStream) -> TokenStream {
    expand(action::actions(options.into(), item.into()))
}

/// Makes an async function a query: a read. Components use it through `use_query`, and mutations refresh it by its tags.
///
/// # Options
/// - `public` or `guard = path`, as for [`macro@action`].
/// - `tags("entries", "entry:{id}")`: the tags for `revalidate_tag`; they can contain arguments in braces.
#[proc_macro_attribute]
pub fn query(options: TokenStream, item: TokenStream) -> TokenStream {
    expand(query::query(options.into(), item.into()))
}

/// Makes a struct the fields of a form: names, constraints, decoding, validation, labels and handles.
///
/// The struct has named fields and no generics, and is `Clone`. A field's type is a `String`, a number, a
/// `bool`, an `Option` or a `Secret` of these, or another such struct. A field must be filled unless it is an
/// `Option` or a `bool`, or an option below says so.
///
/// # Options of a field
/// `#[field(…)]`, each at most once:
/// - `label = "…"`: the label (the field's name by default); `help = "…"`: a further explanation.
/// - `length(min = 2, max = 40)`: of a text, as browsers count it (in UTF-16 units: a letter is one, an emoji
///   two or more, a line break one); with `min = 0` it may be empty.
/// - `range(min = 0, max = 10)`: of a number, both ends included.
/// - `email`; `pattern = "[a-z]+"`: a regular expression for the whole text, as in HTML.
/// - `message = "…"`: one message for all rules; each rule can have its own: `email(message = "…")`,
///   `pattern("…", message = "…")`, `length(max = 40, message = "…")`.
/// - `required`: an `Option` must be filled, a box must be ticked.
/// - `default`, `default = expr`: the value of an empty text or number. Not for a `bool`, an `Option` or a struct: there an
///   empty input is itself a value.
/// - `name = "…"`: the name on the wire; `autocomplete = "email"`.
/// - a control other than the type's default: `textarea`, `password` (never restored), `hidden`, `tel`, `url`,
///   `search`, `input = "color"`.
///
/// Labels, texts and lengths can be constants, the ends of a range too (of the type `i64`).
///
/// # Handles
/// Each field is an associated constant of the same name and visibility, `NewEntry::name`, for
/// `<Field of=NewEntry::name/>` and `Issues::at(NewEntry::name, …)`. Nested: `Signup::address.then(Address::street)`.
#[proc_macro_derive(Fields, attributes(field))]
pub fn fields(item: TokenStream) -> TokenStream {
    expand(fields::derive(item.into()))
}

/// Leptos' `view!`, in which two `<Form>`s of one action are independent. The prelude has it in place of Leptos' own. If
/// you import Leptos' `view!` instead, such forms need a `key`.
#[proc_macro]
pub fn view(tokens: TokenStream) -> TokenStream {
    view::view(tokens.into()).into()
}

/// Makes a page's code a chunk of its own, which the browser loads when the page is shown. It stands at Leptos' `LazyRoute`
/// in place of Leptos' own `lazy_route`.
///
/// The bundle is split by `cargo leptos build --release --split`; in a build without `--split` the routes are parts of the
/// bundle. The entry of the bundle calls `formwork::hydrate_lazy_body`.
///
/// `#[lazy_route(account)]` gives all routes that name it one chunk. What two chunks share is a chunk of its own, one
/// for each combination of chunks that share something, so a handful of names is better than one for each route.
///
/// Where a chunk cannot be loaded, the browser loads the route's document.
#[proc_macro_attribute]
pub fn lazy_route(options: TokenStream, item: TokenStream) -> TokenStream {
    expand(lazy::lazy_route(options.into(), item.into()))
}

fn expand(result: syn::Result<proc_macro2::TokenStream>) -> TokenStream {
    result
        .unwrap_or_else(|error| error.to_compile_error())
        .into()
}
