//! The SQL of the proof: documents, what was paid of them, and their entries.

use sqlx::PgConnection;

use super::super::{Wrong, WrongDocument};

/// Every document with what it says of the books beside what was booked for it: side and sum of the receivable, whose it
/// is and, where only one account can stand against it, which. Up to twenty of each check.
pub(in super::super) async fn booked(conn: &mut PgConnection) -> Result<Vec<WrongDocument>, sqlx::Error> {
    sqlx::query_as!(
        WrongDocument,
        r#"with document as (
            select case kind when 'opening' then 'opening' when 'penalty' then 'penalty' else 'invoice' end as word,
                true as is_debit, id, subscriber_id, total as amount,
                case kind when 'opening' then 'opening' when 'penalty' then 'penalty' else 'revenue' end as against,
                'invoice_entries' as what, id as shown, number as name
            from invoice where kind <> 'adjustment'
            union all
            select 'void', false, id, subscriber_id, total, null, 'voids', id, number from invoice where voided_at is not null
            union all
            select 'adjustment', amount > 0, id, subscriber_id, abs(amount), null, 'adjustments', subscriber_id, number from adjustment
            union all
            select case method when 'opening' then 'opening' else 'payment' end, false, id, subscriber_id, amount, method,
                'payment_entries', id, received_on::text
            from payment where method in ('cash', 'card', 'bank', 'opening')
            union all
            select kind, true, id, subscriber_id, amount, method, 'returns', payment_id, returned_on::text from payment_return
            union all
            select 'writeoff', false, id, subscriber_id, amount, null, 'write_offs', invoice_id, booked_on::text from write_off
        ), booked as (
            select document as word, debit = 'receivable' as is_debit, document_id as id, min(subscriber_id) as subscriber_id,
                max(subscriber_id) as last_subscriber_id, sum(amount) as amount,
                min(case when debit = 'receivable' then credit else debit end) as against,
                max(case when debit = 'receivable' then credit else debit end) as last_against
            from ledger_entry group by 1, 2, 3
        ), wrong as (
            select coalesce(d.what, 'documents') as what, coalesce(d.shown, b.subscriber_id) as id,
                coalesce(d.name, word || ' ' || id) as name
            from document d full join booked b using (word, is_debit, id)
            where d.id is null or d.amount <> coalesce(b.amount, 0)
                or b.subscriber_id <> d.subscriber_id or b.last_subscriber_id <> d.subscriber_id
                or b.against <> d.against or b.last_against <> d.against
        ), placed as (
            select what, id, name, count(*) over (partition by what) as count,
                row_number() over (partition by what order by id, name) as place
            from wrong
        )
        select what as "check!", id as "id!", name as "name!", count as "count!" from placed where place <= 20
        order by what, place"#
    )
    .fetch_all(conn)
    .await
}

pub(in super::super) async fn paid(conn: &mut PgConnection) -> Result<Vec<Wrong>, sqlx::Error> {
    sqlx::query_as!(
        Wrong,
        r#"with given as materialized (select invoice_id, sum(amount) as amount from allocation group by invoice_id)
        select coalesce(i.id, g.invoice_id) as "id!", coalesce(i.number, g.invoice_id::text) as "name!", count(*) over () as "count!"
        from invoice i full join given g on g.invoice_id = i.id
        where i.id is null or i.paid <> coalesce(g.amount, 0) or i.paid > i.total or i.paid < 0
        order by 1 limit 20"#
    )
    .fetch_all(conn)
    .await
}

pub(in super::super) async fn lines(conn: &mut PgConnection) -> Result<Vec<Wrong>, sqlx::Error> {
    sqlx::query_as!(
        Wrong,
        r#"with charged as materialized (
            select invoice_id, sum(amount) as amount from charge where voided_at is null group by invoice_id
        )
        select coalesce(i.id, c.invoice_id) as "id!", coalesce(i.number, c.invoice_id::text) as "name!", count(*) over () as "count!"
        from invoice i full join charged c on c.invoice_id = i.id
        where i.id is null
            or (i.kind in ('regular', 'additional', 'penalty') and i.voided_at is null and i.total <> coalesce(c.amount, 0))
        order by 1 limit 20"#
    )
    .fetch_all(conn)
    .await
}

