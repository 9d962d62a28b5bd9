-- 责任方年度: the load and the results of a leader or a unit in a report, beside the report before.
-- grain: jurisdiction_id, party_kind, party_name, report_year
-- Targets are counted once, not by printed row; who shares a target answers for the whole of it, so the counts of
-- parties do not add up to the place's. Bureaus that were renamed or merged are followed under their newest printed
-- name, one that was split under its own.
with
parties as (
    select
        target_id,
        'leader' as party_kind,
        unnest(leader_keys) as party_name
    from intermediate.int_match_parties
    union all
    select
        target_id,
        'unit' as party_kind,
        unnest(unit_keys) as party_name
    from intermediate.int_match_parties
),

-- what an heir of a split unit goes on with was not taken over from another
same_parties as (
    select
        target_id,
        party_kind,
        party_name
    from parties
    union all
    select
        target_id,
        'unit' as party_kind,
        unnest(heir_keys) as party_name
    from intermediate.int_match_parties
),

outcomes as (
    select * from intermediate.int_match_outcomes
),

held as (
    select
        parties.party_kind,
        parties.party_name,
        outcomes.*
    from parties
    inner join outcomes
        on outcomes.target_id = parties.target_id
),

loads as (
    select
        jurisdiction_id,
        party_kind,
        party_name,
        report_year,
        count(*) as target_count,
        sum(measure_count) as measure_count,
        sum(met_count) as met_count,
        sum(exceeded_count) as exceeded_count,
        sum(short_count) as short_count,
        sum(unanswered_count) as unanswered_count,
        sum(case when measure_count > 0 then 1 else 0 end) as measured_target_count,
        sum(case when is_met_by_measure then 1 else 0 end) as met_target_count,
        sum(case when claims_success is not null then 1 else 0 end) as judged_target_count,
        sum(case when claims_success then 1 else 0 end) as claimed_target_count
    from held
    group by jurisdiction_id, party_kind, party_name, report_year
),

years as (
    select
        jurisdiction_id,
        jurisdiction_name,
        report_year,
        prior_year,
        next_year,
        bool_or(is_compiled) as is_compiled
    from outcomes
    group by jurisdiction_id, jurisdiction_name, report_year, prior_year, next_year
),

named_years as (
    select distinct
        jurisdiction_id,
        party_kind,
        report_year
    from loads
),

-- a party that is gone has a row of noughts in the next report
presences as (
    select
        jurisdiction_id,
        party_kind,
        party_name,
        report_year
    from loads
    union
    select
        loads.jurisdiction_id,
        loads.party_kind,
        loads.party_name,
        years.next_year as report_year
    from loads
    inner join years
        on years.jurisdiction_id = loads.jurisdiction_id and years.report_year = loads.report_year
    -- a compiled report names nobody, so that nobody is gone from it
    inner join named_years
        on named_years.jurisdiction_id = loads.jurisdiction_id
        and named_years.party_kind = loads.party_kind
        and named_years.report_year = years.next_year
),

pairs as (
    select
        from_target_id,
        to_target_id
    from intermediate.int_match_pairs
),

continued_targets as (
    select distinct to_target_id as target_id from pairs
),

-- of several that were merged into one, any that was the party's makes it the party's own
kept_targets as (
    select distinct
        pairs.to_target_id as target_id,
        same_parties.party_kind,
        same_parties.party_name
    from pairs
    inner join same_parties
        on same_parties.target_id = pairs.from_target_id
),

-- targets that came new to the place, or to the party
arrivals as (
    select
        held.jurisdiction_id,
        held.party_kind,
        held.party_name,
        held.report_year,
        count(*) filter (where continued_targets.target_id is null) as new_target_count,
        count(*) filter (
            where continued_targets.target_id is not null and kept_targets.target_id is null
        ) as taken_over_target_count
    from held
    left join continued_targets
        on continued_targets.target_id = held.target_id
    left join kept_targets
        on kept_targets.target_id = held.target_id
        and kept_targets.party_kind = held.party_kind
        and kept_targets.party_name = held.party_name
    where held.prior_year is not null
    group by held.jurisdiction_id, held.party_kind, held.party_name, held.report_year
),

departures as (
    select
        held.jurisdiction_id,
        held.party_kind,
        held.party_name,
        held.next_year as report_year,
        count(*) as dropped_target_count
    from held
    left join pairs
        on pairs.from_target_id = held.target_id
    left join intermediate.int_match_targets as targets
        on targets.target_id = held.target_id
    -- what a report that holds a part does not name was not dropped
    where pairs.from_target_id is null and held.next_year is not null and not coalesce(targets.next_is_partial, false)
    group by held.jurisdiction_id, held.party_kind, held.party_name, held.next_year
)

