//! Charging a month: what it would do, the button, what stands on documents.

use domain::penalties::{
    ChargeForm, Charged, Documents, PenaltyDocument, PenaltyPreview, PenaltyQuery, PreviewLine, Rule,
};
use domain::{Month, Permission};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use ui::page::ButtonKind;
use ui::prelude::*;

use super::api::{ChargePenalties, list_penalties, preview_penalties};
use crate::invoices::{GetForm, month_options};
use crate::texts::penalties::texts as own;

/// Chooses the month, shows what would be charged, charges, lists the documents.
#[component]
pub fn ListPage() -> impl IntoView {
    let text = own();
    let boot = boot();
    if !boot.may(Permission::ChargePenalties) {
        return view! { <FailureView failure=domain::Failure::Forbidden /> }.into_any();
    }
    let address = use_query_map();
    let current = Month::of(boot.today).to_string();
    let month = Memo::new(move |_| {
        address
            .with(|address| address.get("month"))
            .filter(|month| !month.is_empty())
            .unwrap_or_else(|| current.clone())
    });
    let after = Memo::new(move |_| address.with(|address| address.get("after")).unwrap_or_default());
    let charge = ServerAction::<ChargePenalties>::new();
    let answers = charge.version();
    let preview = Resource::new(
        move || (month.get(), answers.get()),
        |(month, _)| preview_penalties(ChargeForm { month }),
    );
    let documents = Resource::new(
        move || (month.get(), after.get(), answers.get()),
        |(month, after, _)| list_penalties(PenaltyQuery { month, after }),
    );
    let done = outcome(charge);
    // What was done for a month is not shown over another.
    let done = move || match done.get() {
        Some(Ok(charged)) if charged.month.to_string() == month.get() => Some(said(&charged)),
        _ => None,
    };
    let actions = move || {
        view! {
            <ButtonLink href="/penalties/rules" label=text.rules kind=ButtonKind::Secondary icon=Icon::Settings />
        }
    };
    view! {
        <Page title=text.title subtitle=text.subtitle actions>
            {move || view! { <MonthChooser month=month.get() /> }}
            <div role="status" class="empty:hidden">{done}</div>
            <Loaded resource=preview skeleton=SkeletonShape::Figures let:preview>{show(preview, charge)}</Loaded>
            <Card title=text.documents flush=true>
                <Loaded resource=documents let:page>{listed(page)}</Loaded>
            </Card>
        </Page>
    }
    .into_any()
}

#[component]
fn MonthChooser(month: String) -> impl IntoView {
    let text = own();
    let boot = boot();
    let options = month_options(boot.language, boot.today, 0, 23, &month);
    view! {
        <GetForm action="/penalties" field="month" class="flex items-end gap-3">
            <div class="min-w-0 flex-1 sm:max-w-60">
                <SelectField name="month" label=text.month options value=month />
            </div>
            <button type="submit" class="button"><Glyph icon=Icon::Calendar /><span>{text.show}</span></button>
        </GetForm>
    }
    .into_any()
}

fn said(charged: &Charged) -> AnyView {
    let text = own();
    let boot = boot();
    let month = format::month(boot.language, charged.month);
    let whole = |n: i64| format::whole(boot.language, u64::try_from(n).unwrap_or_default());
    let sum = format::money_with_sign(boot.language, boot.currency, charged.total);
    let (tone, title) = if charged.issued > 0 {
        let values = [
            ("month", month.as_str()),
            ("count", &whole(charged.issued)),
            ("sum", &sum),
        ];
        (Tone::Good, fill(text.done, &values))
    } else {
        (Tone::Neutral, fill(text.done_nothing, &[("month", &month)]))
    };
    let about = fill(text.done_text, &[("all", &whole(charged.all))]);
    view! {
        <Alert tone title>
            <p>{about}</p>
        </Alert>
    }
    .into_any()
}

fn show(preview: PenaltyPreview, charge: ServerAction<ChargePenalties>) -> AnyView {
    let text = own();
    let boot = boot();
    let language = boot.language;
    let number = |n: i64| u64::try_from(n).unwrap_or_default();
    let whole = |n: i64| format::whole(language, number(n));
    let money = |sum| format::money_with_sign(language, boot.currency, sum);
    let upto = format::date(language, preview.upto);
    let (documents, charged) = preview.charged;
    let (accounts, invoices) = (whole(preview.accounts), whole(preview.invoices));
    let (total, charged) = (money(preview.total), money(charged));
    let until = fill(text.to_charge_note, &[("day", &upto)]);
    let already = format::counted(language, number(documents), text.already_note);
    let (warnings, button) = (warnings(&preview), button(&preview, charge));
    let largest = largest(preview.largest);
    view! {
        <div class="flex flex-col gap-6">
            <Stats>
                <Stat label=text.accounts value=accounts note=text.accounts_note />
                <Stat label=text.overdue value=invoices note=text.overdue_note />
                <Stat label=text.to_charge value=total note=until tone=Tone::Accent />
                <Stat label=text.already value=charged note=already />
            </Stats>
            {warnings}
            {button}
            {largest}
        </div>
    }
    .into_any()
}

