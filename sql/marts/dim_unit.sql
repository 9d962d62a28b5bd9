-- 单位: 某地的一个组织 / an organisation in a jurisdiction.
-- grain: unit_id
select
    unit_id::varchar as unit_id,  -- 单位键: 姓名从属于地区 / a name belongs to a jurisdiction
    jurisdiction_id::varchar as jurisdiction_id,  -- 地区键: 发布这些目标的政府 / the government whose targets these are
    jurisdiction_name::varchar as jurisdiction_name,  -- 地区: 发布这些目标的政府名称 / name of the government whose targets these are
    unit_name::varchar as unit_name,  -- 单位名: 规范名称 / canonical
    unit_kind::varchar as unit_kind,  -- 单位类别: 局、委员会、办公室、县级政府、乡级政府、政府、园区、企业、群团协会、事业单位、党委部门、人大政协、法院检察院、单位组或其他 / bureau, commission, office, county_government, township_government, government, park, company, association, institution, party, congress, court_procuratorate, group or other
    is_open_group::boolean as is_open_group,  -- 开放组: 成员未列明的单位组（如相关街道） / a group whose members nobody listed (相关街道)
    member_names::varchar[] as member_names,  -- 成员: 单位组的成员，以最后列有它的年末为准 / of a group, at the end of the last year that names it
    members::struct(member_name varchar, valid_from date, valid_to date)[] as members,  -- 历任成员: 单位组历来的成员及各自起止日；无界限则为空 / of a group, each with its first and last day, NULL where there is no bound
    printed_names::varchar[] as printed_names,  -- 印名: 见过的各种写法 / the spellings met
    first_year::integer as first_year,  -- 首年: 首次列有它的年度 / the first year that names it
    last_year::integer as last_year,  -- 末年: 最后列有它的年度 / the last year that names it
    valid_from_year::integer as valid_from_year,  -- 起年: 何时接替前身；不明则为空 / when it took over from another, NULL where not known
    valid_to_year::integer as valid_to_year,  -- 止年: 何时被接替；不明则为空 / when another took over, NULL where not known
    successor_name::varchar as successor_name,  -- 继任: 唯一的继任单位；没有或有多个则为空 / the one organisation that took over, NULL where none or several did
    successor_names::varchar[] as successor_names,  -- 继任者: 全部继任单位，拆分后有多个；没有则为空 / all that took over, several after a split, NULL where none did
    predecessor_names::varchar[] as predecessor_names,  -- 前身: 它在本地所接替的单位；表中未见则为空 / the names of this place that it took over from, NULL where none is printed
    similar_name::varchar as similar_name,  -- 形近名: 它可能是本地某个更常见名称的异写或误印；没有或已由人区分则为空 / a better known name of this place that it may be a spelling or a misprint of, NULL where none is or a person has separated them
    is_reviewed::boolean as is_reviewed  -- 已识别: 词表认得其类别或名称，且本地没有形近的名称；否则列在 `duban review names` 待核 / a seed knows its kind or its name, and no other name of the place is like it; else it waits in `duban review names`
from intermediate.int_units
