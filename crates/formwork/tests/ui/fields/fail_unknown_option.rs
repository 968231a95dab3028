use formwork::prelude::*;

#[derive(Fields, Clone)]
struct Form {
    #[field(label = "Name", lenght(max = 3))]
    name: String,
}

fn main() {}
