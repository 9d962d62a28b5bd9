-- 指标同比: 接续目标的一个指标在相邻两年 / a measure of a continued target in two neighbouring reports.
-- grain: yoy_measure_id
-- Promised, reported and attained in both, and the ratchet. A measure that one side lacks has a row with that side
-- NULL.
-- Where the noun, the kind or the unit changed, the change of value is NULL and the row says so.
with
matches as (
    select * from marts.fct_target_match where from_target_id is not null and to_target_id is not null
),

measures as (
    select * from marts.fct_target_measure where target_value is not null
),

factors as (
    select
        measure_unit_text,
        factor::double as factor
    from seeds.measure_units
),

pairs as (
    select
        matches.match_id,
        matches.jurisdiction_id,
        from_measures.measure_no as from_measure_no,
        to_measures.measure_no as to_measure_no,
        -- the place follows from the match; said here and below, each place is seen to be compared with itself
        row_number() over (
            partition by matches.jurisdiction_id, matches.match_id, from_measures.measure_no
            order by
                (to_measures.measure_key = from_measures.measure_key) desc,
                (to_measures.value_kind = from_measures.value_kind) desc,
                (to_measures.base_measure_unit = from_measures.base_measure_unit) desc,
                abs(to_measures.measure_no - from_measures.measure_no),
                to_measures.measure_no
        ) as from_rank,
        row_number() over (
            partition by matches.jurisdiction_id, matches.match_id, to_measures.measure_no
            order by
                (to_measures.measure_key = from_measures.measure_key) desc,
                (to_measures.value_kind = from_measures.value_kind) desc,
                (to_measures.base_measure_unit = from_measures.base_measure_unit) desc,
                abs(to_measures.measure_no - from_measures.measure_no),
                from_measures.measure_no
        ) as to_rank
    from matches
    inner join measures as from_measures
        on from_measures.target_id = matches.from_target_id
    inner join measures as to_measures
        on to_measures.target_id = matches.to_target_id
    -- the same noun, or the only measures that the two targets have of one kind and unit
    where (to_measures.measure_key = from_measures.measure_key and from_measures.measure_key <> '')
        or (
            matches.match_kind in ('raised', 'lowered', 'reworded', 'same')
            and to_measures.value_kind = from_measures.value_kind
            and to_measures.base_measure_unit = from_measures.base_measure_unit
        )
),

best_pairs as (
    select * from pairs where from_rank = 1 and to_rank = 1
),

from_sides as (
    select
        matches.match_id,
        matches.jurisdiction_id,
        measures.measure_no as from_measure_no,
        best_pairs.to_measure_no
    from matches
    inner join measures
        on measures.target_id = matches.from_target_id
    left join best_pairs
        on best_pairs.jurisdiction_id = matches.jurisdiction_id
        and best_pairs.match_id = matches.match_id
        and best_pairs.from_measure_no = measures.measure_no
    -- of a target that was split each part has its own measures only
    where best_pairs.to_measure_no is not null or matches.match_kind not in ('split', 'merged')
),

lone_to_sides as (
    select
        matches.match_id,
        matches.jurisdiction_id,
        null::integer as from_measure_no,
        measures.measure_no as to_measure_no
    from matches
    inner join measures
        on measures.target_id = matches.to_target_id
    left join best_pairs
        on best_pairs.jurisdiction_id = matches.jurisdiction_id
        and best_pairs.match_id = matches.match_id
        and best_pairs.to_measure_no = measures.measure_no
    where best_pairs.from_measure_no is null and matches.match_kind not in ('split', 'merged')
),

sides as (
    select * from from_sides
    union all
    select * from lone_to_sides
),

