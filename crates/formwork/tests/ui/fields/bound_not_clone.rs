use formwork::prelude::*;

#[derive(Fields)]
struct Form {
    name: String,
}

fn main() {}
