-- 接续候选: pairs of targets of neighbouring reports of one place that may be one target going on, with how alike they are.
-- grain: from_target_id, to_target_id
-- Only targets that share a text, a point, or half the characters of a point are paired, so the work grows with the
-- rows and not with their square.
with
targets as (
    select * from intermediate.int_match_targets
),

atoms as (
    select * from intermediate.int_match_atoms
),

weights as (
    select map_from_entries(list_sort(list({'name': name, 'value': value::double}))) as value_of
    from seeds.match_weights
),

totals as (
    select
        target_id,
        sum(weight::decimal(18, 15))::double as total_weight,
        list_sort(list_distinct(flatten(list(place_names)))) as place_names,
        sum(case when is_primary then 1 else 0 end) as primary_count
    from atoms
    group by target_id
),

equal_texts as (
    select
        from_targets.target_id as from_target_id,
        to_targets.target_id as to_target_id
    from targets as from_targets
    inner join targets as to_targets
        on to_targets.jurisdiction_id = from_targets.jurisdiction_id
        and to_targets.report_year = from_targets.next_year
        and to_targets.text_key = from_targets.text_key
),

equal_atoms as (
    select
        from_atoms.target_id as from_target_id,
        from_atoms.atom_no as from_atom_no,
        to_atoms.target_id as to_target_id,
        to_atoms.atom_no as to_atom_no,
        -- a growth and a level of one noun are one concern said in two ways, less surely one target
        least(from_atoms.weight, to_atoms.weight)
        * (
            case when to_atoms.atom_kind = from_atoms.atom_kind then 1.0 else value_of['other_kind_share'] end
        ) as shared_weight,
        1.0 as likeness
    from atoms as from_atoms
    inner join atoms as to_atoms
        on to_atoms.jurisdiction_id = from_atoms.jurisdiction_id
        and to_atoms.report_year = from_atoms.next_year
        and to_atoms.atom_key = from_atoms.atom_key
        and to_atoms.atom_key <> ''
        and (to_atoms.measure_no is null) = (from_atoms.measure_no is null)
    cross join weights
    where from_atoms.is_primary or to_atoms.is_primary
),

-- points that found no equal: compared by pairs of characters
lone_from_atoms as (
    select atoms.*
    from atoms
    left join (
        select distinct
            from_target_id,
            from_atom_no
        from equal_atoms
    ) as found
        on found.from_target_id = atoms.target_id and found.from_atom_no = atoms.atom_no
    where found.from_target_id is null
        and atoms.is_primary
        and atoms.next_year is not null
        and length(atoms.atom_key) >= 2
),

lone_to_atoms as (
    select atoms.*
    from atoms
    left join (
        select distinct
            to_target_id,
            to_atom_no
        from equal_atoms
    ) as found
        on found.to_target_id = atoms.target_id and found.to_atom_no = atoms.atom_no
    where found.to_target_id is null and atoms.is_primary and length(atoms.atom_key) >= 2
),

from_pairs as (
    select
        target_id,
        atom_no,
        jurisdiction_id,
        next_year,
        atom_kind,
        unnest(
            list_distinct(list_transform(range(1, length(atom_core)), lambda i: substr(atom_core, i, 2)))
        ) as pair_text
    from lone_from_atoms
),

to_pairs as (
    select
        target_id,
        atom_no,
        jurisdiction_id,
        report_year,
        atom_kind,
        unnest(
            list_distinct(list_transform(range(1, length(atom_core)), lambda i: substr(atom_core, i, 2)))
        ) as pair_text
    from lone_to_atoms
),

shared_pairs as (
    select
        from_pairs.target_id as from_target_id,
        from_pairs.atom_no as from_atom_no,
        to_pairs.target_id as to_target_id,
        to_pairs.atom_no as to_atom_no,
        count(*) as shared_count
    from from_pairs
    inner join to_pairs
        on to_pairs.jurisdiction_id = from_pairs.jurisdiction_id
        and to_pairs.report_year = from_pairs.next_year
        and to_pairs.atom_kind = from_pairs.atom_kind
        and to_pairs.pair_text = from_pairs.pair_text
    group by from_pairs.target_id, from_pairs.atom_no, to_pairs.target_id, to_pairs.atom_no
),

sizes as (
    select
        target_id,
        atom_no,
        count(*) as pair_count
    from from_pairs
    group by target_id, atom_no
    union all
    select
        target_id,
        atom_no,
        count(*) as pair_count
    from to_pairs
    group by target_id, atom_no
),

atom_sizes as (
    select
        target_id,
        atom_no,
        max(pair_count) as pair_count
    from sizes
    group by target_id, atom_no
),

