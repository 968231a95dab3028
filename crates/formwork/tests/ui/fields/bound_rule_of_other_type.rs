use formwork::prelude::*;

#[derive(Fields, Clone)]
struct Form {
    #[field(length(max = 3))]
    age: u8,
    #[field(range(min = 1))]
    name: Option<String>,
    #[field(email)]
    ticked: bool,
    #[field(textarea)]
    amount: f64,
}

fn main() {}
