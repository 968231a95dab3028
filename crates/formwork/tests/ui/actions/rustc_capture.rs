use formwork::prelude::*;

struct Entry {
    member: u32,
}

fn page(member: u32, names: Vec<String>) {
    #[action(public)]
    async fn remove(form: FormData) -> ActionResult<u32> {
        let _ = form;
        Ok(member)
    }

    #[action(public)]
    async fn list(form: FormData) -> ActionResult<usize> {
        let entry = Entry { member };
        let _ = (form, entry.member);
        Ok(names.len())
    }
}

fn main() {}