/// Their entries are compared with those of all documents.
pub(in super::super) async fn voids(conn: &mut PgConnection) -> Result<Vec<Wrong>, sqlx::Error> {
    sqlx::query_as!(
        Wrong,
        r#"with counting as materialized (select distinct invoice_id from charge where voided_at is null)
        select i.id as "id!", i.number as "name!", count(*) over () as "count!"
        from invoice i left join counting c on c.invoice_id = i.id
        where i.voided_at is not null and (i.paid <> 0 or c.invoice_id is not null)
        order by i.id limit 20"#
    )
    .fetch_all(conn)
    .await
}

pub(in super::super) async fn allocations(conn: &mut PgConnection) -> Result<Vec<Wrong>, sqlx::Error> {
    sqlx::query_as!(
        Wrong,
        r#"with pair as (
            select payment_id, invoice_id, sum(amount) as amount from allocation group by payment_id, invoice_id
        )
        select p.payment_id as "id!", coalesce(i.number, p.invoice_id::text) as "name!", count(*) over () as "count!"
        from pair p
        left join invoice i on i.id = p.invoice_id
        left join payment m on m.id = p.payment_id
        where p.amount < 0 or m.subscriber_id is distinct from i.subscriber_id
        order by p.payment_id, p.invoice_id limit 20"#
    )
    .fetch_all(conn)
    .await
}

pub(in super::super) async fn payments(conn: &mut PgConnection) -> Result<Vec<Wrong>, sqlx::Error> {
    sqlx::query_as!(
        Wrong,
        r#"with taken as materialized (select payment_id, sum(amount) as amount from allocation group by payment_id)
        select coalesce(p.id, t.payment_id) as "id!", coalesce(p.received_on::text, t.payment_id::text) as "name!", count(*) over () as "count!"
        from payment p full join taken t on t.payment_id = p.id
        where p.id is null or p.advance < 0 or p.amount <> p.advance + p.returned + coalesce(t.amount, 0)
        order by 1 limit 20"#
    )
    .fetch_all(conn)
    .await
}

pub(in super::super) async fn returns(conn: &mut PgConnection) -> Result<Vec<Wrong>, sqlx::Error> {
    sqlx::query_as!(
        Wrong,
        r#"with given_back as materialized (
            select payment_id, sum(amount) as amount from payment_return group by payment_id
        )
        select coalesce(p.id, g.payment_id) as "id!", coalesce(p.received_on::text, g.payment_id::text) as "name!", count(*) over () as "count!"
        from payment p full join given_back g on g.payment_id = p.id
        where p.id is null or p.returned <> coalesce(g.amount, 0)
        order by 1 limit 20"#
    )
    .fetch_all(conn)
    .await
}

pub(in super::super) async fn write_offs(conn: &mut PgConnection) -> Result<Vec<Wrong>, sqlx::Error> {
    sqlx::query_as!(
        Wrong,
        r#"with credit as (select id, subscriber_id, amount, received_on from payment where method = 'writeoff')
        select coalesce(w.invoice_id, 0) as "id!", coalesce(w.booked_on, c.received_on)::text as "name!", count(*) over () as "count!"
        from write_off w full join credit c on c.id = w.payment_id
        where w.amount is distinct from c.amount or w.subscriber_id is distinct from c.subscriber_id
        order by 1, 2 limit 20"#
    )
    .fetch_all(conn)
    .await
}

pub(in super::super) async fn adjustments(conn: &mut PgConnection) -> Result<Vec<Wrong>, sqlx::Error> {
    sqlx::query_as!(
        Wrong,
        r#"with document as (
            select id as invoice_id, null::bigint as payment_id, subscriber_id, total as amount, number as name
            from invoice where kind = 'adjustment'
            union all
            select null, id, subscriber_id, -amount, received_on::text from payment where method = 'adjustment'
        ), line as materialized (
            select adjustment_id, sum(amount) as amount from adjustment_line group by adjustment_id
        ), owed as (
            select a.id, a.number, a.subscriber_id, a.amount, coalesce(a.invoice_id, -a.payment_id) as place from adjustment a
        ), made as (
            select coalesce(invoice_id, -payment_id) as place, subscriber_id, amount, name from document
        )
        select coalesce(o.subscriber_id, m.subscriber_id) as "id!", coalesce(o.number, m.name) as "name!", count(*) over () as "count!"
        from owed o full join made m using (place)
        left join line l on l.adjustment_id = o.id
        where o.amount is distinct from m.amount or o.subscriber_id is distinct from m.subscriber_id
            or l.amount is distinct from o.amount
        order by 1, 2 limit 20"#
    )
    .fetch_all(conn)
    .await
}
