use formwork::prelude::*;

fn main() {
    let password = Secret::new(String::new());
    println!("{password}");
}
