use formwork::prelude::*;

#[derive(Fields, Clone)]
struct Form {
    #[field(length(most = 3))]
    name: String,
}

fn main() {}
