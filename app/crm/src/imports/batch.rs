//! A batch in figures and words: where it stands, what it holds, what can be done with it.

use domain::imports::{BatchCard, BatchLine, Status};
use leptos::prelude::*;
use ui::page::ButtonKind;
use ui::prelude::{
    Alert, Badge, ButtonLink, Confirm, Form, Icon, JobBadge, JobProgress, Stat, Stats, Tone, boot, fill, format,
};
use ui::work;

use super::api::{DiscardBatch, PostBatch};
use crate::texts::money::imports::texts;

/// Where a batch stands.
#[component]
pub fn StatusBadge(status: Status) -> impl IntoView {
    let words = texts();
    let (tone, text) = match status {
        Status::Previewed => (Tone::Warning, words.status_previewed),
        Status::Posting => (Tone::Accent, words.status_posting),
        Status::Posted => (Tone::Good, words.status_posted),
        Status::Discarded => (Tone::Neutral, words.status_discarded),
    };
    view! { <Badge tone>{text}</Badge> }.into_any()
}

/// The figures of a batch.
#[must_use]
pub fn figures(batch: &BatchLine) -> AnyView {
    let words = texts();
    let boot = boot();
    let (language, currency) = (boot.language, boot.currency);
    let whole = move |n: i64| format::whole(language, u64::try_from(n).unwrap_or_default());
    let sum = move |sum| format::money_with_sign(language, currency, sum);
    let good = if batch.status == Status::Posted {
        words.figure_posted
    } else {
        words.figure_good
    };
    let refused = if batch.refused > 0 { Tone::Danger } else { Tone::Neutral };
    let (number, wrong, debt, advance) = (
        whole(batch.good),
        whole(batch.refused),
        sum(batch.debt),
        sum(batch.advance),
    );
    view! {
        <Stats>
            <Stat label=good value=number tone=Tone::Good />
            <Stat label=words.figure_refused value=wrong tone=refused />
            <Stat label=words.figure_debt value=debt />
            <Stat label=words.figure_advance value=advance />
        </Stats>
    }
    .into_any()
}

/// What has become of the batch, or what is to be decided.
#[must_use]
pub fn standing(card: &BatchCard) -> AnyView {
    let words = texts();
    let batch = &card.batch;
    let count = format::whole(boot().language, u64::try_from(batch.good).unwrap_or_default());
    let some_refused = batch.refused > 0;
    match batch.status {
        Status::Previewed if batch.good == 0 => view! {
            <Alert tone=Tone::Warning title=words.preview_nothing><p>{words.preview_nothing_text}</p></Alert>
        }
        .into_any(),
        Status::Previewed => view! {
            <Alert title=words.preview_title>
                <p>{words.preview_text}</p>
                {some_refused.then(|| view! { <p>{words.preview_refused_text}</p> })}
            </Alert>
        }
        .into_any(),
        Status::Posting => posting(card),
        Status::Posted => view! {
            <Alert tone=Tone::Good title=fill(words.posted_title, &[("count", &count)])>
                <p>{words.posted_text} " " <a href="/subscribers">{words.to_subscribers}</a></p>
            </Alert>
        }
        .into_any(),
        Status::Discarded => {
            view! { <Alert title=words.discarded_title><p>{words.discarded_text}</p></Alert> }.into_any()
        }
    }
}

/// How far the job is that registers the rows, or why it has not. The page looks again by itself; where the browser half
/// is off, by a link.
fn posting(card: &BatchCard) -> AnyView {
    let words = texts();
    let under_way = card.is_under_way();
    let (tone, title, text) = if under_way {
        (Tone::Accent, words.posting_title, words.posting_text)
    } else {
        (Tone::Danger, words.not_posted_title, words.not_posted_text)
    };
    let job = card.job.clone().map(|job| {
        let cause = work::cause(&job).map(|cause| view! { <p>{cause}</p> });
        let (badge, href) = (job.clone(), format!("/jobs/{}", job.id));
        view! {
            {cause}
            <p><JobBadge job=badge /> " " <a href=href>{words.to_job}</a></p>
            <JobProgress job />
        }
    });
    let refresh = under_way.then(|| {
        let href = format!("/imports/{}", card.batch.id);
        view! { <p><ButtonLink href label=words.refresh kind=ButtonKind::Ghost icon=Icon::Refresh external=true /></p> }
    });
    view! {
        <Alert tone title>
            <p>{text}</p>
            {job}
            {refresh}
        </Alert>
    }
    .into_any()
}

/// Registers the good rows, after a question.
#[must_use]
pub fn post_form(batch: &BatchLine, action: ServerAction<PostBatch>) -> AnyView {
    let words = texts();
    let good = u64::try_from(batch.good).unwrap_or_default();
    let count = format::counted(boot().language, good, words.subscribers_count);
    let (label, title) = (
        fill(words.post, &[("count", &count)]),
        fill(words.post_title, &[("count", &count)]),
    );
    view! {
        <Form action key=("id", batch.id.to_string())>
            <Confirm
                label
                title
                text=words.post_text
                confirm=words.post_confirm
                kind=ButtonKind::Primary
                opener=ButtonKind::Primary
                icon=Icon::Check
            />
        </Form>
    }
    .into_any()
}

/// Throws the batch away, after a question.
#[must_use]
pub fn discard_form(batch: &BatchLine, action: ServerAction<DiscardBatch>) -> AnyView {
    let words = texts();
    let title = fill(words.discard_title, &[("file", &batch.file_name)]);
    view! {
        <Form action key=("id", batch.id.to_string())>
            <Confirm label=words.discard title text=words.discard_text confirm=words.discard icon=Icon::Trash />
        </Form>
    }
    .into_any()
}
