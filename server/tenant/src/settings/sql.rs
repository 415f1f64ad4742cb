//! The SQL of the organisation's rules: one row.

use domain::Money;
use domain::payments::spread::Rule;
use domain::settings::BookRules;
use rust_decimal::Decimal;
use sqlx::PgConnection;

use crate::ledger::unknown_word;

struct RulesRow {
    allocation_rule: String,
    write_off_limit: Decimal,
    grace_days: Option<i32>,
    outlier_percent: i32,
    park_times: i32,
    park_lines: i32,
}

impl RulesRow {
    fn read(self) -> Result<BookRules, sqlx::Error> {
        let rule = Rule::from_code(&self.allocation_rule);
        Ok(BookRules {
            allocation_rule: rule.ok_or_else(|| unknown_word("allocation_rule", &self.allocation_rule))?,
            write_off_limit: Money::round(self.write_off_limit),
            grace_days: self.grace_days,
            outlier_percent: self.outlier_percent,
            park_times: self.park_times,
            park_lines: self.park_lines,
        })
    }
}

pub(super) async fn rules(conn: &mut PgConnection) -> Result<BookRules, sqlx::Error> {
    sqlx::query_as!(
        RulesRow,
        "select allocation_rule, write_off_limit, grace_days, outlier_percent, park_times, park_lines from setting"
    )
    .fetch_one(conn)
    .await?
    .read()
}

/// Locked, so that the event names what really stood before.
pub(super) async fn rules_for_update(conn: &mut PgConnection) -> Result<BookRules, sqlx::Error> {
    sqlx::query_as!(
        RulesRow,
        "select allocation_rule, write_off_limit, grace_days, outlier_percent, park_times, park_lines from setting
        for update"
    )
    .fetch_one(conn)
    .await?
    .read()
}

pub(super) async fn set_rules(conn: &mut PgConnection, rules: &BookRules) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "update setting set allocation_rule = $1, write_off_limit = $2, grace_days = $3, outlier_percent = $4,
            park_times = $5, park_lines = $6",
        rules.allocation_rule.code(),
        rules.write_off_limit.decimal(),
        rules.grace_days,
        rules.outlier_percent,
        rules.park_times,
        rules.park_lines
    )
    .execute(conn)
    .await?;
    Ok(())
}
