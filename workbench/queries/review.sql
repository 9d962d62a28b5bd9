-- Rows that a person should look at, least sure first. Grain: row of the review queue.
select *
from meta.review_queue
where ($place is null or jurisdiction_name = $place) and ($year is null or report_year = $year)
order by assignment_confidence, document_path, source_table_no, source_row_no, review_id
limit $row_limit offset $row_offset
