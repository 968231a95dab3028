use formwork::prelude::*;

async fn require_user() -> Result<(), ActionError> {
    Ok(())
}

#[action]
async fn nobody_said() -> ActionResult<()> {
    Ok(())
}

#[action(limit = "1 KiB")]
async fn still_nobody_said(form: FormData) -> ActionResult<()> {
    Ok(())
}

#[action(public, guard = require_user)]
async fn both() -> ActionResult<()> {
    Ok(())
}

#[action(public)]
async fn no_guard_to_take(Guard(user): Guard<()>) -> ActionResult<()> {
    Ok(user)
}

#[query]
async fn read_by_whom() -> QueryResult<()> {
    Ok(())
}

fn main() {}
