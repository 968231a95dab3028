//! `/editor`: a manuscript with two ways to finish it.

#[cfg(feature = "ssr")]
use crate::db::Db;
use crate::{
    data::{Article, ArticleState},
    layout::{Day, PageBody, PageHead, Section, Sheet, SubmitButton, Unreadable},
};
use formwork::prelude::*;

/// How many articles the page shows.
const SHOWN: u32 = 10;
/// How many one request may ask for.
#[cfg(feature = "ssr")]
const MOST: u32 = 100;

#[derive(Fields, Clone)]
pub struct Manuscript {
    #[field(label = "Title", length(min = 1, max = 120))]
    pub title: String,
    #[field(label = "Text", length(min = 1, max = 20000), textarea)]
    pub body: String,
}

#[action(public)]
pub async fn publish(form: Fields<Manuscript>) -> ActionResult<Article> {
    keep(form, ArticleState::Published).await
}

#[action(public)]
pub async fn save_draft(form: Fields<Manuscript>) -> ActionResult<Article> {
    keep(form, ArticleState::Draft).await
}

#[cfg(feature = "ssr")]
async fn keep(form: Manuscript, state: ArticleState) -> ActionResult<Article> {
    let article = expect_context::<Db>()
        .insert_article(&form.title, &form.body, state)
        .await?;
    revalidate_tag("articles");
    Ok(article)
}

#[query(public, tags("articles"))]
pub async fn articles(count: u32) -> QueryResult<Vec<Article>> {
    Ok(expect_context::<Db>()
        .latest_articles(count.min(MOST))
        .await?)
}

#[component]
pub fn EditorPage() -> impl IntoView {
    let publishing = use_action_state(publish, None::<Article>);
    let saving = use_action_state(save_draft, None::<Article>);
    // One message, for the button pressed last. Hide it once the next attempt fails validation, as a native
    // post does.
    let written = move || {
        let of = |state: Signal<Option<Article>>, issues: Signal<Issues>| {
            state.get().filter(|_| issues.read().is_empty())
        };
        let published = of(publishing.state, publishing.issues);
        let saved = of(saving.state, saving.issues);
        published
            .into_iter()
            .chain(saved)
            .max_by_key(|article| article.id)
    };
    let kept = use_query(|| articles(SHOWN));
    let unread = Signal::derive(move || kept.error());
    view! {
        <PageHead title="Editor" feature="Several actions">
            "A title, some text, and a decision: out into the world, or into the drawer."
        </PageHead>
        <PageBody shows=vec![
            "One form with two buttons. Each button runs its own action, also without JavaScript.",
            "Ctrl or ⌘ with Enter publishes. The browser still checks the fields.",
            "The answer to your submission brings the fresh list of articles.",
        ]>
            <Sheet id="manuscript" title="Manuscript">
                <Form
                    action=publishing.action
                    ctrl_enter=true
                    attr:class="manuscript"
                >
                    <Field of=Manuscript::title/>
                    <Field of=Manuscript::body/>
                    <div class="actions">
                        <SubmitButton label="Publish" busy="Sending…"/>
                        <DraftButton action=saving.action/>
                        <p class="quiet">
                            <kbd>"Ctrl"</kbd> " or " <kbd>"⌘"</kbd> " + " <kbd>"Enter"</kbd>
                            " publishes"
                        </p>
                    </div>
                </Form>
                <div role="status">
                    {move || {
                        written()
                            .map(|article| {
                                let where_to = match article.state {
                                    ArticleState::Published => "is out in the world.",
                                    ArticleState::Draft => "is in the drawer.",
                                };
                                view! {
                                    <p class="notice success">"“" {article.title} "” " {where_to}</p>
                                }
                            })
                    }}
                </div>
            </Sheet>
            <Section id="articles" title="Out, and in the drawer">
                <Transition fallback=|| {
                    view! { <p class="quiet">"Opening the drawer…"</p> }
                }>
                    <ul class="articles">
                        <For
                            each=move || kept.value()
                            key=|article| article.id
                            let:article
                        >
                            <Kept article/>
                        </For>
                    </ul>
                    <Unreadable error=unread/>
                </Transition>
            </Section>
        </PageBody>
    }
}

#[component]
fn DraftButton(action: FormAction<Manuscript>) -> impl IntoView {
    let pending = use_form_status().pending();
    view! {
        <button
            type="submit"
            class="secondary"
            formaction=action.formaction()
            disabled=pending
        >
            "Save draft"
        </button>
    }
}

#[component]
fn Kept(article: Article) -> impl IntoView {
    let draft = article.state == ArticleState::Draft;
    view! {
        <li>
            <h3>{article.title}</h3>
            <p class="excerpt">{article.body}</p>
            <p class="byline">
                <span class="stamp" class:draft=draft>
                    {if draft { "Draft" } else { "Published" }}
                </span>
                <Day at=article.created_at/>
            </p>
        </li>
    }
}
