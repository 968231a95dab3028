//! The guide's code compiles: each of its chapters is a doc test.

#[doc = include_str!("../../../docs/src/start.md")]
struct Start;

#[doc = include_str!("../../../docs/src/actions.md")]
struct Actions;

#[doc = include_str!("../../../docs/src/forms.md")]
struct Forms;

#[doc = include_str!("../../../docs/src/fields.md")]
struct Fields;

#[doc = include_str!("../../../docs/src/edit.md")]
struct Edit;

#[doc = include_str!("../../../docs/src/state.md")]
struct State;

#[doc = include_str!("../../../docs/src/optimistic.md")]
struct Optimistic;

#[doc = include_str!("../../../docs/src/calls.md")]
struct Calls;

#[doc = include_str!("../../../docs/src/server-functions.md")]
struct ServerFunctions;

#[doc = include_str!("../../../docs/src/from-action-form.md")]
struct FromActionForm;

#[doc = include_str!("../../../docs/src/order.md")]
struct Order;

#[doc = include_str!("../../../docs/src/submissions.md")]
struct Submissions;

#[doc = include_str!("../../../docs/src/queries.md")]
struct Queries;

#[doc = include_str!("../../../docs/src/before-hydration.md")]
struct BeforeHydration;

#[doc = include_str!("../../../docs/src/loading.md")]
struct Loading;

#[doc = include_str!("../../../docs/src/lazy.md")]
struct Lazy;

#[doc = include_str!("../../../docs/src/islands.md")]
struct Islands;

#[doc = include_str!("../../../docs/src/errors.md")]
struct Errors;

#[doc = include_str!("../../../docs/src/languages.md")]
struct Languages;

#[doc = include_str!("../../../docs/src/security.md")]
struct Security;

#[doc = include_str!("../../../docs/src/once.md")]
struct Once;

#[doc = include_str!("../../../docs/src/cancel.md")]
struct Cancel;

#[doc = include_str!("../../../docs/src/deployment.md")]
struct Deployment;
