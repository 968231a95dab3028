use formwork::prelude::*;

#[derive(Fields, Clone)]
enum Form {
    Name(String),
}

fn main() {}
