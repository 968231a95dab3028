use formwork::prelude::*;

#[derive(Fields, Clone)]
struct Form {
    #[field(pattern = "(?i)abc")]
    name: String,
}

#[derive(Fields, Clone)]
struct Other {
    #[field(pattern = "(abc")]
    name: String,
}

fn main() {}
