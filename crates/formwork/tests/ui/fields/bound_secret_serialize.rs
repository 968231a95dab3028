use formwork::prelude::*;

#[derive(Fields, Clone, Serialize)]
struct Login {
    password: Secret<String>,
}

fn main() {}
