-- 文档事实: where, which year and what kind a landed document is, and how each of these was told.
-- grain: document_id
-- A side file is believed first, then the title, then the texts around the table, last the folder and the file name.
with
documents as (
    select
        document_id,
        document_path,
        title_text,
        format,
        sha256
    from raw.documents
),

side_files as (
    select
        document_id,
        max(case when fact_name = 'jurisdiction' then fact_text end) as jurisdiction,
        max(case when fact_name in ('report_year', 'year') then fact_text end) as report_year,
        max(case when fact_name = 'kind' then fact_text end) as kind,
        max(case when fact_name = 'as_of' then fact_text end) as as_of,
        max(case when fact_name = 'published_on' then fact_text end) as published_on,
        max(case when fact_name = 'edition' then fact_text end) as edition,
        max(case when fact_name = 'part' then fact_text end) as part,
        max(case when fact_name = 'title' then fact_text end) as title,
        max(case when fact_name = 'source_url' then fact_text end) as source_url,
        coalesce(bool_or(fact_name = 'compiled' and lower(fact_text) = 'true'), false) as is_compiled,
        coalesce(
            bool_or(fact_name = 'first_listed_unit_leads' and lower(fact_text) = 'true'),
            false
        ) as first_unit_leads
    from raw.document_facts
    group by document_id
),

target_parts as (
    select
        document_id,
        table_no,
        last_header_row_no,
        header_row_no
    from staging.stg_tables
    where role = 'target'
),

first_targets as (
    select
        document_id,
        min(table_no) as first_table_no
    from target_parts
    group by document_id
),

rows_above_headers as (
    select
        shapes.document_id,
        shapes.table_no,
        shapes.row_no,
        shapes.only_text
    from staging.stg_row_shapes as shapes
    inner join first_targets
        on shapes.document_id = first_targets.document_id
        and shapes.table_no = first_targets.first_table_no
    inner join target_parts
        on shapes.document_id = target_parts.document_id
        and shapes.table_no = target_parts.table_no
    where shapes.only_text is not null and shapes.row_no < target_parts.header_row_no
),

-- source_rank: the nearer to the table's own title, the lower.
texts_said as (
    select
        document_id,
        1 as source_rank,
        0 as text_no,
        title_text as said_text,
        'title' as method
    from documents
    where title_text is not null
    union all
    select
        document_id,
        1 as source_rank,
        1 as text_no,
        title as said_text,
        'side file' as method
    from side_files
    where title is not null
    union all
    select
        document_id,
        2 as source_rank,
        table_no * 10000 + row_no as text_no,
        only_text as said_text,
        'table' as method
    from rows_above_headers
    union all
    select
        texts.document_id,
        case when texts.kind in ('title', 'heading', 'caption') then 3 else 4 end as source_rank,
        texts.text_no,
        texts.text as said_text,
        'text' as method
    from raw.texts as texts
    left join first_targets
        on texts.document_id = first_targets.document_id
    where texts.table_no <= coalesce(first_targets.first_table_no, 1)
        and length(texts.text) <= 300
    union all
    select
        document_id,
        5 as source_rank,
        0 as text_no,
        regexp_replace(regexp_extract(document_path, '[^/]+$', 0), '\.[^.]*$', '') as said_text,
        'file name' as method
    from documents
    union all
    select
        document_id,
        6 as source_rank,
        0 as text_no,
        regexp_extract(document_path, '([^/]+)/[^/]*$', 1) as said_text,
        'folder' as method
    from documents
    where document_path like '%/%'
),

