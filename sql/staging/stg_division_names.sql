-- 区划名称: a way to write the name of an administrative division, alone or behind those above it.
-- grain: name_text, division_code
-- 鼓楼区 stands for several divisions, 南京市鼓楼区 for one: the name by which a division is known here is its own where no
-- other has it, else its own behind that of the division above. 湘西州 is how an autonomous prefecture writes itself: its
-- short name (seeds.division_pinyin) and 州. A paper of 交通运输部 is one of the State Council's level: seeds.central_organs.
with
divisions as (
    select
        code,
        name,
        parent_code,
        level,
        count(*) over (partition by name) > 1 as is_shared
    from seeds.administrative_divisions
),

-- 恩施州 for 恩施土家族苗族自治州
prefectures as (
    select
        divisions.code,
        concat(pinyin.short_name, '州') as short_name
    from divisions
    inner join seeds.division_pinyin as pinyin
        on divisions.code = pinyin.division_code
    where ends_with(divisions.name, '自治州')
),

placed as (
    select
        divisions.code,
        divisions.name,
        divisions.level,
        divisions.is_shared,
        parents.code as parent_code,
        parents.name as parent_name,
        grandparents.name as grandparent_name
    from divisions
    left join divisions as parents
        on divisions.parent_code = parents.code
    left join divisions as grandparents
        on parents.parent_code = grandparents.code
),

written as (
    select
        *,
        unnest([
            name,
            concat(parent_name, name),
            concat(grandparent_name, name),
            concat(grandparent_name, parent_name, name)
        ]) as name_text,
        false as is_short_form
    from placed
    union all
    select
        placed.*,
        unnest([prefectures.short_name, concat(placed.parent_name, prefectures.short_name)]) as name_text,
        true as is_short_form
    from placed
    inner join prefectures
        on placed.code = prefectures.code
    union all
    select
        placed.*,
        unnest([
            concat(prefectures.short_name, placed.name),
            concat(placed.grandparent_name, prefectures.short_name, placed.name)
        ]) as name_text,
        true as is_short_form
    from placed
    inner join prefectures
        on placed.parent_code = prefectures.code
    union all
    select
        placed.*,
        organs.organ as name_text,
        false as is_short_form
    from placed
    cross join seeds.central_organs as organs
    where placed.level = 'state'
)

select distinct
    name_text::varchar as name_text,  -- 写法
    code::varchar as division_code,  -- 区划代码: of GB/T 2260
    case when is_shared then concat(parent_name, name) else name end::varchar as jurisdiction_name,  -- 地区: the one name by which the division is known
    level::varchar as division_level,  -- 区划级别: state, province, city or county
    parent_code::varchar as parent_division_code,  -- 上级区划代码: NULL for a province
    parent_name::varchar as parent_name,  -- 上级: the government above, NULL where not known
    grandparent_name::varchar as grandparent_name,  -- 再上级
    is_short_form::boolean as is_short_form  -- 是否简称: written with the short name of an autonomous prefecture (恩施州)
from written
