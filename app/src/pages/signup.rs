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
    // Hide the greeting once the next attempt fails validation, as a native post does.
    let welcome = move || {
        signup
            .state
            .get()
            .filter(|_| signup.issues.read().is_empty())
    };
    view! {
        <PageHead title="Sign up" feature="Validation">
            "An account keeps your subscriptions and your place in the queue for the next printing."
        </PageHead>
        <PageBody shows=vec![
            "All issues at once: at their fields and in a summary. The first field with an issue gets the focus.",
            "One definition of the rules: the browser checks them as constraints, the server checks them again.",
            "Only the server knows whether an address is taken. Its message appears at the field, too.",
            "After a mistake your input comes back. The password never does.",
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
