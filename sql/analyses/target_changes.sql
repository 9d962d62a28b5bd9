-- 目标变化: what became of the targets since the report before, and who took them over. (question 5)
-- Targets are new, dropped, continued, raised, lowered, reworded, split or merged.
-- A compiled report holds some facts only, so what it does not say is not dropped: has_compiled_side marks such rows.
-- Parameters: the variables place and year (the latter year) narrow the answer; unset, they ask for all.
select
    jurisdiction_name,
    from_year,
    to_year,
    match_kind,
    from_target_no,
    from_target_text,
    to_target_no,
    to_target_text,
    has_new_unit,
    has_moved_unit,
    has_new_leader,
    round(similarity, 2) as similarity,
    needs_review,
    has_compiled_side
from marts.mart_yoy_target
where (getvariable('place')::varchar is null or jurisdiction_name = getvariable('place')::varchar)
    and (getvariable('year')::integer is null or to_year = getvariable('year')::integer)
order by
    jurisdiction_name,
    to_year,
    match_kind,
    try_cast(to_target_no as integer),
    try_cast(from_target_no as integer),
    match_id
