-- 文档地区: the government whose targets a document holds, with how sure that is and what speaks against it.
-- grain: document_id
-- The evidence of the lowest rank that means one place is believed (seeds.place_evidence): the side file, who issues
-- it, its title, its address, its site, its text, its number, which several cities may write, its folder. Evidence that
-- may mean several divisions is parted by the division above, if anything around the table, its path or its address
-- names it, else by the one that its cells name, which is less sure. Other evidence of the same place makes it surer.
-- Where strong evidence names another place that is neither above nor below, nobody is believed and both are named
-- (jurisdiction_candidates). A place below a confidence of 0.6 is not taken.
with
divisions as (
    select
        division_code,
        jurisdiction_name,
        parent_division_code,
        parent_name,
        grandparent_name
    from staging.stg_division_names
    qualify row_number() over (partition by division_code order by length(name_text), name_text) = 1
),

evidence as (
    select
        document_id,
        method,
        division_code,
        name_text,
        method_rank,
        confidence,
        meaning_count,
        evidence_text
    from staging.stg_place_evidence
),

-- What a document is near to: all that is said about it, and where it was published.
surroundings as (
    select
        document_id,
        squeezed_text
    from staging.stg_document_texts
    union all
    select
        document_id,
        document_path
    from raw.documents
),

-- What certain evidence means, with the divisions above.
certain_places as (
    select
        evidence.document_id,
        evidence.method,
        evidence.division_code as certain_code,
        unnest([
            evidence.division_code,
            divisions.parent_division_code,
            parents.parent_division_code
        ]) as division_code
    from evidence
    inner join divisions
        on evidence.division_code = divisions.division_code
    left join divisions as parents
        on divisions.parent_division_code = parents.division_code
    where evidence.meaning_count = 1 and evidence.confidence >= 0.6
),

several_meanings as (
    select
        evidence.document_id,
        evidence.method,
        evidence.division_code,
        bool_or(
            contains(surroundings.squeezed_text, divisions.parent_name)
            or contains(surroundings.squeezed_text, divisions.grandparent_name)
            -- 常政发 beside 常州经开区: the character of a number, spelt out
            or (evidence.method = 'document number' and contains(surroundings.squeezed_text, pinyin.short_name))
        ) as is_near
    from evidence
    inner join divisions
        on evidence.division_code = divisions.division_code
    inner join surroundings
        on evidence.document_id = surroundings.document_id
    left join seeds.division_pinyin as pinyin
        on evidence.division_code = pinyin.division_code
    where evidence.meaning_count > 1
    group by evidence.document_id, evidence.method, evidence.division_code
),

-- An ambiguous name is the one that certain evidence names, or names the government of.
borne_out as (
    select distinct
        evidence.document_id,
        evidence.method,
        evidence.division_code
    from evidence
    inner join divisions
        on evidence.division_code = divisions.division_code
    inner join certain_places as others
        on evidence.document_id = others.document_id
        and evidence.method <> others.method
        and (
            evidence.division_code = others.division_code
            or divisions.parent_division_code = others.certain_code
        )
    where evidence.meaning_count > 1
),

-- 西河市中医医院 in a target of 北山区: a part of 西河市, or of its neighbour.
named_in_cells as (
    select distinct
        evidence.document_id,
        evidence.method,
        evidence.division_code
    from evidence
    inner join divisions
        on evidence.division_code = divisions.division_code
    inner join staging.stg_cells as cells
        on evidence.document_id = cells.document_id
        and contains(cells.cell_text, divisions.parent_name)
    where evidence.meaning_count > 1
),

meanings as (
    select
        evidence.*,
        evidence.meaning_count = 1 as is_certain,
        coalesce(several_meanings.is_near, false) or borne_out.document_id is not null as is_near,
        named_in_cells.document_id is not null as is_named_in_cells
    from evidence
    left join named_in_cells
        on evidence.document_id = named_in_cells.document_id
        and evidence.method = named_in_cells.method
        and evidence.division_code = named_in_cells.division_code
    left join several_meanings
        on evidence.document_id = several_meanings.document_id
        and evidence.method = several_meanings.method
        and evidence.division_code = several_meanings.division_code
    left join borne_out
        on evidence.document_id = borne_out.document_id
        and evidence.method = borne_out.method
        and evidence.division_code = borne_out.division_code
),

meanings_compared as (
    select
        *,
        is_named_in_cells and not bool_or(is_near) over (partition by document_id, method) as is_near_by_cells
    from meanings
),

near_counts as (
    select
        * exclude (is_near),
        is_near or is_near_by_cells as is_near,
        count(case when is_near or is_near_by_cells then 1 end) over (partition by document_id, method) as near_count
    from meanings_compared
),

