-- 句中单位: who does it, where the sentences of a target say so: 新建学校2所,由市教育局牵头,市财政局配合,年底前完成。
-- grain: document_id, table_no, row_no, column_no
-- Asked only of targets of which no column or bracket says who does it. A clause says it whole: 由 or the level of an
-- organ at its head, names as units have them (seeds.unit_kinds), a word of seeds.unit_role_words at its end. What only
-- supports follows one that leads or answers; 建立由市教育局牵头的机制 is no such clause. A comma may part the names behind 由
-- (由市水利局、市财政局,各县区政府负责), and 会同 joins them. The target's text stays whole. What goes on below its line (below in
-- seeds.header_endings) is its text, too.
with
-- The longest name and the most names of a clause; more is a sentence about them.
constants as (
    select
        25 as longest_name,
        12 as most_names
),

tables_without_units as (
    select
        document_id,
        table_no
    from staging.stg_columns
    group by document_id, table_no
    having bool_and(coalesce(field, 'other') not in ('unit', 'unit_lead', 'unit_support'))
),

rows_answered as (
    select distinct
        document_id,
        table_no,
        row_no
    from staging.stg_bracket_cells
    where bracket_kind = 'unit'
),

target_texts as (
    select
        cells.document_id,
        cells.table_no,
        cells.row_no,
        cells.column_no,
        string_split_regex(cells.cell_text, '[。；;\n]') as sentences
    from staging.stg_cells as cells
    inner join staging.stg_printed_rows as printed_rows
        on cells.document_id = printed_rows.document_id
        and cells.table_no = printed_rows.table_no
        and cells.row_no = printed_rows.row_no
    inner join staging.stg_columns as columns
        on printed_rows.document_id = columns.document_id
        and printed_rows.table_no = columns.table_no
        and printed_rows.part_no = columns.part_no
        and cells.column_no = columns.column_no
    inner join tables_without_units
        on columns.document_id = tables_without_units.document_id
        and columns.table_no = tables_without_units.table_no
    left join rows_answered
        on cells.document_id = rows_answered.document_id
        and cells.table_no = rows_answered.table_no
        and cells.row_no = rows_answered.row_no
    left join seeds.header_endings as goes_on
        on columns.header_text = goes_on.ending
        and goes_on.field = 'below'
    where (columns.field = 'target_text' or columns.field = 'annual_target' and goes_on.ending is not null)
        and columns.slot_no = 1
        and printed_rows.row_kind = 'data'
        and cells.row_no = cells.origin_row_no
        and cells.column_no = cells.origin_column_no
        and rows_answered.document_id is null
        and cells.cell_text is not null
),

sentences as (
    select
        document_id,
        table_no,
        row_no,
        column_no,
        sentence_no,
        string_split_regex(sentences[sentence_no], '[，,]') as clauses
    from (
        select
            *,
            unnest(range(1, array_length(sentences) + 1)) as sentence_no
        from target_texts
    ) as numbered
),

clauses as (
    select
        document_id,
        table_no,
        row_no,
        column_no,
        sentence_no,
        clause_no,
        -- 由市水利局会同市财政局等部门提出意见: the names say who, whatever they are to do
        regexp_replace(trim(clauses[clause_no]), '^(由[^，,]*会同[^，,]*?等(?:有关|相关)?(?:部门|单位)).*$', '\1') as clause,
        regexp_matches(clause, '^由.*会同.*等(?:有关|相关)?(?:部门|单位)$') as is_joint
    from (
        select
            *,
            unnest(range(1, array_length(clauses) + 1)) as clause_no
        from sentences
    ) as numbered
),

-- The word of a role that a clause ends with, the longest of them; clauses without one count where 由 may begin them.
ends as (
    select
        clauses.* exclude (is_joint),
        coalesce(words.unit_role, case when clauses.is_joint then 'unspecified' end) as unit_role,
        coalesce(words.wording, '') as wording
    from clauses
    left join seeds.unit_role_words as words
        on ends_with(clauses.clause, words.wording)
        and words.position = 'tail'
    qualify row_number() over (
        partition by
            clauses.document_id,
            clauses.table_no,
            clauses.row_no,
            clauses.column_no,
            clauses.sentence_no,
            clauses.clause_no
        order by length(words.wording) desc nulls last, words.wording
    ) = 1
        and bool_or(words.unit_role is not null or clauses.is_joint) over (
            partition by clauses.document_id, clauses.table_no, clauses.row_no, clauses.column_no, clauses.sentence_no
        )
),

