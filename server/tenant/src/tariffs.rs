//! Tariffs as they are kept: the versions of services, and all that the charges of a subscriber's links depend on.

pub(crate) mod sql;

use std::collections::HashMap;

use domain::tariffs::{Line, Link, Norm, Pause, Per, Rate, State, Tariff, Terms, Tier, Vat, Version, charge};
use domain::{Failure, Month};
use rust_decimal::Decimal;
use sqlx::PgConnection;

use crate::Ctx;
use crate::store::OrFailure;

/// The columns of a version, as they stand in the table.
struct Columns {
    kind: String,
    price: Decimal,
    norm: Option<Decimal>,
    norm_per: Option<String>,
    coefficient: Decimal,
    tiers: Vec<Tier>,
    vat: String,
}

impl Columns {
    /// The tariff and its VAT; nothing where a word is unknown, which the table's checks rule out.
    fn read(self) -> Option<(Tariff, Vat)> {
        let per = self.norm_per.as_deref().and_then(Per::from_code);
        let norm = self.norm.zip(per).map(|(amount, per)| Norm {
            amount,
            per,
            coefficient: self.coefficient,
        });
        let kind = domain::tariffs::Kind::from_code(&self.kind)?;
        let tariff = Tariff::of(kind, self.price, norm, self.tiers)?;
        Some((tariff, Vat::from_code(&self.vat)?))
    }
}

/// A link to be reckoned: its id and service beside what it says itself.
pub(crate) struct Linked {
    /// The link.
    pub(crate) id: i64,
    /// Its service.
    pub(crate) service_id: i64,
    /// Its dates and overrides.
    pub(crate) link: Link,
    /// Its pauses.
    pub(crate) pauses: Vec<Pause>,
}

/// What a subscriber's links cost in a month, charged or not, by the link's id.
pub(crate) async fn month_of(
    conn: &mut PgConnection,
    ctx: &Ctx,
    subscriber_id: i64,
    links: &[Linked],
    month: Month,
) -> Result<HashMap<i64, Vec<Line>>, Failure> {
    if links.is_empty() {
        return Ok(HashMap::new());
    }
    let services: Vec<i64> = links.iter().map(|linked| linked.service_id).collect();
    let ids: Vec<i64> = links.iter().map(|linked| linked.id).collect();
    let versions = sql::versions(conn, &services).await.or_failure(ctx)?;
    let states: Vec<State> = sql::states(conn, subscriber_id).await.or_failure(ctx)?;
    let volumes = sql::volumes(conn, &ids, month).await.or_failure(ctx)?;
    let rates: Vec<Rate> = sql::rates(conn).await.or_failure(ctx)?;
    let none: Vec<Version> = Vec::new();
    let unknown: Vec<(Month, Decimal)> = Vec::new();
    let lines = links.iter().map(|linked| {
        let terms = Terms {
            link: linked.link,
            versions: versions.get(&linked.service_id).unwrap_or(&none),
            states: &states,
            pauses: &linked.pauses,
            volumes: volumes.get(&linked.id).unwrap_or(&unknown),
            rates: &rates,
        };
        (linked.id, charge(&terms, month))
    });
    Ok(lines.collect())
}
