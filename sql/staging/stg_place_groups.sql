-- 同地地名: the names that one place may have had after each other, alone and behind that of the division above.
-- grain: name_text
-- What the seed of successors joins, however many steps lie between; names of several places (城区) join their groups.
-- The tables of one group are compared with each other, so they have to be together.
with recursive
lines as (
    select
        old_name,
        new_name,
        coalesce(parent_name, '') as parent_name
    from seeds.jurisdiction_successors
    where old_name is not null and new_name is not null
),

steps as (
    select
        old_name as one_text,
        new_name as other_text
    from lines
    union
    select
        old_name as one_text,
        concat(parent_name, old_name) as other_text
    from lines
    union
    select
        new_name as one_text,
        concat(parent_name, new_name) as other_text
    from lines
),

links as (
    select
        one_text,
        other_text
    from steps
    union
    select
        other_text as one_text,
        one_text as other_text
    from steps
),

walks as (
    select distinct
        one_text as name_text,
        one_text as reached_text
    from links
    union
    select
        walks.name_text,
        links.other_text as reached_text
    from walks
    inner join links
        on walks.reached_text = links.one_text
)

select
    name_text::varchar as name_text,  -- 写法: as a document may give it
    min(reached_text)::varchar as group_text  -- 同地组: one name that stands for all of them
from walks
group by name_text
