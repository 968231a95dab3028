//! One form with many submit buttons: with names and values, a picture, a button outside of the form.

use super::Purpose;
use crate::layout::Sheet;
use actions::{fold, mark};
use formwork::prelude::*;

/// The sheet's picture: `public/sheet.svg`.
const WIDTH: u32 = 240;
const HEIGHT: u32 = 168;

/// How a sheet was folded.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Folded {
    pub signature: String,
    pub format: String,
}

/// Where a sheet was marked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Marked {
    pub signature: String,
    pub x: u32,
    pub y: u32,
    /// The page on which that is.
    pub page: u32,
}

/// Every public function in here is an action.
#[actions(public)]
mod actions {
    use super::{Folded, Marked};
    use formwork::prelude::*;

    pub async fn fold(form: FormData) -> ActionResult<Folded> {
        let format = match form.get("fold") {
            Some(format @ ("Folio" | "Quarto" | "Octavo" | "Blank")) => format.to_owned(),
            _ => return Err(refuse(400, "Press one of the buttons.")),
        };
        Ok(Folded {
            signature: super::signature(&form),
            format,
        })
    }

    pub async fn mark(form: FormData) -> ActionResult<Marked> {
        let at = |name| form.get(name).and_then(|at| at.parse::<u32>().ok());
        match (at("spot.x"), at("spot.y")) {
            (Some(x), Some(y)) => Ok(Marked {
                signature: super::signature(&form),
                x,
                y,
                page: super::page_at(x, y),
            }),
            _ => Err(refuse(400, "Click on the sheet.")),
        }
    }
}

#[cfg(feature = "ssr")]
fn signature(form: &FormData) -> String {
    let signature = form.get("signature").unwrap_or_default().trim();
    if signature.is_empty() {
        "without a letter".into()
    } else {
        signature.chars().take(8).collect()
    }
}

/// The page of the outer forme of a quarto at a place on the sheet.
#[cfg(feature = "ssr")]
fn page_at(x: u32, y: u32) -> u32 {
    match (x < WIDTH / 2, y < HEIGHT / 2) {
        (true, true) => 5,
        (false, true) => 4,
        (true, false) => 8,
        (false, false) => 1,
    }
}

#[component]
pub fn Imposition() -> impl IntoView {
    let folding = use_action_state(fold, None::<Folded>);
    let marking = use_action_state(mark, None::<Marked>);
    view! {
        <Sheet id="imposing" title="Imposition" feature="Submit buttons">
            <Purpose text="Enter a letter, then press a button to fold the sheet, or click on the picture to mark a spot. By keyboard the spot is the corner."/>
            <Form action=folding.action reset=false attr:id="imposition">
                <div class="fw-field">
                    <label class="fw-label" for="signature">
                        "Signature"
                    </label>
                    <input
                        id="signature"
                        name="signature"
                        required
                        maxlength="8"
                        autocomplete="off"
                        value=form_value("signature")
                    />
                </div>
                <div class="actions">
                    <button type="submit" name="fold" value="Quarto">
                        "Quarto"
                    </button>
                    <input type="submit" name="fold" value="Octavo"/>
                    <button type="submit" name="fold" value="Blank" class="secondary" formnovalidate>
                        "Leave it blank"
                    </button>
                </div>
                <input
                    type="image"
                    class="imposed"
                    name="spot"
                    src="/sheet.svg"
                    alt="Mark a spot on the sheet"
                    width=WIDTH
                    height=HEIGHT
                    formaction=marking.action.formaction()
                />
            </Form>
            // Not in the form, and yet its button.
            <div class="actions">
                <button type="submit" form="imposition" name="fold" value="Folio" class="secondary">
                    "Folio"
                </button>
                <p class="quiet">"This button is outside of the form."</p>
            </div>
            <div role="status">
                {move || {
                    folding
                        .state
                        .get()
                        .map(|Folded { signature, format }| {
                            view! {
                                <p class="notice success">
                                    "Sheet " {signature} ", folded: " {format} "."
                                </p>
                            }
                        })
                }}
                {move || marking.state.get().map(|marked| view! { <Spot marked/> })}
            </div>
        </Sheet>
    }
}

#[component]
fn Spot(marked: Marked) -> impl IntoView {
    let Marked {
        signature,
        x,
        y,
        page,
    } = marked;
    view! {
        <p class="notice success">
            {format!("Sheet {signature}, marked on page {page}, {x} from the left and {y} from the top.")}
        </p>
    }
}

#[cfg(all(test, feature = "ssr"))]
mod tests {
    use super::*;

    #[test]
    fn each_quarter_of_the_sheet_is_a_page() {
        let right = WIDTH - 1;
        let below = HEIGHT - 1;
        assert_eq!(
            [
                page_at(0, 0),
                page_at(right, 0),
                page_at(0, below),
                page_at(right, below)
            ],
            [5, 4, 8, 1]
        );
    }

    #[tokio::test]
    async fn an_action_is_a_function_that_a_test_can_call() {
        let form = FormData::from_iter([("signature", "B"), ("spot.x", "200"), ("spot.y", "150")]);
        let marked = mark(form).await.expect("a mark");
        assert_eq!((marked.signature.as_str(), marked.page), ("B", 1));
    }
}
