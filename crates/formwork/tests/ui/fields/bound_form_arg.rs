use formwork::{fields::FormArg, prelude::*};

struct NewEntry;

fn needs<T: FormArg>() {}

fn main() {
    needs::<NewEntry>();
    let _ = Issues::at(7, "A number names no field.");
}
