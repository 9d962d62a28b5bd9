-- A target through the years: what it continues and what continues it. Grain: target.
with recursive
places as (
    select jurisdiction_id
    from marts.dim_jurisdiction
    where current_jurisdiction_id = (
        select dim_jurisdiction.current_jurisdiction_id
        from marts.dim_target
        inner join marts.dim_jurisdiction using (jurisdiction_id)
        where dim_target.target_id = $target_id
    )
),
steps as (
    select from_target_id as target_id, to_target_id as next_target_id
    from marts.fct_target_match
    where from_target_id is not null and to_target_id is not null
        and jurisdiction_id in (select jurisdiction_id from places)
    union all
    select to_target_id, from_target_id
    from marts.fct_target_match
    where from_target_id is not null and to_target_id is not null
        and jurisdiction_id in (select jurisdiction_id from places)
),
line as (
    select $target_id::varchar as target_id
    union
    select steps.next_target_id
    from line
    inner join steps using (target_id)
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
