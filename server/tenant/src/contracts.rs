//! Contracts with subscribers: entered with the services that they cover, changed, ended before their time, with the
//! signed scan among the files. Lists stand in `list`.

mod list;
mod sql;

use bytes::Bytes;
use domain::contracts::{
    About, Contract, ContractCard, ContractForm, End, EndContractForm, Opened, SCANS, ScanForm, State, Terms, link_key,
    may_end,
};
use domain::files::FileLine;
use domain::{Failure, Permission, Reason, subscribers};
use serde_json::{Value, json};
use sqlx::PgConnection;
use uuid::Uuid;

pub use list::{list, of_subscriber};

use crate::store::{OnConstraint, OrFailure, transact};
use crate::{Ctx, events, files, links};

/// Files to choose a scan from.
const CHOICES: i64 = 100;

/// The card.
///
/// # Errors
/// `SignedOut`, `Forbidden`, `NotFound`; those of the database.
pub async fn show(ctx: &Ctx, id: i64) -> Result<ContractCard, Failure> {
    ctx.authorize(Permission::SeeSubscribers)?;
    let mut conn = ctx.db.acquire().await.or_failure(ctx)?;
    let found = sql::by_id(&mut conn, id)
        .await
        .or_failure(ctx)?
        .ok_or(Failure::NotFound)?;
    let covered = sql::links_of(&mut conn, id).await.or_failure(ctx)?;
    let mut links = links::of_subscriber(&mut conn, ctx, found.subscriber_id).await?;
    links.retain(|link| covered.contains(&link.id));
    let scan = match found.scan_id {
        Some(file) => files::line(&mut conn, ctx, file).await?,
        None => None,
    };
    let last = found.ended.as_ref().map(|(day, _)| *day).or(found.terms.valid_to);
    Ok(ContractCard {
        id,
        version: found.version,
        subscriber_id: found.subscriber_id,
        account: found.account,
        name: found.name,
        state: State::decide(found.terms.valid_from, last, found.ended.is_some(), ctx.today),
        terms: found.terms,
        ended: found.ended,
        links,
        scan,
        max_mb: ctx.files.max_mb(),
        created_by: found.created_by,
        created_at: found.created_at,
    })
}

/// What a form needs for a new contract of an account: its subscriber's name as the party, and the links in force.
///
/// # Errors
/// `SignedOut`, `Forbidden`; those of the database. An account that nobody has leaves the form empty.
pub async fn open_new(ctx: &Ctx, account: &str) -> Result<Opened, Failure> {
    ctx.authorize(Permission::EditContracts)?;
    let mut form = ContractForm {
        account: account.trim().to_owned(),
        signed_on: ctx.today.to_string(),
        valid_from: ctx.today.to_string(),
        ..ContractForm::default()
    };
    let mut conn = ctx.db.acquire().await.or_failure(ctx)?;
    let Ok(number) = subscribers::account_number(account) else {
        return Ok(Opened {
            form,
            ..Opened::default()
        });
    };
    let Some(payer) = sql::payer(&mut conn, &number).await.or_failure(ctx)? else {
        return Ok(Opened {
            form,
            ..Opened::default()
        });
    };
    let links = links::of_subscriber(&mut conn, ctx, payer.id).await?;
    form.party.clone_from(&payer.name);
    let open = links.iter().filter(|link| link.is_open);
    form.links = open.map(|link| (link_key(link.id), "on".to_owned())).collect();
    Ok(Opened {
        form,
        subscriber: Some((payer.id, payer.name)),
        links,
    })
}

