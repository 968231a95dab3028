use formwork::prelude::*;

#[action(public)]
async fn rename(id: u32, form: FormData) -> ActionResult<()> {
    let _ = (id, form);
    Ok(())
}

fn plain(form: FormData) {
    let _ = form;
}

fn main() {
    let _ = rename.bind("seven");
    let _ = view! { <Form action=rename>"nothing is bound"</Form> };
    let _ = view! { <Form action=plain>"not an action"</Form> };
}
