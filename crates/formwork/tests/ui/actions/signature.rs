use formwork::prelude::*;

#[action(public)]
fn not_async() -> ActionResult<()> {
    Ok(())
}

struct Page;

impl Page {
    #[action(public)]
    async fn method(&self) -> ActionResult<()> {
        Ok(())
    }
}

#[action(public)]
async fn generic<T>(value: T) -> ActionResult<()> {
    Ok(())
}

#[action(public)]
async fn also_generic(value: impl ToString) -> ActionResult<()> {
    Ok(())
}

#[action(public)]
async fn reference(name: &str) -> ActionResult<()> {
    Ok(())
}

#[action(public)]
async fn wrong_order(form: FormData, id: u32) -> ActionResult<()> {
    Ok(())
}

#[action(public)]
async fn state_after_the_form(form: FormData, state: Prev<u32>) -> ActionResult<()> {
    Ok(())
}

#[action(public)]
async fn two_forms(one: FormData, two: FormData) -> ActionResult<()> {
    Ok(())
}

#[action(public)]
async fn no_result() {}

#[query(public)]
async fn a_form_for_a_query(form: FormData) -> QueryResult<()> {
    Ok(())
}

fn main() {}
