//! The premises of a house: the table, the form, and how they are named.

use domain::Language;
use domain::Permission;
use domain::premises::{Kind as PremisesKind, PremisesForm, PremisesLine};
use leptos::prelude::*;
use rust_decimal::Decimal;
use ui::page::ButtonKind;
use ui::prelude::*;

use super::api::SavePremises;
use crate::texts::people::houses::{of as texts_of, texts as own};

/// What a kind of premises is called.
#[must_use]
pub fn kind_name(kind: PremisesKind) -> &'static str {
    let text = own();
    match kind {
        PremisesKind::Flat => text.flat,
        PremisesKind::House => text.house,
        PremisesKind::Plot => text.plot,
        PremisesKind::Garage => text.garage,
        PremisesKind::Office => text.office,
    }
}

/// Square metres with their unit: «54,3 м²».
#[must_use]
pub fn area(language: Language, of: Decimal) -> String {
    format!("{}\u{a0}{}", format::number(language, of), texts_of(language).area_unit)
}

/// How many people: «2 человека».
#[must_use]
pub fn people(language: Language, n: i32) -> String {
    format::counted(
        language,
        u64::try_from(n).unwrap_or_default(),
        texts_of(language).people,
    )
}

/// Premises within their house: «Квартира 5».
pub(super) fn name(line: &PremisesLine) -> String {
    let kind = kind_name(line.kind);
    if line.number.is_empty() {
        kind.to_owned()
    } else {
        format!("{kind} {}", line.number)
    }
}

/// The form that would have made these premises.
pub(super) fn as_typed(line: &PremisesLine) -> PremisesForm {
    PremisesForm {
        id: line.id.to_string(),
        house_id: line.house_id.to_string(),
        number: line.number.clone(),
        kind: line.kind.code().to_owned(),
        area: line
            .area
            .map(|area| decimal_as_typed(language(), area))
            .unwrap_or_default(),
        residents: line.residents.map(|n| n.to_string()).unwrap_or_default(),
        // A change holds from today, unless one says otherwise.
        from: String::new(),
    }
}

/// A number as one would type it: no groups, the language's own point.
fn decimal_as_typed(language: Language, value: Decimal) -> String {
    let plain = value.normalize().to_string();
    match language {
        Language::Ru => plain.replace('.', ","),
        Language::En => plain,
    }
}

/// The premises in the order of their numbers.
#[component]
pub(super) fn PremisesTable(premises: Vec<PremisesLine>) -> impl IntoView {
    let text = own();
    let may_edit = boot().may(Permission::EditHouses);
    let mut head = vec![
        Column::text(text.premises_column),
        Column::number(text.area),
        Column::number(text.residents),
        Column::text(text.accounts),
    ];
    if may_edit {
        head.push(Column::text(""));
    }
    let rows = premises
        .into_iter()
        .map(|line| view! { <Line line may_edit /> })
        .collect_view();
    view! {
        <Table head caption=text.premises>
            {rows}
        </Table>
    }
    .into_any()
}

#[component]
fn Line(line: PremisesLine, may_edit: bool) -> impl IntoView {
    let text = own();
    let language = language();
    let name = name(&line);
    let edit = may_edit.then(|| {
        let href = format!("/houses/{}?premises={}#premises", line.house_id, line.id);
        view! {
            <Cell align=Align::End>
                <ButtonLink href label=words().change kind=ButtonKind::Ghost />
            </Cell>
        }
    });
    let residents = line
        .residents
        .map(|n| format::whole(language, u64::try_from(n).unwrap_or_default()));
    view! {
        <Row>
            <Cell>
                <span class="font-medium whitespace-nowrap">{name}</span>
            </Cell>
            <Cell label=text.area align=Align::End>
                {line.area.map(|of| area(language, of))}
            </Cell>
            <Cell label=text.residents align=Align::End>
                {residents}
            </Cell>
            <Cell label=text.accounts>
                <Accounts house_id=line.house_id number=line.number subscribers=line.subscribers />
            </Cell>
            {edit}
        </Row>
    }
    .into_any()
}

/// Who has an account there; or the way to register somebody.
#[component]
fn Accounts(house_id: i64, number: String, subscribers: Vec<(i64, String, String)>) -> impl IntoView {
    let text = own();
    if subscribers.is_empty() {
        return boot()
            .may(Permission::EditSubscribers)
            .then(|| {
                let flat = ui::loading::encode(&number);
                let href = format!("/subscribers/new?house={house_id}&flat={flat}");
                view! {
                    <a class="link" href=href>
                        {text.no_account}
                    </a>
                }
            })
            .into_any();
    }
    let accounts = subscribers
        .into_iter()
        .map(|(id, account, name)| {
            view! {
                <a class="link block" href=format!("/subscribers/{id}")>
                    <span class="tabular-nums">{account}</span>
                    " "
                    {name}
                </a>
            }
        })
        .collect_view();
    view! { <div class="flex flex-col gap-1 py-1">{accounts}</div> }.into_any()
}

/// The form of premises with its own action. Area and residents hold from a day, so that earlier months keep theirs.
#[component]
pub(super) fn Fields(form: PremisesForm) -> impl IntoView {
    let text = own();
    let words = words();
    let save = ServerAction::<SavePremises>::new();
    let is_new = form.id.is_empty();
    let submit = if is_new { text.premises_add } else { words.save };
    let kinds = PremisesKind::ALL
        .map(|kind| (kind.code().to_owned(), kind_name(kind).to_owned()))
        .to_vec();
    let today = boot().today.to_string();
    view! {
        <Form action=save key=("id", form.id) reset_on_ok=is_new>
            <HiddenField name="house_id" value=form.house_id />
            <SelectField name="kind" label=text.premises_kind options=kinds value=form.kind />
            <TextField
                name="number"
                label=text.premises_number
                value=form.number
                hint=text.premises_number_hint
                autocomplete="off"
                maxlength=20u32
            />
            <div class="grid grid-cols-2 items-start gap-4">
                <MoneyField name="area" label=text.area value=form.area unit=text.area_unit />
                <TextField
                    name="residents"
                    label=text.residents
                    value=form.residents
                    inputmode="numeric"
                    autocomplete="off"
                    maxlength=4u32
                />
            </div>
            <TextField
                name="from"
                label=text.from
                kind=Kind::Date
                value=today
                hint=text.from_hint
                required=true
            />
            <FormActions>
                <Submit label=submit />
            </FormActions>
        </Form>
    }
    .into_any()
}
