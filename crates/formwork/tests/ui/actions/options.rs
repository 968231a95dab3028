use formwork::prelude::*;

#[action(public, timeout = "10s")]
async fn unknown() -> ActionResult<()> {
    Ok(())
}

#[action(public, limit = "lots")]
async fn no_size() -> ActionResult<()> {
    Ok(())
}

#[action(public, deadline = "10")]
async fn no_duration() -> ActionResult<()> {
    Ok(())
}

#[action(public, policy = newest)]
async fn no_policy() -> ActionResult<()> {
    Ok(())
}

#[query(public, ttl = "60s")]
async fn unknown_of_a_query() -> QueryResult<()> {
    Ok(())
}

fn main() {}
