-- Every check of the gates, what does not hold first. Grain: gate x check.
select *
from meta.gate_results
order by passed, gate, check_no
