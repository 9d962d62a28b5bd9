-- 目标接续: 一个目标及相邻报告中接续它的目标 / a target and the target of the neighbouring report that goes on with it.
-- grain: match_id
-- New and dropped ones, and those that the next report does not mention, have one side only.
with
pairs as (
    select * from intermediate.int_match_pairs
),

targets as (
    select * from intermediate.int_match_targets
),

promised as (
    select * from intermediate.int_measure_promised
),

parties as (
    select
        target_id,
        unit_keys,
        -- whoever a split unit's work went to is the same party
        list_concat(unit_keys, heir_keys) as same_party_keys,
        leader_keys
    from intermediate.int_match_parties
),

weights as (
    select map_from_entries(list_sort(list({'name': name, 'value': value::double}))) as value_of
    from seeds.match_weights
),

-- the same measure on both sides: the same noun, kind and unit; the only measure of both sides even under another noun
moved_measures as (
    select
        pairs.from_target_id,
        pairs.to_target_id,
        -- 5公里 and 5200米 are compared in one unit
        (to_measures.target_value * to_measures.base_factor - from_measures.target_value * from_measures.base_factor)
        * (case when from_measures.less_is_better then -1 else 1 end)
        / greatest(abs(from_measures.target_value * from_measures.base_factor), 0.000001) as relative_move
    from pairs
    inner join promised as from_measures
        on from_measures.target_id = pairs.from_target_id
    inner join promised as to_measures
        on to_measures.target_id = pairs.to_target_id
        and to_measures.value_kind = from_measures.value_kind
        and to_measures.growth_direction = from_measures.growth_direction
        -- one counter stands for another (个, 家) and 一倍 for 100%, but 元 not for 美元
        and (
            to_measures.base_measure_unit = from_measures.base_measure_unit
            or to_measures.measure_unit_kind = from_measures.measure_unit_kind
            and from_measures.measure_unit_kind in ('count', 'people')
        )
    where not pairs.has_same_text
        and (
            to_measures.noun_key = from_measures.noun_key and from_measures.noun_key <> ''
            or 2.0 * array_length(list_intersect(to_measures.noun_pairs, from_measures.noun_pairs))
            >= 0.5 * (array_length(to_measures.noun_pairs) + array_length(from_measures.noun_pairs))
        )
    qualify row_number() over (
        partition by pairs.from_target_id, pairs.to_target_id, from_measures.measure_no
        order by to_measures.noun_key = from_measures.noun_key desc, to_measures.measure_no
    ) = 1
),

moves as (
    select
        from_target_id,
        to_target_id,
        sum(
            case when relative_move > 0.0000001 then 1 when relative_move < -0.0000001 then -1 else 0 end
        ) as move_balance,
        max(abs(relative_move)) as largest_move,
        -- the largest either way; of two as large, the rise
        case
            when max(relative_move) >= -min(relative_move) then max(relative_move)
            else min(relative_move)
        end as leading_move,
        count(*) as shared_measure_count
    from moved_measures
    group by from_target_id, to_target_id
),

continued as (
    select
        from_targets.jurisdiction_id,
        from_targets.jurisdiction_name,
        from_targets.report_year as from_year,
        from_targets.target_no as from_target_no,
        pairs.from_target_id,
        to_targets.report_year as to_year,
        to_targets.target_no as to_target_no,
        pairs.to_target_id,
        case
            when pairs.decision is not null then pairs.decision
            when pairs.from_degree > 1 then 'split'
            when pairs.to_degree > 1 then 'merged'
            when pairs.has_same_text then 'same'
            when moves.move_balance > 0 or (moves.move_balance = 0 and moves.leading_move > 0.0000001) then 'raised'
            when moves.move_balance < 0 or (moves.move_balance = 0 and moves.leading_move < -0.0000001) then 'lowered'
            else 'reworded'
        end as match_kind,
        -- a compiled document names nobody: then nobody is known to be new
        case
            when array_length(from_parties.unit_keys) > 0 or array_length(to_parties.unit_keys) = 0
                then array_length(
                    list_filter(to_parties.unit_keys, lambda u: not list_contains(from_parties.same_party_keys, u))
                ) > 0
        end as has_new_unit,
        array_length(from_parties.unit_keys) > 0 and array_length(to_parties.unit_keys) > 0
        and array_length(list_intersect(to_parties.unit_keys, from_parties.same_party_keys)) = 0 as has_moved_unit,
        case
            when array_length(from_parties.leader_keys) > 0 or array_length(to_parties.leader_keys) = 0
                then array_length(
                    list_filter(to_parties.leader_keys, lambda l: not list_contains(from_parties.leader_keys, l))
                ) > 0
        end as has_new_leader,
        pairs.similarity,
        case
            when pairs.decision is not null then 1.0
            when pairs.has_same_text then 0.99
            else least(
                0.55 + 0.45 * pairs.similarity,
                case
                    when pairs.similarity - coalesce(pairs.runner_up_similarity, 0.0) < value_of['doubtful_margin']
                        and pairs.pair_role = 'main'
                        then 0.6
                    else 1.0
                end,
                case when pairs.pair_role in ('split', 'merged') then 0.85 else 1.0 end
            )
        end as confidence,
        pairs.decision is null
        and not pairs.has_same_text
        and (
            pairs.similarity < value_of['doubtful_similarity']
            or pairs.pair_role in ('split', 'merged') and pairs.similarity < value_of['doubtful_similarity']
            or pairs.similarity - coalesce(pairs.runner_up_similarity, 0.0) < value_of['doubtful_margin']
            and pairs.pair_role = 'main'
        ) as needs_review,
        from_targets.is_compiled or to_targets.is_compiled as has_compiled_side
    from pairs
    inner join targets as from_targets
        on from_targets.target_id = pairs.from_target_id
    inner join targets as to_targets
        on to_targets.target_id = pairs.to_target_id
    left join moves
        on moves.from_target_id = pairs.from_target_id and moves.to_target_id = pairs.to_target_id
    left join parties as from_parties
        on from_parties.target_id = pairs.from_target_id
    left join parties as to_parties
        on to_parties.target_id = pairs.to_target_id
    cross join weights
),

