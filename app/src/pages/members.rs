//! `/members/:id`: the people of the press, and a form to rename two of them.

#[cfg(feature = "ssr")]
use crate::db::Db;
use crate::{
    data::{Member, MemberId},
    layout::{PageBody, PageHead, SubmitButton, Unreadable, respond_not_found},
};
use formwork::prelude::*;
use leptos_router::{components::A, hooks::use_params_map};

#[derive(Fields, Clone)]
pub struct NewName {
    #[field(label = "Name", length(min = 1, max = 60))]
    pub name: String,
}

/// A member, and what a form needs to rename this one and no other.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Desk {
    pub member: Member,
    pub seal: Sealed<MemberId>,
}

#[query(public, tags("members"))]
pub async fn desks() -> QueryResult<Vec<Desk>> {
    let members = expect_context::<Db>().members().await?;
    Ok(members
        .into_iter()
        .map(|member| Desk {
            seal: Sealed::new(member.id),
            member,
        })
        .collect())
}

#[action(public)]
pub async fn rename(member: Sealed<MemberId>, form: Fields<NewName>) -> ActionResult<Member> {
    let renamed = expect_context::<Db>()
        .rename_member(member.into_inner(), &form.name)
        .await?;
    revalidate_tag("members");
    renamed.ok_or_else(not_found)
}

#[component]
pub fn MemberPage() -> impl IntoView {
    let params = use_params_map();
    let here = move || {
        params
            .read()
            .get("id")
            .and_then(|id| id.parse().ok())
            .map(MemberId)
    };
    let all = use_query(desks);
    let everyone = move || all.value();
    let unread = Signal::derive(move || all.error());

    // This desk and the one to its right; the last one's neighbour is the first.
    let pair = move || {
        let desks = everyone();
        let Some(first) = desks.iter().position(|desk| Some(desk.member.id) == here()) else {
            return Vec::new();
        };
        let second = (first + 1) % desks.len();
        let mut pair = vec![(desks[first].clone(), true)];
        if second != first {
            pair.push((desks[second].clone(), false));
        }
        pair
    };
    let missing = move || {
        let missing = matches!(all.get(), Some(Ok(_))) && pair().is_empty();
        missing.then(|| {
            respond_not_found();
            view! { <p class="notice failure">"Nobody sits at a desk with this number."</p> }
        })
    };

    view! {
        <PageHead title="Members" feature="Sealed arguments">
            "A handful of people, their desks in a row. Names change: by marriage, by deed, or because the plate had a typo."
        </PageHead>
        <PageBody shows=vec![
            "Two forms of the same action on one page. They are independent.",
            "Each form’s action is bound to its member by a sealed number from the server. The browser cannot read, change or forge it.",
            "The server refuses a tampered seal with 400, and nothing runs.",
        ]>
            <Transition fallback=|| {
                view! { <p class="quiet">"Looking who is in…"</p> }
            }>
                <div class="nameplates">
                    <For each=pair key=|(desk, here)| (desk.member.id, *here) let((desk, here))>
                        <Nameplate desk here all/>
                    </For>
                </div>
                {missing}
                <Unreadable error=unread/>
                <nav class="section" aria-labelledby="desks">
                    <h2 id="desks">"All desks"</h2>
                    <ul class="desks">
                        <For each=everyone key=|desk| desk.member.clone() let:desk>
                            <li>
                                <A href=format!("/members/{}", desk.member.id.0) exact=true>
                                    {desk.member.name}
                                    <span>{desk.member.role}</span>
                                </A>
                            </li>
                        </For>
                    </ul>
                </nav>
            </Transition>
        </PageBody>
    }
}

#[component]
fn Nameplate(desk: Desk, here: bool, all: QueryResource<Vec<Desk>>) -> impl IntoView {
    let Desk {
        member: Member { id, name, role },
        seal,
    } = desk;
    let heading = format!("member-{}", id.0);
    // The form and its input stay when the list is read again.
    let plate = move || {
        let desks = all.value();
        let desk = desks.into_iter().find(|desk| desk.member.id == id);
        desk.map_or_else(|| name.clone(), |desk| desk.member.name)
    };
    let stored = plate.clone();
    view! {
        <section class="sheet" aria-labelledby=heading>
            <header class="nameplate">
                <h2 id=heading.clone()>{plate}</h2>
                <p class="quiet">{role} {if here { "" } else { ", at the next desk" }}</p>
            </header>
            <Form action=rename.bind(seal)>
                <Field of=NewName::name value=stored/>
                <div class="actions">
                    <SubmitButton label="Rename" busy="Renaming…"/>
                </div>
            </Form>
        </section>
    }
}
