use formwork::prelude::*;

#[derive(Fields, Clone)]
struct Bounds {
    #[field(length(min = 5, max = 3))]
    name: String,
}

#[derive(Fields, Clone)]
struct Usage {
    #[field(length = 3)]
    name: String,
}

#[derive(Fields, Clone)]
struct Twice {
    #[field(label = "a", label = "b")]
    name: String,
}

#[derive(Fields, Clone)]
struct Both {
    #[field(required, default)]
    name: String,
}

#[derive(Fields, Clone)]
struct Reserved {
    #[field(name = "_fw.id")]
    name: String,
}

#[derive(Fields, Clone)]
struct Value {
    #[field(label)]
    name: String,
}

#[derive(Fields, Clone)]
struct Text {
    #[field(range(min = "a"))]
    number: u8,
}

#[derive(Fields, Clone)]
#[field(label = "a")]
struct Outside {
    name: String,
}

#[derive(Fields, Clone)]
struct Emptied {
    #[field(length(min = 0, max = 9), default = "Berlin".into())]
    city: String,
}

#[derive(Fields, Clone)]
struct Upload {
    #[field(input = "file")]
    picture: String,
}

fn main() {}
