//! The SQL of tariffs.

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, Utc};
use domain::Month;
use domain::tariffs::{Rate, State, Tier, Vat, Version, VersionLine};
use rust_decimal::Decimal;
use sqlx::PgConnection;
use sqlx::types::Json;

use super::Columns;
use crate::ledger::unknown_word;

struct VersionRow {
    service_id: i64,
    valid_from: NaiveDate,
    price: Decimal,
    kind: String,
    norm: Option<Decimal>,
    norm_per: Option<String>,
    coefficient: Decimal,
    tiers: Option<Json<Vec<Tier>>>,
    vat: String,
    entered_by: String,
    created_at: DateTime<Utc>,
}

impl VersionRow {
    /// The service, the version, who entered it and when.
    fn read(self) -> Result<(i64, Version, String, DateTime<Utc>), sqlx::Error> {
        let word = self.kind.clone();
        let columns = Columns {
            kind: self.kind,
            price: self.price,
            norm: self.norm,
            norm_per: self.norm_per,
            coefficient: self.coefficient,
            tiers: self.tiers.map(|tiers| tiers.0).unwrap_or_default(),
            vat: self.vat,
        };
        let (tariff, vat) = columns
            .read()
            .ok_or_else(|| unknown_word("service_price.kind", &word))?;
        let version = Version {
            from: self.valid_from,
            tariff,
            vat,
        };
        Ok((self.service_id, version, self.entered_by, self.created_at))
    }
}

async fn rows(conn: &mut PgConnection, services: &[i64]) -> Result<Vec<VersionRow>, sqlx::Error> {
    sqlx::query_as!(
        VersionRow,
        r#"select service_id, valid_from, price, kind, norm, norm_per, coefficient,
            tiers as "tiers: Json<Vec<Tier>>", vat, entered_by, created_at
        from service_price where service_id = any ($1) order by service_id, valid_from desc"#,
        services
    )
    .fetch_all(conn)
    .await
}

/// The versions of services, by the service.
pub(super) async fn versions(
    conn: &mut PgConnection,
    services: &[i64],
) -> Result<HashMap<i64, Vec<Version>>, sqlx::Error> {
    let mut versions: HashMap<i64, Vec<Version>> = HashMap::new();
    for row in rows(conn, services).await? {
        let (service_id, version, ..) = row.read()?;
        versions.entry(service_id).or_default().push(version);
    }
    Ok(versions)
}

/// The versions of a service, the newest first. One that begins after `today` and after what is charged may go.
pub(crate) async fn lines(
    conn: &mut PgConnection,
    service_id: i64,
    today: NaiveDate,
    charged: Option<Month>,
) -> Result<Vec<VersionLine>, sqlx::Error> {
    let line = |row: VersionRow| {
        let (_, version, entered_by, entered_at) = row.read()?;
        let may_go = version.from > today && charged.is_none_or(|month| version.from > month.last_day());
        Ok(VersionLine {
            version,
            entered_by,
            entered_at,
            may_go,
        })
    };
    rows(conn, &[service_id]).await?.into_iter().map(line).collect()
}

/// Enters a version; one of the same day is replaced.
pub(crate) async fn put(
    conn: &mut PgConnection,
    service_id: i64,
    version: &Version,
    by: &str,
    now: DateTime<Utc>,
) -> Result<(), sqlx::Error> {
    let tariff = &version.tariff;
    let norm = tariff.norm();
    let tiers = (!tariff.tiers().is_empty())
        .then(|| serde_json::to_value(tariff.tiers()))
        .transpose()
        .map_err(|error| sqlx::Error::Encode(error.into()))?;
    sqlx::query!(
        "insert into service_price (service_id, valid_from, price, kind, norm, norm_per, coefficient, tiers, vat,
            entered_by, created_at)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
        on conflict (service_id, valid_from) do update set price = excluded.price, kind = excluded.kind,
            norm = excluded.norm, norm_per = excluded.norm_per, coefficient = excluded.coefficient,
            tiers = excluded.tiers, vat = excluded.vat, entered_by = excluded.entered_by,
            created_at = excluded.created_at",
        service_id,
        version.from,
        tariff.price(),
        tariff.kind().code(),
        norm.map(|norm| norm.amount),
        norm.map(|norm| norm.per.code()),
        norm.map_or(Decimal::ONE, |norm| norm.coefficient),
        tiers,
        version.vat.code(),
        by,
        now
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Takes a version away; false if there is none of that day.
pub(crate) async fn remove(conn: &mut PgConnection, service_id: i64, from: NaiveDate) -> Result<bool, sqlx::Error> {
    let done = sqlx::query!(
        "delete from service_price where service_id = $1 and valid_from = $2",
        service_id,
        from
    )
    .execute(conn)
    .await?;
    Ok(done.rows_affected() > 0)
}

/// What is known of the premises of a subscriber.
pub(super) async fn states(conn: &mut PgConnection, subscriber_id: i64) -> Result<Vec<State>, sqlx::Error> {
    sqlx::query_as!(
        State,
        r#"select p.valid_from as "from", p.area, p.residents
        from subscriber s join premises_state p on p.premises_id = s.premises_id where s.id = $1"#,
        subscriber_id
    )
    .fetch_all(conn)
    .await
}

/// The volumes that a month can depend on: its own and the latest three before it.
pub(super) async fn volumes(
    conn: &mut PgConnection,
    links: &[i64],
    month: Month,
) -> Result<HashMap<i64, Vec<(Month, Decimal)>>, sqlx::Error> {
    let rows = sqlx::query!(
        r#"select v.link_id, v.month, v.volume
        from unnest($1::bigint[]) as l (id)
        cross join lateral (
            select link_id, month, volume from volume where link_id = l.id and month <= $2 order by month desc limit 4) v"#,
        links,
        month.first_day()
    )
    .fetch_all(conn)
    .await?;
    let mut volumes: HashMap<i64, Vec<(Month, Decimal)>> = HashMap::new();
    for row in rows {
        volumes
            .entry(row.link_id)
            .or_default()
            .push((Month::of(row.month), row.volume));
    }
    Ok(volumes)
}

pub(super) async fn rates(conn: &mut PgConnection) -> Result<Vec<Rate>, sqlx::Error> {
    let rows = sqlx::query!("select code, valid_from, percent from vat_rate")
        .fetch_all(conn)
        .await?;
    rows.into_iter()
        .map(|row| {
            Ok(Rate {
                vat: Vat::from_code(&row.code).ok_or_else(|| unknown_word("vat_rate.code", &row.code))?,
                from: row.valid_from,
                percent: row.percent,
            })
        })
        .collect()
}
