use formwork::prelude::*;
use leptos::server_fn::codec::GetUrl;

#[server(input = GetUrl)]
async fn look_up(word: String) -> Result<String, ServerFnError> {
    Ok(word)
}

fn main() {
    let _ = view! { <Form action=server_fn::<LookUp>()>"called by a GET"</Form> };
}
