//! An order for printing: typed fields, and two buttons that do different things with them.

use crate::{
    layout::{Sheet, SubmitButton},
    pages::workbench::Purpose,
};
use formwork::prelude::*;

#[derive(Fields, Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Order {
    #[field(label = "Name", length(min = 2, max = 40), autocomplete = "name")]
    pub name: String,
    #[field(label = "E-mail", email, length(max = 254), autocomplete = "email")]
    pub email: String,
    #[field(
        label = "Paper",
        help = "Two capitals and three digits, as on the sample.",
        pattern("[A-Z]{2}[0-9]{3}", message = "Write it as on the sample: AB123."),
        autocomplete = "off"
    )]
    pub paper: String,
    #[field(label = "Copies", range(min = 1, max = 500))]
    pub copies: u32,
    #[field(
        label = "Width in millimetres",
        help = "Leave it empty, and the sheet decides.",
        range(min = 50, max = 900)
    )]
    pub width: Option<u16>,
    #[field(label = "Weight of a copy in kilograms", range(min = 0.01, max = 2.5))]
    pub weight: f64,
    #[field(label = "Express, at twice the price")]
    pub express: bool,
}

/// A price in cents.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Price(pub u64);

/// Returns the order as it was read, and stores nothing.
#[action(public)]
pub async fn order(form: Fields<Order>) -> ActionResult<Order> {
    Ok(form)
}

/// Returns the price of the order.
#[action(public)]
pub async fn quote(form: Fields<Order>) -> ActionResult<Price> {
    Ok(price(&form))
}

/// Setting the type, then paper by weight.
#[cfg(feature = "ssr")]
fn price(order: &Order) -> Price {
    const SETTING: u64 = 4_000;
    const PER_KILOGRAM: f64 = 300.0;
    let paper = f64::from(order.copies) * order.weight * PER_KILOGRAM;
    let cents = SETTING + paper.round() as u64;
    Price(if order.express { 2 * cents } else { cents })
}

#[component]
pub fn OrderDesk() -> impl IntoView {
    let ordering = use_action_state(order, None::<Order>);
    let pricing = use_action_state(quote, None::<Price>);
    // Hide the previous answer once the next attempt fails validation, for both buttons.
    let read = move || {
        let is_right = ordering.issues.read().is_empty();
        ordering.state.get().filter(|_| is_right)
    };
    let priced = move || {
        let is_right = ordering.issues.read().is_empty();
        pricing.state.get().filter(|_| is_right)
    };
    view! {
        <Sheet id="order" title="Order" feature="Typed fields">
            <Purpose text="Fill in an order. The action reads it back to you, and stores nothing."/>
            <Form action=ordering.action reset=false>
                <div class="pair">
                    <Field of=Order::name/>
                    <Field of=Order::email/>
                    <Field of=Order::paper/>
                    <Field of=Order::copies/>
                    <Field of=Order::width/>
                    <Field of=Order::weight/>
                </div>
                <Field of=Order::express/>
                <div class="actions">
                    <SubmitButton label="Order" busy="Sending…"/>
                    <PriceButton action=pricing.action/>
                </div>
            </Form>
            <div role="status">
                {move || read().map(|order| view! { <ReadBack order/> })}
                {move || {
                    priced()
                        .map(|Price(cents)| {
                            let euros = format!("{}.{:02}", cents / 100, cents % 100);
                            view! { <p class="notice success">{format!("That would be {euros} euros.")}</p> }
                        })
                }}
            </div>
        </Sheet>
    }
}

#[component]
fn PriceButton(action: FormAction<Order>) -> impl IntoView {
    let pending = use_form_status().pending();
    view! {
        <input
            type="submit"
            class="secondary"
            value="Ask for the price"
            formaction=action.formaction()
            disabled=pending
        />
    }
}

#[component]
fn ReadBack(order: Order) -> impl IntoView {
    let width = order.width.map_or_else(
        || "as the sheet is".to_owned(),
        |width| format!("{width} mm"),
    );
    let express = if order.express { "yes" } else { "no" };
    let rows = [
        ("Name", order.name),
        ("E-mail", order.email),
        ("Paper", order.paper),
        ("Copies", order.copies.to_string()),
        ("Width", width),
        ("Weight", format!("{} kg", order.weight)),
        ("Express", express.to_owned()),
    ];
    view! {
        <dl class="notice success ledger">
            {rows
                .map(|(name, value)| {
                    view! {
                        <div>
                            <dt>{name}</dt>
                            <dd>{value}</dd>
                        </div>
                    }
                })}
        </dl>
    }
}

#[cfg(all(test, feature = "ssr"))]
mod tests {
    use super::*;

    fn sample() -> Order {
        Order {
            name: "Ada".into(),
            email: "ada@example.com".into(),
            paper: "AB123".into(),
            copies: 200,
            width: None,
            weight: 0.125,
            express: false,
        }
    }

    #[test]
    fn paper_is_paid_by_weight_and_haste_doubles_the_price() {
        assert_eq!(price(&sample()), Price(11_500));
        let express = Order {
            express: true,
            ..sample()
        };
        assert_eq!(price(&express), Price(23_000));
    }

    #[tokio::test]
    async fn an_order_is_read_back_as_it_came() {
        let read = order(sample()).await.expect("an order");
        assert_eq!(read, sample());
    }
}
