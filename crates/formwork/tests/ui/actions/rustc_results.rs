use formwork::prelude::*;

#[action(public)]
async fn no_action_result() -> String {
    String::new()
}

#[action(public)]
async fn another_error() -> Result<u32, std::io::Error> {
    Ok(1)
}

#[query(public)]
async fn no_query_result() -> Option<u32> {
    None
}

fn main() {}
