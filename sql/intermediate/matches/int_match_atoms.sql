-- 目标要点: what a target asks for, point by point: its measures, and its clauses that have none.
-- grain: target_id, atom_no
-- A clause without a number beside one with a number is mostly a slogan (聚焦高质量发展), so it weighs little and opens no
-- match of its own. Of a text with more clauses than any target has the first five hundred are looked at.
with
targets as (
    select * from intermediate.int_match_targets
),

promised as (
    select * from intermediate.int_measure_promised
),

texts as (
    select * from intermediate.int_measure_texts where text_name = 'target'
),

weights as (
    select map_from_entries(list_sort(list({'name': name, 'value': value::double}))) as value_of
    from seeds.match_weights
),

trims as (
    select
        wording,
        max(case when word_class = 'keep' then 0 else length(wording) end) as trim_length
    from seeds.measure_words
    where word_class in ('lead', 'keep') and length(wording) between 2 and 4
    group by wording
),

endings as (
    select
        list_sort(list(wording) filter (where word_class = 'generic_tail')) as generic_tails,
        list_sort(list(wording) filter (where word_class = 'place_tail')) as place_tails
    from seeds.measure_words
),

measured as (
    select
        document_id,
        target_id,
        list_sort(list(start_pos) filter (where text_name = 'target')) as positions
    from promised
    group by document_id, target_id
),

cut_texts as (
    select
        texts.document_id,
        texts.target_id,
        regexp_extract_all(texts.plain_text, '[^,。;\n]*[,。;\n]?')[1:500] as clauses,
        coalesce(measured.positions, []) as positions
    from texts
    left join measured
        on measured.document_id = texts.document_id and measured.target_id = texts.target_id
),

clauses as (
    select
        document_id,
        target_id,
        positions,
        unnest(clauses) as clause,
        unnest(range(1, array_length(clauses) + 1)) as clause_no,
        unnest(
            list_transform(range(1, array_length(clauses) + 1), lambda i: length(array_to_string(clauses[1:i], '')))
        ) as end_pos
    from cut_texts
    where array_length(clauses) > 0
),

bare_clauses as (
    select
        document_id,
        target_id,
        clause_no,
        array_length(positions) = 0 as is_primary,
        regexp_replace(clause, '[\s,。;、:“”"''()《》·!?-]', '', 'g') as clause_stem
    from clauses
    where array_length(list_filter(positions, lambda p: p <= end_pos and p > end_pos - length(clause))) = 0
),

once_trimmed as (
    select
        bare_clauses.* exclude (clause_stem),
        substr(
            clause_stem,
            (
                case
                    when length(clause_stem) < 5 then 0
                    else coalesce(t4.trim_length, t3.trim_length, t2.trim_length, 0)
                end
            )
            + 1
        ) as clause_stem
    from bare_clauses
    left join trims as t4
        on t4.wording = left(bare_clauses.clause_stem, 4) and length(t4.wording) = 4
    left join trims as t3
        on t3.wording = left(bare_clauses.clause_stem, 3) and length(t3.wording) = 3
    left join trims as t2
        on t2.wording = left(bare_clauses.clause_stem, 2) and length(t2.wording) = 2
),

plain_clauses as (
    select
        once_trimmed.* exclude (clause_stem),
        substr(
            clause_stem,
            (
                case
                    when length(clause_stem) < 5 then 0
                    else coalesce(t4.trim_length, t3.trim_length, t2.trim_length, 0)
                end
            )
            + 1
        ) as clause_stem
    from once_trimmed
    left join trims as t4
        on t4.wording = left(once_trimmed.clause_stem, 4) and length(t4.wording) = 4
    left join trims as t3
        on t3.wording = left(once_trimmed.clause_stem, 3) and length(t3.wording) = 3
    left join trims as t2
        on t2.wording = left(once_trimmed.clause_stem, 2) and length(t2.wording) = 2
),

clause_atoms as (
    select
        plain_clauses.document_id,
        plain_clauses.target_id,
        plain_clauses.clause_no + 1000 as atom_no,
        plain_clauses.clause_stem as atom_key,
        'text' as atom_kind,
        null as measure_no,
        [] as own_marks,
        [] as opposed_words,
        plain_clauses.is_primary
    from plain_clauses
    where length(plain_clauses.clause_stem) >= 3
),

measure_atoms as (
    select
        document_id,
        target_id,
        measure_no as atom_no,
        owner_key || noun_key as atom_key,
        value_kind as atom_kind,
        measure_no,
        own_marks,
        opposed_words,
        true as is_primary
    from promised
),

atoms as (
    select * from clause_atoms
    union all by name
    select * from measure_atoms
)

select
    atoms.document_id::varchar as document_id,  -- 文档键: the document
    atoms.target_id::varchar as target_id,  -- 目标键: the target
    atoms.atom_no::integer as atom_no,  -- 要点序号: the measure's number, or 1000 and the clause's
    targets.jurisdiction_id::varchar as jurisdiction_id,  -- 地区键: the government
    targets.report_year::integer as report_year,  -- 年度: the year reported on
    targets.next_year::integer as next_year,  -- 下一报告年度: the neighbouring report after
    atoms.atom_key::varchar as atom_key,  -- 要点键: the noun phrase or the clause
    (case when atoms.atom_kind = 'text' then cores.core else atoms.atom_key end)::varchar
        as atom_core,  -- 要点核心: the key without 制度改革, 体系建设 and the like, which many targets end in, and without numbers in it (12345热线)
    cores.place_names::varchar[] as place_names,  -- 地名: named streets, bridges, reservoirs of the key
    atoms.own_marks::varchar[] as own_marks,  -- 限定词: words of a measure's noun that have opposites (城镇)
    atoms.opposed_words::varchar[] as opposed_words,  -- 相对词: words that would make it another measure (农村)
    atoms.atom_kind::varchar as atom_kind,  -- 要点类别: level, growth or text
    atoms.measure_no::integer as measure_no,  -- 指标序号: of the measure, NULL for a clause
    atoms.is_primary::boolean as is_primary,  -- 是否主要: a measure, or a clause of a target without measures
    (case when atoms.is_primary then 1.0 else value_of['slogan_weight'] end)::double as weight  -- 权重: what the point counts
from atoms
inner join targets
    on targets.document_id = atoms.document_id and targets.target_id = atoms.target_id
-- targets say the same points year after year: each is asked once
cross join lateral (
    select
        coalesce(
            list_transform(
                list_filter(
                    endings.generic_tails,
                    lambda w: ends_with(atoms.atom_key, w) and length(atoms.atom_key) >= length(w) + 2
                ),
                lambda w: left(atoms.atom_key, length(atoms.atom_key) - length(w))
            )[1],
            regexp_replace(atoms.atom_key, '([一-龥])[0-9]+([一-龥])', '\1\2', 'g')
        ) as core,
        list_transform(
            list_filter(endings.place_tails, lambda w: strpos(atoms.atom_key, w) > 2),
            lambda w: substr(atoms.atom_key, strpos(atoms.atom_key, w) - 2, length(w) + 2)
        ) as place_names
    from endings
) as cores
cross join weights
