//! One letter: how it stands, what stood against it, and its text for those who may read it.

use domain::mail::{LetterCard, Status};
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use ui::prelude::*;

use super::StatusBadge;
use super::api::{RetryLetter, show_letter};
use crate::texts::letters::texts;

/// A letter's card.
#[component]
pub fn CardPage() -> impl IntoView {
    let params = use_params_map();
    let id = move || params.with(|params| params.get("id").and_then(|id| id.parse().ok()).unwrap_or(0));
    let retry = ServerAction::<RetryLetter>::new();
    let letter = Resource::new(move || (id(), retry.version().get()), |(id, _)| show_letter(id));
    view! {
        <Loaded resource=letter skeleton=SkeletonShape::Lines let:letter>{show(letter, retry)}</Loaded>
    }
    .into_any()
}

fn show(letter: LetterCard, retry: ServerAction<RetryLetter>) -> AnyView {
    let words = texts();
    let back = ("/letters".to_owned(), words.title.to_owned());
    let LetterCard {
        line,
        next_try_at,
        sent_at,
        cause,
        body,
        may_retry,
    } = letter;
    let (id, status) = (line.id, line.status);
    let actions = move || {
        may_retry.then(|| {
            view! {
                <Form action=retry class="contents">
                    <HiddenField name="id" value=id.to_string() />
                    <Submit label=words.retry icon=Icon::Refresh />
                </Form>
            }
        })
    };
    let word = match status {
        Status::Kept => Some((Tone::Warning, words.kept_text)),
        Status::Failed => Some((Tone::Danger, words.failed_text)),
        Status::Queued | Status::Sent => None,
    }
    .map(|(tone, text)| view! { <Alert tone><p>{text}</p></Alert> });
    let instant = |at| format::instant(&boot(), at);
    let text = match (body, status) {
        (Some(body), _) => view! { <p class="whitespace-pre-wrap wrap-anywhere">{body}</p> }.into_any(),
        (None, Status::Sent) => view! { <p class="text-muted">{words.text_gone}</p> }.into_any(),
        (None, _) => view! { <p class="text-muted">{words.text_hidden}</p> }.into_any(),
    };
    view! {
        <Page title=line.subject.clone() back actions narrow=true>
            {word}
            <Card>
                <DefinitionList>
                    <Fact label=words.status><StatusBadge status /></Fact>
                    <Fact label=words.to>{line.to}</Fact>
                    <Fact label=words.tenant>{line.tenant.unwrap_or_else(|| words.own.to_owned())}</Fact>
                    <Fact label=words.created>{instant(line.created_at)}</Fact>
                    <Fact label=words.attempts>{line.attempts}</Fact>
                    {next_try_at.map(|at| view! { <Fact label=words.next_try>{instant(at)}</Fact> })}
                    {sent_at.map(|at| view! { <Fact label=words.sent_at>{instant(at)}</Fact> })}
                    {cause.map(|cause| view! { <Fact label=words.cause>{cause}</Fact> })}
                </DefinitionList>
            </Card>
            <Card title=words.text>{text}</Card>
        </Page>
    }
    .into_any()
}
