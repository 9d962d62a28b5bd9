-- 文档: a source document: where, which year, what kind, which edition.
-- grain: document_id
select
    document_id::varchar as document_id,  -- 文档键: the first 16 hex digits of the content's sha256
    document_path::varchar as document_path,  -- 路径: relative to the raw folder
    title_text::varchar as title_text,  -- 标题: as printed
    jurisdiction_id::varchar as jurisdiction_id,  -- 地区键: the government whose targets these are
    jurisdiction_name::varchar as jurisdiction_name,  -- 地区: name of the government whose targets these are
    report_year::integer as report_year,  -- 年度: the year of the targets
    document_kind::varchar as document_kind,  -- 类型: plan, result or progress
    as_of_date::date as as_of_date,  -- 截止日期: the day up to which it reports, NULL where not told
    published_on::date as published_on,  -- 发布日期: as the side file states
    edition_no::integer as edition_no,  -- 版次: 1 is the oldest publication of the same table
    edition_count::integer as edition_count,  -- 版数: how often the same table was published
    part::varchar as part,  -- 分部: which part of its table the file holds, NULL for a whole table
    is_current::boolean as is_current,  -- 现行: whether this is the newest edition
    speaks_for_year::boolean as speaks_for_year,  -- 代表年度: the result of a year, else its last progress report, else its plan; compiled figures only where there is none
    is_compiled::boolean as is_compiled,  -- 汇编: figures compiled from public reports, not a published table
    first_unit_leads::boolean as first_unit_leads,  -- 首列单位牵头: the covering notice says that the first listed unit leads
    span_is_known::boolean as span_is_known,  -- 跨度已知: whether the format tells merged cells
    data_row_count::bigint as data_row_count,  -- 数据行数: printed data rows
    target_count::bigint as target_count,  -- 目标数: how many targets
    format::varchar as format,
    sha256::varchar as sha256,  -- 摘要: of the content
    source_url::varchar as source_url,  -- 来源网址: as the side file states
    jurisdiction_method::varchar as jurisdiction_method,  -- 地区出处: what told the place: a line of seeds.place_evidence
    jurisdiction_confidence::double as jurisdiction_confidence,  -- 地区置信度: 0 to 1; below 0.85 a person should look
    jurisdiction_evidence::varchar as jurisdiction_evidence,  -- 地区依据: the text that names it, as printed
    year_method::varchar as year_method,  -- 年度出处: what told the year
    year_confidence::double as year_confidence,  -- 年度置信度: 0 to 1; below 0.85 a person should look
    year_evidence::varchar as year_evidence,  -- 年度依据: the text that says it, as printed
    kind_method::varchar as kind_method  -- 类型出处: what told the kind
from intermediate.int_documents