/// What a form needs to change a contract.
///
/// # Errors
/// `SignedOut`, `Forbidden`, `NotFound`; those of the database.
pub async fn open(ctx: &Ctx, id: i64) -> Result<Opened, Failure> {
    ctx.authorize(Permission::EditContracts)?;
    let mut conn = ctx.db.acquire().await.or_failure(ctx)?;
    let found = sql::by_id(&mut conn, id)
        .await
        .or_failure(ctx)?
        .ok_or(Failure::NotFound)?;
    let covered = sql::links_of(&mut conn, id).await.or_failure(ctx)?;
    let terms = found.terms;
    let form = ContractForm {
        id: id.to_string(),
        version: found.version.to_string(),
        account: found.account,
        number: terms.number,
        party: terms.party,
        subject: terms.subject,
        signed_on: terms.signed_on.to_string(),
        valid_from: terms.valid_from.to_string(),
        valid_to: terms.valid_to.map(|day| day.to_string()).unwrap_or_default(),
        note: terms.note.unwrap_or_default(),
        links: covered.into_iter().map(|id| (link_key(id), "on".to_owned())).collect(),
    };
    Ok(Opened {
        form,
        subscriber: Some((found.subscriber_id, found.name)),
        links: links::of_subscriber(&mut conn, ctx, found.subscriber_id).await?,
    })
}

/// Enters a contract or changes a known one. The answer is its id.
///
/// # Errors
/// `SignedOut`, `Forbidden`, `NotFound`; `Invalid`: a number that another has, an account that nobody has, ...;
/// `Conflict`: an archived subscriber, somebody changed it since it was opened.
pub async fn save(ctx: &Ctx, form: &ContractForm) -> Result<i64, Failure> {
    ctx.authorize(Permission::EditContracts)?;
    let contract = form.parse()?;
    transact(ctx, move |ctx, conn| {
        Box::pin(async move {
            match &contract.about {
                About::New { account } => enter(conn, ctx, account, &contract).await,
                About::Known { id, version } => change(conn, ctx, *id, *version, &contract).await,
            }
        })
    })
    .await
}

async fn enter(conn: &mut PgConnection, ctx: &Ctx, account: &str, contract: &Contract) -> Result<i64, Failure> {
    let payer = sql::payer(conn, account)
        .await
        .or_failure(ctx)?
        .ok_or_else(|| Failure::field("account", Reason::Unknown))?;
    if payer.archived {
        return Err(Failure::conflict(Reason::Archived));
    }
    let id = sql::insert(conn, payer.id, &contract.terms, ctx.actor_name(), ctx.now)
        .await
        .on_constraint("contract_number_once", "number", Reason::Taken)?
        .or_failure(ctx)?;
    cover(conn, ctx, id, payer.id, &contract.links).await?;
    let details = json!({ "subscriber": payer.id, "terms": contract.terms, "links": contract.links });
    events::record(conn, ctx, "created", "contract", Some(id), details).await?;
    Ok(id)
}

async fn change(
    conn: &mut PgConnection,
    ctx: &Ctx,
    id: i64,
    version: i32,
    contract: &Contract,
) -> Result<i64, Failure> {
    let old = opened(conn, ctx, id, version).await?;
    let terms = &contract.terms;
    if let Some((day, _)) = &old.ended {
        // An early end stays within the term, however that changes.
        may_end(terms.valid_from, terms.valid_to, *day).map_err(|reason| match reason {
            Reason::AfterTheEnd => Failure::field("valid_to", Reason::EndsBeforeItBegins),
            _ => Failure::field("valid_from", Reason::AfterTheEnd),
        })?;
    }
    let covered = sql::links_of(conn, id).await.or_failure(ctx)?;
    sql::update(conn, id, terms)
        .await
        .on_constraint("contract_number_once", "number", Reason::Taken)?
        .or_failure(ctx)?;
    cover(conn, ctx, id, old.subscriber_id, &contract.links).await?;
    let details = json!({
        "from": details(&old.terms, &covered),
        "to": details(terms, &contract.links),
    });
    events::record(conn, ctx, "changed", "contract", Some(id), details).await?;
    Ok(id)
}

fn details(terms: &Terms, links: &[i64]) -> Value {
    json!({ "terms": terms, "links": links })
}

/// Writes down which links a contract covers: the subscriber's own and no others.
async fn cover(conn: &mut PgConnection, ctx: &Ctx, id: i64, subscriber_id: i64, links: &[i64]) -> Result<(), Failure> {
    let covered = sql::set_links(conn, id, subscriber_id, links).await.or_failure(ctx)?;
    if usize::try_from(covered) == Ok(links.len()) {
        Ok(())
    } else {
        Err(Failure::NotFound)
    }
}

