//! The fields of a tariff, the same for a new service and for a new version. Which of them a kind needs is shown by
//! the style sheet alone, so that it works before the browser half arrives.

use domain::tariffs::terms::TIERS;
use domain::tariffs::{Kind, Per, Vat};
use leptos::prelude::*;
use ui::prelude::{FieldRow, Kind as Input, MoneyField, SelectField, TextField, boot, fill};

use crate::texts::money::{self, tariffs};

/// Kind, price, day, VAT, norm and tiers.
#[component]
pub fn TariffFields(
    /// The label of the price.
    price: &'static str,
    /// The day that is offered.
    #[prop(into)]
    from: String,
    #[prop(optional, into)] from_hint: String,
    /// The unit, where it is known.
    #[prop(optional, into)]
    unit: String,
    /// The kind to begin with.
    #[prop(optional)]
    kind: Option<Kind>,
) -> impl IntoView {
    let words = tariffs::texts();
    let shared = money::texts();
    let kinds = Kind::ALL
        .iter()
        .map(|kind| (kind.code().into(), words.kind_of(*kind).into()))
        .collect::<Vec<_>>();
    let vats = Vat::ALL
        .iter()
        .map(|vat| (vat.code().into(), words.vat_of(*vat).into()))
        .collect::<Vec<_>>();
    let pers = Per::ALL
        .iter()
        .map(|per| (per.code().into(), words.per_of(*per).into()))
        .collect::<Vec<_>>();
    let kind = kind.unwrap_or(Kind::Fixed).code();
    let sign = boot().currency.sign();
    let of_unit = match unit {
        unit if unit.is_empty() => sign.to_owned(),
        unit => format!("{sign}/{unit}"),
    };
    let tiers = (0..TIERS)
        .map(|at| {
            let n = (at + 1).to_string();
            let upto = fill(words.tier_upto, &[("n", &n)]);
            let price = fill(words.tier_price, &[("n", &n)]);
            let unit = of_unit.clone();
            view! {
                <FieldRow>
                    <TextField name=format!("terms[upto][{at}]") label=upto inputmode="decimal" />
                    <MoneyField name=format!("terms[tier][{at}]") label=price unit />
                </FieldRow>
            }
        })
        .collect_view();
    view! {
        <div class="form tariff-fields">
            <FieldRow>
                <SelectField name="terms[kind]" label=words.kind options=kinds value=kind hint=words.kind_hint />
                <SelectField name="terms[vat]" label=words.vat options=vats value=Vat::None.code() hint=words.vat_hint />
            </FieldRow>
            <FieldRow>
                <div class="is-without-tiers">
                    <MoneyField name="price" label=price unit=of_unit.clone() hint=shared.price_hint required=true />
                </div>
                <TextField name="from" label=shared.price_from kind=Input::Date value=from hint=from_hint required=true />
            </FieldRow>
            <fieldset class="is-for-tiers form">
                <legend class="field-label">{words.tiers}</legend>
                <p class="field-hint">{words.tiers_text}</p>
                {tiers}
            </fieldset>
            <div class="is-for-norm">
                <FieldRow>
                    <TextField name="terms[norm]" label=words.norm inputmode="decimal" hint=words.norm_hint />
                    <SelectField name="terms[norm_per]" label=words.norm_per options=pers value=Per::Person.code() />
                    <TextField name="terms[coefficient]" label=words.coefficient inputmode="decimal" hint=words.coefficient_hint />
                </FieldRow>
            </div>
        </div>
    }
    .into_any()
}
