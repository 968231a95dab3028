//! `/signup`: an account at the press.

use crate::layout::{PageBody, PageHead, Sheet, SubmitButton};
#[cfg(feature = "ssr")]
use crate::{
    db::{CreateUserError, Db},
    passwords,
};
use formwork::prelude::*;

#[derive(Fields, Clone)]
pub struct Signup {
    #[field(label = "E-mail", email, length(max = 254), autocomplete = "email")]
    pub email: String,
    #[field(
        label = "Password",
        help = "8 to 72 characters.",
        length(min = 8, max = 72),
        autocomplete = "new-password"
    )]
    pub password: Secret<String>,
    #[field(
        label = "I agree to be written to, on paper, and to answer now and then.",
        required,
        message = "Please agree; we cannot send a book to someone who will not have it."
    )]
    pub terms: bool,
}

/// Who has just signed up.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Welcome {
    pub email: String,
}

#[action(public)]
pub async fn sign_up(form: Fields<Signup>) -> ActionResult<Welcome> {
    let hash = passwords::hash(form.password.into_inner()).await?;
    match expect_context::<Db>().create_user(&form.email, &hash).await {
        Ok(_) => Ok(Welcome { email: form.email }),
        Err(CreateUserError::EmailTaken) => Err(Issues::at(
            Signup::email,
            "This e-mail address has an account already. Use another one.",
        )
        .into()),
        Err(error) => Err(error.into()),
    }
}

#[component]
pub fn SignupPage() -> impl IntoView {
    let signup = use_action_state(sign_up, None::<Welcome>);
    // A greeting goes when the next attempt has issues, as it does natively, with the page.
    let welcome = move || {
        signup
            .state
            .get()
            .filter(|_| signup.issues.read().is_empty())
    };
    view! {
        <PageHead title="Sign up">
            "An account keeps your subscriptions and your place in the queue for the next printing."
        </PageHead>
        <PageBody shows=vec![
            "All mistakes at once: each at its field, together in a summary, with the focus on the first.",
            "The rules are written once. They are the inputs’ constraints, and the server checks them again.",
            "Whether an address is taken only the server can know; its word appears at the field all the same.",
            "What you typed comes back after a mistake. The password never does.",
        ]>
            <Sheet id="account" title="Your account">
                <div role="status">
                    {move || {
                        welcome()
                            .map(|Welcome { email }| {
                                view! {
                                    <div class="notice success">
                                        <h3>"Welcome, " {email}</h3>
                                        <p>"Your account is set, proofed and printed. We will write."</p>
                                    </div>
                                }
                            })
                    }}
                </div>
                <Form action=signup.action>
                    <ErrorSummary/>
                    <Field of=Signup::email/>
                    <Field of=Signup::password/>
                    <Field of=Signup::terms/>
                    <div class="actions">
                        <SubmitButton label="Create account" busy="Creating…"/>
                    </div>
                </Form>
            </Sheet>
        </PageBody>
    }
}
