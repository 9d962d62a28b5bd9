-- 清单证据: whether what the list reader read as a list without units is one of tasks, and what speaks for or against it.
-- grain: document_id
-- For it: enough items hold a figure, nearly all print a deadline, the text above counts as many as were found, or the
-- title speaks of tasks (为民办实事) and they are no few. Of items numbered (一), as the parts of any paper are, half hold
-- one, where the title does not call it one of a year's targets.
-- Against it: a title that speaks of another document or of rules (seeds.list_title_wordings), or items that say how
-- work is done, or on what is reported, and not what is to be done (seeds.list_item_wordings); or a header above it of
-- columns that were not read; or items that hold bare figures one after another, as cells of columns do that ran
-- together.
with
constants as (
    select
        0.3 as figure_share,
        5 as fewest_titled_items,
        0.5 as heading_figure_share,
        0.4 as odd_share,
        0.8 as deadline_share,
        3 as fewest_dated_items
),

items as (
    select
        cells.document_id,
        cells.table_no,
        cells.row_no,
        cells.column_no,
        regexp_replace(cells.cell_text, '^\s+|\s+$', '', 'g') as item_text,
        numbers.cell_text as number_text
    from staging.stg_field_cells as cells
    inner join (
        select distinct document_id
        from raw.notes
        where starts_with(what, 'read as a list')
    ) as lists
        on cells.document_id = lists.document_id
    left join staging.stg_field_cells as numbers
        on cells.document_id = numbers.document_id
        and cells.table_no = numbers.table_no
        and cells.row_no = numbers.row_no
        and numbers.field = 'target_no'
        and numbers.slot_no = 1
    where cells.field = 'target_text' and cells.slot_no = 1 and cells.text_row_no = cells.row_no
),

-- Compiled for the items of lists.
odd_items as (
    select
        items.document_id,
        count(distinct (items.table_no, items.row_no)) as odd_count
    from items
    inner join (
        select string_agg(concat('(?:', pattern, ')'), '|' order by pattern) as pattern
        from seeds.list_item_wordings
    ) as wordings
        on regexp_matches(items.item_text, wordings.pattern)
    group by items.document_id
),

counted as (
    select
        document_id,
        count(*) as item_count,
        count(number_text) as numbered_count,
        count(case when regexp_matches(item_text, '[0-9０-９]') then 1 end) as figure_item_count,
        -- 养老保险项目 4300 2800 | 1500 为参保居民发放补贴
        count(
            case when regexp_matches(item_text, '(?:^|[^0-9.,，])[0-9][0-9.,]{2,}\s+[0-9][0-9.,]{2,}(?:\s|$)') then 1 end
        ) as bare_figures_count,
        bool_or(regexp_matches(number_text, '^[^0-9（(]*[一二三四五六七八九十]{1,3}[、.．]')) as is_in_headings,
        bool_or(regexp_matches(number_text, '^\s*(?:[(（]\s*[一二三四五六七八九十]|[㈠-㈩])')) as is_in_brackets,
        -- sentences that report are numbered so as well: 一是财政类20件，占15%
        bool_or(regexp_matches(number_text, '[一二三四五六七八九十]是$|[①-⑳❶-➓]')) as is_spoken
    from items
    group by document_id
),

-- (年内完成) at the end of each item: a task has a deadline. One within its sentence proves nothing: so have demands.
dated as (
    select
        items.document_id,
        count(distinct (items.table_no, items.row_no)) as dated_item_count
    from items
    inner join staging.stg_field_cells as cells
        on items.document_id = cells.document_id
        and items.table_no = cells.table_no
        and items.row_no = cells.row_no
        and items.column_no <> cells.column_no
    where cells.field = 'deadline'
    group by items.document_id
),

