//! The `<Form>` component and what stands inside it.
