//! A batch: its figures, the rows that are refused and why, a sample of the good ones, the decision.

use std::time::Duration;

use domain::imports::{BatchCard, Status};
use domain::{Failure, Permission};
use leptos::prelude::*;
use ui::page::ButtonKind;
use ui::prelude::{
    Alert, ButtonLink, Card, FailureView, Icon, Loaded, Page, SkeletonShape, Tone, boot, deeds, fill, format, pulse,
};

use super::api::{DiscardBatch, PostBatch, show_batch};
use super::batch::{discard_form, figures, post_form, standing};
use super::rows::{Refused, Sample};
use crate::frame::path_id;
use crate::texts::money::imports::texts;

/// One batch.
#[component]
pub fn CardPage() -> impl IntoView {
    if !boot().may(Permission::ImportSubscribers) {
        return view! { <FailureView failure=Failure::Forbidden /> }.into_any();
    }
    let id = path_id();
    let (post, discard) = (ServerAction::<PostBatch>::new(), ServerAction::<DiscardBatch>::new());
    let deeds = deeds();
    let under_way = RwSignal::new(false);
    let pulse = pulse(Duration::from_secs(2), move || under_way.get());
    let batch = Resource::new(move || (id.get(), deeds.get(), pulse.get()), |(id, ..)| show_batch(id));
    Effect::new(move || {
        if let Some(Ok(card)) = batch.get() {
            under_way.set(card.is_under_way());
        }
    });
    view! {
        <Loaded resource=batch skeleton=SkeletonShape::Figures let:card>{show(card, post, discard)}</Loaded>
    }
    .into_any()
}

fn show(card: BatchCard, post: ServerAction<PostBatch>, discard: ServerAction<DiscardBatch>) -> AnyView {
    let words = texts();
    let language = boot().language;
    let state = standing(&card);
    let waiting = card.batch.status == Status::Previewed;
    let posting = card.batch.status == Status::Posting;
    let undecided = waiting || posting && !card.is_under_way();
    // A batch whose job is nowhere to be seen, its row forgotten long ago, can be thrown away too.
    let may_discard = undecided || posting && card.job.is_none();
    let BatchCard {
        batch,
        unknown_headings,
        refused,
        sample,
        ..
    } = card;
    let subtitle = format!("{} · {}", format::instant(&boot(), batch.created_at), batch.uploaded_by);
    let back = ("/imports".to_owned(), words.title.to_owned());
    let (good, to_decide) = (batch.good > 0, batch.clone());
    let decision = move || {
        view! {
            {may_discard.then(|| discard_form(&to_decide, discard))}
            {(undecided && good).then(|| post_form(&to_decide, post))}
        }
    };
    let unknown = (!unknown_headings.is_empty() && waiting).then(|| {
        let list = unknown_headings
            .iter()
            .map(|heading| format!("«{heading}»"))
            .collect::<Vec<_>>()
            .join(", ");
        view! {
            <Alert tone=Tone::Warning title=fill(words.unknown, &[("list", &list)])><p>{words.unknown_text}</p></Alert>
        }
    });
    let refused = (batch.refused > 0).then(|| {
        let href = format!("/imports/{}/refused.csv", batch.id);
        let download = move || {
            view! { <ButtonLink href label=words.download_refused icon=Icon::Export external=true kind=ButtonKind::Secondary /> }
        };
        let count = u64::try_from(refused.len()).unwrap_or_default();
        let cut = u64::try_from(batch.refused).is_ok_and(|all| all > count);
        let note = cut.then(|| {
            let count = format::counted(language, count, words.rows_count);
            view! { <p class="px-5 py-3 text-sm text-(--muted)">{fill(words.sample_note, &[("count", &count)])}</p> }
        });
        view! { <Card title=words.refused_rows actions=download flush=true>{note}<Refused rows=refused /></Card> }
    });
    let title = if batch.status == Status::Posted {
        words.sample_rows_posted
    } else {
        words.sample_rows
    };
    let sample = (!sample.is_empty() && batch.status != Status::Discarded).then(|| {
        let count = u64::try_from(sample.len()).unwrap_or_default();
        let cut = u64::try_from(batch.good).is_ok_and(|all| all > count);
        let note = cut.then(|| {
            let count = format::counted(language, count, words.rows_count);
            view! { <p class="px-5 py-3 text-sm text-(--muted)">{fill(words.sample_note, &[("count", &count)])}</p> }
        });
        view! { <Card title flush=true>{note}<Sample rows=sample /></Card> }
    });
    view! {
        <Page title=batch.file_name.clone() subtitle back actions=decision>
            {state}
            {figures(&batch)}
            {unknown}
            {refused}
            {sample}
        </Page>
    }
    .into_any()
}
