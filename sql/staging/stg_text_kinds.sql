-- 文字种类: what the texts of the known columns look like: persons, organisations, deadlines, verdicts, promises, reports.
-- grain: document_id, cell_text
-- A text may be of several kinds or of none: gate 1 asks whether a column holds what its header says, and a share of
-- many texts bears a few that are read wrongly. Vocabulary is in the seeds; the forms of a date and a name are grammar.
with
distinct_texts as (
    select distinct
        document_id,
        cell_text
    from staging.stg_field_cells
    where row_no = text_row_no
        and field in ('leader', 'unit', 'unit_lead', 'unit_support', 'deadline', 'status', 'target_text', 'progress')
),

texts as (
    select
        document_id,
        cell_text,
        regexp_replace(cell_text, '\s+', '', 'g') as key_text
    from distinct_texts
),

names as materialized (
    select
        document_id,
        cell_text,
        unnest(string_split_regex(cell_text, '[、，,；;/\s()（）:：。]+')) as name
    from texts
    -- one sign is no name
    where length(cell_text) between 2 and 400
),

-- 局, 公司, 街道; and what says in which role: 省农业厅牵头, 各有关单位按职责分工负责. A name may end like some of them: 沈知行
organisation_endings as (
    select
        wording,
        bool_or(ends_no_name) as ends_no_name
    from (
        select
            ending as wording,
            ends_listed = 'yes' as ends_no_name
        from seeds.unit_endings
        union all
        select
            wording,
            true as ends_no_name
        from seeds.unit_role_words
    ) as endings
    group by wording
),

organisations as (
    select
        names.document_id,
        names.cell_text,
        bool_or(organisation_endings.ends_no_name) as is_no_name
    from names
    inner join organisation_endings
        on right(names.name, 1) = right(organisation_endings.wording, 1)
        and right(names.name, length(organisation_endings.wording)) = organisation_endings.wording
    -- 年内投用41处 counts places
    where length(names.name) >= 2 and not regexp_matches(names.name, '[0-9][一-龥]{1,2}$')
    group by names.document_id, names.cell_text
),

-- 王建国, 阿卜杜拉·买买提, 副市长 李明; 臧 伟 is one name, printed wide.
persons as (
    select
        names.document_id,
        names.cell_text
    from names
    inner join seeds.surnames as surnames
        on left(names.name, 1) = left(surnames.surname, 1)
        and starts_with(names.name, surnames.surname)
    where regexp_matches(names.name, '^[一-龥]{2,4}$') and length(names.name) > length(surnames.surname)
    union
    select
        texts.document_id,
        texts.cell_text
    from texts
    inner join seeds.surnames as surnames
        on left(texts.key_text, 1) = left(surnames.surname, 1)
        and starts_with(texts.key_text, surnames.surname)
    where regexp_matches(texts.key_text, '^[一-龥]{2,3}$') and length(texts.key_text) > length(surnames.surname)
    union
    select
        names.document_id,
        names.cell_text
    from names
    where regexp_matches(names.name, '^[一-龥]{1,12}[·•・][一-龥]{1,12}$')
    union
    -- no title holds what parts the names, so the text is looked through once for all its names
    select
        texts.document_id,
        texts.cell_text
    from texts
    inner join seeds.leader_titles as titles
        on contains(texts.cell_text, titles.title)
    where length(texts.cell_text) <= 400
),

tenses as (
    select
        texts.document_id,
        texts.cell_text,
        bool_or(wordings.tense = 'promise') as is_promise,
        bool_or(wordings.tense = 'report') as is_report
    from texts
    inner join seeds.tense_wordings as wordings
        on contains(texts.key_text, wordings.wording)
    group by texts.document_id, texts.cell_text
)

select
    texts.document_id::varchar as document_id,  -- 文档键: the document it comes from
    texts.cell_text::varchar as cell_text,  -- 文字: as printed
    (
        persons.cell_text is not null and not coalesce(organisations.is_no_name, false)
    )::boolean as is_person,  -- 似人名: names a person or an office
    (organisations.cell_text is not null)::boolean as is_organisation,  -- 似单位: names an organisation
    (
        deadlines.wording is not null
        or deadline_openings.wording is not null
        or regexp_matches(texts.key_text, '[0-9]{1,4}(年|月|日|季度|[.-][0-9])|年[底末中初内度前]|[季半]年?度?|月[底末份初]|旬')
        or regexp_matches(texts.key_text, '^20[0-9]{2}$')  -- a year alone: 建设时间 2031
    )::boolean as is_deadline,  -- 似时限: a date, or a wording that stands for one
    (
        statuses.wording is not null
        or status_openings.wording is not null
        or regexp_matches(texts.key_text, '^([是否√✓✔×✗○●△▲]|[已未正][一-龥]{1,6}|[0-9]{1,3}(\.[0-9]+)?|[0-9.]+[%％])$')
    )::boolean as is_status,  -- 似评价: a verdict
    -- 达到序时进度 is a verdict, whatever its words
    (coalesce(tenses.is_promise, false) and statuses.wording is null)::boolean as is_promise,  -- 似承诺: holds a word of what is to be done
    coalesce(tenses.is_report, false)::boolean as is_report,  -- 似汇报: holds a word of what was done
    (length(texts.key_text) > 25)::boolean as is_long  -- 长文字: a sentence, longer than a name, a date or a verdict
from texts
left join organisations
    on texts.document_id = organisations.document_id
    and texts.cell_text = organisations.cell_text
left join persons
    on texts.document_id = persons.document_id
    and texts.cell_text = persons.cell_text
left join tenses
    on texts.document_id = tenses.document_id
    and texts.cell_text = tenses.cell_text
left join (select distinct wording from seeds.deadline_wordings) as deadlines
    on texts.key_text = deadlines.wording
left join (select distinct wording from seeds.cell_openings where cell_class = 'deadline') as deadline_openings
    on left(texts.key_text, 2) = deadline_openings.wording
left join (select distinct wording from seeds.status_wordings) as statuses
    on texts.key_text = statuses.wording
left join (select distinct wording from seeds.cell_openings where cell_class = 'status') as status_openings
    on left(texts.key_text, 2) = status_openings.wording
