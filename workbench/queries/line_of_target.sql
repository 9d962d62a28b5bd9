-- A target through the years: what it continues and what continues it. Grain: target.
with recursive
line as (
    select $target_id::varchar as target_id
    union
    select case when matches.from_target_id = line.target_id then matches.to_target_id else matches.from_target_id end
    from line
    inner join marts.fct_target_match as matches on line.target_id in (matches.from_target_id, matches.to_target_id)
    where matches.from_target_id is not null and matches.to_target_id is not null
),
figures as (
    select
        target_id,
        string_agg(
            concat(
                measure_text, ' ', format('{:.10g}', target_value), measure_unit_text,
                case when reported_value is not null
                    then ' → ' || format('{:.10g}', reported_value) || coalesce(reported_measure_unit_text, '') end
            ), '；' order by measure_no
        ) as figures_text
    from marts.fct_target_measure
    where target_id in (select target_id from line) and target_value is not null
    group by target_id
)
select
    targets.target_id, targets.report_year, targets.target_no, targets.target_text, targets.document_kind,
    matches.match_kind, matches.confidence, figures.figures_text
from line
inner join marts.dim_target as targets using (target_id)
left join marts.fct_target_match as matches on targets.target_id = matches.to_target_id
left join figures on targets.target_id = figures.target_id
order by targets.report_year, targets.target_id
limit 40
