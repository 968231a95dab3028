use formwork::prelude::*;

#[derive(Fields, Clone, Default)]
struct Part {
    street: String,
}

#[derive(Fields, Clone)]
struct Form {
    #[field(default = true)]
    ticked: bool,
    #[field(default = Some(7))]
    number: Option<u8>,
    #[field(default)]
    part: Part,
    #[field(default = 7)]
    copies: u8,
}

fn main() {}
