//! The page of proofs.

use domain::Permission;
use domain::ledger::proof::{Check, Example, Finding, KeptProof};
use leptos::prelude::*;
use ui::prelude::*;

use super::api::{ProveBooks, last_book_proofs};
use crate::texts::books::{Words, texts as own};

/// The last proof in large, the earlier ones in a table, the button that asks for another.
#[component]
pub fn BooksPage() -> impl IntoView {
    let text = own();
    let prove = ServerAction::<ProveBooks>::new();
    let deeds = deeds();
    let proofs = Resource::new(move || deeds.get(), |_| last_book_proofs());
    let may = boot().may(Permission::ProveBooks);
    let actions = move || {
        may.then(|| {
            view! {
                <Form action=prove class="contents">
                    <Submit label=text.run icon=Icon::Check />
                </Form>
            }
        })
    };
    view! {
        <Page title=text.title back=("/".to_owned(), text.home.to_owned()) actions>
            <p class="max-w-prose text-muted">{text.about}</p>
            <Loaded resource=proofs skeleton=SkeletonShape::Table let:proofs>{show(proofs)}</Loaded>
        </Page>
    }
    .into_any()
}

fn show(proofs: Vec<KeptProof>) -> AnyView {
    let text = own();
    let Some(last) = proofs.first() else {
        return view! { <Card><EmptyState icon=Icon::Shield title=text.none text=text.none_text /></Card> }.into_any();
    };
    let boot = boot();
    let when = fill(text.proved_at, &[("at", &format::instant(&boot, last.at))]);
    let verdict = if last.proof.holds() {
        view! { <Alert tone=Tone::Good title=text.good><p>{when}</p></Alert> }.into_any()
    } else {
        view! { <Alert tone=Tone::Danger title=text.bad><p>{when}</p><p>{text.bad_text}</p></Alert> }.into_any()
    };
    let wrong = (!last.proof.holds()).then(|| {
        let found = last.proof.findings.iter().map(finding).collect_view();
        view! { <Card title=text.found><ul class="flex flex-col gap-4">{found}</ul></Card> }
    });
    let figures = figures(last);
    let head = vec![
        Column::text(text.when),
        Column::text(text.result),
        Column::number(text.entries),
        Column::number(text.took),
        Column::text(text.by),
    ];
    let rows = proofs.into_iter().map(row).collect_view();
    view! {
        {verdict}
        {wrong}
        {figures}
        <Card title=text.earlier flush=true><Table head caption=text.earlier>{rows}</Table></Card>
    }
    .into_any()
}

fn whole(n: i64) -> String {
    format::whole(language(), u64::try_from(n).unwrap_or_default())
}

fn figures(kept: &KeptProof) -> AnyView {
    let text = own();
    let proof = &kept.proof;
    let sealed = |sealed: domain::ledger::proof::Sealed| {
        fill(
            text.sealed_of,
            &[("rows", &whole(sealed.rows)), ("blocks", &whole(sealed.blocks))],
        )
    };
    let (entries, turnover, receivable) = (whole(proof.entries), proof.turnover, proof.receivable);
    let (ledger, events) = (sealed(proof.ledger), sealed(proof.events));
    view! {
        <Card title=text.figures>
            <DefinitionList>
                <Fact label=text.entries><span class="tabular-nums">{entries}</span></Fact>
                <Fact label=text.turnover><Sum of=turnover /></Fact>
                <Fact label=text.receivable><Sum of=receivable /></Fact>
                <Fact label=text.sealed_ledger><span class="tabular-nums">{ledger}</span></Fact>
                <Fact label=text.sealed_events><span class="tabular-nums">{events}</span></Fact>
            </DefinitionList>
        </Card>
    }
    .into_any()
}

/// What disagrees and where to look.
fn finding(finding: &Finding) -> AnyView {
    let text = own();
    let check = finding.check;
    let named = finding
        .examples
        .iter()
        .map(|example| named(check, example))
        .collect_view();
    let more = finding.count - i64::try_from(finding.examples.len()).unwrap_or_default();
    let more = (more > 0).then(|| fill(text.and_more, &[("n", &whole(more))]));
    view! {
        <li>
            <p class="font-medium">{text.check(check)}</p>
            <p class="flex flex-wrap gap-x-3 gap-y-1 text-sm">{named} {more}</p>
        </li>
    }
    .into_any()
}

fn named(check: Check, example: &Example) -> AnyView {
    let name = match check {
        Check::Totals => own().total(&example.name).to_owned(),
        _ => example.name.clone(),
    };
    match check.room().filter(|_| example.id > 0) {
        Some(room) => {
            let href = format!("/{room}/{}", example.id);
            view! { <a class="link whitespace-nowrap" href=href>{name}</a> }.into_any()
        }
        None => view! { <span class="whitespace-nowrap tabular-nums">{name}</span> }.into_any(),
    }
}

fn row(kept: KeptProof) -> AnyView {
    let text = own();
    let boot = boot();
    let (tone, result) = if kept.proof.holds() {
        (Tone::Good, text.agree)
    } else {
        (Tone::Danger, text.disagree)
    };
    let took = fill(text.ms, &[("n", &whole(kept.took_ms))]);
    view! {
        <Row>
            <Cell>{format::instant(&boot, kept.at)}</Cell>
            <Cell label=text.result><Badge tone>{result}</Badge></Cell>
            <Cell label=text.entries align=Align::End>{whole(kept.proof.entries)}</Cell>
            <Cell label=text.took align=Align::End>{took}</Cell>
            <Cell label=text.by>{kept.by.unwrap_or_else(|| text.by_itself.to_owned())}</Cell>
        </Row>
    }
    .into_any()
}

impl Words {
    /// What a check found, in words.
    const fn check(&self, check: Check) -> &'static str {
        match check {
            Check::Entries => self.check_entries,
            Check::Documents => self.check_documents,
            Check::Balances => self.check_balances,
            Check::InvoicesPaid => self.check_invoices_paid,
            Check::InvoiceEntries => self.check_invoice_entries,
            Check::InvoiceLines => self.check_invoice_lines,
            Check::Voids => self.check_voids,
            Check::Allocations => self.check_allocations,
            Check::Payments => self.check_payments,
            Check::PaymentEntries => self.check_payment_entries,
            Check::Returns => self.check_returns,
            Check::WriteOffs => self.check_write_offs,
            Check::Adjustments => self.check_adjustments,
            Check::Months => self.check_months,
            Check::Totals => self.check_totals,
            Check::Numbers => self.check_numbers,
            Check::LedgerSeals => self.check_ledger_seals,
            Check::EventSeals => self.check_event_seals,
        }
    }

    /// A kept total by its name in the proof.
    fn total(&self, name: &str) -> &'static str {
        match name {
            "debt" => self.total_debt,
            "debtors" => self.total_debtors,
            "advance" => self.total_advance,
            _ => self.total_subscribers,
        }
    }
}
