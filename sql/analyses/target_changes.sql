-- 目标变化: 上一份报告以来目标怎样了，由谁转到谁 / what became of the targets since the report before, and from whom to whom they went
-- 目标分为新增、取消、提高、降低、改写、拆分、合并和相同；后一份报告是汇编的或只载部分目标时，未提到的为未载，不算取
-- 消。 /
-- Targets are new, dropped, raised, lowered, reworded, split, merged or the same; not_told where the report after is
-- compiled or holds a part of the targets only, so that what it does not name was not therefore dropped.
-- parameter place: varchar of marts.dim_document.jurisdiction_name, 地区: 只列这一地区 / only this jurisdiction
-- parameter year: integer of marts.dim_document.report_year, 年度: 以此为本年度的 / where this is the latter year
-- parameter class: varchar of marts.fct_target_match.match_kind, 接续类别: 只列这一类 / only this kind (raised, dropped ...)
-- parameter leader: varchar of marts.dim_leader.leader_name, 领导: 上年或本年负责的 / who had or has the target
-- parameter unit: varchar of marts.dim_unit.unit_name, 单位: 上年或本年负责的 / which had or has the target
with
units as (
    select
        target_id,
        list(distinct unit_name order by unit_name) as unit_names
    from marts.bridge_target_unit
    group by target_id
),

leaders as (
    select
        target_id,
        list(distinct leader_name order by leader_name) as leader_names
    from marts.bridge_target_leader
    group by target_id
),

changes as (
    select
        yoy.*,
        matches.from_target_id,
        matches.to_target_id
    from marts.mart_yoy_target as yoy
    inner join marts.fct_target_match as matches
        on matches.match_id = yoy.match_id
    where (getvariable('place')::varchar is null or yoy.jurisdiction_name = getvariable('place')::varchar)
        and (getvariable('year')::integer is null or yoy.to_year = getvariable('year')::integer)
        and (getvariable('class')::varchar is null or yoy.match_kind = getvariable('class')::varchar)
)

select
    changes.jurisdiction_name,  -- 地区: 所属的政府 / the government
    changes.to_year,  -- 本年度: 后一份报告 / the report after
    changes.match_kind,  -- 接续类别: 相同、提高、降低、改写、拆分、合并、新增、取消或未载 / same, raised, lowered, reworded, split, merged, new, dropped or not_told
    changes.from_target_no,  -- 上年目标序号: 新目标为空 / blank for a new target
    changes.to_target_no,  -- 本年目标序号: 不再延续的为空 / blank for one that does not go on
    coalesce(changes.to_target_text, changes.from_target_text) as target_text,  -- 责任目标: 本年的，没有则为上年的 / of the latter year, else of the former
    array_to_string(from_units.unit_names, '、') as from_units,  -- 上年单位: 当时由谁负责 / who answered for it
    array_to_string(to_units.unit_names, '、') as to_units,  -- 本年单位: 由谁负责 / who answers for it
    array_to_string(from_leaders.leader_names, '、') as from_leaders,  -- 上年领导: 当时由谁负责 / who answered for it
    array_to_string(to_leaders.leader_names, '、') as to_leaders,  -- 本年领导: 由谁负责 / who answers for it
    changes.has_moved_unit,  -- 是否移交单位: 原单位及其承继单位都不再负责 / neither a former unit nor an heir of one answers for it any more
    changes.has_new_unit,  -- 是否新增责任单位: 有此前不负责该目标的单位 / a unit that did not answer for it before
    changes.has_new_leader,  -- 是否换领导: 有此前不负责该目标的领导 / a leader who did not answer for it before
    changes.from_year,  -- 上年度: 前一份报告 / the report before
    changes.from_target_text,  -- 上年责任目标: 按原文 / as printed
    round(changes.similarity, 2) as similarity,  -- 相似度: 要点与文字的相似程度，0到1 / of points and text, 0 to 1
    changes.needs_review,  -- 待核: 这一对应拿不准 / the match is doubtful
    changes.has_compiled_side  -- 是否涉及汇编文件: 有一方由其他来源汇编 / one side is compiled from other sources
from changes
left join units as from_units
    on from_units.target_id = changes.from_target_id
left join units as to_units
    on to_units.target_id = changes.to_target_id
left join leaders as from_leaders
    on from_leaders.target_id = changes.from_target_id
left join leaders as to_leaders
    on to_leaders.target_id = changes.to_target_id
where (
        getvariable('unit')::varchar is null
        or list_contains(from_units.unit_names, getvariable('unit')::varchar)
        or list_contains(to_units.unit_names, getvariable('unit')::varchar)
    )
    and (
        getvariable('leader')::varchar is null
        or list_contains(from_leaders.leader_names, getvariable('leader')::varchar)
        or list_contains(to_leaders.leader_names, getvariable('leader')::varchar)
    )
order by
    changes.jurisdiction_name,
    changes.to_year,
    changes.match_kind,
    try_cast(changes.to_target_no as integer),
    try_cast(changes.from_target_no as integer),
    changes.match_id
