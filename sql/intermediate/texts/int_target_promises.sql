-- 承诺: which targets of one year's plan, progress reports, result and editions are the same promise.
-- grain: target_id
-- Publications of one jurisdiction and year are joined by the text first, then by the number where the texts speak of
-- the same thing (they share two fifths of their characters' pairs); the oldest kind (plan, progress, result) gives the
-- key.
with
targets as (
    select
        targets.target_id,
        targets.document_id,
        coalesce(targets.jurisdiction_id, targets.document_id) as place_key,
        targets.report_year,
        targets.target_no,
        regexp_replace(targets.target_text, '[^一-龥A-Za-z0-9]+', '', 'g') as plain_text,
        case targets.document_kind when 'plan' then 1 when 'progress' then 2 else 3 end as kind_order,
        documents.edition_no
    from intermediate.int_targets as targets
    inner join intermediate.int_documents as documents
        on targets.document_id = documents.document_id
    where not targets.is_compiled
),

-- The first publication that prints the text.
same_texts as (
    select
        target_id,
        document_id,
        place_key,
        report_year,
        target_no,
        plain_text,
        kind_order,
        first_value(target_id) over (
            partition by place_key, report_year, plain_text
            order by kind_order, edition_no, document_id, target_id
        ) as text_promise_id,
        first_value(document_id) over (
            partition by place_key, report_year, plain_text
            order by kind_order, edition_no, document_id, target_id
        ) as text_promise_document_id
    from targets
),

first_documents as (
    select
        place_key,
        report_year,
        min({'kind_order': kind_order, 'edition_no': edition_no, 'document_id': document_id}).document_id as document_id
    from targets
    group by place_key, report_year
),

-- The targets of the year's first publication, numbers that are printed once only.
first_targets as (
    select
        targets.place_key,
        targets.report_year,
        targets.target_no,
        min(targets.target_id) as target_id,
        min(targets.plain_text) as plain_text
    from targets
    inner join first_documents
        on targets.place_key = first_documents.place_key
        and targets.report_year = first_documents.report_year
        and targets.document_id = first_documents.document_id
    where targets.target_no is not null
    group by targets.place_key, targets.report_year, targets.target_no
    having count(*) = 1
),

number_pairs as (
    select
        same_texts.target_id,
        same_texts.document_id,
        first_targets.target_id as number_promise_id,
        same_texts.plain_text,
        first_targets.plain_text as promised_text
    from same_texts
    inner join first_targets
        on same_texts.place_key = first_targets.place_key
        and same_texts.report_year = first_targets.report_year
        and same_texts.target_no = first_targets.target_no
    where same_texts.text_promise_id = same_texts.target_id
        and first_targets.target_id <> same_texts.target_id
),

bigrams as (
    select distinct
        target_id,
        document_id,
        number_promise_id,
        substr(plain_text, place_no, 2) as bigram,
        length(plain_text) as text_length,
        promised_text
    from (
        select
            *,
            unnest(range(1, greatest(length(plain_text), 2))) as place_no
        from number_pairs
    ) as unnested
),

alike as (
    select
        target_id,
        document_id,
        number_promise_id
    from bigrams
    group by document_id, target_id, number_promise_id
    having avg(case when position(bigram in promised_text) > 0 then 1.0 else 0.0 end) >= 0.4
)

select
    all_targets.target_id::varchar as target_id,  -- 目标键: the target
    all_targets.document_id::varchar as document_id,  -- 文档键: the document it comes from
    md5(
        concat_ws('|', 'promise', coalesce(alike.number_promise_id, same_texts.text_promise_id, all_targets.target_id))
    )::varchar as promise_id,  -- 承诺键: the same for the plan's and the result's row of one target
    case
        when alike.number_promise_id is not null then 'number'
        when same_texts.text_promise_id <> all_targets.target_id then 'text'
        else 'first'
    end::varchar as promise_method  -- 关联方法: text, number, or first where this is the first to print it
from intermediate.int_targets as all_targets
left join same_texts
    on all_targets.document_id = same_texts.document_id
    and all_targets.target_id = same_texts.target_id
left join alike
    on all_targets.document_id = alike.document_id
    and all_targets.target_id = alike.target_id