announcements as (
    select
        document_id,
        list_sort(list(announced_count)) as announced_counts,
        string_agg(announcement_text, ' | ' order by announced_count)
            filter (where not is_in_a_name) as announcement_texts,
        -- 今年惠民工程共20项
        max(
            case
                when list_bool_or(list_transform(words.wordings, lambda word: contains(announcement_text, word)))
                    then announced_count
            end
        ) as most_announced_tasks
    from staging.stg_list_announcements
    cross join (
        select list_sort(list(wording)) as wordings
        from seeds.list_title_wordings
        where speaks_of = 'announced tasks'
    ) as words
    group by document_id
),

-- The words of a header in a line above the items, or one a line: 序号 目标任务 责任单位.
header_words as (
    select
        lines.document_id,
        lines.text_no,
        wordings.wording,
        wordings.field
    from (
        select
            document_id,
            text_no,
            unnest(
                list_append(string_split_regex(trim(text), '\s+'), regexp_replace(text, '\s+', '', 'g'))
            ) as piece
        -- 单位:万元 stands before or behind the names of columns
        from (
            select
                document_id,
                text_no,
                regexp_replace(text, '[（(]?(?:计量)?单位\s*[:：]\s*[一-龥]{1,4}[)）]?(?:\s|$)', ' ', 'g') as text
            from staging.stg_texts
            where table_no = 1
        ) as noted_texts
        where length(text) <= 60 and not regexp_matches(text, '[:：。]')
    ) as lines
    inner join staging.stg_header_wordings as wordings
        on lines.piece = wordings.wording
        and wordings.beside_field is null
),

numbers_named as (
    select distinct document_id
    from header_words
    where field = 'target_no'
),

-- A table whose columns ran together, so that a text holds names and results too, or a figure stands before it: words
-- of two columns or more in lines that follow one another, and nothing read of who answers or what came of it.
lost_columns as (
    select
        header_words.document_id,
        string_agg(distinct header_words.wording, ', ' order by header_words.wording) as header_texts
    from header_words
    left join staging.stg_field_cells as cells
        on header_words.document_id = cells.document_id
        and header_words.field = cells.field
    left join numbers_named
        on header_words.document_id = numbers_named.document_id
    where cells.document_id is null
        and (
            header_words.field in ('unit', 'unit_lead', 'unit_support', 'leader')
            -- a title in two lines: 目标任务 over 完成情况
            or (header_words.field = 'progress' and numbers_named.document_id is not null)
        )
        and exists (
            select 1
            from header_words as others
            where header_words.document_id = others.document_id
                and header_words.field <> others.field
                and abs(header_words.text_no - others.text_no) <= 2
        )
    group by header_words.document_id
),

titles as (
    select
        titles.document_id,
        min(case when wordings.speaks_of <> 'tasks' then wordings.speaks_of end) as speaks_of,
        bool_or(wordings.speaks_of = 'tasks') as is_of_tasks,
        bool_or(words.wording is not null and regexp_matches(titles.title_text, '[12][0-9]{3}年')) as is_of_targets
    from (
        select
            document_id,
            title_text
        from staging.stg_document_titles
        union all
        -- plain text has no title but a line above: 甲市住宅物业管理办法（试行）
        select
            lines.document_id,
            lines.text as title_text
        from staging.stg_texts as lines
        inner join seeds.list_title_wordings as rules
            on rules.speaks_of = 'rules'
            and ends_with(regexp_replace(lines.text, '[（(][^（）()]*[)）]|》?的?通知|\s', '', 'g'), rules.wording)
        where lines.table_no = 1 and length(lines.text) <= 60
    ) as titles
    left join seeds.list_title_wordings as wordings
        on contains(titles.title_text, wordings.wording)
        and wordings.speaks_of <> 'announced tasks'
    left join seeds.target_title_words as words
        on contains(titles.title_text, words.wording)
    group by titles.document_id
)

