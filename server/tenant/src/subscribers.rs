//! Subscribers: the list and its search, the card, registration, changes, the archive.

mod search;
mod sql;

use domain::quotas::What;
use domain::subscribers::{
    Subscriber, SubscriberCard, SubscriberForm, SubscriberLine, SubscriberQuery, SubscriberRefForm,
};
use domain::{Failure, Page, Permission, Reason, typed};
use serde_json::{Value, json};
use sqlx::PgConnection;

use crate::store::{OnConstraint, OrFailure, transact};
use crate::{Ctx, events, invoices, ledger, links, payments, premises, quotas};

/// Invoices and payments on the card.
const LATEST: i64 = 24;
/// Moves of money on the card.
const MOVES: i64 = 50;

/// Subscribers by account. The position of a page is the account of its last row.
///
/// # Errors
/// `SignedOut`, `Forbidden`; those of the database.
pub async fn list(ctx: &Ctx, query: &SubscriberQuery) -> Result<Page<SubscriberLine>, Failure> {
    ctx.authorize(Permission::SeeSubscribers)?;
    let mut conn = ctx.db.acquire().await.or_failure(ctx)?;
    search::page(&mut conn, query).await.or_failure(ctx)
}

/// The card, with what the other rooms know of the subscriber.
///
/// # Errors
/// `SignedOut`, `Forbidden`, `NotFound`.
pub async fn show(ctx: &Ctx, id: i64) -> Result<SubscriberCard, Failure> {
    ctx.authorize(Permission::SeeSubscribers)?;
    let mut conn = ctx.db.acquire().await.or_failure(ctx)?;
    let found = sql::card(&mut conn, id)
        .await
        .or_failure(ctx)?
        .ok_or(Failure::NotFound)?;
    let subscriber = found.subscriber;
    let premises = match found.premises_id {
        Some(premises_id) => premises::line(&mut conn, ctx, premises_id).await?,
        None => None,
    };
    Ok(SubscriberCard {
        id,
        version: found.version,
        account: found.account,
        kind: subscriber.kind,
        name: subscriber.name,
        inn: subscriber.inn,
        premises,
        phone: subscriber.phone,
        email: subscriber.email,
        note: subscriber.note,
        balance: ledger::balance(&mut conn, ctx, id).await?,
        links: links::of_subscriber(&mut conn, ctx, id).await?,
        invoices: invoices::of_subscriber(&mut conn, ctx, id, LATEST).await?,
        payments: payments::of_subscriber(&mut conn, ctx, id, LATEST).await?,
        moves: ledger::moves(&mut conn, ctx, id, MOVES).await?,
        created_at: found.created_at,
        archived_at: found.archived_at,
    })
}

/// Registers a subscriber or changes a known one; premises that nobody has registered yet are registered with it. The
/// answer is the id.
///
/// # Errors
/// `SignedOut`, `Forbidden`, `NotFound`; `Invalid`: an account that another has, an unknown house, ...; `Conflict`:
/// somebody changed it since it was opened, or it is archived.
pub async fn save(ctx: &Ctx, form: &SubscriberForm) -> Result<i64, Failure> {
    ctx.authorize(Permission::EditSubscribers)?;
    let subscriber = form.parse()?;
    transact(ctx, move |ctx, conn| {
        Box::pin(async move {
            match subscriber.known {
                None => register(conn, ctx, &subscriber).await,
                Some((id, version)) => change(conn, ctx, id, version, &subscriber).await,
            }
        })
    })
    .await
}

async fn register(conn: &mut PgConnection, ctx: &Ctx, subscriber: &Subscriber) -> Result<i64, Failure> {
    quotas::claim(conn, ctx, What::Subscribers, 1).await?;
    let premises_id = place(conn, ctx, subscriber).await?;
    let account = match &subscriber.account {
        Some(account) => account.clone(),
        None => sql::free_account(conn)
            .await
            .or_failure(ctx)?
            .ok_or(Failure::Busy { retry_after: 1 })?,
    };
    let id = sql::insert(conn, &account, subscriber, premises_id, ctx.now)
        .await
        .on_constraint("subscriber_account_once", "account", Reason::Taken)?
        .or_failure(ctx)?;
    let details = details(&account, subscriber, premises_id);
    events::record(conn, ctx, "created", "subscriber", Some(id), details).await?;
    Ok(id)
}

