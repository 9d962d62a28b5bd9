-- 领导提名: every name in the leader cells of a target, in printed order, wraps and padding undone.
-- grain: document_id, table_run_no, block_no, mention_no
-- Names come one a row, one a line, with 、 or blanks between them; two-character names are padded (俞 悦) and then glued
-- (陆 明俞 悦 = 陆明, 俞悦). Pieces of a name are known by their length: a single character is never a whole name.
with recursive
-- A merged cell's text once, where it begins.
leader_cells as (
    select
        row_blocks.document_id,
        row_blocks.table_run_no,
        row_blocks.block_no,
        row_blocks.table_run_row_no,
        printed.leader_text
    from intermediate.int_row_blocks as row_blocks
    inner join staging.stg_rows as printed
        on row_blocks.document_id = printed.document_id
        and row_blocks.table_no = printed.table_no
        and row_blocks.row_no = printed.row_no
    where printed.leader_text is not null
    qualify row_number() over (
        partition by
            row_blocks.document_id,
            row_blocks.table_run_no,
            row_blocks.block_no,
            row_blocks.table_no,
            printed.leader_row_no
        order by row_blocks.table_run_row_no
    ) = 1
),

lines as (
    select
        document_id,
        table_run_no,
        block_no,
        table_run_row_no,
        line_list,
        unnest(range(1, array_length(line_list) + 1)) as line_no
    from (
        select
            document_id,
            table_run_no,
            block_no,
            table_run_row_no,
            string_split_regex(
                regexp_replace(
                    regexp_replace(
                        translate(leader_text, '（）：，；／｜', '():,;/|'),
                        '[ \t]+',
                        ' ',
                        'g'
                    ),
                    '\([^()]*\)|[一-龥]{2,6}:',
                    '、',
                    'g'
                ),
                '\s*[、,;/|。\n]\s*'
            ) as line_list
        from leader_cells
    ) as split_cells
),

-- Only a line that holds a title is held against a pattern that was put together: those are compiled for every line.
stripped_lines as (
    select
        lines.document_id,
        lines.table_run_no,
        lines.block_no,
        lines.table_run_row_no,
        lines.line_no,
        case
            when list_bool_or(
                list_transform(title_patterns.titles, lambda title: contains(lines.line_list[lines.line_no], title))
            )
                then trim(
                    regexp_replace(
                        regexp_replace(trim(lines.line_list[lines.line_no]), title_patterns.before_name, ''),
                        title_patterns.behind_name,
                        ''
                    )
                )
            else trim(lines.line_list[lines.line_no])
        end as line_text
    from lines
    cross join staging.stg_leader_title_patterns as title_patterns
),

tokens as (
    select
        document_id,
        table_run_no,
        block_no,
        table_run_row_no,
        line_no,
        array_length(token_list) as token_count,
        unnest(range(1, array_length(token_list) + 1)) as token_no,
        token_list
    from (
        select
            document_id,
            table_run_no,
            block_no,
            table_run_row_no,
            line_no,
            string_split(line_text, ' ') as token_list
        from stripped_lines
        -- a name of which a sign is lost is nobody's, nor is the answer of a column that slid (是否达序 | 是)
        where regexp_matches(line_text, '[一-龥A-Za-z]')
            and not contains(line_text, chr(65533))
            and not regexp_matches(line_text, '(局|委员会|办公室|政府|管委会|公司|中心|单位|部门|领导|集团|负责人)$|^(各|有关|相关|[无是否]$)')
    ) as split_lines
),

-- A line that is a single character is the rest or the beginning of a name that was broken there.
tokens_beside_each_other as (
    select
        document_id,
        table_run_no,
        block_no,
        table_run_row_no,
        line_no,
        token_no,
        token_list[token_no] as token,
        length(token_list[token_no]) as token_length,
        token_count = 1 and length(token_list[1]) = 1 as is_lone_character,
        lag(length(token_list[token_no])) over in_block as length_before,
        lag(token_count = 1 and length(token_list[1]) = 1) over in_block as was_lone_character,
        lag(table_run_row_no) over in_block as row_before,
        lag(line_no) over in_block as line_before
    from tokens
    window in_block as (partition by document_id, table_run_no, block_no order by table_run_row_no, line_no, token_no)
),

runs_marked as (
    select
        *,
        case
            when row_before is null then 1
            when row_before = table_run_row_no and line_before = line_no then
                case when token_length >= 2 and length_before >= 2 then 1 else 0 end
            when was_lone_character or is_lone_character then 0
            else 1
        end as is_start
    from tokens_beside_each_other
),

runs_numbered as (
    select
        *,
        sum(is_start) over (
            partition by document_id, table_run_no, block_no
            order by table_run_row_no, line_no, token_no
            rows between unbounded preceding and current row
        ) as run_no
    from runs_marked
),

