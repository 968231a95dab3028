use formwork::prelude::*;

#[derive(Clone)]
struct Colour;

#[derive(Fields, Clone)]
struct Form {
    colour: Colour,
}

fn main() {}