matched_from as (
    select distinct from_target_id from pairs
),

matched_to as (
    select distinct to_target_id from pairs
),

new_targets as (
    select
        targets.jurisdiction_id,
        targets.jurisdiction_name,
        targets.prior_year as from_year,
        null as from_target_no,
        null as from_target_id,
        targets.report_year as to_year,
        targets.target_no as to_target_no,
        targets.target_id as to_target_id,
        'new' as match_kind,
        null as has_new_unit,
        null as has_moved_unit,
        null as has_new_leader,
        null as similarity,
        -- a compiled document holds some facts only: what it does not say was not therefore dropped or new
        case when targets.is_compiled or targets.prior_is_compiled then 0.3 else 0.9 end as confidence,
        false as needs_review,
        targets.is_compiled or targets.prior_is_compiled as has_compiled_side
    from targets
    left join matched_to
        on matched_to.to_target_id = targets.target_id
    where matched_to.to_target_id is null and targets.prior_year is not null
),

decided as (
    select distinct from_target_id
    from intermediate.int_match_decisions
    where decision = 'dropped' and from_target_id is not null and problem is null
),

dropped_targets as (
    select
        targets.jurisdiction_id,
        targets.jurisdiction_name,
        targets.report_year as from_year,
        targets.target_no as from_target_no,
        targets.target_id as from_target_id,
        targets.next_year as to_year,
        null as to_target_no,
        null as to_target_id,
        -- a report that holds a part of the targets says nothing of the others; a person may know better
        case
            when targets.next_is_partial and decided.from_target_id is null then 'not_told'
            else 'dropped'
        end as match_kind,
        null as has_new_unit,
        null as has_moved_unit,
        null as has_new_leader,
        null as similarity,
        case
            when decided.from_target_id is not null then 1.0
            when targets.is_compiled or targets.next_is_partial then 0.3
            else 0.9
        end as confidence,
        false as needs_review,
        targets.is_compiled or targets.next_is_compiled as has_compiled_side
    from targets
    left join matched_from
        on matched_from.from_target_id = targets.target_id
    left join decided
        on decided.from_target_id = targets.target_id
    where matched_from.from_target_id is null and targets.next_year is not null
),

matches as (
    select * from continued
    union all by name
    select * from new_targets
    union all by name
    select * from dropped_targets
)

select
    md5(concat_ws('|', 'match', coalesce(from_target_id, ''), coalesce(to_target_id, '')))::varchar as match_id,  -- 接续键: 由两个目标得出 / of both targets
    jurisdiction_id::varchar as jurisdiction_id,  -- 地区键: 所属的政府 / the government
    jurisdiction_name::varchar as jurisdiction_name,  -- 地区: 其名称 / its name
    from_year::integer as from_year,  -- 上年度: 前一份报告 / the report before
    from_target_no::varchar as from_target_no,  -- 上年目标序号: 新目标为空 / NULL for a new target
    from_target_id::varchar as from_target_id,  -- 上年目标: 新目标为空 / NULL for a new target
    to_year::integer as to_year,  -- 本年度: 后一份报告 / the report after
    to_target_no::varchar as to_target_no,  -- 本年目标序号: 目标不再接续则为空 / NULL where the target does not go on
    to_target_id::varchar as to_target_id,  -- 本年目标: 目标不再接续则为空 / NULL where the target does not go on
    match_kind::varchar as match_kind,  -- 接续类别: 相同、提高、降低、改写、拆分、合并、新增、取消；后一份报告只含部分目标时为未载 / same, raised, lowered, reworded, split, merged, new, dropped, or not_told where the report after holds a part of the targets only
    has_new_unit::boolean as has_new_unit,  -- 是否新增责任单位: 有此前不负责该目标的单位；更名或拆分后的继任不算；前一份报告未列单位则为空 / a unit that did not answer for it before; a renamed one or an heir of a split one is not new; NULL where the report before names none
    has_moved_unit::boolean as has_moved_unit,  -- 是否移交单位: 原责任单位及其继任都不再负责 / neither a former unit nor an heir of one answers for it any more
    has_new_leader::boolean as has_new_leader,  -- 是否换领导: 有此前不分管该目标的领导；前一份报告未列领导则为空 / a leader who did not answer for it before; NULL where the report before names none
    similarity::double as similarity,  -- 相似度: 要点与文字的相似程度，0到1 / of points and text, 0..1
    confidence::double as confidence,  -- 可信度: 0到1 / 0..1
    needs_review::boolean as needs_review,  -- 待核: 相似度低，或另有同样接近的候选 / little alike, or another candidate is as near
    has_compiled_side::boolean as has_compiled_side  -- 是否涉及汇编文件: 有一方出自汇编文件，不是已发布的表 / one side comes from a compiled document, not a published table
from matches
