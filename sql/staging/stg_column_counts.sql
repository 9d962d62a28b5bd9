-- 列内容计数: what stands in each column under a header that is not known in full, counted by kind.
-- grain: document_id, table_no, header_row_no, column_no
-- Persons, organisations, places, deadlines, verdicts, figures, amounts, goals, reports. Asked only where it can
-- matter: a column has a wording that no seed knows or one that any text may stand under (account and below in
-- seeds.header_endings), no column says what is promised or who answers, two say what is promised, or a verdict stands
-- beside no report. A text counts where it is printed, a merged one once; a row of one text is a heading. In rows that
-- are longer than their header the texts do not stand below it; in shorter ones cells have slid left: those that are as
-- wide show its columns, if there are three. A text may be of several kinds. Vocabulary is in the seeds; the forms of a
-- date, a name and an amount are grammar.
with
headers as (
    select
        header_cells.document_id,
        header_cells.table_no,
        header_cells.header_row_no,
        max(header_cells.last_header_row_no) as last_header_row_no,
        max(header_cells.column_no) as header_width,
        lead(header_cells.header_row_no) over (
            partition by header_cells.document_id, header_cells.table_no order by header_cells.header_row_no
        ) as next_header_row_no,
        bool_or(header_cells.field is null)
        or not bool_or(coalesce(header_cells.field = 'target_text', false))
        or not bool_or(coalesce(header_cells.field in ('unit', 'unit_lead', 'leader'), false))
        or count(case when header_cells.field = 'target_text' then 1 end) > 1
        or (
            bool_or(coalesce(header_cells.field = 'status', false))
            and not bool_or(coalesce(header_cells.field = 'progress', false))
        )
        or bool_or(accounts.ending is not null) as is_asked
    from staging.stg_header_cells as header_cells
    left join seeds.header_endings as accounts
        on header_cells.header_text = accounts.ending
        and accounts.field in ('account', 'below')
    group by header_cells.document_id, header_cells.table_no, header_cells.header_row_no
),

printed_cells as (
    select
        headers.document_id,
        headers.table_no,
        headers.header_row_no,
        cells.row_no,
        cells.column_no,
        left(regexp_replace(cells.cell_text, '\s+', '', 'g'), 200) as key_text,
        shapes.cell_count < headers.header_width and not shapes.span_is_known as is_of_short_row,
        shapes.filled_width > headers.header_width and not shapes.span_is_known as is_of_wide_row,
        count(
            distinct case when shapes.cell_count >= headers.header_width then cells.row_no end
        ) over (partition by headers.document_id, headers.table_no, headers.header_row_no) as full_row_count
    from headers
    inner join staging.stg_cells as cells
        on headers.document_id = cells.document_id
        and headers.table_no = cells.table_no
        and cells.row_no > headers.last_header_row_no
        and cells.row_no < coalesce(headers.next_header_row_no, 2147483647)
    inner join staging.stg_row_shapes as shapes
        on cells.document_id = shapes.document_id
        and cells.table_no = shapes.table_no
        and cells.row_no = shapes.row_no
    where headers.is_asked
        and shapes.distinct_count > 1
        and cells.cell_text is not null
        and cells.row_no = cells.origin_row_no
        and cells.column_no = cells.origin_column_no
),

cells as (
    select
        document_id,
        table_no,
        header_row_no,
        column_no,
        key_text,
        regexp_matches(key_text, '^[0-9]{1,4}$')
        and try_cast(key_text as integer) - 1 = lag(try_cast(key_text as integer)) over (
            partition by document_id, table_no, header_row_no, column_no order by row_no
        ) as is_next_number
    from printed_cells
    where not coalesce(is_of_wide_row, false) and (full_row_count < 3 or not is_of_short_row)
),

texts as (
    select distinct
        document_id,
        key_text
    from cells
    where not regexp_matches(key_text, '^[-—–/]+$')
),

names as (
    select
        document_id,
        key_text,
        unnest(string_split_regex(key_text, '[、，,；;/()（）:：。]+')) as name
    from texts
    where length(key_text) <= 80
),

organisations as (
    select distinct
        names.document_id,
        names.key_text
    from names
    inner join seeds.unit_endings as endings
        on right(names.name, length(endings.ending)) = endings.ending
    where length(names.name) between 2 and 20
),

persons as (
    select distinct
        names.document_id,
        names.key_text
    from names
    inner join seeds.surnames as surnames
        on starts_with(names.name, surnames.surname)
    where regexp_matches(names.name, '^[一-龥]{2,3}$') and length(names.name) > length(surnames.surname)
),

-- 力争, 不低于, 新建: what is to be done, and how far
promises as (
    select distinct
        texts.document_id,
        texts.key_text
    from texts
    inner join (
        select wording
        from seeds.tense_wordings
        where tense = 'promise'
        union
        select wording
        from seeds.measure_operators
        where length(wording) >= 2
    ) as wordings
        on contains(texts.key_text, wordings.wording)
    where length(texts.key_text) >= 4
),

