use formwork::prelude::*;

fn main() {
    let closure = || move |form: FormData| async move { drop(form) };
    let _ = view! { <button formaction=closure().formaction()>"Save"</button> };
    let _ = view! { <button formaction=closure().erased().formaction()>"Save"</button> };
    // It is a form's.
    let _ = view! { <Form action=closure().erased()>"Save"</Form> };
}
