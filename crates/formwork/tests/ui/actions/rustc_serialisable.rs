use formwork::prelude::*;

#[derive(Clone)]
struct Opaque;

#[action(public)]
async fn argument(value: Opaque) -> ActionResult<()> {
    let _ = value;
    Ok(())
}

#[action(public)]
async fn result() -> ActionResult<Opaque> {
    Ok(Opaque)
}

#[action(public)]
async fn sealed(value: Sealed<Opaque>, form: FormData) -> ActionResult<()> {
    let _ = (value, form);
    Ok(())
}

#[query(public)]
async fn read() -> QueryResult<Opaque> {
    Ok(Opaque)
}

fn main() {}
