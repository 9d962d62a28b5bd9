-- 地区: a government whose tables are in the warehouse.
-- grain: jurisdiction_id
select
    jurisdiction_id::varchar as jurisdiction_id,  -- 地区键: the government whose targets these are
    jurisdiction_name::varchar as jurisdiction_name,  -- 地区: name of the government whose targets these are
    level::varchar as level,  -- 级别: province, city, prefecture, district, county, development_zone or township
    division_code::varchar as division_code,  -- 区划代码: of GB/T 2260; NULL for a place that is no division
    parent_division_code::varchar as parent_division_code,  -- 上级区划代码: NULL for a province
    parent_jurisdiction_id::varchar as parent_jurisdiction_id,  -- 上级地区键: of the government above, whether or not its tables are in
    parent_name::varchar as parent_name,  -- 上级: the government above, NULL where not known
    first_year::integer as first_year,  -- 首年: the first year with a document
    last_year::integer as last_year,  -- 末年: the last year with a document
    document_count::bigint as document_count  -- 文档数: how many documents
from intermediate.int_jurisdictions