-- 已, 截至, 累计: what came of it
reports as (
    select distinct
        texts.document_id,
        texts.key_text
    from texts
    inner join seeds.tense_wordings as wordings
        on contains(texts.key_text, wordings.wording)
        and wordings.tense = 'report'
),

kinds as (
    select
        texts.document_id,
        texts.key_text,
        organisations.key_text is not null as is_organisation,
        persons.key_text is not null and organisations.key_text is null and counters.key_text is null as is_person,
        length(texts.key_text) between 2 and 12
        and regexp_matches(texts.key_text, '[一-龥](省|市|州|盟|地区|县|区|旗|镇|乡|街道)$') as is_place,
        length(texts.key_text) <= 16
        and (
            deadlines.wording is not null
            or openings.wording is not null
            or regexp_matches(
                texts.key_text,
                '[0-9]{1,4}(年|月|日|季度)|[0-9]{4}[.-][0-9]|[一二三四]季度|年[底末中初内度前]|[每季半]年?度?|月[底末份初]|旬|^20[0-9]{2}$'
            )
        ) as is_deadline,
        statuses.wording is not null as is_status,
        regexp_matches(texts.key_text, '^[-+≥≤><=约]?[0-9][0-9,，.]*[%％‰]?$') as is_figure,
        regexp_matches(texts.key_text, '^[0-9][0-9,]*([.][0-9]+)?[%％]') as is_share,
        regexp_matches(
            texts.key_text, '^[-+≥≤><=约]?[0-9][0-9,，.]*[-~—至]?[0-9,.]*[%％‰]?[一-龥㎡℃/]{1,7}(\([^()]*\))?$'
        ) as is_amount,
        promises.key_text is not null
        or (length(texts.key_text) >= 5 and regexp_matches(texts.key_text, '[一-龥]{2}.*[0-9≥≤]|[≥≤][0-9]')) as is_goal,
        reports.key_text is not null as is_report,
        counters.key_text is not null as is_counter
    from texts
    left join organisations
        on texts.document_id = organisations.document_id
        and texts.key_text = organisations.key_text
    left join persons
        on texts.document_id = persons.document_id
        and texts.key_text = persons.key_text
    left join promises
        on texts.document_id = promises.document_id
        and texts.key_text = promises.key_text
    left join reports
        on texts.document_id = reports.document_id
        and texts.key_text = reports.key_text
    left join (select distinct wording from seeds.deadline_wordings) as deadlines
        on texts.key_text = deadlines.wording
    left join (select distinct wording from seeds.cell_openings where cell_class = 'deadline') as openings
        on left(texts.key_text, 2) = openings.wording
    left join (select distinct wording from seeds.status_wordings) as statuses
        on texts.key_text = statuses.wording
    left join staging.stg_counter_texts as counters
        on texts.document_id = counters.document_id
        and texts.key_text = counters.key_text
)

select
    cells.document_id::varchar as document_id,  -- 文档键: the document it comes from
    cells.table_no::integer as table_no,  -- 表序: the table's ordinal in the document
    cells.header_row_no::integer as header_row_no,  -- 表头首行: printed row where the header begins
    cells.column_no::integer as column_no,  -- 列号: the printed column, from the left
    count(*)::bigint as text_count,  -- 文字数: printed in the column
    count(distinct cells.key_text)::bigint as distinct_count,  -- 不同文字数
    avg(length(cells.key_text))::double as mean_length,  -- 平均字数
    count(case when kinds.is_person and not kinds.is_deadline then 1 end)::bigint as person_count,  -- 人名数
    count(case when kinds.is_organisation then 1 end)::bigint as organisation_count,  -- 单位数
    count(case when kinds.is_place then 1 end)::bigint as place_count,  -- 地名数
    count(case when kinds.is_deadline and not kinds.is_figure then 1 end)::bigint as deadline_count,  -- 时限数
    count(case when kinds.is_status then 1 end)::bigint as status_count,  -- 评价数
    count(case when kinds.is_figure then 1 end)::bigint as figure_count,  -- 数字数: a number and no more
    count(case when cells.is_next_number then 1 end)::bigint as next_number_count,  -- 续号数: one more than the number above it
    count(case when kinds.is_share then 1 end)::bigint as share_count,  -- 百分数: begins with a number in percent
    count(
        case when kinds.is_amount and not kinds.is_figure and not kinds.is_deadline then 1 end
    )::bigint as amount_count,  -- 数量数: a number with what it counts, and no more
    count(
        case when kinds.is_goal and not kinds.is_amount and not kinds.is_figure then 1 end
    )::bigint as goal_count,  -- 目标语数: says what is to be done, or how much of what
    count(case when kinds.is_report then 1 end)::bigint as report_count,  -- 汇报语数: says what was done or reached
    count(case when kinds.is_counter then 1 end)::bigint as counter_count  -- 计量单位数
from cells
inner join kinds
    on cells.document_id = kinds.document_id
    and cells.key_text = kinds.key_text
group by cells.document_id, cells.table_no, cells.header_row_no, cells.column_no
