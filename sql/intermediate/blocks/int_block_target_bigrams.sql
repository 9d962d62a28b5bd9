-- 目标双字: a pair of neighbouring characters of an anchor's target text, with its information.
-- grain: document_id, table_run_no, anchor_no, bigram
-- No word list is needed. A pair that stands in every target (推进, 完成) carries nothing, one that stands in a single
-- target the most.
with
texts as (
    select
        document_id,
        table_run_no,
        anchor_no,
        string_split(regexp_replace(target_key, '[^一-龥A-Za-z]+', ' ', 'g'), '') as characters
    from intermediate.int_block_target_texts
),

pairs as (
    select
        document_id,
        table_run_no,
        anchor_no,
        unnest(list_distinct(list_filter(
            list_transform(
                range(1, array_length(characters)), lambda pos: characters[pos] || characters[pos + 1]
            ),
            lambda pair: not contains(pair, ' ')
        ))) as bigram
    from texts
),

distinct_pairs as (
    select distinct
        document_id,
        table_run_no,
        anchor_no,
        bigram
    from pairs
),

targets as (
    select
        document_id,
        count(distinct (table_run_no, anchor_no)) as target_count
    from intermediate.int_block_target_texts
    group by document_id
),

spread as (
    select
        document_id,
        bigram,
        count(*) as holder_count
    from distinct_pairs
    group by document_id, bigram
)

select
    distinct_pairs.document_id::varchar as document_id,
    distinct_pairs.table_run_no::integer as table_run_no,
    distinct_pairs.anchor_no::integer as anchor_no,
    distinct_pairs.bigram::varchar as bigram,
    -- 信息量: natural log of how rare the pair is among the document's targets
    ln((targets.target_count + 1.0) / spread.holder_count)::double as information
from distinct_pairs
inner join spread
    on spread.document_id = distinct_pairs.document_id
    and spread.bigram = distinct_pairs.bigram
inner join targets
    on targets.document_id = distinct_pairs.document_id