select
    counted.document_id::varchar as document_id,  -- 文档键: the document it comes from
    counted.item_count::bigint as item_count,  -- 项数: items of a list
    counted.figure_item_count::bigint as figure_item_count,  -- 有数项数: items that hold a figure
    coalesce(odd_items.odd_count, 0)::bigint as odd_count,  -- 非任务项数: items that say how work is done, or on what is reported, and not what is to be done
    titles.speaks_of::varchar as title_speaks_of,  -- 标题所言: another document, wishes or rules, NULL where it speaks of its own tasks
    announcements.announced_counts::integer[] as announced_counts,  -- 预告项数: every count of tasks above the list, ascending
    announcements.announcement_texts::varchar as announcement_texts,  -- 预告原文: their words, without names of papers
    coalesce(
        list_contains(announcements.announced_counts, counted.item_count::integer), false
    )::boolean as is_announced,  -- 与预告相符: a text above counts as many
    (
        titles.speaks_of is null
        and lost_columns.document_id is null
        and coalesce(odd_items.odd_count, 0) < constants.odd_share * counted.item_count
        and counted.bare_figures_count < constants.odd_share * counted.item_count
        and (
            coalesce(list_contains(announcements.announced_counts, counted.item_count::integer), false)
            or (
                counted.item_count >= constants.fewest_dated_items
                and coalesce(dated.dated_item_count, 0) >= constants.deadline_share * counted.item_count
            )
            -- 一是…;二是… in a text about 实事 that counts them all: 100件实事, of which one paragraph holds eight; or behind
            -- a sentence that does: 今年惠民工程共20项
            or (
                counted.is_spoken
                and (
                    coalesce(titles.is_of_tasks, false)
                    or coalesce(announcements.most_announced_tasks >= counted.item_count, false)
                )
                and counted.item_count >= constants.fewest_titled_items
                and counted.figure_item_count >= constants.heading_figure_share * counted.item_count
                and announcements.announced_counts[-1] >= counted.item_count
            )
            -- names without numbers over what became of them, in a text about 实事 or one that counts as many and more
            or (
                counted.numbered_count = 0
                and coalesce(titles.is_of_tasks or announcements.announced_counts[-1] >= counted.item_count, false)
                and counted.item_count >= constants.fewest_dated_items
                and counted.figure_item_count >= constants.heading_figure_share * counted.item_count
            )
            or counted.numbered_count > 0
            and not coalesce(counted.is_spoken, false)
            and counted.figure_item_count >= counted.item_count
            * case
                when titles.is_of_tasks and counted.item_count >= constants.fewest_titled_items then 0
                when counted.is_in_headings
                    or (counted.is_in_brackets and not coalesce(titles.is_of_targets, false))
                    then constants.heading_figure_share
                else constants.figure_share
            end
        )
    )::boolean as is_list_of_tasks,  -- 是任务清单: believed without units
    case
        when titles.speaks_of is not null then concat('its title speaks of ', titles.speaks_of)
        when lost_columns.document_id is not null
            then concat(
                'a header above it names columns that were not read (',
                lost_columns.header_texts,
                '): the cells of a table ran together'
            )
        when coalesce(odd_items.odd_count, 0) >= constants.odd_share * counted.item_count
            then concat(
                odd_items.odd_count,
                ' of its items say how work is done, or on what is reported, and not what is to be done'
            )
        when counted.bare_figures_count >= constants.odd_share * counted.item_count
            then concat(
                counted.bare_figures_count,
                ' of its items hold bare figures one after another: the cells of a table ran together'
            )
        when announcements.announced_counts is not null
            then concat('the text above counts ', array_to_string(announcements.announced_counts, ', '))
        else concat('no count of tasks above it, figures in ', counted.figure_item_count, ' of them')
    end::varchar as remark  -- 说明: what speaks against it, or how many its text announces
from counted
left join odd_items
    on counted.document_id = odd_items.document_id
left join dated
    on counted.document_id = dated.document_id
left join announcements
    on counted.document_id = announcements.document_id
left join titles
    on counted.document_id = titles.document_id
left join lost_columns
    on counted.document_id = lost_columns.document_id
cross join constants
