//! The first page itself.

use domain::dashboard::Dashboard;
use domain::{Money, Permission};
use leptos::prelude::*;
use rust_decimal::Decimal;
use ui::page::ButtonKind;
use ui::prelude::*;

use super::api::{Overview, read_overview};
use super::chart::MonthChart;
use super::steps::FirstSteps;
use crate::books::BooksLine;
use crate::promises::BrokenNotice;
use crate::survey::{SurveyCard, survey_is_due};
use crate::texts::people::dashboard::texts as own;

/// Greets, shows where the month stands, and leads a new tenant through the first steps.
#[component]
pub fn DashboardPage() -> impl IntoView {
    let text = own();
    let boot = boot();
    let language = boot.language;
    let overview = Resource::new(|| (), move |()| read_overview(language));
    let done = deeds();
    let asked = boot.may(Permission::AnswerSurvey);
    // Who is not to be asked causes no question to the server either.
    let due = Resource::new(
        move || done.get(),
        move |_| async move { if asked { survey_is_due().await } else { Ok(false) } },
    );
    let name = boot
        .person
        .as_ref()
        .map(|person| person.name.clone())
        .filter(|name| !name.is_empty());
    let title = name.map_or(text.title.to_owned(), |name| fill(text.greeting, &[("name", &name)]));
    let when = fill(
        text.when,
        &[
            ("day", &format::date(language, boot.today)),
            ("month", &format::month(language, domain::Month::of(boot.today))),
        ],
    );
    let actions = move || {
        let boot = ui::boot::boot();
        let pay = boot.may(Permission::RecordPayment).then(|| {
            view! { <ButtonLink href="/payments/new" label=text.record_payment icon=Icon::Plus /> }
        });
        let add = boot.may(Permission::EditSubscribers).then(|| {
            view! { <ButtonLink href="/subscribers/new" label=text.new_subscriber kind=ButtonKind::Secondary /> }
        });
        view! {
            {pay}
            {add}
        }
    };
    view! {
        <Page title subtitle=when actions>
            <Loaded resource=overview skeleton=SkeletonShape::Figures let:overview>
                <View overview />
            </Loaded>
            <Loaded resource=due skeleton=SkeletonShape::Lines let:due>
                {due.then(|| view! { <SurveyCard /> })}
            </Loaded>
        </Page>
    }
    .into_any()
}

#[component]
fn View(overview: Overview) -> impl IntoView {
    let Overview { figures, chart } = overview;
    let steps = figures.steps;
    let first = (!steps.done()).then(|| view! { <FirstSteps steps /> });
    view! {
        <div class="flex flex-col gap-6">
            {first}
            <BrokenNotice count=figures.broken_promises />
            <Figures figures=figures.clone() />
            <MonthChart months=figures.months svg=chart />
            <BooksLine last=figures.books />
        </div>
    }
    .into_any()
}

#[component]
fn Figures(figures: Dashboard) -> impl IntoView {
    let text = own();
    let (language, currency) = (boot().language, boot().currency);
    let sum = move |of: Money| format::money_with_sign(language, currency, of);
    let many = |n: i64| u64::try_from(n).unwrap_or_default();
    let (debt_tone, debt_note) = if figures.debt.is_positive() {
        (
            Tone::Danger,
            format::counted(language, many(figures.debtors), text.debtors),
        )
    } else {
        (Tone::Neutral, text.no_debtors.to_owned())
    };
    let debt_note = if figures.advance.is_positive() {
        fill(
            text.advance_note,
            &[("before", &debt_note), ("sum", &sum(figures.advance))],
        )
    } else {
        debt_note
    };
    let charged = if figures.charged.is_positive() {
        text.charged_note
    } else {
        text.charged_none
    };
    let paid = match share(figures.paid, figures.charged) {
        Some(percent) => fill(text.paid_share, &[("percent", &format::number(language, percent))]),
        None if figures.paid.is_positive() => text.paid_note.to_owned(),
        None => text.paid_none.to_owned(),
    };
    view! {
        <Stats>
            <Stat
                label=text.subscribers
                value=format::whole(language, many(figures.subscribers))
                note=text.subscribers_note
                href="/subscribers"
            />
            <Stat
                label=text.debt
                value=sum(figures.debt)
                note=debt_note
                tone=debt_tone
                href="/subscribers?show=debtors"
            />
            <Stat
                label=text.charged
                value=sum(figures.charged)
                note=charged
                href=format!("/invoices?month={}", figures.month)
            />
            <Stat
                label=text.paid
                value=sum(figures.paid)
                note=paid
                href=format!("/payments?month={}", figures.month)
            />
        </Stats>
    }
    .into_any()
}

/// What part of the charges has been paid, in whole per cent; nothing to say where nothing was charged or paid.
fn share(paid: Money, charged: Money) -> Option<Decimal> {
    if !charged.is_positive() || !paid.is_positive() {
        return None;
    }
    Some((paid.decimal() * Decimal::ONE_HUNDRED / charged.decimal()).round())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_share_is_told_where_there_is_one() {
        let table = [
            (0, 100, None),
            (100, 0, None),
            (72, 100, Some(72)),
            (1, 3, Some(33)),
            (300, 200, Some(150)),
        ];
        for (paid, charged, want) in table {
            let share = share(Money::from_kopecks(paid), Money::from_kopecks(charged));
            assert_eq!(share, want.map(Decimal::from), "{paid} of {charged}");
        }
    }
}
