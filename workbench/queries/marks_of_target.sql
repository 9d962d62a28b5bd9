-- The printed words of the numbers of a target, promised and reported. Grain: one row.
select
    list_sort(list(distinct substr(
        case when measures.target_text_name = 'target' then targets.target_text else targets.annual_target_text end,
        measures.target_start_pos, measures.target_end_pos - measures.target_start_pos + 1
    )) filter (where measures.target_start_pos > 0)) as promised_words,
    list_sort(list(distinct substr(
        progress.progress_text, measures.reported_start_pos,
        measures.reported_end_pos - measures.reported_start_pos + 1
    )) filter (where measures.reported_start_pos > 0)) as reported_words
from marts.fct_target_measure as measures
inner join marts.dim_target as targets using (target_id)
left join intermediate.int_target_progress as progress
    on measures.target_id = progress.target_id and measures.progress_no = progress.progress_no
where measures.target_id = $target_id
