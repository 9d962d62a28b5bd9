-- 接续决定: what a person decided on two targets, a line of the seed each, with the targets it names, or why it names none.
-- grain: line_jurisdiction_name, decision_no
-- A number that stands for several targets of a report (two sections, both counted from 1) names none of them.
with
lines as (
    select
        row_number() over (
            partition by decisions.jurisdiction_name
            order by
                decisions.from_year,
                decisions.from_target_no,
                decisions.to_year,
                decisions.to_target_no,
                decisions.decision,
                decisions.decided_by,
                decisions.note
        ) as decision_no,
        decisions.jurisdiction_name as line_jurisdiction_name,
        coalesce(successions.current_jurisdiction_name, decisions.jurisdiction_name) as jurisdiction_name,
        decisions.from_year::integer as from_year,
        decisions.from_target_no,
        decisions.to_year::integer as to_year,
        decisions.to_target_no,
        decisions.decision
    from seeds.match_decisions as decisions
    left join intermediate.int_jurisdiction_successions as successions
        on decisions.jurisdiction_name = successions.jurisdiction_name
),

named as (
    select
        jurisdiction_name,
        report_year,
        target_no,
        min(target_id) as target_id,
        count(*) as target_count
    from intermediate.int_match_targets
    group by jurisdiction_name, report_year, target_no
),

reports as (
    select distinct
        jurisdiction_name,
        report_year
    from named
)

select
    lines.line_jurisdiction_name::varchar as line_jurisdiction_name,  -- 决定所写地区: the government as the line names it
    lines.decision_no::integer as decision_no,  -- 决定序号: among the lines of that name, in the order of their values
    lines.jurisdiction_name::varchar as jurisdiction_name,  -- 地区: the government, under its newest name
    lines.from_year::integer as from_year,  -- 上年度: the report before
    lines.from_target_no::varchar as from_target_no,  -- 上年目标序号: as numbered
    lines.to_year::integer as to_year,  -- 本年度: the report after
    lines.to_target_no::varchar as to_target_no,  -- 本年目标序号: as numbered
    lines.decision::varchar as decision,  -- 人工决定: a match kind, or not
    (case when former.target_count = 1 then former.target_id end)::varchar as from_target_id,  -- 上年目标: NULL where the line names none
    (case when latter.target_count = 1 then latter.target_id end)::varchar as to_target_id,  -- 本年目标: NULL where the line names none
    (
        case
            when former.target_count > 1
                then concat(
                    former.target_count,
                    ' targets of ',
                    lines.from_year,
                    ' have the number ',
                    lines.from_target_no
                )
            when latter.target_count > 1
                then concat(latter.target_count, ' targets of ', lines.to_year, ' have the number ', lines.to_target_no)
            when from_reports.report_year is not null and lines.from_target_no is not null and former.target_id is null
                then concat('no target of ', lines.from_year, ' has the number ', lines.from_target_no)
            when to_reports.report_year is not null and lines.to_target_no is not null and latter.target_id is null
                then concat('no target of ', lines.to_year, ' has the number ', lines.to_target_no)
        end
    )::varchar as problem  -- 问题: why the line is not applied; NULL where it is, and where its report is not here
from lines
left join named as former
    on former.jurisdiction_name = lines.jurisdiction_name
    and former.report_year = lines.from_year
    and former.target_no = lines.from_target_no
left join named as latter
    on latter.jurisdiction_name = lines.jurisdiction_name
    and latter.report_year = lines.to_year
    and latter.target_no = lines.to_target_no
left join reports as from_reports
    on from_reports.jurisdiction_name = lines.jurisdiction_name and from_reports.report_year = lines.from_year
left join reports as to_reports
    on to_reports.jurisdiction_name = lines.jurisdiction_name and to_reports.report_year = lines.to_year
