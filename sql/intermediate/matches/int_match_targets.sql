-- 可比目标: the targets that stand for a place in a year, and the neighbouring years in which they may go on.
-- grain: target_id
-- A year may have a plan, progress reports and a result: staging.stg_documents says which of them speaks for it. A
-- place that was renamed is one place, under the newest name that it has a table of; of a year that has tables under
-- two of its names, those of the newer one count.
with
printed as (
    select * from intermediate.int_targets where speaks_for_year and target_text is not null
),

-- each report, with the newest name of its place
reports as (
    select
        printed_reports.jurisdiction_id,
        printed_reports.report_year,
        coalesce(successions.current_jurisdiction_id, printed_reports.jurisdiction_id) as current_jurisdiction_id,
        coalesce(successions.current_jurisdiction_name, printed_reports.jurisdiction_name) as current_jurisdiction_name
    from (
        select distinct
            jurisdiction_id,
            jurisdiction_name,
            report_year
        from printed
        where jurisdiction_id is not null
    ) as printed_reports
    left join intermediate.int_jurisdiction_successions as successions
        on printed_reports.jurisdiction_id = successions.jurisdiction_id
    qualify row_number() over (
        partition by
            coalesce(successions.current_jurisdiction_id, printed_reports.jurisdiction_id),
            printed_reports.report_year
        order by
            case when printed_reports.jurisdiction_id <> successions.current_jurisdiction_id then 1 else 0 end,
            printed_reports.jurisdiction_id
    ) = 1
),

targets as (
    select
        printed.* exclude (jurisdiction_id, jurisdiction_name),
        reports.current_jurisdiction_id as jurisdiction_id,
        reports.current_jurisdiction_name as jurisdiction_name
    from printed
    inner join reports
        on printed.jurisdiction_id = reports.jurisdiction_id
        and printed.report_year = reports.report_year
),

chosen as (
    select
        targets.*,
        keys.*
    from targets
    cross join lateral (
        with
        -- a mark or a number at the head (★, 3., (5)) is the table's, not the target's
        unmarked as (
            select
                regexp_replace(
                    translate(targets.target_text, '（）', '()'),
                    '^[\s★☆△▲▽▼●○◎◆◇■□※＊*•①-⒛㈠-㈩]*(?:[(]?(?:[0-9]{1,3}|[一二三四五六七八九十]{1,3})(?:[)、]|[.]([^0-9])))?', '\1'
                ) as target_text
        ),

        -- signs and spaces do not make another text, nor does the year of the report: 实施2022年民生实事 goes on as
        -- 实施2023年民生实事
        stripped as (
            select
                replace(
                    -- a point or a dash between or before digits is part of a number: 1.5万亩 is not 15万亩, 5-6% not 56%
                    regexp_replace(
                        regexp_replace(target_text, '[.-]([^0-9]|$)', '\1', 'g'),
                        '[\s ,，。;；、:：“”"''‘’()《》〈〉·!?！？—]', '', 'g'
                    ),
                    targets.report_year::varchar || '年', '本年'
                ) as text_key
            from unmarked
        )

        select
            text_key,
            -- numbers that moved do not make the words another text
            regexp_replace(text_key, '[0-9.%万亿-]', '', 'g') as words_key
        from stripped
    ) as keys
),

weights as (
    select map_from_entries(list_sort(list({'name': name, 'value': value::double}))) as value_of
    from seeds.match_weights
),

years_reported as (
    select
        chosen.jurisdiction_id,
        chosen.report_year,
        bool_or(chosen.is_compiled) as is_compiled,
        count(*) as target_count,
        min(weights.value_of['least_targets_share']) as least_targets_share,
        -- items 44 to 85 are a part of a table that counts to 85; one number alone may be missing from the whole of it
        count(distinct try_cast(chosen.target_no as integer)) <= least(
            min(weights.value_of['least_numbers_share']) * max(try_cast(chosen.target_no as integer)),
            max(try_cast(chosen.target_no as integer)) - min(weights.value_of['least_missing_numbers'])
        ) as lacks_numbers
    from chosen
    cross join weights
    group by chosen.jurisdiction_id, chosen.report_year
),

years as (
    select
        jurisdiction_id,
        report_year,
        lag(report_year) over (partition by jurisdiction_id order by report_year) as prior_year,
        lead(report_year) over (partition by jurisdiction_id order by report_year) as next_year,
        lag(is_compiled) over (partition by jurisdiction_id order by report_year) as prior_is_compiled,
        lead(is_compiled) over (partition by jurisdiction_id order by report_year) as next_is_compiled,
        -- one that counts from 30 to 42 and holds as many as the year before is the whole of what is published
        lead(is_compiled) over (partition by jurisdiction_id order by report_year)
        or (
            lead(coalesce(lacks_numbers, false)) over (partition by jurisdiction_id order by report_year)
            and lead(target_count) over (partition by jurisdiction_id order by report_year)
            < least_targets_share * target_count
        ) as next_is_partial
    from years_reported
)

select
    chosen.target_id::varchar as target_id,  -- 目标键: the target
    chosen.document_id::varchar as document_id,  -- 文档键: the document
    chosen.jurisdiction_id::varchar as jurisdiction_id,  -- 地区键: the government, under its newest name
    chosen.jurisdiction_name::varchar as jurisdiction_name,  -- 地区: its newest name
    chosen.report_year::integer as report_year,  -- 年度: the year reported on
    years.prior_year::integer as prior_year,  -- 上一报告年度: the neighbouring report before, NULL for the first
    years.next_year::integer as next_year,  -- 下一报告年度: the neighbouring report after, NULL for the last
    chosen.target_no::varchar as target_no,  -- 目标序号: as numbered in the table
    chosen.is_compiled::boolean as is_compiled,  -- 汇编: put together from other sources
    coalesce(years.prior_is_compiled, false)::boolean as prior_is_compiled,  -- 上一年度是否汇编: the report before is compiled
    coalesce(years.next_is_compiled, false)::boolean as next_is_compiled,  -- 下一年度是否汇编: the report after is compiled
    coalesce(years.next_is_partial, false)::boolean as next_is_partial,  -- 下一年度是否不全: the report after is compiled, or its numbers show that it holds a part of its targets only
    chosen.text_key::varchar as text_key,  -- 文本键: the text without signs and spaces
    chosen.words_key::varchar as words_key  -- 词语键: the text key without its numbers
from chosen
inner join years
    on years.jurisdiction_id = chosen.jurisdiction_id and years.report_year = chosen.report_year
