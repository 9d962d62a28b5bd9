-- 序号位置: where a document's numbers stand in their blocks, and how probable that is.
-- grain: document_id
-- On the first row of every block (a converter put them there), or at the middle of the block's height. The probability
-- of the first comes from the clues of int_block_habits and from how well the blocks that were rebuilt for numbers at
-- the middle would agree with it all the same.
with
weights as (
    select map_from_entries(list_sort(list({'name': name, 'value': value::double}))) as value_of
    from seeds.block_weights
),

-- The cut right above the next number is where every block begins at its number.
ends as (
    select
        document_id,
        table_run_no,
        gap_no,
        cut_row_no,
        probability,
        max(cut_row_no) over (partition by document_id, table_run_no, gap_no) as last_cut_row_no,
        count(*) over (partition by document_id, table_run_no, gap_no) as cut_count
    from intermediate.int_block_cut_posteriors
),

agreement as (
    select
        document_id,
        -- how much likelier the evidence makes that cut than chance, all gaps together; one gap says at most a factor
        -- of 50
        sum(greatest(-4, ln(greatest(probability, 0.001) * cut_count))::decimal(18, 15))::double as log_factor
    from ends
    where cut_row_no = last_cut_row_no
    group by document_id
),

clues as (
    select
        habits.document_id,
        habits.clue_realigned,
        habits.clue_numbered_start,
        habits.clue_unnumbered_start,
        habits.clue_text_off_number,
        habits.clue_stray_leader,
        habits.clue_last_gap_row,
        greatest(-15, least(15, coalesce(agreement.log_factor, 0))) / 5 as clue_bayes
    from intermediate.int_block_habits as habits
    left join agreement
        on agreement.document_id = habits.document_id
)

select
    clues.document_id::varchar as document_id,
    clues.clue_realigned::double as clue_realigned,
    clues.clue_numbered_start::double as clue_numbered_start,
    clues.clue_unnumbered_start::double as clue_unnumbered_start,
    clues.clue_text_off_number::double as clue_text_off_number,
    clues.clue_stray_leader::double as clue_stray_leader,
    clues.clue_last_gap_row::double as clue_last_gap_row,
    round(clues.clue_bayes, 9)::double as clue_bayes,
    -- 首行习惯: probability that every block begins at its numbered row
    round(1 / (1 + exp(-(
        value_of['habit_constant']
        + value_of['habit_realigned'] * clues.clue_realigned
        + value_of['habit_numbered_start'] * clues.clue_numbered_start
        + value_of['habit_unnumbered_start'] * clues.clue_unnumbered_start
        + value_of['habit_text_off_number'] * clues.clue_text_off_number
        + value_of['habit_stray_leader'] * clues.clue_stray_leader
        + value_of['habit_last_gap_row'] * clues.clue_last_gap_row
        + value_of['habit_bayes'] * clues.clue_bayes
    ))), 9)::double as first_row_habit
from clues
cross join weights
