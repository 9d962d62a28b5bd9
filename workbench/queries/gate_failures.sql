-- The first rows that a check found wrong. Grain: gate x check x row.
select *
from meta.gate_failures
order by gate, check_name, row_no
limit 200
