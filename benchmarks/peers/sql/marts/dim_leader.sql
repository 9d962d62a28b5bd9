-- 领导: a person and the targets the tables give that person.
-- grain: leader_name
select
    leader_name::varchar as leader_name,
    count(*)::bigint as target_count
from intermediate.int_target_leaders
group by leader_name