-- White space inside a title is a converter's; Chinese year digits are read as figures (二〇二三年).
squeezed as (
    select
        document_id,
        source_rank,
        text_no,
        method,
        said_text,
        case
            when regexp_matches(said_text, '[一二]\s*[〇○零0O九]\s*[〇○零0O一二三四五六七八九]\s*[〇○零0O一二三四五六七八九]\s*年') then
                translate(
                    regexp_replace(said_text, '[\s\x{00A0}\x{2003}\x{3000}]+', '', 'g'),
                    '〇○零一二三四五六七八九（）：０１２３４５６７８９',
                    '000123456789():0123456789'
                )
            else
                translate(
                    regexp_replace(said_text, '[\s\x{00A0}\x{2003}\x{3000}]+', '', 'g'),
                    '（）：０１２３４５６７８９',
                    '():0123456789'
                )
        end as squeezed_text
    from texts_said
),

-- A title may be signed by the party's committee and the government: 中共新蔡县委办公室新蔡县人民政府办公室关于…. The committee
-- is read as the government of its place; 区委托 is no committee.
party_cut as (
    select
        document_id,
        source_rank,
        text_no,
        method,
        regexp_replace(
            regexp_replace(squeezed_text, '中国共产党|中共', '', 'g'),
            concat(
                '^([^一-龥]*(?:关于|印发|转发)*[《“"]?)',
                '((?:[一-龥]{1,8}?(?:自治区|自治州|自治县|自治旗|新区|开发区|高新区|示范区|省|市|县|区|旗|盟|州))+?)',
                '(?:工?委员会|工?委)(?:办公室|办|督查室)?[、,和及与]?([^托派培员]|$)'
            ),
            '\1\2政府\3'
        ) as squeezed_text
    from squeezed
),

-- First a government named as such (菏泽市人民政府), then a place before or after the year
-- (2023年菏泽市重点工作…, 关于2020年度云河区…). 州 alone ends no name: it is the middle of 郑州市.
jurisdictions_read as (
    select
        document_id,
        source_rank,
        text_no,
        method,
        squeezed_text,
        coalesce(
            nullif(
                regexp_extract(
                    regexp_replace(squeezed_text, '^[^一-龥]*(关于|印发|转发|下达)*(印发|下达|公布|公开|调整)?[0-9《「“"]*(年度|年)?', ''),
                    '^[《“"]?((?:[一-龥]{1,8}?(?:自治区|自治州|自治县|自治旗|新区|开发区|高新区|示范区|省|市|县|区|旗|盟|镇|乡|街道))+?)(?:人民)?政府',
                    1
                ),
                ''
            ),
            nullif(
                regexp_extract(
                    squeezed_text,
                    concat(
                        '(?:^|[0-9]年度?|关于|印发|[《“"（(])',
                        '((?:[一-龥]{1,7}?(?:自治区|自治州|自治县|自治旗|新区|开发区|高新区|示范区|省|市|县|区|旗|盟))+?)',
                        '(?:人民政府|政府|委|[0-9]{4}|年度|重点|民生|政务|经济|责任|目标|主要|全面|高质量|十|工作|任务|落实|贯彻|督|$)'
                    ),
                    1
                ),
                ''
            )
        ) as jurisdiction_name
    from party_cut
    where source_rank <= 4 or regexp_matches(squeezed_text, '[一-龥](省|市|县|区|旗|盟|州)$|政府|年')
),

jurisdictions as (
    select
        document_id,
        jurisdiction_name,
        method
    from jurisdictions_read
    where jurisdiction_name is not null
        and not regexp_matches(jurisdiction_name, '^(全|各|本|我|该|省|市|县|区|县市|市县|县区|市直|市辖|关于)+(省|市|县|区|旗)?$')
    qualify row_number() over (
        partition by document_id order by source_rank, text_no, jurisdiction_name
    ) = 1
),

years as (
    select
        document_id,
        cast(
            regexp_extract(squeezed_text, '(?:^|[^0-9])((?:19|20)[0-9]{2})(?:年|[^0-9]|$)', 1) as integer
        ) as report_year,
        method
    from squeezed
    where regexp_matches(squeezed_text, '(?:^|[^0-9])((?:19|20)[0-9]{2})(?:年|[^0-9]|$)')
        and (source_rank in (1, 2, 3, 5) or regexp_matches(squeezed_text, '(19|20)[0-9]{2}年'))
    qualify row_number() over (
        partition by document_id
        order by
            case when regexp_matches(squeezed_text, '(19|20)[0-9]{2}年') then 0 else 1 end,
            source_rank,
            text_no,
            squeezed_text
    ) = 1
),

