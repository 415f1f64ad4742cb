//! What can be done with a run where it stands.

use domain::runs::{RunCard, Status};
use leptos::prelude::*;
use ui::page::ButtonKind;
use ui::prelude::{Alert, ButtonLink, Confirm, Form, Icon, Progress, Submit, TextField, Tone, boot, fill, format};

use super::api::{CarryOnRun, ConfirmRun, DeleteDraft, RedraftRun, UndoRun};
use super::figures::{invoices_of, sum_of};
use crate::texts::money::runs::texts;

/// The actions of a run's card.
#[derive(Clone, Copy)]
pub struct Deeds {
    /// Confirms a draft.
    pub confirm: ServerAction<ConfirmRun>,
    /// Computes it anew.
    pub redraft: ServerAction<RedraftRun>,
    /// Deletes it.
    pub delete: ServerAction<DeleteDraft>,
    /// Issues the next accounts.
    pub carry_on: ServerAction<CarryOnRun>,
    /// Takes the run back.
    pub undo: ServerAction<UndoRun>,
}

impl Deeds {
    /// Actions that have done nothing yet.
    pub fn new() -> Self {
        Self {
            confirm: ServerAction::new(),
            redraft: ServerAction::new(),
            delete: ServerAction::new(),
            carry_on: ServerAction::new(),
            undo: ServerAction::new(),
        }
    }
}

/// The buttons at the heading.
pub fn buttons(card: &RunCard, deeds: Deeds) -> AnyView {
    let words = texts();
    let id = card.run.id.to_string();
    let month = format::month(boot().language, card.run.month);
    match card.run.status {
        Status::Draft => {
            let confirm = (card.left > 0).then(|| confirm(card, deeds));
            let delete_title = fill(words.delete_title, &[("month", &month)]);
            view! {
                <Form action=deeds.delete key=("id", id.clone())>
                    <Confirm
                        label=words.delete
                        title=delete_title
                        text=words.delete_text
                        confirm=words.delete
                        icon=Icon::Trash
                    />
                </Form>
                <Form action=deeds.redraft key=("id", id)>
                    <Confirm
                        label=words.redraft
                        title=words.redraft_title
                        text=words.redraft_text
                        confirm=words.redraft
                        kind=ButtonKind::Primary
                        icon=Icon::Refresh
                    />
                </Form>
                {confirm}
            }
            .into_any()
        }
        Status::Issued => {
            let open = fill(words.open_invoices, &[("month", &month)]);
            let href = format!("/invoices?month={}", card.run.month);
            let undo = (card.run.issued > 0).then(|| undo(id, &month, deeds));
            view! {
                {undo}
                <ButtonLink href label=open icon=Icon::Invoice />
            }
            .into_any()
        }
        Status::Issuing | Status::Undone => ().into_any(),
    }
}

fn confirm(card: &RunCard, deeds: Deeds) -> AnyView {
    let words = texts();
    let month = format::month(boot().language, card.run.month);
    let (count, sum) = (invoices_of(card.left), sum_of(card.run.planned));
    let title = fill(words.confirm_title, &[("month", &month)]);
    let text = fill(words.confirm_text, &[("count", &count), ("sum", &sum)]);
    view! {
        <Form action=deeds.confirm key=("id", card.run.id.to_string())>
            <Confirm
                label=words.confirm
                title
                text
                confirm=words.confirm
                kind=ButtonKind::Primary
                opener=ButtonKind::Primary
                icon=Icon::Check
            />
        </Form>
    }
    .into_any()
}

fn undo(id: String, month: &str, deeds: Deeds) -> AnyView {
    let words = texts();
    let title = fill(words.undo_title, &[("month", month)]);
    view! {
        <Form action=deeds.undo key=("id", id)>
            <Confirm
                label=words.undo
                title
                text=words.undo_text
                confirm=words.undo
                icon=Icon::Restore
            >
                <TextField name="reason" label=words.undo_reason required=true maxlength=500 />
            </Confirm>
        </Form>
    }
    .into_any()
}

/// How far the issue has come, with a way on where nobody else carries it on.
pub fn progress(card: &RunCard, deeds: Deeds) -> AnyView {
    let words = texts();
    let (done, total) = (card.run.issued, Some(card.run.issued + card.left));
    let href = format!("/runs/{}", card.run.id);
    let id = card.run.id.to_string();
    view! {
        <Alert tone=Tone::Accent title=words.issuing_title>
            <p>{words.issuing_text}</p>
            <Progress done total label=words.issuing_label />
            <div class="mt-3 flex flex-wrap items-center gap-3">
                <ButtonLink href label=words.refresh icon=Icon::Refresh kind=ButtonKind::Secondary />
                <Form action=deeds.carry_on key=("id", id)>
                    <Submit label=words.carry_on kind=ButtonKind::Secondary />
                </Form>
            </div>
        </Alert>
    }
    .into_any()
}
