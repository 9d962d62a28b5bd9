-- 同一个状态或时限用语不分两类: no status or deadline wording has two classes
-- severity: stop
-- checked: seeds.status_wordings
-- why: 同一用语两类，一行就会变成两行: with two classes a row becomes two
-- remedy: 删去 status_wordings.csv 或 deadline_wordings.csv 里多余的那一行:
--     take the line too many out of status_wordings.csv or deadline_wordings.csv
select
    'sql/seeds/status_wordings.csv' as source_place,
    wording,
    count(*) as times
from seeds.status_wordings
group by wording
having count(*) > 1
union all
select
    'sql/seeds/deadline_wordings.csv' as source_place,
    wording,
    count(*) as times
from seeds.deadline_wordings
group by wording
having count(*) > 1
