-- What a month costs, by every kind of tariff: the one computation that runs, previews and rehearsals share.

drop function month_charges(date);
create function month_charges(month date) returns table (
    link_id bigint, subscriber_id bigint, segment integer, service_id bigint, service text, unit text,
    tariff text, tariff_from date, source text, inputs jsonb, quantity numeric, price numeric,
    days integer, days_of_month integer, amount numeric, vat text, vat_percent numeric, vat_amount numeric,
    problem text, late boolean)
-- Right after an import the tables have no statistics yet, and a nested loop over a hundred thousand links would take
-- minutes; a hash join is never far from the best here.
language sql stable rows 10000 set enable_nestloop = off set jit = off as $$
    with bounds as (
        select $1 as first, ($1 + interval '1 month')::date - 1 as last
    ), span as (
        -- The prices of each service as stretches of days; the stretch before its first price has none.
        select p.service_id, p.valid_from as first, p.price, p.kind, p.vat, p.valid_from,
            lead(p.valid_from) over (partition by p.service_id order by p.valid_from) - 1 as last
        from service_price p
        union all
        select s.id, '-infinity', null, 'fixed', 'none', null,
            (select min(p.valid_from) - 1 from service_price p where p.service_id = s.id)
        from service s
    ), stretch as (
        -- The days of the month that a link and a price have in common.
        select l.id as link_id, l.subscriber_id, coalesce(l.quantity, 1) as quantity, s.id as service_id,
            s.name as service, s.unit, span.kind, span.vat, span.valid_from,
            case when span.price is not null then coalesce(l.price, span.price) end as price,
            greatest(l.valid_from, span.first, b.first) as first,
            least(l.valid_to, span.last, b.last) as last, b.last - b.first + 1 as days_of_month
        from bounds b
        join service_link l on l.valid_from <= b.last and (l.valid_to is null or l.valid_to >= b.first)
        join service s on s.id = l.service_id
        join span on span.service_id = l.service_id
        where not exists (
            select from charge c where c.link_id = l.id and c.month = $1 and c.kind = 'regular' and c.voided_at is null)
    )
    select s.link_id, s.subscriber_id,
        (row_number() over (partition by s.link_id, s.price is null order by s.first))::integer,
        s.service_id, s.service, s.unit, s.kind, s.valid_from, 'quantity', '{}'::jsonb, s.quantity, s.price,
        s.last - s.first + 1, s.days_of_month,
        -- Divided with twelve more places than the factors have, so that only the last rounding, half away from zero,
        -- decides the kopeck: the exact quotient is never so near to half a kopeck without being it.
        round(s.quantity * s.price * (s.last - s.first + 1) * 1.000000000000 / s.days_of_month, 2),
        'none', null::numeric, null::numeric,
        case when s.price is null then 'no_price' end,
        exists (select from invoice i where i.subscriber_id = s.subscriber_id and i.month = $1 and i.kind = 'regular' and i.voided_at is null)
    from stretch s
    where s.first <= s.last
$$;
comment on function month_charges is 'The charges of a month (its first day) that have not been made: one row for a link and a stretch of days (or a tier) with one tariff, area and number of residents. Where it can not be computed the amount is null and problem says why; late says that the subscriber''s invoice of the month stands already.';
