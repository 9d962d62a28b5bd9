-- Wordings of the status and deadline seeds that stand twice.
select
    'status' as list_name,
    wording,
    count(*) as times
from seeds.status_wordings
group by wording
having count(*) > 1
union all
select
    'deadline' as list_name,
    wording,
    count(*) as times
from seeds.deadline_wordings
group by wording
having count(*) > 1
