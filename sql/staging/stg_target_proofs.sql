-- 目标依据: what proves, or speaks against it, that the table of a document is one of targets.
-- grain: document_id
-- Columns of targets and of those who answer, or of what came of it, by wordings that are known, prove it. Else the
-- goals themselves have to: texts of what is to be done, or names with amounts beside them; and one thing more beside
-- them: a title that says so, a deadline, a progress, a verdict, a weight, a leader, who assesses. A header of
-- indicators beside one of what they are to reach (三级指标 | 指标值) proves it by itself, whoever answers. Columns of a
-- budget, a staff list, prices or statistics (foreign in seeds.header_endings) speak against it where no goals stand
-- under a known header of targets.
with
indicator_words as (
    select
        wording,
        bool_or(word_class = 'name') as names_indicator,
        bool_or(word_class = 'value') as names_value
    from seeds.indicator_words
    group by wording
),

columns as (
    select
        columns.document_id,
        columns.table_no,
        columns.part_no,
        columns.column_no,
        columns.field,
        coalesce(columns.field_method, 'wording') = 'wording' as is_known,
        columns.is_assessor,
        columns.names_target,
        indicators.names_indicator,
        indicators.names_value,
        regexp_replace(columns.header_text, '[(（][^()（）]*[)）]$|[.:：。?*#、,;%]', '', 'g') as bare_text,
        counts.text_count,
        counts.goal_count * 2 >= counts.text_count as holds_goals,
        (counts.goal_count + counts.figure_count + counts.amount_count) * 3 >= counts.text_count * 2 as holds_amounts,
        (counts.figure_count + counts.amount_count) * 5 >= counts.text_count * 4 as holds_figures
    from staging.stg_columns as columns
    inner join staging.stg_tables as parts
        on columns.document_id = parts.document_id
        and columns.table_no = parts.table_no
        and columns.part_no = parts.part_no
    left join staging.stg_column_counts as counts
        on parts.document_id = counts.document_id
        and parts.columns_table_no = counts.table_no
        and parts.columns_header_row_no = counts.header_row_no
        and columns.column_no = counts.column_no
    left join indicator_words as indicators
        on regexp_replace(columns.header_text, '[(（][^()（）]*[)）]$|[.:：。?*#、,;%]', '', 'g') = indicators.wording
    where length(columns.header_text) > 0
),

headers as (
    select distinct
        document_id,
        bare_text
    from columns
),

foreign_headers as (
    select
        headers.document_id,
        bool_or(endings.field = 'weight') as has_weight,
        min(case when endings.field = 'foreign' then headers.bare_text end) as foreign_header_text
    from headers
    inner join seeds.header_endings as endings
        on ends_with(headers.bare_text, endings.ending)
    where endings.field in ('foreign', 'weight')
    group by headers.document_id
),

titles as (
    select facts.document_id
    from staging.stg_document_facts as facts
    inner join seeds.target_title_words as words
        on contains(facts.title_text, words.wording)
    union
    select document_id
    from staging.stg_titled_documents
),

parts as (
    select
        document_id,
        table_no,
        part_no,
        bool_or(coalesce(field = 'target_text' and holds_goals, false))
        or (
            bool_or(coalesce(field = 'annual_target' and holds_amounts, false))
            and bool_or(coalesce(field = 'target_text' and not coalesce(holds_figures, false), false))
        ) as has_goals,
        bool_or(coalesce(names_target, false)) as is_of_places,
        bool_or(
            coalesce(
                field in ('deadline', 'progress', 'progress_pct', 'status', 'leader', 'person') or is_assessor,
                false
            )
        ) as has_side_column,
        bool_or(coalesce(field in ('unit', 'unit_lead', 'unit_support', 'leader'), false)) as has_party,
        bool_or(
            coalesce(field in ('unit', 'unit_lead', 'unit_support', 'leader') and is_known, false)
        ) as has_known_party,
        bool_or(coalesce(field in ('progress', 'progress_pct', 'status') and is_known, false)) as has_known_answer,
        bool_or(coalesce(field in ('target_text', 'annual_target') and is_known, false)) as has_known_target,
        bool_or(coalesce(field = 'target_text' and is_known and names_indicator, false))
        and bool_or(coalesce(field = 'annual_target' and is_known and names_value, false)) as has_indicators
    from columns
    group by document_id, table_no, part_no
),

documents as (
    select
        document_id,
        bool_or(has_goals) as has_goals,
        bool_or(is_of_places) as is_of_places,
        bool_or(has_side_column) as has_side_column,
        bool_or(has_party) as has_party,
        bool_or(has_known_party or has_known_answer) as has_known_party,
        bool_or(has_known_target) as has_known_target,
        bool_or(has_indicators) as has_indicators
    from parts
    group by document_id
)

select
    documents.document_id::varchar as document_id,  -- 文档键: the document it comes from
    documents.has_goals::boolean as has_goals,  -- 有目标语: whether goals stand in its column of targets, or amounts beside its names
    (
        documents.has_side_column or coalesce(foreign_headers.has_weight, false)
    )::boolean as has_side_column,  -- 有旁证列: a deadline, a progress, a verdict, a weight, a leader or who assesses
    (titles.document_id is not null)::boolean as has_target_title,  -- 标题为目标: whether its title says that it is a table of targets
    documents.has_party::boolean as has_party,  -- 有责任方: a column of units or leaders, known or inferred
    foreign_headers.foreign_header_text::varchar as foreign_header_text,  -- 外来表头: a header of a budget, a staff list, prices or statistics, NULL where none
    (case
        when foreign_headers.foreign_header_text is not null
            and not (documents.has_goals and documents.has_known_target)
            and not (documents.has_side_column and documents.has_known_party)
            and titles.document_id is null
            then false
        when documents.has_known_target and documents.has_known_party then true
        when documents.has_indicators then true
        when documents.has_goals or (documents.is_of_places and documents.has_party)
            then titles.document_id is not null
                or documents.has_side_column
                or coalesce(foreign_headers.has_weight, false)
        else titles.document_id is not null
            and documents.has_party
            and foreign_headers.foreign_header_text is null
    end)::boolean as is_of_targets  -- 是目标表: whether all that together proves it
from documents
left join foreign_headers
    on documents.document_id = foreign_headers.document_id
left join titles
    on documents.document_id = titles.document_id
