-- 接续关系: the pairs that hold: one to one, unless a target was split or several were merged.
-- grain: from_target_id, to_target_id
-- Two rounds of best-for-both; what is left over joins a pair only where it is contained in one side of it (split,
-- merged).
with
candidates as (
    select * from intermediate.int_match_candidates
),

targets as (
    select * from intermediate.int_match_targets
),

atoms as (
    select * from intermediate.int_match_atoms where is_primary
),

weights as (
    select map_from_entries(list_sort(list({'name': name, 'value': value::double}))) as value_of
    from seeds.match_weights
),

decisions as (
    select
        from_target_id,
        to_target_id,
        decision
    from intermediate.int_match_decisions
    where problem is null
),

decided_pairs as (
    select * from decisions where decision <> 'not' and from_target_id is not null and to_target_id is not null
),

-- a person's decision takes both of its targets out of the reckoning; 'not' takes out the pair alone
open_candidates as (
    select
        candidates.*,
        -- ties (the same text twice in a report) go by the order of the numbers
        md5(candidates.from_target_id || candidates.to_target_id) as tie_key,
        abs(
            coalesce(try_cast(from_targets.target_no as integer), 0)
            - coalesce(try_cast(to_targets.target_no as integer), 0)
        ) as number_distance
    from candidates
    inner join targets as from_targets
        on from_targets.target_id = candidates.from_target_id
    inner join targets as to_targets
        on to_targets.target_id = candidates.to_target_id
    left join decisions as from_decisions
        on from_decisions.decision <> 'not' and from_decisions.from_target_id = candidates.from_target_id
    left join decisions as to_decisions
        on to_decisions.decision <> 'not' and to_decisions.to_target_id = candidates.to_target_id
    left join decisions as refusals
        on refusals.decision = 'not'
        and refusals.from_target_id = candidates.from_target_id
        and refusals.to_target_id = candidates.to_target_id
    where from_decisions.decision is null and to_decisions.decision is null and refusals.decision is null
),

likely as (
    select open_candidates.*
    from open_candidates
    cross join weights
    where similarity >= value_of['least_similarity']
        or from_share >= value_of['containment_share']
        or to_share >= value_of['containment_share']
),

first_ranks as (
    select
        *,
        row_number() over (partition by from_target_id order by similarity desc, number_distance, tie_key) as from_rank,
        row_number() over (partition by to_target_id order by similarity desc, number_distance, tie_key) as to_rank
    from likely
),

first_pairs as (
    select * from first_ranks where from_rank = 1 and to_rank = 1
),

second_ranks as (
    select
        likely.*,
        row_number() over (
            partition by likely.from_target_id
            order by likely.similarity desc, likely.number_distance, likely.tie_key
        ) as from_rank,
        row_number() over (
            partition by likely.to_target_id
            order by likely.similarity desc, likely.number_distance, likely.tie_key
        ) as to_rank
    from likely
    left join first_pairs as taken_from
        on taken_from.from_target_id = likely.from_target_id
    left join first_pairs as taken_to
        on taken_to.to_target_id = likely.to_target_id
    where taken_from.from_target_id is null and taken_to.to_target_id is null
),

second_pairs as (
    select * from second_ranks where from_rank = 1 and to_rank = 1
),

main_pairs as (
    select
        from_target_id,
        to_target_id,
        similarity,
        from_share,
        to_share,
        has_same_text,
        text_likeness
    from first_pairs
    union all
    select
        from_target_id,
        to_target_id,
        similarity,
        from_share,
        to_share,
        has_same_text,
        text_likeness
    from second_pairs
),

-- the points of a pair's targets that the pair itself accounts for cannot be claimed by a part
links as (
    select
        likely.from_target_id,
        likely.to_target_id,
        from_atoms.atom_no as from_atom_no,
        to_atoms.atom_no as to_atom_no
    from likely
    inner join atoms as from_atoms
        on from_atoms.target_id = likely.from_target_id
    -- place and year follow from the targets; said here, no order of the joins pairs the points of all places first
    inner join atoms as to_atoms
        on to_atoms.target_id = likely.to_target_id
        and to_atoms.jurisdiction_id = from_atoms.jurisdiction_id
        and to_atoms.report_year = from_atoms.next_year
        and to_atoms.atom_key = from_atoms.atom_key
        and to_atoms.atom_kind = from_atoms.atom_kind
),

