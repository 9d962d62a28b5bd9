-- How many findings there are of each severity and reason. Grain: severity x reason.
select severity, reason, min(reason_name) as reason_name, count(*) as finding_count
from marts.mart_claim_audit
where ($place is null or jurisdiction_name = $place) and ($year is null or report_year = $year)
group by severity, reason
order by severity = 'high' desc, severity = 'medium' desc, finding_count desc, reason
