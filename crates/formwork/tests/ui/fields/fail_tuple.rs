use formwork::prelude::*;

#[derive(Fields, Clone)]
struct Form(String);

fn main() {}