select
    presences.jurisdiction_id::varchar as jurisdiction_id,  -- 地区键: the government
    years.jurisdiction_name::varchar as jurisdiction_name,  -- 地区: its name
    presences.party_kind::varchar as party_kind,  -- 责任方类别: leader or unit
    presences.party_name::varchar as party_name,  -- 责任方: the leader's name, or the newest printed name of the unit
    presences.report_year::integer as report_year,  -- 年度: the report
    years.prior_year::integer as prior_year,  -- 上一报告年度: the report beside it, NULL for the first
    coalesce(loads.target_count, 0)::integer as target_count,  -- 目标数: targets, each once
    prior_loads.target_count::integer as prior_target_count,  -- 上年目标数: NULL where the report before does not name the party
    (
        case
            when prior_named_years.report_year is not null
                then coalesce(loads.target_count, 0) - coalesce(prior_loads.target_count, 0)
        end
    )::integer as target_count_change,  -- 目标数变动: latter less former; NULL where no report before names anybody
    coalesce(arrivals.new_target_count, 0)::integer as new_target_count,  -- 新目标数: new to the place
    (
        case
            when prior_named_years.report_year is not null then coalesce(arrivals.taken_over_target_count, 0)
            else 0
        end
    )::integer as taken_over_target_count,  -- 接手目标数: continued, but not the party's before
    coalesce(departures.dropped_target_count, 0)::integer as dropped_target_count,  -- 取消目标数: the party's of the report before that do not go on
    coalesce(loads.measure_count, 0)::integer as measure_count,  -- 指标数: numbers promised
    coalesce(loads.met_count, 0)::integer as met_count,  -- 达标指标数: met or exceeded
    coalesce(loads.exceeded_count, 0)::integer as exceeded_count,  -- 超额指标数: exceeded
    coalesce(loads.short_count, 0)::integer as short_count,  -- 未达指标数: short
    coalesce(loads.unanswered_count, 0)::integer as unanswered_count,  -- 未答指标数: unanswered or not comparable
    (loads.met_count::double / nullif(loads.measure_count, 0))::double as met_share,  -- 指标达标率: met by promised numbers, NULL where none was promised
    (prior_loads.met_count::double / nullif(prior_loads.measure_count, 0))::double as prior_met_share,  -- 上年指标达标率: of the report before
    (loads.met_target_count::double / nullif(loads.measured_target_count, 0))::double as met_target_share,  -- 目标达标率: targets whose every number was met, of those with numbers
    (loads.claimed_target_count::double / nullif(loads.judged_target_count, 0))::double as claimed_share,  -- 自评达标率: targets claimed done or on track, of those with a status
    (
        prior_loads.claimed_target_count::double / nullif(prior_loads.judged_target_count, 0)
    )::double as prior_claimed_share,  -- 上年自评达标率: of the report before
    (
        loads.target_count is not null
        and prior_loads.target_count is null
        and prior_named_years.report_year is not null
    )::boolean as is_new,  -- 是否新任: not named in the report before
    (loads.target_count is null)::boolean as is_gone,  -- 是否不再列名: named in the report before only
    years.is_compiled::boolean as is_compiled  -- 汇编: the report is compiled from other sources
from presences
inner join years
    on years.jurisdiction_id = presences.jurisdiction_id and years.report_year = presences.report_year
left join loads
    on loads.jurisdiction_id = presences.jurisdiction_id
    and loads.party_kind = presences.party_kind
    and loads.party_name = presences.party_name
    and loads.report_year = presences.report_year
left join loads as prior_loads
    on prior_loads.jurisdiction_id = presences.jurisdiction_id
    and prior_loads.party_kind = presences.party_kind
    and prior_loads.party_name = presences.party_name
    and prior_loads.report_year = years.prior_year
left join named_years as prior_named_years
    on prior_named_years.jurisdiction_id = presences.jurisdiction_id
    and prior_named_years.party_kind = presences.party_kind
    and prior_named_years.report_year = years.prior_year
left join arrivals
    on arrivals.jurisdiction_id = presences.jurisdiction_id
    and arrivals.party_kind = presences.party_kind
    and arrivals.party_name = presences.party_name
    and arrivals.report_year = presences.report_year
left join departures
    on departures.jurisdiction_id = presences.jurisdiction_id
    and departures.party_kind = presences.party_kind
    and departures.party_name = presences.party_name
    and departures.report_year = presences.report_year