-- 进展 and a period short of the year make a progress report; 完成情况 a result; 分解 and what plans are called a plan.
kinds_read as (
    select
        document_id,
        source_rank,
        text_no,
        method,
        case
            when regexp_matches(squeezed_text, '进展|推进情况|截[至止]|半年|季度|[0-9]月份?(完成|落实|工作)|1[-—–至][0-9]{1,2}月')
                then 'progress'
            when regexp_matches(squeezed_text, '完成情况|完成结果|落实情况|落实完成|考核结果|完成表|完成一览|执行情况|办理情况|总结') then 'result'
            when regexp_matches(squeezed_text, '分解|分工|计划|方案|安排|任务清单|责任清单|目标清单|工作清单|责任书|任务书|任务表|下达|部署|民生实事') then 'plan'
        end as document_kind
    from squeezed
    where source_rank <= 5
),

kinds as (
    select
        document_id,
        document_kind,
        method
    from kinds_read
    where document_kind is not null
    qualify row_number() over (partition by document_id order by source_rank, text_no, document_kind) = 1
),

-- A table that answers is a result; one that only promises is a plan.
columns_told as (
    select
        document_id,
        bool_or(field in ('progress', 'progress_pct', 'status')) as has_answers,
        max(case when field = 'progress' and period_month > 0 then period_month end) as last_period_month,
        max(
            case when field = 'progress' and period_month > 0 then regexp_extract(period_text, '[0-9]{4}', 0) end
        ) as period_year
    from staging.stg_columns
    group by document_id
),

as_of_read as (
    select
        document_id,
        source_rank,
        text_no,
        method,
        regexp_extract(squeezed_text, '截[至止]到?(?:[0-9]{4}年)?([0-9]{1,2})月', 1) as until_month,
        regexp_extract(squeezed_text, '截[至止]到?(?:[0-9]{4}年)?[0-9]{1,2}月([0-9]{1,2})日', 1) as until_day,
        regexp_extract(squeezed_text, '截[至止]到?([0-9]{4})年', 1) as until_year,
        regexp_extract(squeezed_text, '1月?[-—–~至]([0-9]{1,2})月', 1) as range_month
    from squeezed
    where source_rank <= 4
        and regexp_matches(squeezed_text, '截[至止]到?(?:[0-9]{4}年)?[0-9]{1,2}月|1月?[-—–~至][0-9]{1,2}月')
),

as_of as (
    select
        document_id,
        method,
        until_year,
        until_day,
        coalesce(nullif(until_month, ''), range_month) as month_text
    from as_of_read
    qualify row_number() over (partition by document_id order by source_rank, text_no, until_month, range_month) = 1
),

titles as (
    select
        document_id,
        said_text
    from squeezed
    where source_rank <= 3 and regexp_matches(squeezed_text, '[一-龥]{4}')
    qualify row_number() over (partition by document_id order by source_rank, text_no, said_text) = 1
),

