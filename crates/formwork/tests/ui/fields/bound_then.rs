use formwork::prelude::*;

#[derive(Fields, Clone)]
struct Address {
    street: String,
}

#[derive(Fields, Clone)]
struct Order {
    home: Address,
    name: String,
}

fn main() {
    let _ = Order::name.then(Address::street);
    let _ = Order::home.then(Order::name);
}
