//! Two forms of one action with two arguments bound to each.

use crate::{
    layout::{Sheet, SubmitButton},
    pages::workbench::Purpose,
};
use formwork::prelude::*;

/// The means of transport. It travels in clear: the sender of the form can change it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Carrier {
    Bicycle,
    Barge,
}

impl Carrier {
    fn name(self) -> &'static str {
        match self {
            Self::Bicycle => "bicycle",
            Self::Barge => "barge",
        }
    }
}

#[derive(Fields, Clone)]
pub struct Address {
    #[field(label = "Where to", length(min = 1, max = 60))]
    pub to: String,
}

/// A sent parcel: its carrier, number and address.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Waybill {
    pub carrier: Carrier,
    pub parcels: u16,
    pub to: String,
}

#[action(public)]
pub async fn dispatch(
    carrier: Carrier,
    parcels: u16,
    form: Fields<Address>,
) -> ActionResult<Waybill> {
    Ok(Waybill {
        carrier,
        parcels,
        to: form.to,
    })
}

#[component]
pub fn Dispatch() -> impl IntoView {
    view! {
        <Sheet id="dispatch" title="Dispatch" feature="Bound arguments">
            <Purpose text="One action, two forms. Carrier and number are bound to each form; you type only the address."/>
            <div class="counters">
                <Cart heading="A parcel by bicycle" carrier=Carrier::Bicycle parcels=1/>
                <Cart heading="Forty by barge" carrier=Carrier::Barge parcels=40/>
            </div>
        </Sheet>
    }
}

#[component]
fn Cart(heading: &'static str, carrier: Carrier, parcels: u16) -> impl IntoView {
    let sending = use_action_state(dispatch.bind(carrier).bind(parcels), None::<Waybill>);
    let sent = move || {
        let is_right = sending.issues.read().is_empty();
        sending.state.get().filter(|_| is_right)
    };
    view! {
        <div class="cart" role="group" aria-label=heading>
            <Form action=sending.action>
                <h3>{heading}</h3>
                <Field of=Address::to/>
                <div class="actions">
                    <SubmitButton label="Send it" busy="Sending it…"/>
                </div>
            </Form>
            <div role="status">
                {move || {
                    sent()
                        .map(|Waybill { carrier, parcels, to }| {
                            let text = format!("Sent to {to} by {}: {parcels}.", carrier.name());
                            view! { <p class="notice success">{text}</p> }
                        })
                }}
            </div>
        </div>
    }
}
