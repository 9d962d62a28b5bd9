-- 板块单位: the units that the headings over a data row name for all its targets.
-- grain: document_id, table_no, row_no
-- A heading or group may say in a bracket who leads: 医疗健康(牵头单位:省卫生健康委), 一、产业(市工信局牵头). Where a table
-- prints no unit, or only who supports, and its nearest headings are organs (一、市教育局) or name one with its role
-- (一、市教育局牵头工作), they answer for what stands below.
with
headed_rows as (
    select
        sections.document_id,
        sections.table_no,
        sections.row_no,
        printed_rows.table_run_no,
        translate(sections.section_name, '（）：', '():') as section_name
    from staging.stg_row_sections as sections
    inner join staging.stg_printed_rows as printed_rows
        on sections.document_id = printed_rows.document_id
        and sections.table_no = printed_rows.table_no
        and sections.row_no = printed_rows.row_no
    where sections.section_name is not null and printed_rows.row_kind = 'data'
),

-- a heading stands over many rows and is read once
headings as (
    select
        document_id,
        table_run_no,
        section_name,
        count(*) as row_count
    from headed_rows
    group by document_id, table_run_no, section_name
),

role_words as (
    select
        list_sort(list(wording) filter (where position = 'label')) as labels,
        list_sort(list(wording) filter (where position = 'tail')) as tails
    from seeds.unit_role_words
),

-- of several brackets the last, which is the nearest heading's
brackets_read as (
    select
        headings.*,
        list_filter(
            regexp_extract_all(headings.section_name, '\(([^()]{3,80})\)', 1),
            lambda inside: list_contains(role_words.labels, trim(split_part(inside, ':', 1)))
            or (
                not contains(inside, ':')
                and array_length(list_filter(role_words.tails, lambda tail: suffix(inside, tail))) > 0
            )
        ) as role_brackets,
        regexp_replace(
            regexp_replace(
                string_split(headings.section_name, ' > ')[-1],
                '^\s*([(]?([一二三四五六七八九十]{1,3}|[0-9]{1,3})[)]?[、.．]?)?\s*|[:]?\s*$',
                '',
                'g'
            ),
            '\s*\(共?[0-9一二三四五六七八九十]+[项条件个]\)$',
            ''
        ) as bare_heading,
        regexp_matches(headings.section_name, '\(共?[0-9一二三四五六七八九十]+[项条件个]\)[:]?\s*$') as is_counted
    from headings
    cross join role_words
),

runs_with_units as (
    select distinct
        printed_rows.document_id,
        printed_rows.table_run_no
    from staging.stg_field_cells as cells
    inner join staging.stg_printed_rows as printed_rows
        on cells.document_id = printed_rows.document_id
        and cells.table_no = printed_rows.table_no
        and cells.row_no = printed_rows.row_no
    where cells.field in ('unit', 'unit_lead')
),

endings as (
    select
        list_sort(list(ending) filter (where ends_glued = 'yes')) as organ_endings,
        -- 省编办, 省财政厅: with a role behind it a shorter ending is enough
        list_sort(list(ending)) as all_endings
    from seeds.unit_endings
),

-- 由市教育局牵头的工作: what is done goes off, an organ and its role are left
-- Compiled for each heading with a bracket.
roles_read as (
    select
        brackets_read.*,
        regexp_replace(brackets_read.bare_heading, concat('^由|的?(?:', nouns.pattern, ')$'), '', 'g') as role_heading
    from brackets_read
    cross join (
        select string_agg(wording, '|' order by length(wording) desc, wording) as pattern
        from seeds.list_announcement_wordings
        where side = 'behind'
    ) as nouns
),

organs_read as (
    select
        roles_read.*,
        length(role_heading) between 5 and 40
        and not regexp_matches(role_heading, '[。,，;；:]')
        and array_length(
            list_filter(
                role_words.tails,
                lambda tail: suffix(role_heading, tail)
                and array_length(
                    list_filter(
                        endings.all_endings,
                        lambda ending: suffix(left(role_heading, length(role_heading) - length(tail)), ending)
                    )
                ) > 0
            )
        ) > 0 as has_role,
        length(bare_heading) between 3 and 40
        and not regexp_matches(bare_heading, '[。,，;；:]')
        and array_length(
            list_filter(endings.organ_endings, lambda ending: suffix(bare_heading, ending))
        ) > 0 as is_organ
    from roles_read
    cross join endings
    cross join role_words
),

-- one heading that ends as an organ does may be about it; nearly all of them are no chance
organ_runs as (
    select
        document_id,
        table_run_no
    from organs_read
    group by document_id, table_run_no
    having sum(case when is_organ then row_count else 0 end) * 5 >= sum(row_count) * 4
        -- one alone, with its level before it and its number of targets behind it: 区住建局(6项)
        and (count(distinct bare_heading) >= 2 or bool_and(is_counted and regexp_matches(bare_heading, '^[省市县区州旗盟乡镇]')))
)

select
    headed_rows.document_id::varchar as document_id,  -- 文档键: the document it comes from
    headed_rows.table_no::integer as table_no,  -- 表序: the table's ordinal in the document
    headed_rows.row_no::integer as row_no,  -- 行号: the printed row, headers counted
    coalesce(
        organs_read.role_brackets[-1],
        case
            when runs_with_units.table_run_no is not null then null
            when organs_read.has_role then organs_read.role_heading
            when organs_read.is_organ and organ_runs.table_run_no is not null then organs_read.bare_heading
        end
    )::varchar as unit_text  -- 单位原文: the units with what is said of their role
from headed_rows
inner join organs_read
    on headed_rows.document_id = organs_read.document_id
    and headed_rows.table_run_no = organs_read.table_run_no
    and headed_rows.section_name = organs_read.section_name
left join organ_runs
    on organs_read.document_id = organ_runs.document_id
    and organs_read.table_run_no = organ_runs.table_run_no
left join runs_with_units
    on organs_read.document_id = runs_with_units.document_id
    and organs_read.table_run_no = runs_with_units.table_run_no
where array_length(organs_read.role_brackets) > 0
    or (
        runs_with_units.table_run_no is null
        and (organs_read.has_role or (organs_read.is_organ and organ_runs.table_run_no is not null))
    )
