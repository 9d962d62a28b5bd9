-- 领导位次: the rank of a jurisdiction's leaders; tables name them in one fixed order within a target.
-- grain: document_id, leader_name
-- Read from lists in one cell, from neighbouring rows of one block where spans are known, and from a name followed by
-- another before the next number.
-- Not local to a document on purpose: every document of a jurisdiction teaches the others.
-- Given out once for every document of the jurisdiction, so that what reads it stays local to a document.
with
documents as (
    select
        document_id,
        coalesce(jurisdiction_id, document_id) as scope_key
    from staging.stg_documents
),

lists as (
    select
        document_id,
        table_run_no,
        row_no,
        table_no,
        span_is_known,
        target_no_text,
        table_run_row_no,
        leader_row_no,
        target_no_row_no,
        list_filter(
            string_split_regex(replace(leader_text, '<br>', ' '), '[、,，;；/\s]+'),
            lambda name: length(name) between 2 and 4
        ) as leader_names
    from staging.stg_rows
    where row_kind = 'data' and leader_text is not null
),

-- Names printed in one cell stand in order.
listed_pairs as (
    select
        document_id,
        unnest(
            list_transform(
                range
                    (1, array_length(leader_names)),
                    lambda pos: {'senior': leader_names[pos], 'junior': leader_names[pos + 1]}
            )
        ) as pair
    from lists
    where array_length(leader_names) > 1 and row_no = leader_row_no
),

-- So do the names of neighbouring rows, as long as no new number begins. One list that is merged over its rows, or
-- repeated on them, has its first name below its last and shows nothing by that.
stacked as (
    select
        document_id,
        span_is_known,
        target_no_text,
        target_no_row_no,
        leader_names,
        lag(leader_names) over run_order as senior_leader_names,
        leader_names[1] as junior,
        lag(leader_names[array_length(leader_names)]) over run_order as senior,
        lag(table_run_row_no) over run_order as senior_row_no,
        lag(target_no_row_no) over run_order as senior_number_row_no,
        table_run_row_no
    from lists
    where array_length(leader_names) > 0
    window run_order as (partition by document_id, table_run_no order by table_run_row_no)
),

pairs as (
    select
        document_id,
        pair.senior as senior,
        pair.junior as junior
    from listed_pairs
    union all
    select
        document_id,
        senior,
        junior
    from stacked
    where senior_row_no = table_run_row_no - 1
        and senior_leader_names <> leader_names
        and case when span_is_known then target_no_row_no = senior_number_row_no else target_no_text is null end
),

counted as (
    select
        documents.scope_key,
        pairs.senior,
        pairs.junior,
        count(*) as pair_count
    from pairs
    inner join documents
        on documents.document_id = pairs.document_id
    where pairs.senior <> pairs.junior
    group by documents.scope_key, pairs.senior, pairs.junior
),

faced as (
    select
        scope_key,
        senior as leader_name,
        junior as other_name,
        pair_count as won,
        0 as lost
    from counted
    union all
    select
        scope_key,
        junior as leader_name,
        senior as other_name,
        0 as won,
        pair_count as lost
    from counted
),

duels as (
    select
        scope_key,
        leader_name,
        other_name,
        sum(won) * 1.0 / (sum(won) + sum(lost)) as won_share
    from faced
    group by scope_key, leader_name, other_name
),

ranks as (
    select
        scope_key,
        leader_name,
        avg(won_share::decimal(18, 15)) as seniority
    from duels
    group by scope_key, leader_name
)

select
    documents.document_id::varchar as document_id,
    ranks.leader_name::varchar as leader_name,
    round(ranks.seniority, 9)::double as seniority  -- 位次: 1 stands before everyone, 0 after everyone
from ranks
inner join documents
    on documents.scope_key = ranks.scope_key
