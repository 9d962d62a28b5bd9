-- A place and year that is loaded, with what there is of it and what came of it. Grain: place x report_year.
with
targets as (
    select
        jurisdiction_name, report_year, min(document_kind) as document_kind,
        bool_or(is_compiled) as is_compiled, count(*) as target_count
    from marts.dim_target
    where speaks_for_year
    group by all
),
measures as (
    select
        targets.jurisdiction_name, targets.report_year,
        count(*) filter (where measures.attainment_class <> 'no_number') as measure_count,
        count(*) filter (where measures.attainment_class = 'exceeded') as exceeded_count,
        count(*) filter (where measures.attainment_class = 'met') as met_count,
        count(*) filter (where measures.attainment_class = 'short') as short_count,
        count(*) filter (where measures.attainment_class = 'unanswered') as unanswered_count,
        count(*) filter (where measures.attainment_class = 'not_comparable') as not_comparable_count
    from marts.fct_target_measure as measures
    inner join marts.dim_target as targets using (target_id)
    where targets.speaks_for_year
    group by all
),
claims as (
    select targets.jurisdiction_name, targets.report_year, count(distinct audit.target_id) as doubted_count
    from marts.mart_claim_audit as audit
    inner join marts.dim_target as targets using (target_id)
    where targets.speaks_for_year
    group by all
),
reviews as (
    select jurisdiction_name, report_year, count(*) as review_count
    from meta.review_queue
    group by all
)
select
    targets.*,
    measures.* exclude (jurisdiction_name, report_year),
    coalesce(claims.doubted_count, 0) as doubted_count,
    coalesce(reviews.review_count, 0) as review_count
from targets
left join measures using (jurisdiction_name, report_year)
left join claims using (jurisdiction_name, report_year)
left join reviews using (jurisdiction_name, report_year)
where ($place is null or jurisdiction_name = $place)
order by jurisdiction_name, report_year desc
limit $row_limit