beside as (
    select
        sides.match_id,
        sides.from_measure_no,
        sides.to_measure_no,
        matches.jurisdiction_name,
        matches.from_year,
        matches.to_year,
        matches.from_target_id,
        matches.to_target_id,
        matches.from_target_no,
        matches.to_target_no,
        matches.match_kind,
        matches.has_compiled_side,
        from_measures.measure_text as from_measure_text,
        to_measures.measure_text as to_measure_text,
        coalesce(to_measures.measure_key, from_measures.measure_key) as measure_key,
        coalesce(to_measures.value_kind, from_measures.value_kind) as value_kind,
        from_measures.target_value as from_target_value,
        to_measures.target_value as to_target_value,
        from_measures.measure_unit_text as from_measure_unit_text,
        to_measures.measure_unit_text as to_measure_unit_text,
        from_measures.reported_value as from_reported_value,
        to_measures.reported_value as to_reported_value,
        from_measures.attainment_ratio as from_attainment_ratio,
        to_measures.attainment_ratio as to_attainment_ratio,
        from_measures.attainment_class as from_attainment_class,
        to_measures.attainment_class as to_attainment_class,
        from_measures.document_path as from_document_path,
        to_measures.document_path as to_document_path,
        from_measures.target_source_place as from_target_source_place,
        to_measures.target_source_place as to_target_source_place,
        from_measures.reported_source_place as from_reported_source_place,
        to_measures.reported_source_place as to_reported_source_place,
        from_measures.is_forecast as from_is_forecast,
        to_measures.is_forecast as to_is_forecast,
        coalesce(to_measures.less_is_better, from_measures.less_is_better) as less_is_better,
        from_measures.measure_key is distinct from to_measures.measure_key
        or from_measures.value_kind is distinct from to_measures.value_kind as has_new_concept,
        -- 公里 and 米 have one base and are two units: what is printed is not subtracted
        from_measures.base_measure_unit is distinct from to_measures.base_measure_unit
        or coalesce(from_factors.factor, 1.0) <> coalesce(to_factors.factor, 1.0) as has_new_measure_unit
    from sides
    inner join matches
        on matches.jurisdiction_id = sides.jurisdiction_id and matches.match_id = sides.match_id
    left join measures as from_measures
        on from_measures.target_id = matches.from_target_id and from_measures.measure_no = sides.from_measure_no
    left join measures as to_measures
        on to_measures.target_id = matches.to_target_id and to_measures.measure_no = sides.to_measure_no
    left join factors as from_factors
        on from_factors.measure_unit_text = from_measures.measure_unit_text
    left join factors as to_factors
        on to_factors.measure_unit_text = to_measures.measure_unit_text
),

compared as (
    select
        *,
        from_measure_no is not null and to_measure_no is not null as is_on_both_sides,
        case when not has_new_concept and not has_new_measure_unit then 1.0 end as comparable
    from beside
)

