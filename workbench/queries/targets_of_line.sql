-- A target through the years, with how it continues the one before. Grain: target x what it continues.
with
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
    where list_contains($target_ids, target_id) and target_value is not null
    group by target_id
),
matches as (
    select to_target_id as target_id, match_kind, confidence
    from marts.fct_target_match
    where list_contains($target_ids, to_target_id)
)
select
    targets.target_id, targets.report_year, targets.target_no, targets.target_text, targets.document_kind,
    matches.match_kind, matches.confidence, figures.figures_text
from marts.dim_target as targets
left join matches using (target_id)
left join figures using (target_id)
where list_contains($target_ids, targets.target_id)
order by targets.report_year, targets.target_id
limit 40