runs as (
    select
        document_id,
        table_run_no,
        block_no,
        run_no,
        min(table_run_row_no) as table_run_row_no,
        string_agg(token, '' order by table_run_row_no, line_no, token_no) as run_text,
        count(*) as token_count
    from runs_numbered
    group by document_id, table_run_no, block_no, run_no
),

-- Names that stand alone in the document: unbroken and of two or three characters.
known_names as (
    select distinct
        document_id,
        run_text as known_name
    from runs
    where token_count = 1 and length(run_text) in (2, 3)
),

glued_runs as (
    select distinct
        document_id,
        run_text
    from runs
    where length(run_text) between 4 and 16 and regexp_matches(run_text, '^[一-龥]+$')
),

-- Every piece of two to four characters of a glued run, and how much it looks like a name.
cut_pieces as (
    select
        glued_runs.document_id,
        glued_runs.run_text,
        starts.start_no,
        lengths.piece_length,
        case when known_names.known_name is not null then 5.0 else 0.0 end
        + case
            when double_surnames.surname is not null and lengths.piece_length >= 3 then 2.5
            when single_surnames.surname is not null and lengths.piece_length <= 3 then 2.0
            else -4.0
        end as score
    from glued_runs
    cross join (select unnest(range(1, 17)) as start_no) as starts
    cross join (select unnest([2, 3, 4]) as piece_length) as lengths
    left join known_names
        on glued_runs.document_id = known_names.document_id
        and substr(glued_runs.run_text, starts.start_no, lengths.piece_length) = known_names.known_name
    left join (select surname from seeds.surnames where length(surname) = 1) as single_surnames
        on substr(glued_runs.run_text, starts.start_no, 1) = single_surnames.surname
    left join (select surname from seeds.surnames where length(surname) = 2) as double_surnames
        on substr(glued_runs.run_text, starts.start_no, 2) = double_surnames.surname
    where starts.start_no + lengths.piece_length - 1 <= length(glued_runs.run_text)
),

-- The best way to cut the first end_no characters into names.
cuts as (
    select
        document_id,
        run_text,
        piece_length as end_no,
        1 as piece_count,
        {'score': score, 'ends': [piece_length]} as best
    from cut_pieces
    where start_no = 1
    union all
    select
        cuts.document_id,
        cuts.run_text,
        cut_pieces.start_no + cut_pieces.piece_length - 1 as end_no,
        cuts.piece_count + 1 as piece_count,
        max({
            'score': cuts.best.score + cut_pieces.score,
            'ends': list_append(cuts.best.ends, cut_pieces.start_no + cut_pieces.piece_length - 1)
        }) as best
    from cuts
    inner join cut_pieces
        on cuts.document_id = cut_pieces.document_id
        and cuts.run_text = cut_pieces.run_text
        and cut_pieces.start_no = cuts.end_no + 1
    group by cuts.document_id, cuts.run_text, cut_pieces.start_no + cut_pieces.piece_length - 1, cuts.piece_count + 1
),

-- A cut that leaves a piece no surname begins is no cut: the text stays whole.
best_cuts as (
    select
        document_id,
        run_text,
        max(best).ends as ends,
        max(best).score as score
    from cuts
    where end_no = length(run_text)
    group by document_id, run_text
),

names as (
    select
        runs.document_id,
        runs.table_run_no,
        runs.block_no,
        runs.table_run_row_no,
        runs.run_no,
        runs.run_text,
        runs.token_count,
        case when best_cuts.score > 0 then best_cuts.ends else [length(runs.run_text)] end as ends
    from runs
    left join best_cuts
        on runs.document_id = best_cuts.document_id
        and runs.run_text = best_cuts.run_text
),

names_cut as (
    select
        document_id,
        table_run_no,
        block_no,
        table_run_row_no,
        run_no,
        run_text,
        token_count,
        ends,
        unnest(range(1, array_length(ends) + 1)) as piece_no
    from names
)

select
    document_id::varchar as document_id,  -- 文档键: the document it comes from
    table_run_no::integer as table_run_no,  -- 连续表序: the run of tables read as one, see stg_tables
    block_no::integer as block_no,  -- 块号: the ordinal of the target's rows in the table run
    row_number() over (
        partition by document_id, table_run_no, block_no order by run_no, piece_no
    )::integer as mention_no,  -- 次序: of the name in its target, as printed
    table_run_row_no::integer as table_run_row_no,  -- 连续表行: the data row whose cell prints the name (or begins to)
    substr(
        run_text,
        case when piece_no = 1 then 1 else ends[piece_no - 1] + 1 end,
        ends[piece_no] - case when piece_no = 1 then 0 else ends[piece_no - 1] end
    )::varchar as leader_name,  -- 领导姓名: the person's name
    (token_count > 1 or array_length(ends) > 1)::boolean as is_rejoined  -- 已接合: padding or a wrap inside the name was undone
from names_cut
