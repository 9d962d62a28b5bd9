-- 句中领导: the leader who answers, where a sentence of the target says so: 由王立安副市长负责,市教育局牵头,年底前建成。
-- grain: document_id, table_no, row_no, column_no
-- Asked only of tables without a column of leaders. The clause begins with 由 and ends with a word of charge; between
-- them stand names with their titles and nothing else, each title one of seeds.leader_titles and each name one of
-- seeds.surnames. The target's text stays whole. What goes on below its line (below in
-- seeds.header_endings) is its text, too.
with
tables_without_leaders as (
    select
        document_id,
        table_no
    from staging.stg_columns
    group by document_id, table_no
    having bool_and(coalesce(field, 'other') <> 'leader')
),

clauses as (
    select
        cells.document_id,
        cells.table_no,
        cells.row_no,
        cells.column_no,
        regexp_extract(
            cells.cell_text,
            '(?:^|[，,。；;\n])\s*由([一-龥、]{4,60}?)(?:总负责|牵头负责|负责|牵头|主抓|包抓|领衔)(?:[，,。；;\n]|$)',
            1
        ) as persons_text
    from staging.stg_cells as cells
    inner join staging.stg_printed_rows as printed_rows
        on cells.document_id = printed_rows.document_id
        and cells.table_no = printed_rows.table_no
        and cells.row_no = printed_rows.row_no
    inner join staging.stg_columns as columns
        on printed_rows.document_id = columns.document_id
        and printed_rows.table_no = columns.table_no
        and printed_rows.part_no = columns.part_no
        and cells.column_no = columns.column_no
    inner join tables_without_leaders
        on columns.document_id = tables_without_leaders.document_id
        and columns.table_no = tables_without_leaders.table_no
    left join seeds.header_endings as goes_on
        on columns.header_text = goes_on.ending
        and goes_on.field = 'below'
    where (columns.field = 'target_text' or columns.field = 'annual_target' and goes_on.ending is not null)
        and columns.slot_no = 1
        and printed_rows.row_kind = 'data'
        and cells.row_no = cells.origin_row_no
        and cells.column_no = cells.origin_column_no
        and contains(cells.cell_text, '由')
),

-- 副市长王立安 and 王立安副市长; 由分管副市长负责 names nobody.
persons as (
    select
        document_id,
        table_no,
        row_no,
        column_no,
        persons_text,
        array_length(string_split(persons_text, '、')) as person_count,
        unnest(string_split(persons_text, '、')) as person_text
    from clauses
    where persons_text <> ''
),

-- Compiled for each person named.
names as (
    select
        persons.*,
        regexp_replace(
            regexp_replace(persons.person_text, title_patterns.before_name, ''), title_patterns.behind_name, ''
        ) as leader_name
    from persons
    cross join staging.stg_leader_title_patterns as title_patterns
)

select
    names.document_id::varchar as document_id,  -- 文档键: the document it comes from
    names.table_no::integer as table_no,  -- 表序: ordinal of the table in the document
    names.row_no::integer as row_no,  -- 行号: the printed row, headers counted
    names.column_no::integer as column_no,  -- 列号: where the target's text is landed
    names.persons_text::varchar as leader_text  -- 领导: the names with their titles, as printed
from names
left join seeds.surnames as surnames
    on left(names.leader_name, length(surnames.surname)) = surnames.surname
    and names.leader_name <> names.person_text
    and regexp_matches(names.leader_name, '^[一-龥]{2,4}$')
group by
    names.document_id,
    names.table_no,
    names.row_no,
    names.column_no,
    names.persons_text,
    names.person_count
having count(distinct case when surnames.surname is not null then names.person_text end) = names.person_count
