-- What a month costs, by every kind of tariff: the one computation that runs, previews and rehearsals share.
-- `domain::tariffs::charge` is the same in Rust; a test holds the two together line by line.

drop function month_charges(date);
create function month_charges(month date) returns table (
    link_id bigint, subscriber_id bigint, segment integer, service_id bigint, service text, unit text,
    tariff text, tariff_from date, source text, inputs jsonb, quantity numeric, price numeric,
    days integer, days_of_month integer, amount numeric, vat text, vat_percent numeric, vat_amount numeric,
    problem text, late boolean)
-- Right after an import the tables have no statistics yet, and a nested loop over a hundred thousand links would take
-- minutes; a hash join is never far from the best here. «offset 0» keeps the planner from copying an expression to
-- each of its uses.
language sql stable rows 10000 set enable_nestloop = off set jit = off set work_mem = '64MB' as $$
    with bounds as (
        select $1 as first, ($1 + interval '1 month')::date - 1 as last
    ), span as (
        -- The tariffs of each service as stretches of days; the stretch before its first tariff has none.
        select p.service_id, p.valid_from, p.valid_from as first, p.price, p.kind, p.norm, p.norm_per, p.coefficient, p.vat,
            lead(p.valid_from) over (partition by p.service_id order by p.valid_from) - 1 as last
        from service_price p
        union all
        select s.id, null, '-infinity', null, 'fixed', null, null, 1, 'none',
            (select min(p.valid_from) - 1 from service_price p where p.service_id = s.id)
        from service s
    ), tier as (
        select t.service_id, t.valid_from, t.place, (t.tiers -> t.place - 1 ->> 'price')::numeric as price,
            (t.tiers -> t.place - 1 ->> 'upto')::numeric as upto,
            coalesce((t.tiers -> t.place - 2 ->> 'upto')::numeric, 0) as above
        from (
            select p.service_id, p.valid_from, p.tiers, generate_series(1, jsonb_array_length(p.tiers)) as place
            from service_price p where p.tiers is not null) t
    ), rate as (
        select r.code, r.percent, r.valid_from as first,
            lead(r.valid_from) over (partition by r.code order by r.valid_from) - 1 as last
        from vat_rate r
    ), pause as (
        select p.link_id, range_agg(daterange(p.valid_from, p.valid_to, '[]')) as days
        from link_pause p cross join bounds b
        where p.valid_from <= b.last and (p.valid_to is null or p.valid_to >= b.first)
        group by p.link_id
    ), active as (
        -- The days of the month that a link and a tariff have in common, pauses taken out; each run of days a row.
        select l.id as link_id, l.subscriber_id, l.quantity as own, l.price as own_price, s.id as service_id,
            s.name as service, s.unit, span.kind, span.valid_from, span.price, span.norm, span.norm_per,
            span.coefficient, span.vat, b.last - b.first + 1 as month_days,
            unnest(datemultirange(daterange(greatest(l.valid_from, span.first, b.first),
                least(l.valid_to, span.last, b.last), '[]')) - coalesce(pause.days, '{}')) as days
        from bounds b
        join service_link l on l.valid_from <= b.last and (l.valid_to is null or l.valid_to >= b.first)
        join service s on s.id = l.service_id
        join span on span.service_id = l.service_id
            and greatest(l.valid_from, span.first, b.first) <= least(l.valid_to, span.last, b.last)
        left join pause on pause.link_id = l.id
        where not exists (
            select from charge c where c.link_id = l.id and c.month = $1 and c.kind = 'regular' and c.voided_at is null)
    ), metered as (
        -- Links of the month that a meter counts, over how many days its volume is spread, and the volume: of the month,
        -- or the average of up to three months before, if the last of them is at most three months ago.
        select m.link_id, m.days, v.volume,
            case when v.volume is null then (
                select case when max(known.month) >= ($1 - interval '3 months')::date
                    then array[round(avg(known.volume), 3), count(*)] end
                from (
                    select k.month, k.volume from volume k where k.link_id = m.link_id and k.month < $1
                    order by k.month desc limit 3) known) end as average
        from (
            select a.link_id, sum(upper(a.days) - lower(a.days))::integer as days
            from active a where a.kind in ('metered', 'tiered') and a.own is null group by a.link_id) m
        left join volume v on v.link_id = m.link_id and v.month = $1
    ), known as (
        select p.premises_id, p.valid_from, p.area, p.residents,
            lag(p.valid_from) over premises as earlier, lead(p.valid_from) over premises as later
        from premises_state p cross join bounds b where p.valid_from <= b.last
        window premises as (partition by p.premises_id order by p.valid_from)
    ), measure as (
        -- Area and residents of premises as stretches of days, each for itself: the one's change does not cut the other.
        select k.premises_id, k.per, k.value, k.first,
            lead(k.first) over (partition by k.premises_id, k.per order by k.first) - 1 as last
        from (
            select w.*, lag(w.value) over premises as before, row_number() over premises = 1 as is_first
            from (
                select k.premises_id, 'area' as per, k.area as value, k.valid_from as first
                from known k cross join bounds b where k.later is null or k.later > b.first
                union all
                select k.premises_id, 'person', k.residents, k.valid_from
                from known k cross join bounds b where k.later is null or k.later > b.first
                union all
                -- Before anything was known of the premises.
                select k.premises_id, per, null, '-infinity'
                from known k cross join bounds b cross join unnest(array['area', 'person']) per
                where k.earlier is null and k.valid_from > b.first) w
            window premises as (partition by w.premises_id, w.per order by w.first)) k
        where k.is_first or k.value is distinct from k.before
    ), counted as (
        -- What makes the quantity of each row.
        select a.*, m.days as metered_days, coalesce(m.volume, m.average[1]) as volume, m.average[2]::integer as months,
            case
                when a.price is null or a.kind = 'fixed' then 'quantity'
                when a.own is not null then 'override'
                when a.kind = 'area' then 'area'
                when a.kind = 'person' then 'residents'
                when a.kind = 'norm' then 'norm'
                when m.volume is not null then 'volume'
                when m.average is not null then 'average'
                when a.norm is not null then 'norm'
                else 'volume' end as source
        from active a left join metered m on m.link_id = a.link_id and a.kind in ('metered', 'tiered') and a.own is null
        offset 0
    ), measured as (
        select c.*, case c.source when 'area' then 'area' when 'residents' then 'person' when 'norm' then c.norm_per end as per
        from counted c
        offset 0
    ), stretch as (
        select c.*, n.value, greatest(lower(c.days), n.first) as first, least(upper(c.days) - 1, n.last) as last,
            case c.source
                when 'quantity' then coalesce(c.own, 1)
                when 'override' then c.own
                when 'area' then n.value
                when 'residents' then n.value
                when 'norm' then round(c.norm * n.value * c.coefficient, 6)
                else c.volume end as whole
        from measured c
        join subscriber s on s.id = c.subscriber_id
        left join measure n on n.premises_id = s.premises_id and n.per = c.per
            and n.first < upper(c.days) and (n.last is null or n.last >= lower(c.days))
        offset 0
    ), line as (
        -- A tiered quantity is a line a tier. Tiers are of a whole month: they do not shrink with its days.
        select s.*, t.place as tier,
            case when t.place is null or s.whole is null then s.whole else least(s.whole, coalesce(t.upto, s.whole)) - t.above end as quantity,
            case when s.price is not null then coalesce(s.own_price, t.price, s.price) end as unit_price,
            s.last - s.first + 1 as day_count,
            -- A volume is what the charged days used; everything else is for a whole month.
            case when s.source = 'volume' and s.volume is not null then s.metered_days else s.month_days end as of_days,
            case
                when s.price is null then 'no_price'
                when s.whole is not null then null
                when s.per = 'area' then 'no_area'
                when s.per = 'person' then 'no_residents'
                else 'no_volume' end as problem,
            r.percent
        from stretch s
        left join rate r on r.code = s.vat and r.first <= s.last and (r.last is null or r.last >= s.last)
        left join tier t on t.service_id = s.service_id and t.valid_from = s.valid_from
        where t.place is null or t.place = 1 or s.whole > t.above
        offset 0
    ), charged as (
        -- Divided with twelve more places than the factors have, so that only the last rounding, half away from zero,
        -- decides the kopeck: the exact quotient is never so near to half a kopeck without being it.
        select l.*, case when l.problem is null
            then round(l.quantity * l.unit_price * l.day_count * 1.000000000000 / l.of_days, 2) end as amount
        from line l
        offset 0
    )
    select c.link_id, c.subscriber_id,
        (row_number() over (partition by c.link_id order by c.first, c.tier))::integer,
        c.service_id, c.service, c.unit, c.kind, c.valid_from, c.source,
        case c.source
            when 'quantity' then '{}'::jsonb
            when 'override' then '{}'
            when 'volume' then case when c.volume is null then '{}' else jsonb_build_object('volume', trim_scale(c.volume)::text) end
            when 'average' then jsonb_build_object('volume', trim_scale(c.volume)::text, 'months', c.months::text)
            else jsonb_strip_nulls(jsonb_build_object(
                case c.per when 'area' then 'area' else 'residents' end, trim_scale(c.value)::text,
                'norm', case when c.source = 'norm' then trim_scale(c.norm)::text end,
                'coefficient', case when c.source = 'norm' then trim_scale(c.coefficient)::text end))
        end || case when c.tier is null then '{}'::jsonb else jsonb_build_object('tier', c.tier::text) end,
        coalesce(c.quantity, 0), c.unit_price, c.day_count, c.of_days, c.amount,
        -- No rate on the day: there was no such VAT then.
        case when c.percent is null then 'none' else c.vat end, c.percent,
        case when c.percent is not null then round(coalesce(c.amount, 0) * c.percent * 1.000000000000 / (100 + c.percent), 2) end,
        c.problem,
        exists (select from invoice i where i.subscriber_id = c.subscriber_id and i.month = $1 and i.kind = 'regular' and i.voided_at is null)
    from charged c
$$;
comment on function month_charges is 'The charges of a month (its first day) that have not been made: one row for a link and a stretch of days (or a tier) with one tariff, area and number of residents. Where it can not be computed the amount is null and problem says why; late says that the subscriber''s invoice of the month stands already.';
