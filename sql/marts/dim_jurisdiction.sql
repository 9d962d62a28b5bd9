-- 地区: 一个有表入库的政府 / a government whose tables are in the warehouse.
-- grain: jurisdiction_id
select
    places.jurisdiction_id::varchar as jurisdiction_id,  -- 地区键: 发布这些目标的政府 / the government whose targets these are
    places.jurisdiction_name::varchar as jurisdiction_name,  -- 地区: 发布这些目标的政府名称 / name of the government whose targets these are
    level::varchar as level,  -- 级别: 省、市、地州盟、区、县、开发区或乡镇 / province, city, prefecture, district, county, development_zone or township
    division_code::varchar as division_code,  -- 区划代码: 国标 2260 的六位代码；非行政区划则为空 / of GB/T 2260; NULL for a place that is no division
    parent_division_code::varchar as parent_division_code,  -- 上级区划代码: 省级为空 / NULL for a province
    parent_jurisdiction_id::varchar as parent_jurisdiction_id,  -- 上级地区键: 上级政府的键，不论其表是否入库 / of the government above, whether or not its tables are in
    parent_name::varchar as parent_name,  -- 上级: 上级政府；不明则为空 / the government above, NULL where not known
    first_year::integer as first_year,  -- 首年: 最早有文档的年度 / the first year with a document
    last_year::integer as last_year,  -- 末年: 最晚有文档的年度 / the last year with a document
    document_count::bigint as document_count,  -- 文档数: 文档的个数 / how many documents
    successions.current_jurisdiction_id::varchar as current_jurisdiction_id,  -- 现地区键: 该地有表的最新名称之键；逐年比较以它为准 / of the newest name under which the place has a table; the years are compared under it
    successions.current_jurisdiction_name::varchar as current_jurisdiction_name,  -- 现地区名: 该最新名称；未更名则为本名 / that name; the place's own where it was not renamed
    successions.successor_name::varchar as successor_name,  -- 继任: 其后改称的名称，不论有无表入库；未更名则为空 / what the place was called next, whether or not a table is in under it; NULL where it was not renamed
    successions.changed_by_year::integer as changed_by_year,  -- 更名年: 到该年末已用此名 / by the end of which it had that name
    successions.predecessor_names::varchar[] as predecessor_names,  -- 前身: 其早先各表所用名称；没有则为空 / the names of its earlier tables; NULL where there is none
    successions.similar_name::varchar as similar_name  -- 形近名: 可能是同一地方的另一名称，由人判断；没有则为空 / another name under which the same place may have tables, for a person to decide; NULL where none is
from intermediate.int_jurisdictions as places
inner join intermediate.int_jurisdiction_successions as successions
    on places.jurisdiction_id = successions.jurisdiction_id
