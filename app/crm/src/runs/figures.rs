//! A run in figures and facts.

use domain::Money;
use domain::runs::{Rehearsed, RunCard, Status};
use leptos::prelude::*;
use ui::prelude::{Alert, Badge, Card, DefinitionList, Fact, Stat, Stats, Sum, Tone, boot, fill, format};

use crate::texts::money;
use crate::texts::money::runs::texts;

/// Where a run stands.
#[component]
pub fn StatusBadge(status: Status) -> impl IntoView {
    let tone = match status {
        Status::Draft => Tone::Warning,
        Status::Issuing => Tone::Accent,
        Status::Issued => Tone::Good,
        Status::Undone => Tone::Neutral,
    };
    view! { <Badge tone>{texts().status_of(status)}</Badge> }.into_any()
}

/// A sum with its currency.
pub fn sum_of(sum: Money) -> String {
    let boot = boot();
    format::money_with_sign(boot.language, boot.currency, sum)
}

/// So many invoices, in words.
pub fn invoices_of(count: i64) -> String {
    let count = u64::try_from(count).unwrap_or_default();
    format::counted(boot().language, count, money::texts().invoices_count)
}

/// The figures of a run.
pub fn figures(card: &RunCard) -> AnyView {
    let words = texts();
    let language = boot().language;
    let whole = move |n: i64| format::whole(language, u64::try_from(n).unwrap_or_default());
    let run = &card.run;
    let (label, sum) = match run.status {
        Status::Draft | Status::Issuing => (words.figure_planned, run.planned),
        Status::Issued | Status::Undone => (words.figure_issued, run.total),
    };
    let will = fill(words.figure_accounts_note, &[("count", &whole(run.issued + card.left))]);
    let tone = if run.parked > 0 { Tone::Warning } else { Tone::Neutral };
    let at = |show: &str| format!("/runs/{}?show={show}", run.id);
    let (accounts, parked, outliers) = (whole(run.accounts), whole(run.parked), whole(card.outliers));
    let (to_parked, to_outliers) = (at("parked"), at("outliers"));
    let (total, change) = (sum_of(sum), difference(sum, card.previous_total));
    view! {
        <Stats>
            <Stat label=words.figure_accounts value=accounts note=will />
            <Stat label value=total note=change tone=Tone::Accent />
            <Stat label=words.figure_parked value=parked note=words.figure_parked_note tone href=to_parked />
            <Stat label=words.figure_outliers value=outliers note=words.figure_outliers_note href=to_outliers />
        </Stats>
    }
    .into_any()
}

/// How the month compares with the one before.
fn difference(sum: Money, previous: Money) -> String {
    let words = texts();
    let difference = sum - previous;
    let by = sum_of(difference.abs());
    if previous.is_zero() {
        words.first.to_owned()
    } else if difference.is_zero() {
        words.same.to_owned()
    } else if difference.is_positive() {
        fill(words.more, &[("sum", &by)])
    } else {
        fill(words.less, &[("sum", &by)])
    }
}

/// Who did what, and when.
pub fn facts(card: &RunCard) -> AnyView {
    let words = texts();
    let boot = boot();
    let language = boot.language;
    let run = &card.run;
    let by = |name: &str, at| format!("{name}, {}", format::instant(&boot, at));
    let made = by(&run.run_by, run.created_at);
    let confirmed = card.confirmed.as_ref().map(|(name, at)| by(name, *at));
    let undone = card.undone.as_ref().map(|(name, at, why)| (by(name, *at), why.clone()));
    let (auto, issued_on) = (card.auto_issue_on, card.issued_on);
    let auto = auto.filter(|_| run.status == Status::Draft).map(|day| {
        let text = fill(words.auto_text, &[("day", &format::date(language, day))]);
        view! { <Fact label=words.auto>{text}</Fact> }
    });
    let finished = card.finished_at.map(|at| format::instant(&boot, at));
    let advances = run.from_advances;
    let hash = card.hash.clone().map(hash);
    let lines = format::whole(language, u64::try_from(run.lines).unwrap_or_default());
    view! {
        <Card title=words.facts>
            <DefinitionList>
                <Fact label=words.made>{made}</Fact>
                {confirmed.map(|text| view! { <Fact label=words.confirmed>{text}</Fact> })}
                {issued_on.map(|day| view! { <Fact label=words.issued_on>{format::date(language, day)}</Fact> })}
                {finished.map(|text| view! { <Fact label=words.finished>{text}</Fact> })}
                {auto}
                <Fact label=words.lines>{lines}</Fact>
                {advances.is_positive().then(|| view! { <Fact label=words.from_advances><Sum of=advances /></Fact> })}
                {undone.map(|(who, why)| view! {
                    <Fact label=words.undone_by>{who}</Fact>
                    <Fact label=words.undone_why>{why}</Fact>
                })}
                {hash}
            </DefinitionList>
        </Card>
    }
    .into_any()
}

/// A hash: short, the whole of it on a pointer's rest and for those who copy it.
pub fn hash(hash: String) -> AnyView {
    let words = texts();
    view! {
        <Fact label=words.hash>
            <code class="text-xs break-all">{hash}</code>
            <span class="mt-1 block text-sm text-(--muted)">{words.hash_hint}</span>
        </Fact>
    }
    .into_any()
}

/// Whether the month had been rehearsed, and came out the same.
pub fn rehearsed(found: &Rehearsed) -> AnyView {
    let words = texts();
    let href = format!("/rehearsals/{}", found.id);
    let parked = found.parked.to_string();
    let text = fill(
        words.rehearsed_text,
        &[
            ("count", &invoices_of(found.accounts)),
            ("sum", &sum_of(found.total)),
            ("parked", &parked),
        ],
    );
    let (tone, title) = if found.same {
        (Tone::Good, words.rehearsed_same)
    } else {
        (Tone::Warning, words.rehearsed_other)
    };
    view! {
        <Alert tone title>
            <p>{text} " " <a href=href>{words.rehearsed_open}</a></p>
        </Alert>
    }
    .into_any()
}
