//! Premises: what is served within a house. Their area and residents hold from a day; older days keep theirs.

mod sql;

use domain::premises::{Kind, Premises, PremisesForm, PremisesHistory, PremisesLine, PremisesStateRefForm};
use domain::{Failure, Permission, Reason};
use serde_json::{Value, json};
use sqlx::PgConnection;

use crate::store::{OnConstraint, OrFailure, transact};
use crate::{Ctx, events};

/// Registers premises or changes known ones. The answer is their id.
///
/// # Errors
/// `SignedOut`, `Forbidden`, `NotFound`; `Invalid`: an unknown house, a number that others in the house have, an entry of
/// that very day on which charges rest.
pub async fn save(ctx: &Ctx, form: &PremisesForm) -> Result<i64, Failure> {
    ctx.authorize(Permission::EditHouses)?;
    let premises = form.parse()?;
    transact(ctx, move |ctx, conn| {
        Box::pin(async move {
            let (id, verb, from) = if let Some(id) = premises.id {
                let old = sql::premises_for_update(conn, id, premises.from)
                    .await
                    .or_failure(ctx)?
                    .ok_or(Failure::NotFound)?;
                sql::update(conn, id, premises.house_id, &premises.number, premises.kind)
                    .await
                    .on_constraint("premises_number_once", "number", Reason::Taken)?
                    .on_constraint("premises_house_id_fkey", "house_id", Reason::Unknown)?
                    .or_failure(ctx)?;
                (id, "changed", Some(old))
            } else {
                let id = sql::insert(conn, premises.house_id, &premises.number, premises.kind, ctx.now)
                    .await
                    .on_constraint("premises_number_once", "number", Reason::Taken)?
                    .on_constraint("premises_house_id_fkey", "house_id", Reason::Unknown)?
                    .or_failure(ctx)?;
                (id, "created", None)
            };
            // What holds on that day already needs no row of its own.
            let known = from.as_ref().map_or((None, None), |old| (old.area, old.residents));
            if known != (premises.area, premises.residents) {
                // An entry of that very day would be overwritten: what was charged by it must stay explained.
                if sql::is_charged(conn, id, premises.from).await.or_failure(ctx)? == Some(true) {
                    return Err(Failure::field("from", Reason::ChargesRestOnIt));
                }
                sql::put_state(conn, id, premises.from, premises.area, premises.residents)
                    .await
                    .or_failure(ctx)?;
            }
            let change = match from {
                Some(old) => json!({ "from": details(&old), "to": details(&premises) }),
                None => details(&premises),
            };
            events::record(conn, ctx, verb, "premises", Some(id), change).await?;
            Ok(id)
        })
    })
    .await
}

fn details(premises: &Premises) -> Value {
    json!({
        "house_id": premises.house_id,
        "number": premises.number,
        "kind": premises.kind,
        "area": premises.area,
        "residents": premises.residents,
        "since": premises.from,
    })
}

/// What held of premises from which day on, the latest first.
///
/// # Errors
/// `SignedOut`, `Forbidden`, `NotFound`; those of the database.
pub async fn history(ctx: &Ctx, id: i64) -> Result<PremisesHistory, Failure> {
    ctx.authorize(Permission::SeeSubscribers)?;
    let mut conn = ctx.db.acquire().await.or_failure(ctx)?;
    let house_id = sql::house_of(&mut conn, id)
        .await
        .or_failure(ctx)?
        .ok_or(Failure::NotFound)?;
    let states = sql::states(&mut conn, id).await.or_failure(ctx)?;
    Ok(PremisesHistory { id, house_id, states })
}

/// Takes the latest entry of a history back, while no charge rests on it; gives the house's id.
///
/// # Errors
/// `SignedOut`, `Forbidden`, `NotFound`; `Conflict`: not the latest entry, or charges rest on it.
pub async fn take_back(ctx: &Ctx, form: &PremisesStateRefForm) -> Result<i64, Failure> {
    ctx.authorize(Permission::EditHouses)?;
    let (id, from) = form.parse()?;
    transact(ctx, move |ctx, conn| {
        Box::pin(async move {
            let old = sql::premises_for_update(conn, id, from)
                .await
                .or_failure(ctx)?
                .ok_or(Failure::NotFound)?;
            if old.from != from {
                return Err(Failure::NotFound);
            }
            let latest = sql::latest_state(conn, id).await.or_failure(ctx)?;
            if latest != Some(from) {
                return Err(Failure::conflict(Reason::NotTheLatest));
            }
            if sql::is_charged(conn, id, from).await.or_failure(ctx)? == Some(true) {
                return Err(Failure::conflict(Reason::ChargesRestOnIt));
            }
            sql::remove_state(conn, id, from).await.or_failure(ctx)?;
            let change = json!({ "from": details(&old), "to": null });
            events::record(conn, ctx, "took_back", "premises", Some(id), change).await?;
            Ok(old.house_id)
        })
    })
    .await
}

/// The premises of a house with what holds today and who is registered there; in no order.
pub(crate) async fn of_house(conn: &mut PgConnection, ctx: &Ctx, house_id: i64) -> Result<Vec<PremisesLine>, Failure> {
    sql::lines(conn, Some(house_id), None, ctx.today).await.or_failure(ctx)
}

/// One of them.
pub(crate) async fn line(conn: &mut PgConnection, ctx: &Ctx, id: i64) -> Result<Option<PremisesLine>, Failure> {
    let lines = sql::lines(conn, None, Some(id), ctx.today).await.or_failure(ctx)?;
    Ok(lines.into_iter().next())
}

/// The premises with a number within a house; registers them if nobody has yet: a flat, or with no number the house
/// itself.
///
/// # Errors
/// `Invalid`: an unknown house.
pub(crate) async fn find_or_register(
    conn: &mut PgConnection,
    ctx: &Ctx,
    house_id: i64,
    number: &str,
) -> Result<i64, Failure> {
    if let Some(id) = sql::find(conn, house_id, number).await.or_failure(ctx)? {
        return Ok(id);
    }
    let kind = if number.is_empty() { Kind::House } else { Kind::Flat };
    let made = sql::insert_unless_known(conn, house_id, number, kind, ctx.now)
        .await
        .on_constraint("premises_house_id_fkey", "house_id", Reason::Unknown)?
        .or_failure(ctx)?;
    if let Some(id) = made {
        let details = json!({ "house_id": house_id, "number": number, "kind": kind });
        events::record(conn, ctx, "created", "premises", Some(id), details).await?;
        return Ok(id);
    }
    // Somebody else registered them in this very moment.
    sql::find(conn, house_id, number)
        .await
        .or_failure(ctx)?
        .ok_or(Failure::Busy { retry_after: 1 })
}