select
    md5(
        concat_ws('|', 'yoy_measure', match_id, coalesce(from_measure_no, 0), coalesce(to_measure_no, 0))
    )::varchar as yoy_measure_id,  -- 同比键: 由两个指标得出 / of the measures
    jurisdiction_name::varchar as jurisdiction_name,  -- 地区: 所属的政府 / the government
    from_year::integer as from_year,  -- 上年度: 前一份报告 / the report before
    to_year::integer as to_year,  -- 本年度: 后一份报告 / the report after
    from_target_id::varchar as from_target_id,  -- 上年目标: 与上年指标序号一起对应 fct_target_measure / of fct_target_measure, with from_measure_no
    from_measure_no::integer as from_measure_no,  -- 上年指标序号: 上年未承诺则为空 / NULL where the former year did not promise it
    to_target_id::varchar as to_target_id,  -- 本年目标: 与本年指标序号一起对应 fct_target_measure / of fct_target_measure, with to_measure_no
    to_measure_no::integer as to_measure_no,  -- 本年指标序号: 本年未承诺则为空 / NULL where the latter year does not promise it
    from_target_no::varchar as from_target_no,  -- 上年目标序号: 按编号 / as numbered
    to_target_no::varchar as to_target_no,  -- 本年目标序号: 按编号 / as numbered
    match_kind::varchar as match_kind,  -- 接续类别: 两个目标的接续类别 / of the targets
    measure_key::varchar as measure_key,  -- 指标键: 名词短语，同义词归一 / the noun phrase with synonyms made one
    value_kind::varchar as value_kind,  -- 指标类别: 水平或增长 / level or growth
    from_measure_text::varchar as from_measure_text,  -- 上年指标名称: 按原文 / as printed
    to_measure_text::varchar as to_measure_text,  -- 本年指标名称: 按原文 / as printed
    coalesce(to_measure_unit_text, from_measure_unit_text)::varchar as measure_unit_text,  -- 计量单位: 本年的，否则上年的 / of the latter year, else of the former
    from_measure_unit_text::varchar as from_measure_unit_text,  -- 上年单位: 按承诺 / as promised
    from_target_value::double as from_target_value,  -- 上年目标值: 所承诺的 / promised
    from_reported_value::double as from_reported_value,  -- 上年完成值: 所报告的 / reported
    from_attainment_ratio::double as from_attainment_ratio,  -- 上年完成比: 完成值除以目标值 / reported by promised
    from_attainment_class::varchar as from_attainment_class,  -- 上年完成类别: 超额、达标、未达、未报数字、口径不一 / exceeded, met, short, unanswered, not_comparable
    from_is_forecast::boolean as from_is_forecast,  -- 上年是否预计: 所答为预计数 / the answer was a forecast
    to_target_value::double as to_target_value,  -- 本年目标值: 所承诺的 / promised
    to_reported_value::double as to_reported_value,  -- 本年完成值: 所报告的 / reported
    to_attainment_ratio::double as to_attainment_ratio,  -- 本年完成比: 完成值除以目标值 / reported by promised
    to_attainment_class::varchar as to_attainment_class,  -- 本年完成类别: 超额、达标、未达、未报数字、口径不一 / exceeded, met, short, unanswered, not_comparable
    to_is_forecast::boolean as to_is_forecast,  -- 本年是否预计: 所答为预计数 / the answer is a forecast
    round((to_target_value - from_target_value) * comparable, 6)::double as target_change,  -- 目标值变动: 本年减上年 / latter less former
    ((to_target_value - from_target_value) * comparable / nullif(from_target_value, 0))::double as target_change_share,  -- 目标值变动率: 占上年的比例 / share of the former
    round((to_reported_value - from_reported_value) * comparable, 6)::double as reported_change,  -- 完成值变动: 本年减上年 / latter less former
    round((to_target_value - from_reported_value) * comparable, 6)::double as ratchet_change,  -- 棘轮差: 本年目标值减上年完成值 / this year's target less last year's actual
    (to_target_value * comparable / nullif(from_reported_value, 0))::double as ratchet_ratio,  -- 棘轮比: 本年目标值除以上年完成值；小于1即要求低于已完成 / this year's target by last year's actual; below 1 asks for less than was done
    less_is_better::boolean as less_is_better,  -- 是否越少越好: 是上限 / a ceiling
    is_on_both_sides::boolean as is_on_both_sides,  -- 是否两年都有: 两年都有承诺 / promised in both years
    (is_on_both_sides and has_new_concept)::boolean as has_new_concept,  -- 是否口径变化: 名词变了，或增长变为水平 / another noun, or a growth for a level
    (is_on_both_sides and has_new_measure_unit)::boolean as has_new_measure_unit,  -- 是否单位变化: 计量单位变了 / another unit of measure
    has_compiled_side::boolean as has_compiled_side,  -- 是否涉及汇编文件: 有一方由其他来源汇编 / one side is compiled from other sources
    from_document_path::varchar as from_document_path,  -- 上年路径: 上年的文档，相对于 raw 文件夹 / the document of the former year, relative to the raw folder
    from_target_source_place::varchar as from_target_source_place,  -- 上年承诺出处: 印有承诺数字之处 / where the promised number is printed
    from_reported_source_place::varchar as from_reported_source_place,  -- 上年完成出处: 印有完成数字之处 / where the reported number is printed
    to_document_path::varchar as to_document_path,  -- 本年路径: 本年的文档，相对于 raw 文件夹 / the document of the latter year, relative to the raw folder
    to_target_source_place::varchar as to_target_source_place,  -- 本年承诺出处: 印有承诺数字之处 / where the promised number is printed
    to_reported_source_place::varchar as to_reported_source_place  -- 本年完成出处: 印有完成数字之处 / where the reported number is printed
from compared