-- 由市教育局、市财政局按职责分工负责: the names are what is left without its head and its end.
headed as (
    select
        document_id,
        table_no,
        row_no,
        column_no,
        sentence_no,
        clause_no,
        unit_role,
        starts_with(clause, '由') as is_headed,
        regexp_replace(clause, '^由', '') as answer_text,
        string_split_regex(
            case
                when unit_role is not null
                    then regexp_replace(
                        left(answer_text, length(answer_text) - length(wording)),
                        '(?:等(?:有关|相关)?(?:部门|单位)?)?(?:按照?(?:各自)?职责(?:分工)?|分别|共同|联合)?$',
                        ''
                    )
                else answer_text
            end,
            '、|会同'
        ) as names
    from (
        select
            *,
            bool_or(starts_with(clause, '由') and unit_role is null) over (
                partition by document_id, table_no, row_no, column_no, sentence_no
            ) as may_go_on
        from ends
    ) as ends_seen
    where unit_role is not null
        or may_go_on
),

named as (
    select
        headed.* exclude (names),
        regexp_matches(headed.names[1], '^(?:[省市县区州旗盟镇乡各]|有关|相关)') as begins_with_level,
        array_length(headed.names) as name_count,
        unnest(headed.names) as name
    from headed
    cross join constants
    where array_length(headed.names) <= constants.most_names
),

-- Compiled for each name once, for the same names return.
organs as (
    select distinct names.name
    from (
        select distinct named.name
        from named
        cross join constants
        where length(named.name) between 2 and constants.longest_name
            and not regexp_matches(named.name, '[0-9０-９《》“”:：]')
    ) as names
    inner join seeds.unit_kinds as kinds
        on regexp_matches(names.name, kinds.pattern)
),

names_read as (
    select
        named.document_id,
        named.table_no,
        named.row_no,
        named.column_no,
        named.sentence_no,
        named.clause_no,
        named.answer_text,
        named.unit_role,
        named.is_headed,
        named.begins_with_level
    from named
    inner join organs
        on named.name = organs.name
    group by
        named.document_id,
        named.table_no,
        named.row_no,
        named.column_no,
        named.sentence_no,
        named.clause_no,
        named.answer_text,
        named.unit_role,
        named.is_headed,
        named.begins_with_level,
        named.name_count
    having count(distinct named.name) = named.name_count
),

-- Clauses of names side by side, up to one that says what they do; what does not begin with 由 is none of them.
stretches as (
    select
        *,
        clause_no - row_number() over (
            partition by document_id, table_no, row_no, column_no, sentence_no
            order by clause_no
        ) as side_by_side_no,
        count(unit_role) over (
            partition by document_id, table_no, row_no, column_no, sentence_no
            order by clause_no
            rows between unbounded preceding and 1 preceding
        ) as answer_no
    from names_read
),

stretches_begun as (
    select
        *,
        min(case when is_headed then clause_no end) over (
            partition by document_id, table_no, row_no, column_no, sentence_no, side_by_side_no, answer_no
        ) as first_clause_no
    from stretches
),

answers as (
    select
        document_id,
        table_no,
        row_no,
        column_no,
        sentence_no,
        max(clause_no) as clause_no,
        string_agg(answer_text, '、' order by clause_no) as answer_text,
        max(unit_role) as unit_role,
        bool_or(is_headed or (begins_with_level and unit_role is not null)) as is_stated
    from stretches_begun
    where unit_role is not null
        or clause_no >= first_clause_no
    group by document_id, table_no, row_no, column_no, sentence_no, side_by_side_no, answer_no
    having max(unit_role) is not null
),

-- Support is said of somebody else's task; behind who leads an organ needs no level (由县发改局牵头,生态环境局参与).
answered as (
    select
        *,
        count(case when is_stated and unit_role <> 'support' then 1 end) over (
            partition by document_id, table_no, row_no, column_no, sentence_no
            order by clause_no
            rows between unbounded preceding and current row
        ) as leading_count
    from answers
)

select
    document_id::varchar as document_id,  -- 文档键: the document it comes from
    table_no::integer as table_no,  -- 表序: ordinal of the table in the document
    row_no::integer as row_no,  -- 行号: the printed row, headers counted
    column_no::integer as column_no,  -- 列号: where the target's text is landed
    string_agg(answer_text, '，' order by sentence_no, clause_no)::varchar as unit_text  -- 单位原文: the clauses that say who, as printed
from answered
where leading_count > 0
group by document_id, table_no, row_no, column_no