facts as (
    select
        documents.document_id,
        documents.document_path,
        documents.format,
        documents.sha256,
        coalesce(documents.title_text, titles.said_text) as title_text,
        coalesce(nullif(trim(side_files.jurisdiction), ''), jurisdictions.jurisdiction_name) as jurisdiction_name,
        case
            when nullif(trim(side_files.jurisdiction), '') is not null then 'side file'
            else jurisdictions.method
        end as jurisdiction_method,
        coalesce(try_cast(side_files.report_year as integer), years.report_year) as report_year,
        case
            when try_cast(side_files.report_year as integer) is not null then 'side file'
            else years.method
        end as year_method,
        coalesce(
            case when side_files.kind in ('plan', 'result', 'progress') then side_files.kind end,
            kinds.document_kind,
            case when columns_told.has_answers then 'result' when columns_told.has_answers is not null then 'plan' end
        ) as document_kind,
        case
            when side_files.kind in ('plan', 'result', 'progress') then 'side file'
            when kinds.document_kind is not null then kinds.method
            when columns_told.has_answers is not null then 'columns'
        end as kind_method,
        try_cast(side_files.as_of as date) as stated_as_of,
        as_of.method as as_of_text_method,
        as_of.until_year,
        as_of.until_day,
        as_of.month_text,
        columns_told.last_period_month,
        columns_told.period_year,
        coalesce(side_files.is_compiled, false) as is_compiled,
        coalesce(side_files.first_unit_leads, false) as first_unit_leads,
        try_cast(side_files.published_on as date) as published_on,
        side_files.edition,
        side_files.part,
        side_files.source_url
    from documents
    left join side_files
        on documents.document_id = side_files.document_id
    left join jurisdictions
        on documents.document_id = jurisdictions.document_id
    left join years
        on documents.document_id = years.document_id
    left join kinds
        on documents.document_id = kinds.document_id
    left join columns_told
        on documents.document_id = columns_told.document_id
    left join as_of
        on documents.document_id = as_of.document_id
    left join titles
        on documents.document_id = titles.document_id
),

as_of_dates as (
    select
        *,
        coalesce(try_cast(nullif(until_year, '') as integer), report_year) as text_year,
        coalesce(try_cast(nullif(period_year, '') as integer), report_year) as column_year
    from facts
)

select
    document_id::varchar as document_id,  -- 文档键: the document it comes from
    document_path::varchar as document_path,  -- 路径: relative to the raw folder
    format::varchar as format,  -- 格式: markdown, csv, html, xlsx, xls, docx, pdf or text
    sha256::varchar as sha256,  -- 摘要: of the content
    title_text::varchar as title_text,  -- 标题: as printed
    jurisdiction_name::varchar as jurisdiction_name,  -- 地区: the government whose targets these are
    jurisdiction_method::varchar as jurisdiction_method,  -- 地区出处: side file, title, table, text, file name or folder
    report_year::integer as report_year,  -- 年度: the year of the targets
    year_method::varchar as year_method,  -- 年度出处
    document_kind::varchar as document_kind,  -- 类型: plan, result or progress
    kind_method::varchar as kind_method,  -- 类型出处: side file, title, table, text, file name or columns
    coalesce(
        stated_as_of,
        case
            when try_cast(until_day as integer) is not null
                then try_cast(concat(text_year, '-', lpad(month_text, 2, '0'), '-', lpad(until_day, 2, '0')) as date)
            when month_text is not null
                then last_day(try_cast(concat(text_year, '-', lpad(month_text, 2, '0'), '-01') as date))
            when last_period_month is not null
                then last_day(
                    try_cast(concat(column_year, '-', lpad(last_period_month::varchar, 2, '0'), '-01') as date)
                )
        end
    )::date as as_of_date,  -- 截止日期: the day up to which it reports, NULL where not told
    case
        when stated_as_of is not null then 'side file'
        when month_text is not null then as_of_text_method
        when last_period_month is not null then 'columns'
    end::varchar as as_of_method,  -- 截止日期出处
    is_compiled::boolean as is_compiled,  -- 汇编: figures put together from reports, not a published table
    first_unit_leads::boolean as first_unit_leads,  -- 首列单位牵头: the covering notice says that the first listed unit leads
    published_on::date as published_on,  -- 发布日期: as the side file states
    edition::varchar as edition,  -- 版本: as the side file states
    part::varchar as part,  -- 分部: which part of its table the file holds, NULL for a whole table
    source_url::varchar as source_url  -- 来源网址
from as_of_dates
