-- 文档截止日期: the day up to which a document reports, and what says so.
-- grain: document_id
-- The side file states it, else a text (截至10月31日, 1-10月), else the last period that dates a progress column. A month
-- without a day ends with its last day; a day without a year is of the year of the targets.
with
days_in_texts as (
    select
        document_id,
        source_rank,
        text_no,
        method,
        regexp_extract(squeezed_text, '截[至止]到?([0-9]{4})年', 1) as until_year,
        regexp_extract(squeezed_text, '截[至止]到?(?:[0-9]{4}年)?([0-9]{1,2})月', 1) as until_month,
        regexp_extract(squeezed_text, '截[至止]到?(?:[0-9]{4}年)?[0-9]{1,2}月([0-9]{1,2})日', 1) as until_day,
        regexp_extract(squeezed_text, '1月?[-—–~至]([0-9]{1,2})月', 1) as range_month
    from staging.stg_document_texts
    where source_rank <= 4
        and regexp_matches(squeezed_text, '截[至止]到?(?:[0-9]{4}年)?[0-9]{1,2}月|1月?[-—–~至][0-9]{1,2}月')
),

printed_days as (
    select
        document_id,
        source_rank,
        text_no,
        method,
        until_year as year_text,
        coalesce(nullif(until_month, ''), range_month) as month_text,
        until_day as day_text
    from days_in_texts
    union all
    select
        document_id,
        9 as source_rank,
        0 as text_no,
        'columns' as method,
        max(regexp_extract(period_text, '[0-9]{4}', 0)) as year_text,
        max(period_month)::varchar as month_text,
        null as day_text
    from staging.stg_columns
    where field = 'progress' and period_month > 0
    group by document_id
),

dated as (
    select
        printed_days.document_id,
        printed_days.source_rank,
        printed_days.text_no,
        printed_days.method,
        concat(
            coalesce(try_cast(printed_days.year_text as integer), years.report_year),
            '-',
            lpad(printed_days.month_text, 2, '0')
        ) as month_of_year,
        try_cast(printed_days.day_text as integer) as day_no
    from printed_days
    left join staging.stg_document_years as years
        on printed_days.document_id = years.document_id
),

days as (
    select
        document_id,
        0 as source_rank,
        0 as text_no,
        'side file' as method,
        as_of_date
    from staging.stg_side_files
    where as_of_date is not null
    union all
    select
        document_id,
        source_rank,
        text_no,
        method,
        case
            when day_no is not null
                then try_cast(concat(month_of_year, '-', lpad(day_no::varchar, 2, '0')) as date)
            else last_day(try_cast(concat(month_of_year, '-01') as date))
        end as as_of_date
    from dated
)

select
    document_id::varchar as document_id,  -- 文档键: the document it comes from
    as_of_date::date as as_of_date,  -- 截止日期: the day up to which it reports, NULL where not stated
    method::varchar as as_of_method  -- 截止日期出处: side file, title, stated title, table, text or columns
from days
qualify row_number() over (partition by document_id order by source_rank, text_no) = 1
