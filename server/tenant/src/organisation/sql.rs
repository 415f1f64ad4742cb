//! SQL of the organisation's own row and its bank accounts. Every change locks the row first, so the accounts need no
//! locks of their own.

use chrono::{DateTime, Utc};
use domain::organisation::{BankAccount, Details, NewBankAccount, Signatories};
use sqlx::PgConnection;
use uuid::Uuid;

/// The row as it is kept.
pub(super) struct Own {
    pub version: i32,
    pub details: Details,
    pub signatories: Signatories,
    pub logo_id: Option<Uuid>,
}

struct Row {
    version: i32,
    full_name: Option<String>,
    short_name: Option<String>,
    inn: Option<String>,
    kpp: Option<String>,
    ogrn: Option<String>,
    address: Option<String>,
    phone: Option<String>,
    email: Option<String>,
    site: Option<String>,
    hours: Option<String>,
    chief_post: Option<String>,
    chief_name: Option<String>,
    accountant_name: Option<String>,
    logo_id: Option<Uuid>,
}

impl Row {
    fn own(self) -> Own {
        Own {
            version: self.version,
            details: Details {
                full_name: self.full_name,
                short_name: self.short_name,
                inn: self.inn,
                kpp: self.kpp,
                ogrn: self.ogrn,
                address: self.address,
                phone: self.phone,
                email: self.email,
                site: self.site,
                hours: self.hours,
            },
            signatories: Signatories {
                chief_post: self.chief_post,
                chief_name: self.chief_name,
                accountant_name: self.accountant_name,
            },
            logo_id: self.logo_id,
        }
    }
}

pub(super) async fn own(conn: &mut PgConnection) -> Result<Own, sqlx::Error> {
    sqlx::query_as!(
        Row,
        "select version, full_name, short_name, inn, kpp, ogrn, address, phone, email, site, hours,
             chief_post, chief_name, accountant_name, logo_id
         from organisation"
    )
    .fetch_one(conn)
    .await
    .map(Row::own)
}

pub(super) async fn own_for_update(conn: &mut PgConnection) -> Result<Own, sqlx::Error> {
    sqlx::query_as!(
        Row,
        "select version, full_name, short_name, inn, kpp, ogrn, address, phone, email, site, hours,
             chief_post, chief_name, accountant_name, logo_id
         from organisation for update"
    )
    .fetch_one(conn)
    .await
    .map(Row::own)
}

pub(super) async fn update_details(conn: &mut PgConnection, details: &Details) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "update organisation set version = version + 1, full_name = $1, short_name = $2, inn = $3, kpp = $4, ogrn = $5,
             address = $6, phone = $7, email = $8, site = $9, hours = $10",
        details.full_name,
        details.short_name,
        details.inn,
        details.kpp,
        details.ogrn,
        details.address,
        details.phone,
        details.email,
        details.site,
        details.hours,
    )
    .execute(conn)
    .await?;
    Ok(())
}

pub(super) async fn update_signatories(conn: &mut PgConnection, signatories: &Signatories) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "update organisation set version = version + 1, chief_post = $1, chief_name = $2, accountant_name = $3",
        signatories.chief_post,
        signatories.chief_name,
        signatories.accountant_name,
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// The logo is no part of what the forms overwrite, so the version stays.
pub(super) async fn set_logo(conn: &mut PgConnection, logo: Option<Uuid>) -> Result<(), sqlx::Error> {
    sqlx::query!("update organisation set logo_id = $1", logo)
        .execute(conn)
        .await?;
    Ok(())
}

pub(super) async fn accounts(conn: &mut PgConnection) -> Result<Vec<BankAccount>, sqlx::Error> {
    sqlx::query_as!(
        BankAccount,
        "select id, bic, bank, correspondent, number, is_main, archived_at from bank_account
         order by archived_at is not null, is_main desc, id"
    )
    .fetch_all(conn)
    .await
}

pub(super) async fn account_is_archived(conn: &mut PgConnection, id: i64) -> Result<Option<bool>, sqlx::Error> {
    sqlx::query_scalar!(
        r#"select archived_at is not null as "archived!" from bank_account where id = $1"#,
        id
    )
    .fetch_optional(conn)
    .await
}

pub(super) async fn main_account(conn: &mut PgConnection) -> Result<Option<i64>, sqlx::Error> {
    sqlx::query_scalar!("select id from bank_account where is_main and archived_at is null")
        .fetch_optional(conn)
        .await
}

pub(super) async fn oldest_account(conn: &mut PgConnection) -> Result<Option<i64>, sqlx::Error> {
    sqlx::query_scalar!("select id from bank_account where archived_at is null order by id limit 1")
        .fetch_optional(conn)
        .await
}

/// A new account, or one out of the archive. Nothing where it is in use already.
pub(super) async fn put_account(
    conn: &mut PgConnection,
    account: &NewBankAccount,
    now: DateTime<Utc>,
) -> Result<Option<i64>, sqlx::Error> {
    sqlx::query_scalar!(
        "insert into bank_account (bic, bank, correspondent, number, created_at) values ($1, $2, $3, $4, $5)
         on conflict (bic, number) do update
             set bank = excluded.bank, correspondent = excluded.correspondent, archived_at = null
             where bank_account.archived_at is not null
         returning id",
        account.bic,
        account.bank,
        account.correspondent,
        account.number,
        now,
    )
    .fetch_optional(conn)
    .await
}

/// Two statements, since an index that lets in one main account looks at each row by itself.
pub(super) async fn set_main(conn: &mut PgConnection, id: Option<i64>) -> Result<(), sqlx::Error> {
    sqlx::query!("update bank_account set is_main = false where is_main")
        .execute(&mut *conn)
        .await?;
    sqlx::query!("update bank_account set is_main = true where id = $1", id)
        .execute(conn)
        .await?;
    Ok(())
}

pub(super) async fn archive_account(conn: &mut PgConnection, id: i64, now: DateTime<Utc>) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "update bank_account set archived_at = $2, is_main = false where id = $1",
        id,
        now
    )
    .execute(conn)
    .await?;
    Ok(())
}
