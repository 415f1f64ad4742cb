-- What a month costs: the one computation that a run and its preview share.

create function month_charges(month date) returns table (
    link_id bigint, subscriber_id bigint, segment integer, service text, unit text, quantity numeric, price numeric,
    days integer, days_of_month integer, amount numeric, late boolean)
-- Right after an import the tables have no statistics yet, and a nested loop over a hundred thousand links would take
-- minutes; a hash join is never far from the best here.
language sql stable rows 10000 set enable_nestloop = off set jit = off as $$
    with bounds as (
        select $1 as first, ($1 + interval '1 month')::date - 1 as last
    ), span as (
        -- The prices of each service as stretches of days; the stretch before its first price has none.
        select p.service_id, p.valid_from as first, p.price,
            lead(p.valid_from) over (partition by p.service_id order by p.valid_from) - 1 as last
        from service_price p
        union all
        select s.id, '-infinity', null, (select min(p.valid_from) - 1 from service_price p where p.service_id = s.id)
        from service s
    ), stretch as (
        -- The days of the month that a link and a price have in common.
        select l.id as link_id, l.subscriber_id, l.quantity, s.name as service, s.unit, span.price,
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
        s.service, s.unit, s.quantity, s.price, s.last - s.first + 1, s.days_of_month,
        -- Divided with twelve more places than the factors have, so that only the last rounding, half away from zero,
        -- decides the kopeck: the exact quotient is never so near to half a kopeck without being it.
        round(s.quantity * s.price * (s.last - s.first + 1) * 1.000000000000 / s.days_of_month, 2),
        exists (select from invoice i where i.subscriber_id = s.subscriber_id and i.month = $1 and i.kind = 'regular')
    from stretch s
    where s.first <= s.last
$$;
comment on function month_charges is 'The charges of a month (its first day) that have not been made: one row for a link and price within it, quantity x price x days / days of the month. Without a price the amount is null; late says that the subscriber''s invoice of the month stands already.';