-- A place that one kind of evidence means, once it is parted. A stated name is kept, whatever it means.
meant as (
    select
        near_counts.document_id,
        near_counts.method,
        near_counts.method_rank,
        case
            when near_counts.is_certain or near_counts.is_near then near_counts.division_code
        end as division_code,
        case
            when near_counts.is_certain or near_counts.is_near
                then coalesce(divisions.jurisdiction_name, near_counts.name_text)
            else near_counts.name_text
        end as jurisdiction_name,
        case
            when near_counts.method = 'side file' then 1
            when near_counts.division_code is null then near_counts.confidence - 0.1
            when near_counts.is_certain then near_counts.confidence
            when near_counts.is_near_by_cells then near_counts.confidence - 0.25
            else near_counts.confidence - 0.08
        end as confidence,
        near_counts.evidence_text
    from near_counts
    left join divisions
        on near_counts.division_code = divisions.division_code
    where near_counts.is_certain
        or (near_counts.is_near and near_counts.near_count = 1)
        or near_counts.method = 'side file'
    qualify row_number() over (
        partition by near_counts.document_id, near_counts.method
        order by case when near_counts.is_near then 0 else 1 end, near_counts.division_code
    ) = 1
),

believed as (
    select *
    from meant
    qualify row_number() over (
        -- what is too unsure to be taken goes behind what is not
        partition by document_id
        order by case when confidence >= 0.6 then 0 else 1 end, method_rank, confidence desc, method
    ) = 1
),

compared as (
    select
        believed.document_id,
        others.method,
        others.jurisdiction_name,
        others.division_code,
        others.confidence,
        others.jurisdiction_name = believed.jurisdiction_name as agrees,
        -- one of them above the other, or no division at all
        others.division_code is null
        or believed.division_code is null
        or '000000' in (others.division_code, believed.division_code)
        or left(others.division_code, 2) = left(believed.division_code, 2)
        and (
            right(others.division_code, 4) = '0000'
            or right(believed.division_code, 4) = '0000'
            or left(others.division_code, 4) = left(believed.division_code, 4)
            and (right(others.division_code, 2) = '00' or right(believed.division_code, 2) = '00')
        ) as is_related
    from believed
    inner join meant as others
        on believed.document_id = others.document_id
        and believed.method <> others.method
),

agreement as (
    select
        document_id,
        -- as far as they are independent
        1 - max(case when agrees then confidence else 0 end) as doubt_left,
        string_agg(
            case when not agrees and not is_related and confidence >= 0.8 then jurisdiction_name end,
            ', '
            order by method
        ) as against,
        string_agg(
            case when not agrees then concat(jurisdiction_name, ' (', method, ')') end, ', ' order by method
        ) as also_named
    from compared
    group by document_id
),

judged as (
    select
        believed.document_id,
        believed.method,
        believed.division_code,
        believed.jurisdiction_name,
        believed.evidence_text,
        agreement.also_named,
        case
            when believed.method = 'side file' then 1
            else least(1 - (1 - believed.confidence) * coalesce(agreement.doubt_left, 1), 0.99)
        end as confidence,
        case when believed.method <> 'side file' and believed.confidence >= 0.6 then agreement.against end as against
    from believed
    left join agreement
        on believed.document_id = agreement.document_id
),

-- Names that several divisions have, of which nothing shows which one is meant.
unparted as (
    select
        near_counts.document_id,
        near_counts.method_rank,
        near_counts.method,
        min(near_counts.name_text) as name_text,
        min(near_counts.evidence_text) as evidence_text,
        string_agg(divisions.jurisdiction_name, ', ' order by divisions.division_code) as candidate_names
    from near_counts
    inner join divisions
        on near_counts.division_code = divisions.division_code
    left join meant
        on near_counts.document_id = meant.document_id
        and near_counts.method = meant.method
    where meant.document_id is null and near_counts.meaning_count <= 12
    group by near_counts.document_id, near_counts.method_rank, near_counts.method
    qualify row_number() over (
        partition by near_counts.document_id order by near_counts.method_rank, near_counts.method
    ) = 1
),

documents as (
    select document_id from judged
    union
    select document_id from unparted
)

select
    documents.document_id::varchar as document_id,  -- 文档键: the document it comes from
    case
        when judged.against is null and judged.confidence >= 0.6 and not coalesce(unparted.method_rank < 4, false)
            then judged.jurisdiction_name
    end::varchar as jurisdiction_name,  -- 地区: name of the government whose targets these are
    coalesce(judged.method, unparted.method)::varchar as jurisdiction_method,  -- 地区出处: a line of seeds.place_evidence
    case when judged.against is null then judged.division_code end::varchar as division_code,  -- 区划代码: of GB/T 2260; NULL for a place that is no division
    judged.confidence::double as jurisdiction_confidence,  -- 地区置信度: 0 to 1
    case
        when judged.against is not null then concat(judged.jurisdiction_name, ', ', judged.against)
        when unparted.method_rank < 4 or judged.document_id is null then unparted.candidate_names
        when judged.confidence < 0.6 then judged.jurisdiction_name
    end::varchar as jurisdiction_candidates,  -- 可能的地区: those that it may be, where nothing shows which
    coalesce(judged.evidence_text, unparted.evidence_text)::varchar as jurisdiction_evidence,  -- 地区依据: the text that names it, as printed
    judged.also_named::varchar as jurisdictions_also_named  -- 另指地区: what weaker evidence names, with its method
from documents
left join judged
    on documents.document_id = judged.document_id
left join unparted
    on documents.document_id = unparted.document_id
