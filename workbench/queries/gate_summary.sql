-- How each gate judged: checks, and those that did not hold by severity. Grain: gate.
select
    gate,
    count(*) as check_count,
    count(*) filter (where not passed and severity = 'stop') as stop_count,
    count(*) filter (where not passed and severity = 'quarantine') as quarantine_count,
    count(*) filter (where not passed and severity = 'warn') as warn_count,
    count(*) filter (where is_broken) as broken_count
from meta.gate_results
group by gate
order by gate <> 'landing', gate