-- a left-over target of the later report that lies in a target of the former which already goes on in another one
split_parts as (
    select likely.*
    from likely
    inner join main_pairs
        on main_pairs.from_target_id = likely.from_target_id
    left join main_pairs as taken
        on taken.to_target_id = likely.to_target_id
    cross join weights
    where taken.to_target_id is null
        and main_pairs.from_share < 1.0
        and likely.to_share >= value_of['containment_share']
        and not main_pairs.has_same_text
        and not exists (
            select 1
            from links as own
            inner join links as main
                on main.from_target_id = own.from_target_id
                and main.from_atom_no = own.from_atom_no
                and main.to_target_id = main_pairs.to_target_id
            where own.from_target_id = likely.from_target_id and own.to_target_id = likely.to_target_id
        )
    qualify row_number() over (
        partition by likely.to_target_id
        order by likely.to_share desc, likely.similarity desc, likely.tie_key
    ) = 1
),

merged_parts as (
    select likely.*
    from likely
    inner join main_pairs
        on main_pairs.to_target_id = likely.to_target_id
    left join main_pairs as taken
        on taken.from_target_id = likely.from_target_id
    cross join weights
    where taken.from_target_id is null
        and main_pairs.to_share < 1.0
        and likely.from_share >= value_of['containment_share']
        and not main_pairs.has_same_text
        and not exists (
            select 1
            from links as own
            inner join links as main
                on main.to_target_id = own.to_target_id
                and main.to_atom_no = own.to_atom_no
                and main.from_target_id = main_pairs.from_target_id
            where own.from_target_id = likely.from_target_id and own.to_target_id = likely.to_target_id
        )
    qualify row_number() over (
        partition by likely.from_target_id
        order by likely.from_share desc, likely.similarity desc, likely.tie_key
    ) = 1
),

kept as (
    select
        main_pairs.from_target_id,
        main_pairs.to_target_id,
        main_pairs.similarity,
        main_pairs.has_same_text,
        'main' as pair_role
    from main_pairs
    union all
    select
        from_target_id,
        to_target_id,
        similarity,
        has_same_text,
        'split' as pair_role
    from split_parts
    union all
    select
        from_target_id,
        to_target_id,
        similarity,
        has_same_text,
        'merged' as pair_role
    from merged_parts
),

-- a part and a pair of the first round may name the same two targets only once
single_pairs as (
    select *
    from kept
    qualify row_number() over (partition by from_target_id, to_target_id order by pair_role) = 1
),

degrees as (
    select
        *,
        count(*) over (partition by from_target_id) as from_degree,
        count(*) over (partition by to_target_id) as to_degree
    from single_pairs
),

margins as (
    select
        from_target_id,
        max(case when from_rank = 2 then similarity end) as runner_up_similarity
    from first_ranks
    group by from_target_id
),

all_pairs as (
    select
        degrees.from_target_id,
        degrees.to_target_id,
        degrees.similarity,
        degrees.has_same_text,
        degrees.pair_role,
        degrees.from_degree,
        degrees.to_degree,
        margins.runner_up_similarity,
        null as decision
    from degrees
    left join margins
        on margins.from_target_id = degrees.from_target_id
    union all
    select
        from_target_id,
        to_target_id,
        1.0 as similarity,
        false as has_same_text,
        'decided' as pair_role,
        1 as from_degree,
        1 as to_degree,
        null as runner_up_similarity,
        decision
    from decided_pairs
)

select
    from_target_id::varchar as from_target_id,  -- 上年目标: the target of the report before
    to_target_id::varchar as to_target_id,  -- 本年目标: the target of the report after
    similarity::double as similarity,  -- 相似度: points and text together, 0..1
    has_same_text::boolean as has_same_text,  -- 是否同文: equal but for signs and spaces
    pair_role::varchar as pair_role,  -- 关系来源: main, split, merged or decided
    from_degree::integer as from_degree,  -- 去向个数: targets that the former goes on in
    to_degree::integer as to_degree,  -- 来源个数: targets that the latter comes from
    runner_up_similarity::double as runner_up_similarity,  -- 次选相似度: of the next best candidate of the former
    decision::varchar as decision  -- 人工决定: the kind a person set, else NULL
from all_pairs