async fn change(
    conn: &mut PgConnection,
    ctx: &Ctx,
    id: i64,
    version: i32,
    subscriber: &Subscriber,
) -> Result<i64, Failure> {
    let old = lock(conn, ctx, id).await?;
    if old.version != version {
        return Err(Failure::conflict(Reason::ChangedMeanwhile));
    }
    if old.archived_at.is_some() {
        return Err(Failure::conflict(Reason::Archived));
    }
    let premises_id = place(conn, ctx, subscriber).await?;
    let account = subscriber.account.as_ref().unwrap_or(&old.account);
    sql::update(conn, id, account, subscriber, premises_id)
        .await
        .on_constraint("subscriber_account_once", "account", Reason::Taken)?
        .or_failure(ctx)?;
    let change = json!({
        "from": details(&old.account, &old.subscriber, old.premises_id),
        "to": details(account, subscriber, premises_id),
    });
    events::record(conn, ctx, "changed", "subscriber", Some(id), change).await?;
    Ok(id)
}

async fn place(conn: &mut PgConnection, ctx: &Ctx, subscriber: &Subscriber) -> Result<Option<i64>, Failure> {
    match &subscriber.place {
        Some((house_id, flat)) => premises::find_or_register(conn, ctx, *house_id, flat).await.map(Some),
        None => Ok(None),
    }
}

fn details(account: &str, subscriber: &Subscriber, premises_id: Option<i64>) -> Value {
    json!({
        "account": account,
        "kind": subscriber.kind,
        "name": subscriber.name,
        "inn": subscriber.inn,
        "premises_id": premises_id,
        "phone": subscriber.phone,
        "email": subscriber.email,
        "note": subscriber.note,
    })
}

async fn lock(conn: &mut PgConnection, ctx: &Ctx, id: i64) -> Result<sql::Found, Failure> {
    sql::subscriber_for_update(conn, id)
        .await
        .or_failure(ctx)?
        .ok_or(Failure::NotFound)
}

/// Takes a subscriber out of the lists; the books keep everything.
///
/// # Errors
/// `SignedOut`, `Forbidden`, `NotFound`; `Conflict`: archived already, or a service runs beyond today.
pub async fn archive(ctx: &Ctx, form: &SubscriberRefForm) -> Result<(), Failure> {
    ctx.authorize(Permission::EditSubscribers)?;
    let id = typed::id(&form.id).map_err(|_| Failure::NotFound)?;
    transact(ctx, move |ctx, conn| {
        Box::pin(async move {
            if lock(conn, ctx, id).await?.archived_at.is_some() {
                return Err(Failure::conflict(Reason::Archived));
            }
            if sql::has_open_links(conn, id, ctx.today).await.or_failure(ctx)? {
                return Err(Failure::conflict(Reason::InUse));
            }
            sql::set_archived(conn, id, Some(ctx.now)).await.or_failure(ctx)?;
            events::record(conn, ctx, "archived", "subscriber", Some(id), json!({})).await
        })
    })
    .await
}

/// Brings a subscriber back from the archive.
///
/// # Errors
/// `SignedOut`, `Forbidden`, `NotFound`; `Conflict` when it is not archived.
pub async fn restore(ctx: &Ctx, form: &SubscriberRefForm) -> Result<(), Failure> {
    ctx.authorize(Permission::EditSubscribers)?;
    let id = typed::id(&form.id).map_err(|_| Failure::NotFound)?;
    transact(ctx, move |ctx, conn| {
        Box::pin(async move {
            if lock(conn, ctx, id).await?.archived_at.is_none() {
                return Err(Failure::conflict(Reason::NotArchived));
            }
            quotas::claim(conn, ctx, What::Subscribers, 1).await?;
            sql::set_archived(conn, id, None).await.or_failure(ctx)?;
            events::record(conn, ctx, "restored", "subscriber", Some(id), json!({})).await
        })
    })
    .await
}