/// Locks a contract; somebody else may have changed it since it was opened.
async fn opened(conn: &mut PgConnection, ctx: &Ctx, id: i64, version: i32) -> Result<sql::Found, Failure> {
    let old = sql::contract_for_update(conn, id)
        .await
        .or_failure(ctx)?
        .ok_or(Failure::NotFound)?;
    if old.version == version {
        Ok(old)
    } else {
        Err(Failure::conflict(Reason::ChangedMeanwhile))
    }
}

/// Ends a contract before its time, or corrects such an end.
///
/// # Errors
/// `SignedOut`, `Forbidden`, `NotFound`; `Invalid` at `ended_on`: outside of the contract's days; `Conflict`: somebody
/// changed it since it was opened.
pub async fn end(ctx: &Ctx, form: &EndContractForm) -> Result<(), Failure> {
    ctx.authorize(Permission::EditContracts)?;
    let end = form.parse()?;
    transact(ctx, move |ctx, conn| Box::pin(end_in(conn, ctx, end))).await
}

async fn end_in(conn: &mut PgConnection, ctx: &Ctx, end: End) -> Result<(), Failure> {
    let old = opened(conn, ctx, end.id, end.version).await?;
    may_end(old.terms.valid_from, old.terms.valid_to, end.ended_on)
        .map_err(|reason| Failure::field("ended_on", reason))?;
    sql::set_end(conn, &end).await.or_failure(ctx)?;
    let details = json!({ "from": old.ended, "to": (end.ended_on, end.reason) });
    events::record(conn, ctx, "ended", "contract", Some(end.id), details).await
}

/// Keeps a file and attaches it as the signed scan.
///
/// # Errors
/// `SignedOut`, `Forbidden`, `NotFound`; those of [`files::put`], and `Invalid` at `file`: neither PDF nor picture.
pub async fn put_scan(ctx: &Ctx, id: i64, name: &str, bytes: Bytes) -> Result<(), Failure> {
    ctx.authorize(Permission::EditContracts)?;
    {
        let mut conn = ctx.db.acquire().await.or_failure(ctx)?;
        // Nothing is kept for a contract that is not there.
        sql::by_id(&mut conn, id)
            .await
            .or_failure(ctx)?
            .ok_or(Failure::NotFound)?;
    }
    let file = files::put_only(ctx, name, bytes, &SCANS, Reason::NotAScan).await?;
    set_scan(ctx, id, Some(file)).await
}

/// Attaches a file that is kept already, or takes the scan away; its file stays among the files.
///
/// # Errors
/// `SignedOut`, `Forbidden`, `NotFound`; `Invalid` at `file_id`: not there, neither PDF nor picture.
pub async fn attach(ctx: &Ctx, form: &ScanForm) -> Result<(), Failure> {
    ctx.authorize(Permission::EditContracts)?;
    let (id, file) = form.parse()?;
    set_scan(ctx, id, file).await
}

async fn set_scan(ctx: &Ctx, id: i64, file: Option<Uuid>) -> Result<(), Failure> {
    transact(ctx, move |ctx, conn| {
        Box::pin(async move {
            let old = sql::contract_for_update(conn, id)
                .await
                .or_failure(ctx)?
                .ok_or(Failure::NotFound)?;
            if let Some(file) = file {
                let line = files::line_for_share(conn, ctx, file)
                    .await?
                    .ok_or_else(|| Failure::field("file_id", Reason::Unknown))?;
                if !SCANS.contains(&line.kind) {
                    return Err(Failure::field("file_id", Reason::NotAScan));
                }
            }
            sql::set_scan(conn, id, file).await.or_failure(ctx)?;
            let details = json!({ "from": { "scan": old.scan_id }, "to": { "scan": file } });
            events::record(conn, ctx, "attached", "contract", Some(id), details).await
        })
    })
    .await
}

/// The latest files that could be a scan.
///
/// # Errors
/// `SignedOut`, `Forbidden`; those of the database.
pub async fn scans(ctx: &Ctx) -> Result<Vec<FileLine>, Failure> {
    ctx.authorize(Permission::EditContracts)?;
    let mut conn = ctx.db.acquire().await.or_failure(ctx)?;
    files::latest_of(&mut conn, ctx, &SCANS, CHOICES).await
}
