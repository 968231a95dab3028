use formwork::prelude::*;

#[action(public)]
async fn vote(Prev(votes): Prev<u32>, form: FormData) -> ActionResult<u32> {
    let _ = form;
    Ok(votes + 1)
}

fn main() {
    let _ = use_action_state(vote, String::new());
}
