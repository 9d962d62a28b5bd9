-- 文档: the documents that are in, with what was read from them.
-- grain: document_id
with
documents as (
    select
        document_id,
        document_path,
        jurisdiction_id,
        jurisdiction_name,
        report_year,
        document_kind,
        as_of_date,
        published_on,
        edition_no,
        edition_count,
        part,
        is_current,
        speaks_for_year,
        is_compiled,
        first_unit_leads,
        title_text,
        source_url,
        format,
        sha256
    from staging.stg_documents
),

row_counts as (
    select
        document_id,
        count(case when row_kind = 'data' then 1 end) as data_row_count,
        bool_or(span_is_known) as span_is_known
    from staging.stg_rows
    group by document_id
),

target_counts as (
    select
        document_id,
        count(*) as target_count
    from intermediate.int_targets
    group by document_id
)

select
    documents.document_id::varchar as document_id,  -- 文档键: the first 16 hex digits of the content's sha256
    documents.document_path::varchar as document_path,  -- 路径: relative to the raw folder
    documents.title_text::varchar as title_text,  -- 标题: as printed
    documents.jurisdiction_id::varchar as jurisdiction_id,  -- 地区键: the government whose targets these are
    documents.jurisdiction_name::varchar as jurisdiction_name,  -- 地区: name of the government whose targets these are
    documents.report_year::integer as report_year,  -- 年度: the year of the targets
    documents.document_kind::varchar as document_kind,  -- 类型: plan, result or progress
    documents.as_of_date::date as as_of_date,  -- 截止日期: the day up to which it reports, NULL where not told
    documents.published_on::date as published_on,  -- 发布日期: as the side file states
    documents.edition_no::integer as edition_no,  -- 版次: 1 is the oldest publication of the same table
    documents.edition_count::integer as edition_count,  -- 版数: how often the same table was published
    documents.part::varchar as part,  -- 分部: which part of its table the file holds, NULL for a whole table
    documents.is_current::boolean as is_current,  -- 现行: whether this is the newest edition
    documents.speaks_for_year::boolean as speaks_for_year,  -- 代表年度: the result of a year, else its last progress report, else its plan; compiled figures only where there is none
    documents.is_compiled::boolean as is_compiled,  -- 汇编: figures compiled from public reports, not a published table
    documents.first_unit_leads::boolean as first_unit_leads,  -- 首列单位牵头: the covering notice says that the first listed unit leads
    coalesce(row_counts.span_is_known, false)::boolean as span_is_known,  -- 跨度已知: whether the format tells merged cells
    coalesce(row_counts.data_row_count, 0)::bigint as data_row_count,  -- 数据行数: printed data rows
    coalesce(target_counts.target_count, 0)::bigint as target_count,  -- 目标数: how many targets
    documents.format::varchar as format,  -- 格式: markdown, csv, html, xlsx, xls, docx, pdf or text
    documents.sha256::varchar as sha256,  -- 摘要: of the content
    documents.source_url::varchar as source_url  -- 来源网址: as the side file states
from documents
left join row_counts
    on documents.document_id = row_counts.document_id
left join target_counts
    on documents.document_id = target_counts.document_id