alike_atoms as (
    select
        shared_pairs.from_target_id,
        shared_pairs.from_atom_no,
        shared_pairs.to_target_id,
        shared_pairs.to_atom_no,
        greatest(
            2.0 * shared_pairs.shared_count / (from_sizes.pair_count + to_sizes.pair_count),
            -- 抽水蓄能电站项目完成可行性研究 goes on as 抽水蓄能电站项目开工建设: one subject, and its next step
            case
                when left(from_atoms.atom_core, value_of['subject_length']::integer)
                    = left(to_atoms.atom_core, value_of['subject_length']::integer)
                    then value_of['same_subject_likeness']
                else 0.0
            end
        ) as likeness
    from shared_pairs
    inner join atom_sizes as from_sizes
        on from_sizes.target_id = shared_pairs.from_target_id and from_sizes.atom_no = shared_pairs.from_atom_no
    inner join atom_sizes as to_sizes
        on to_sizes.target_id = shared_pairs.to_target_id and to_sizes.atom_no = shared_pairs.to_atom_no
    inner join lone_from_atoms as from_atoms
        on from_atoms.target_id = shared_pairs.from_target_id and from_atoms.atom_no = shared_pairs.from_atom_no
    inner join lone_to_atoms as to_atoms
        on to_atoms.target_id = shared_pairs.to_target_id and to_atoms.atom_no = shared_pairs.to_atom_no
    cross join weights
    -- 农村居民收入 does not go on from 城镇居民收入, nor 南关街道 from 东关街道, as like as they are
    where (
        array_length(list_filter(from_atoms.opposed_words, lambda w: contains(to_atoms.atom_key, w))) = 0
        or array_length(list_filter(from_atoms.own_marks, lambda w: contains(to_atoms.atom_key, w))) > 0
    )
        and (
            array_length(from_atoms.place_names) = 0
            or array_length(to_atoms.place_names) = 0
            or array_length(list_intersect(from_atoms.place_names, to_atoms.place_names)) > 0
        )
),

atom_links as (
    select
        from_target_id,
        from_atom_no,
        to_target_id,
        to_atom_no,
        shared_weight,
        likeness
    from equal_atoms
    union all
    select
        alike_atoms.from_target_id,
        from_atom_no,
        to_target_id,
        to_atom_no,
        alike_atoms.likeness as shared_weight,
        alike_atoms.likeness
    from alike_atoms
    cross join weights
    where alike_atoms.likeness >= value_of['least_point_likeness']
),

linked_targets as (
    select
        from_target_id,
        to_target_id,
        sum(shared_weight::decimal(18, 15))::double as shared_weight,
        max(likeness) as best_likeness,
        count(*) as link_count
    from atom_links
    group by from_target_id, to_target_id
),

paired as (
    select
        from_target_id,
        to_target_id
    from equal_texts
    union
    select
        from_target_id,
        to_target_id
    from linked_targets
),

texts as (
    select
        paired.from_target_id,
        paired.to_target_id,
        from_targets.text_key = to_targets.text_key as has_same_text,
        from_targets.words_key as from_words,
        to_targets.words_key as to_words
    from paired
    inner join targets as from_targets
        on from_targets.target_id = paired.from_target_id
    inner join targets as to_targets
        on to_targets.target_id = paired.to_target_id
),

scored as (
    select
        texts.from_target_id,
        texts.to_target_id,
        texts.has_same_text,
        coalesce(linked_targets.shared_weight, 0.0) as shared_weight,
        from_totals.total_weight as from_weight,
        to_totals.total_weight as to_weight,
        wordings.text_likeness
    from texts
    left join totals as from_totals
        on from_totals.target_id = texts.from_target_id
    left join totals as to_totals
        on to_totals.target_id = texts.to_target_id
    left join linked_targets
        on linked_targets.from_target_id = texts.from_target_id and linked_targets.to_target_id = texts.to_target_id
    cross join lateral (
        select
            case
                when texts.from_words = texts.to_words then 1.0
                when length(texts.from_words) < 2 or length(texts.to_words) < 2 then 0.0
                else 2.0
                * array_length(
                    list_filter(
                        list_distinct(
                            list_transform(range(1, length(texts.from_words)), lambda i: substr(texts.from_words, i, 2))
                        ),
                        lambda g: contains(texts.to_words, g)
                    )
                )
                / (length(texts.from_words) + length(texts.to_words) - 2)
            end as text_likeness
    ) as wordings
    -- 建成迎宾大道 does not go on as 建成滨江大道, though both say 完成路面铺装及绿化亮化
    where texts.has_same_text
        or coalesce(array_length(from_totals.place_names), 0) = 0
        or coalesce(array_length(to_totals.place_names), 0) = 0
        or array_length(list_intersect(from_totals.place_names, to_totals.place_names)) > 0
),

measured as (
    select
        *,
        least(2.0 * shared_weight / nullif(from_weight + to_weight, 0), 1.0) as point_likeness
    from scored
)

select
    measured.from_target_id::varchar as from_target_id,  -- 上年目标: the target of the report before
    measured.to_target_id::varchar as to_target_id,  -- 本年目标: the target of the report after
    measured.has_same_text::boolean as has_same_text,  -- 是否同文: equal but for signs and spaces
    least(measured.text_likeness, 1.0)::double as text_likeness,  -- 文本相似度: shared pairs of characters, 0..1
    coalesce(measured.point_likeness, 0.0)::double as point_likeness,  -- 要点相似度: shared points by weight, 0..1
    least(measured.shared_weight / nullif(measured.from_weight, 0), 1.0)::double as from_share,  -- 上年要点覆盖: how much of the former comes again
    least(measured.shared_weight / nullif(measured.to_weight, 0), 1.0)::double as to_share,  -- 本年要点覆盖: how much of the latter was there before
    (
        case
            when measured.has_same_text then 1.0
            else value_of['point_share'] * coalesce(measured.point_likeness, 0.0)
            + (1.0 - value_of['point_share']) * least(measured.text_likeness, 1.0)
        end
    )::double as similarity  -- 相似度: points and text together, 0..1
from measured
cross join weights
