-- 文档: 一份来源文档 / a source document: where, which year, what kind, which edition.
-- grain: document_id
select
    document_id::varchar as document_id,  -- 文档键: 内容 sha256 的前16位 / the first 16 hex digits of the content's sha256
    document_path::varchar as document_path,  -- 路径: 相对于 raw 文件夹 / relative to the raw folder
    title_text::varchar as title_text,  -- 标题: 按原文 / as printed
    jurisdiction_id::varchar as jurisdiction_id,  -- 地区键: 发布这些目标的政府 / the government whose targets these are
    jurisdiction_name::varchar as jurisdiction_name,  -- 地区: 发布这些目标的政府名称 / name of the government whose targets these are
    report_year::integer as report_year,  -- 年度: 目标所属年度 / the year of the targets
    document_kind::varchar as document_kind,  -- 类型: 计划、结果或进度 / plan, result or progress
    as_of_date::date as as_of_date,  -- 截止日期: 报告截至的日期；未写明则为空 / the day up to which it reports, NULL where not stated
    published_on::date as published_on,  -- 发布日期: 附注文件所写 / as the side file states
    edition_no::integer as edition_no,  -- 版次: 同一张表最早的一次发布为1 / 1 is the oldest publication of the same table
    edition_count::integer as edition_count,  -- 版数: 同一张表发布过几次 / how often the same table was published
    part::varchar as part,  -- 分部: 文件所含的是表的哪一部分；整表则为空 / which part of its table the file holds, NULL for a whole table
    is_current::boolean as is_current,  -- 现行: 是否最新版次 / whether this is the newest edition
    speaks_for_year::boolean as speaks_for_year,  -- 代表年度: 该年的结果，否则最后一份进度，否则计划；都没有时才用汇编数字 / the result of a year, else its last progress report, else its plan; compiled figures only where there is none
    is_compiled::boolean as is_compiled,  -- 汇编: 由公开报告汇编，不是已发布的表 / figures compiled from public reports, not a published table
    first_unit_leads::boolean as first_unit_leads,  -- 首列单位牵头: 通知正文写明列首位者为牵头单位 / the covering notice says that the first listed unit leads
    span_is_known::boolean as span_is_known,  -- 跨度已知: 格式是否保留合并单元格 / whether the format states merged cells
    data_row_count::bigint as data_row_count,  -- 数据行数: 印出的数据行 / printed data rows
    target_count::bigint as target_count,  -- 目标数: 目标的个数 / how many targets
    format::varchar as format,  -- 格式: 按哪种格式读取 / the format it was read as
    sha256::varchar as sha256,  -- 摘要: 内容的摘要 / of the content
    source_url::varchar as source_url,  -- 来源网址: 附注文件所写 / as the side file states
    jurisdiction_method::varchar as jurisdiction_method,  -- 地区出处: 地区由何得知：seeds.place_evidence 的一行 / what the place is known from: a line of seeds.place_evidence
    jurisdiction_confidence::double as jurisdiction_confidence,  -- 地区置信度: 0到1；低于0.85应由人核对 / 0 to 1; below 0.85 a person should look
    jurisdiction_evidence::varchar as jurisdiction_evidence,  -- 地区依据: 写有地区的原文 / the text that names it, as printed
    year_method::varchar as year_method,  -- 年度出处: 年度由何得知 / what the year is known from
    year_confidence::double as year_confidence,  -- 年度置信度: 0到1；低于0.85应由人核对 / 0 to 1; below 0.85 a person should look
    year_evidence::varchar as year_evidence,  -- 年度依据: 写有年度的原文 / the text that says it, as printed
    kind_method::varchar as kind_method  -- 类型出处: 类型由何得知 / what the kind is known from
from intermediate.int_documents
