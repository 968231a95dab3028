use formwork::prelude::*;

#[derive(Fields, Clone)]
struct Form<'a> {
    name: &'a str,
}

fn main() {}
