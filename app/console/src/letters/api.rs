//! What the letters' pages ask of the server.

use domain::Page;
use domain::mail::{LetterCard, LetterLine, LetterQuery, LetterRefForm};
use leptos::prelude::*;
use ui::Fault;

#[server(name = ListLetters, prefix = "/rpc", endpoint = "console/letters/list")]
pub async fn list_letters(query: LetterQuery) -> Result<Page<LetterLine>, Fault> {
    let ctx = crate::server::context()?;
    Ok(landlord::letters::list(&ctx, &query).await?)
}

#[server(name = ShowLetter, prefix = "/rpc", endpoint = "console/letters/show")]
pub async fn show_letter(id: i64) -> Result<LetterCard, Fault> {
    let ctx = crate::server::context()?;
    Ok(landlord::letters::show(&ctx, id).await?)
}

#[server(name = RetryLetter, prefix = "/rpc", endpoint = "console/letters/retry")]
pub async fn retry_letter(form: LetterRefForm) -> Result<i64, Fault> {
    let ctx = crate::server::context()?;
    let id = landlord::letters::retry(&ctx, &form).await?;
    crate::server::go(&format!("/letters/{id}?done=requeued"));
    Ok(id)
}