/// What one should know before charging.
fn warnings(preview: &PenaltyPreview) -> AnyView {
    let text = own();
    let language = boot().language;
    let unconfirmed = preview.unconfirmed_after.map(|day| {
        let day = format::date(language, day);
        view! {
            <Alert tone=Tone::Warning title=fill(text.unconfirmed, &[("day", &day)])>
                <p>{text.unconfirmed_text} " " <a class="link" href="/penalties/rules">{text.to_rules}</a></p>
            </Alert>
        }
    });
    let none = preview
        .policy
        .as_ref()
        .is_none_or(|policy| policy.rule == Rule::None)
        .then(|| view! { <Alert title=text.no_policy><p>{text.no_policy_text}</p></Alert> });
    view! {
        {unconfirmed}
        {none}
    }
    .into_any()
}

fn button(preview: &PenaltyPreview, charge: ServerAction<ChargePenalties>) -> AnyView {
    let text = own();
    let boot = boot();
    let month = format::month(boot.language, preview.month);
    if preview.accounts == 0 {
        return view! {
            <Alert title=text.nothing><p>{fill(text.nothing_text, &[("month", &month)])}</p></Alert>
        }
        .into_any();
    }
    let values = [
        (
            "count",
            format::whole(boot.language, u64::try_from(preview.accounts).unwrap_or_default()),
        ),
        (
            "sum",
            format::money_with_sign(boot.language, boot.currency, preview.total),
        ),
        ("due", format::date(boot.language, preview.due_on)),
    ];
    let values: Vec<(&str, &str)> = values.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let (title, question) = (
        fill(text.charge_title, &[("month", &month)]),
        fill(text.charge_text, &values),
    );
    view! {
        <div class="flex flex-col gap-2">
            <Form action=charge key=("month", preview.month.to_string())>
                <Confirm
                    label=text.charge
                    title
                    text=question
                    confirm=text.charge
                    kind=ButtonKind::Primary
                    opener=ButtonKind::Primary
                    icon=Icon::Coins
                />
            </Form>
            <p class="text-sm text-muted">{text.promises_note}</p>
        </div>
    }
    .into_any()
}

fn largest(lines: Vec<PreviewLine>) -> Option<AnyView> {
    let text = own();
    if lines.is_empty() {
        return None;
    }
    let head = vec![
        Column::text(text.account),
        Column::text(text.subscriber),
        Column::number(text.invoices),
        Column::number(text.sum),
    ];
    let line = |line: PreviewLine| {
        let count = format::whole(language(), u64::try_from(line.invoices).unwrap_or_default());
        view! {
            <Row>
                <Cell link=format!("/subscribers/{}/penalties", line.subscriber_id)>
                    <span class="tabular-nums">{line.account}</span>
                </Cell>
                <Cell label=text.subscriber>{line.name}</Cell>
                <Cell label=text.invoices align=Align::End>{count}</Cell>
                <Cell label=text.sum align=Align::End><Sum of=line.sum /></Cell>
            </Row>
        }
    };
    let rows = lines.into_iter().map(line).collect_view();
    Some(
        view! {
            <Card title=text.largest flush=true>
                <Table head caption=text.largest>{rows}</Table>
            </Card>
        }
        .into_any(),
    )
}

fn listed(page: Documents) -> AnyView {
    let text = own();
    if page.items.is_empty() {
        return view! { <p class="p-5 text-muted">{text.documents_none}</p> }.into_any();
    }
    let head = vec![
        Column::text(text.document),
        Column::text(text.account),
        Column::text(text.subscriber),
        Column::number(text.sum),
        Column::number(text.paid),
    ];
    let line = |row: PenaltyDocument| {
        let void = row.is_void.then(|| view! { <Badge>{text.is_void}</Badge> });
        view! {
            <Row faded=row.is_void>
                <Cell link=format!("/invoices/{}", row.id)><span class="tabular-nums">{row.number}</span> " " {void}</Cell>
                <Cell label=text.account><span class="tabular-nums">{row.account}</span></Cell>
                <Cell label=text.subscriber>{row.name}</Cell>
                <Cell label=text.sum align=Align::End><Sum of=row.total /></Cell>
                <Cell label=text.paid align=Align::End><Sum of=row.paid /></Cell>
            </Row>
        }
    };
    let rows = page.items.into_iter().map(line).collect_view();
    view! {
        <Table head caption=text.documents>{rows}</Table>
        <Pager next=page.next count=page.count />
    }
    .into_any()
}
