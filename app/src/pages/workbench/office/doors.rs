//! All actions and queries of the house, with their guards.

use crate::{
    layout::{Sheet, Unreadable},
    pages::workbench::Purpose,
};
use formwork::prelude::*;

/// An action or a query.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Door {
    pub id: String,
    pub kind: String,
    pub name: String,
    /// The guard's path, or "public".
    pub guard: String,
}

/// Everybody may see the list: it is the same in each copy of the source.
#[query(public)]
pub async fn doors() -> QueryResult<Vec<Door>> {
    Ok(formwork::server::endpoints()
        .into_iter()
        .map(|endpoint| Door {
            id: endpoint.id.into(),
            kind: endpoint.kind.into(),
            name: endpoint.name.into(),
            guard: endpoint.guard.into(),
        })
        .collect())
}

#[component]
pub fn Doors() -> impl IntoView {
    let all = use_query(doors);
    let unread = Signal::derive(move || all.error());
    view! {
        <Sheet id="doors" title="Doors" feature="All endpoints">
            <Purpose text="Every action and every query of this app, with its guard. “public” is open to everyone."/>
            <Transition fallback=|| view! { <p class="quiet">"Walking round the house…"</p> }>
                <table class="doors">
                    <thead>
                        <tr>
                            <th scope="col">"Name"</th>
                            <th scope="col">"Kind"</th>
                            <th scope="col">"Who may call it"</th>
                        </tr>
                    </thead>
                    <tbody>
                        <For
                            each=move || all.value()
                            key=|door| door.id.clone()
                            let:door
                        >
                            <tr>
                                <th scope="row">
                                    <code>{door.name}</code>
                                </th>
                                <td>{door.kind}</td>
                                <td>
                                    <code>{door.guard}</code>
                                </td>
                            </tr>
                        </For>
                    </tbody>
                </table>
                <Unreadable error=unread/>
            </Transition>
        </Sheet>
    }
}

#[cfg(all(test, feature = "ssr"))]
mod tests {
    use super::*;

    #[tokio::test]
    async fn each_door_is_on_the_list_once_with_its_guard() {
        let doors = doors().await.expect("the doors");
        let guards_of = |name: &str| -> Vec<String> {
            let named = doors.iter().filter(|door| door.name == name);
            named.map(|door| door.guard.clone()).collect()
        };
        assert_eq!(guards_of("lock_away"), ["holds_the_key"]);
        assert_eq!(guards_of("take_the_key"), ["public"]);
        assert_eq!(guards_of("doors"), ["public"]);
    }
}
