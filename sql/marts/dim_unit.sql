-- 单位: an organisation in a jurisdiction.
-- grain: unit_id
select
    unit_id::varchar as unit_id,  -- 单位键: a name belongs to a jurisdiction
    jurisdiction_id::varchar as jurisdiction_id,  -- 地区键: the government whose targets these are
    jurisdiction_name::varchar as jurisdiction_name,  -- 地区: name of the government whose targets these are
    unit_name::varchar as unit_name,  -- 单位名: canonical
    unit_kind::varchar as unit_kind,  -- 单位类别: bureau, commission, office, county_government, township_government, government, park, company, association, institution, party, congress, court_procuratorate, group or other
    is_open_group::boolean as is_open_group,  -- 开放组: a group whose members nobody listed (相关街道)
    member_names::varchar[] as member_names,  -- 成员: of a group, at the end of the last year that names it
    members::struct(member_name varchar, valid_from date, valid_to date)[] as members,  -- 历任成员: of a group, each with its first and last day, NULL where there is no bound
    printed_names::varchar[] as printed_names,  -- 印名: the spellings met
    first_year::integer as first_year,  -- 首年: the first year that names it
    last_year::integer as last_year,  -- 末年: the last year that names it
    valid_from_year::integer as valid_from_year,  -- 起年: when it took over from another, NULL where not known
    valid_to_year::integer as valid_to_year,  -- 止年: when another took over, NULL where not known
    successor_name::varchar as successor_name,  -- 继任: the one organisation that took over, NULL where none or several did
    successor_names::varchar[] as successor_names,  -- 继任者: all that took over, several after a split, NULL where none did
    predecessor_names::varchar[] as predecessor_names,  -- 前身: the names of this place that it took over from, NULL where none is printed
    similar_name::varchar as similar_name,  -- 形近名: a better known name of this place that it may be a spelling or a misprint of, NULL where none is or a person has told them apart
    is_reviewed::boolean as is_reviewed  -- 已识别: a seed knows its kind or its name, and no other name of the place is like it; else it waits in `duban review names`
from intermediate.int_units
