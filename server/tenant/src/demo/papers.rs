//! The demonstration's papers: who the organisation is, and contracts with some of its people, a few of them about to
//! expire. All of it by the same verbs as everybody's.

use domain::contracts::{ContractForm, days_after, link_key};
use domain::organisation::{BankAccountForm, OrganisationForm, SignatoriesForm};
use domain::subscribers::SubscriberQuery;
use domain::{Failure, Month};

use crate::{Ctx, contracts, organisation, subscribers};

/// So many people have a contract on paper.
const CONTRACTS: usize = 24;

/// Fills in the organisation's details and enters the contracts.
pub(super) async fn write(ctx: &Ctx, first: Month) -> Result<(), Failure> {
    let version = organisation::show(ctx).await?.version;
    let details = OrganisationForm {
        version: version.to_string(),
        full_name: format!(
            "Товарищество собственников недвижимости {}",
            ctx.tenant.name.trim_start_matches("ТСН ")
        ),
        short_name: ctx.tenant.name.clone(),
        inn: "4027001231".into(),
        kpp: "402701001".into(),
        ogrn: "1154027000126".into(),
        address: "248000, Калуга, ул. Садовая, 1".into(),
        phone: "+7 4842 12-34-56".into(),
        email: "office@demo.kvitok.example".into(),
        site: String::new(),
        hours: "пн–пт 9:00–18:00".into(),
    };
    organisation::save(ctx, &details).await?;
    let signatories = SignatoriesForm {
        version: (version + 1).to_string(),
        chief_post: "Председатель правления".into(),
        chief_name: "Орлов М. А.".into(),
        accountant_name: "Смирнова А. В.".into(),
    };
    organisation::save_signatories(ctx, &signatories).await?;
    let account = BankAccountForm {
        bic: "044525225".into(),
        bank: "ПАО Сбербанк, г. Москва".into(),
        correspondent: "30101810400000000225".into(),
        number: "40703810800000001234".into(),
        main: "on".into(),
    };
    organisation::add_account(ctx, &account).await?;

    let people = subscribers::list(ctx, &SubscriberQuery::default()).await?.items;
    let begun = first.first_day();
    for (nth, person) in (0u16..).zip(people.into_iter().take(CONTRACTS)) {
        let opened = contracts::open_new(ctx, &person.account).await?;
        // Every third has a last day: some soon, some over, most later.
        let last = match nth % 12 {
            0 => Some(days_after(ctx.today, 10 + nth)),
            3 => Some(days_after(ctx.today, 45 + nth)),
            6 => Some(days_after(ctx.today, 200 + nth)),
            9 => Some(Month::of(ctx.today).minus(2).last_day()),
            _ => None,
        };
        let links = opened.links.iter().filter(|link| link.is_open);
        let form = ContractForm {
            number: format!("Д-{:03}", nth + 1),
            subject: "Содержание общего имущества и коммунальные услуги".into(),
            signed_on: begun.to_string(),
            valid_from: begun.to_string(),
            valid_to: last.map(|day| day.to_string()).unwrap_or_default(),
            links: links.map(|link| (link_key(link.id), "on".to_owned())).collect(),
            ..opened.form
        };
        contracts::save(ctx, &form).await?;
    }
    Ok(())
}
