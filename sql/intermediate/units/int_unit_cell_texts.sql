-- 单位格: a distinct text of the unit cells of a document, widths folded, roles marked, glued names parted.
-- grain: document_id, unit_cell_text
-- What int_unit_names cuts into names. Which words end a name is in seeds.unit_endings, which say who does what in
-- seeds.unit_role_words; here is only how they stand to each other. Nothing of a name is lost or added.
with
unit_cells as (
    select
        document_id,
        unit_text as unit_cell_text
    from staging.stg_rows
    where unit_text is not null
    union
    select
        document_id,
        unit_lead_text as unit_cell_text
    from staging.stg_rows
    where unit_lead_text is not null
    union
    select
        document_id,
        unit_support_text as unit_cell_text
    from staging.stg_rows
    where unit_support_text is not null
),

-- Widths, kinds of brackets and blanks; a cell in one pair of brackets is the cell.
folded as (
    select
        document_id,
        unit_cell_text,
        regexp_replace(
            regexp_replace(
                regexp_replace(
                    regexp_replace(
                        translate(
                            -- a column two characters wide breaks a name over lines: 市政 | 府办 | 公厅
                            case
                                when regexp_matches(
                                    unit_cell_text, '^(?:(?:[一-龥]{2}\n){2,}[一-龥]{1,2}|(?:[一-龥]\n){2,}[一-龥])$'
                                )
                                    then replace(unit_cell_text, chr(10), '')
                                else unit_cell_text
                            end,
                            '（）〔〕［］【】〈〉[]：，；／｜．　｡',
                            '()()()()()():,;/|. 。'
                        ),
                        '[\x{00A0}\x{2003}\x{FEFF}\x{200B}\x{E000}-\x{E5FF}]+',
                        ' ',
                        'g'
                    ),
                    '^\s*\(((?:[^()]|\([^()]*\))*)\)[。;]?\s*$',
                    '\1'
                ),
                '[ \t]*:\s*',
                ':',
                'g'
            ),
            -- 县财政局 等有关单位: the rest of an enumeration begins no name
            '\s+(等(?:(?:各|其他|有关|相关|责任|成员|[省市县区州旗盟][直级属])*(?:单位|部门)(?:[和及](?:单位|部门))?)?(?:[\s、,;。)]|$))',
            '\1',
            'g'
        ) as folded_text
    from unit_cells
),

-- 县民政局(局长 王强), 县住建局 局长李明: the head of a unit is none, and his name is no part of its.
head_pattern as (
    select
        concat(
            '\s*\(?\s*(?:',
            string_agg(distinct title, '|' order by title),
            ')[:\s]*[',
            (select string_agg(surname, '' order by surname) from seeds.surnames where length(surname) = 1),
            -- 航道局长江分局 has no head of that name
            '][一-龥]?[^局委办院所站处科部厅会社队、,;。()\s]\s*\)?([、,;。\n]|\s*$)'
        ) as pattern
    from seeds.leader_titles
    where position = 'both'
),

-- Compiled for cells that print a head's title before a name.
heads_taken_out as (
    select
        folded.document_id,
        folded.unit_cell_text,
        case
            when regexp_matches(folded.folded_text, '[一-龥](?:\s*\(\s*|\s*)(?:[^、,;。()]{0,4}长|书记|主任|主席)[:\s]*[一-龥]{2,3}')
                then regexp_replace(folded.folded_text, head_pattern.pattern, '\1', 'g')
            else folded.folded_text
        end as folded_text
    from folded
    cross join head_pattern
),

-- 县水利局 周海 under 牵头单位及负责人: a header that names both says that the name behind a unit is a person's.
documents_with_persons as (
    select distinct document_id
    from staging.stg_columns
    where field in ('unit', 'unit_lead', 'unit_support')
        and regexp_matches(header_text, '(?:单位|部门)[及和与、/(（]*(?:主要)?(?:负责人|责任人|联系人)')
),

person_pattern as (
    select
        concat(
            '(?:(?:\s+|\s*[(:])(?:',
            string_agg(surname, '|' order by surname),
            ')[一-龥]?[^局委办院所站处科部厅会社队乡镇村区县市、,;。()\s]\)?)+([、,;。\s]|$)'
        ) as pattern
    from seeds.surnames
),

-- Compiled for the cells of such documents.
persons_taken_out as (
    select
        heads_taken_out.document_id,
        heads_taken_out.unit_cell_text,
        case
            when documents_with_persons.document_id is not null
                then regexp_replace(heads_taken_out.folded_text, person_pattern.pattern, '\1', 'g')
            else heads_taken_out.folded_text
        end as folded_text
    from heads_taken_out
    cross join person_pattern
    left join documents_with_persons
        on heads_taken_out.document_id = documents_with_persons.document_id
),

-- 列第一位者为牵头单位,下同 says who leads and names nobody. 后面各项均由各县区具体落实,不一一写明 is of the targets behind
-- this one. A signature is the last line, above its date or before it.
notices_read as (
    select
        document_id,
        unit_cell_text,
        regexp_matches(
            folded_text,
            '(?:(?:列|排)[^、,;。]{0,4}(?:第一|首)[^、,;。]{0,8}|第一(?:责任)?(?:单位|部门))为(?:工作)?(?:牵头|主办|主责|第一责任|主要责任)'
        ) as says_first_leads,
        regexp_replace(
            regexp_replace(
                regexp_replace(
                    -- 各区政府(含开发区,下同): what a group takes in is said once for all; 市住建局等部门和各县区政府
                    regexp_replace(
                        regexp_replace(
                            -- (除写明牵头的外,排在首位的为牵头单位,以下均同): what else the bracket says is of the rule
                            folded_text,
                            concat(
                                '\((?:含|包括)[^()]{2,40}[,、;。]\s*下同\)',
                                '|\([^()、]*(?:列|排)[^()、,;。]{0,4}(?:第一|首)[^()、,;。]{0,8}为(?:工作)?',
                                '(?:牵头|主办|主责|第一责任|主要责任)[^()、]*\)'
                            ),
                            '',
                            'g'
                        ),
                        '([一-龥])等(?:有关|相关|责任)?(?:部门|单位)(?:[和及与、,]|以及)\s*(各|[省市县区州旗]直)',
                        '\1、\2',
                        'g'
                    ),
                    -- 财政部等国务院相关部门: one of them and all of them; 国家疾控局等和地方人民政府
                    '([一-龥])等(?:[和及与]|以及|((?:国务院|[省市县区州旗]直?)(?:有关|相关)(?:部门|单位)))',
                    '\1、\2',
                    'g'
                ),
                concat(
                    '[(,、;。]?\s*(?:以|由)?(?:(?:列|排)[^、,;。]{0,4}(?:第一|首)[^、,;。]{0,8}|第一(?:责任)?(?:单位|部门))',
                    '为(?:工作)?(?:牵头|主办|主责|第一责任|主要责任)',
                    '[^、,;。()\s]{0,12}\)?|[(,;。]\s*下同\)?|[。;]\s*(?:以下|其余)[^。;]*(?:负责|列出)[。;)]*\s*$',
                    -- 各项任务均由各县区人民政府配合落实,不再逐项列出,下同: what holds for every item is said once
                    '|[(,;。]\s*(?:以下|后面|下面|下列|上述|所有|全部|每项|各[项条类])[^。;]*?(?:均|都)[由需为要须请按应是][^。;]*',
                    '(?:不再|不另|下同|负责|落实|实施|配合|参与|执行)[^。;]*[。;)]*\s*$',
                    -- 具体工作都涉及各县区政府,不再列出
                    '|[。;]\s*[^。;、]{0,12}(?:均|都)[^。;]*(?:不再|不另|不一一|下同)[^。;]*[。;)]*\s*$'
                ),
                '、',
                'g'
            ),
            '\n[^\n、,;:]{2,30}\n?\s*(?:[0-9]{4}|[〇○零一二三四五六七八九]{4})年[0-9一二三四五六七八九十]{1,2}月[0-9一二三四五六七八九十]{1,3}日\s*$',
            ''
        ) as named_text
    from persons_taken_out
),

-- Every role word of the seed stands as one sign of a private range until it is known what it is there: E0xx lead, E1xx
-- support, E2xx nothing said, E3xx responsible, E4xx between two names. The longest word goes first; labels, which are
-- longer than what they begin with (牵头单位, 牵头), only where there is a colon.
role_words as (
    select
        position,
        {
            'rank': word_no,
            'wording': wording,
            'sign': chr(
                57344 + word_no + 256 * case
                    when position = 'between' then 4
                    when unit_role = 'lead' then 0
                    when unit_role = 'support' then 1
                    when unit_role = 'responsible' then 3
                    else 2
                end::integer
            )
        } as word
    from (
        select
            wording,
            position,
            unit_role,
            row_number() over (order by length(wording) desc, wording)::integer as word_no
        from seeds.unit_role_words
    ) as words_in_order
),

word_lists as (
    select
        coalesce(list_sort(list(word)), []) as words,
        coalesce(list_sort(list(word) filter (where position = 'label')), []) as labels,
        coalesce(list_sort(list(word) filter (where position <> 'label')), []) as tails
    from role_words
),

-- ★市教育局、市财政局, also 市教育局★: the star marks who leads.
stars_read as (
    select
        document_id,
        unit_cell_text,
        says_first_leads,
        case
            when regexp_matches(named_text, '[★☆▲△]')
                then regexp_replace(
                    regexp_replace(named_text, '([一-龥])\s*[★☆▲△]+([、,;。\s]|$)', '\1(牵头)\2', 'g'),
                    '[★☆▲△]+\s*([一-龥][^、,;。()\s★☆▲△]*)',
                    '\1(牵头)',
                    'g'
                )
            else named_text
        end as named_text
    from notices_read
),

-- 宣传处会办公室: 会 alone stands for 会同 between two offices, and begins a word in 财政处会计科.
joins_written_out as (
    select
        document_id,
        unit_cell_text,
        says_first_leads,
        case
            when contains(named_text, '会')
                then regexp_replace(
                    named_text,
                    '([一-龥][局处厅司科])会([^会计议展务员见长费址场所商同、,;。()\s][一-龥]{0,8}(?:局|处|厅|司|科|室|办|中心))',
                    '\1会同\2',
                    'g'
                )
            else named_text
        end as named_text
    from stars_read
),

-- 牵头单位市教育局, 责任单位为市教育局: a label that lost its colon.
label_pattern as (
    select
        concat(
            '(^|[、,;。(\s])(',
            string_agg(wording, '|' order by length(wording) desc, wording),
            ')[为是]?\s*([省市县区州旗各][一-龥])'
        ) as pattern
    from seeds.unit_role_words
    where position = 'label'
),

-- Compiled for cells in which a level follows such a label.
colons_set as (
    select
        joins_written_out.document_id,
        joins_written_out.unit_cell_text,
        joins_written_out.says_first_leads,
        case
            when regexp_matches(joins_written_out.named_text, '(?:单位|部门)[为是]?\s*[省市县区州旗各]')
                then regexp_replace(joins_written_out.named_text, label_pattern.pattern, '\1\2:\3', 'g')
            else joins_written_out.named_text
        end as named_text
    from joins_written_out
    cross join label_pattern
),

-- 经协办: an office whose name ends as a role word does (E5xx while the role words are set).
names_like_roles as (
    select coalesce(list_sort(list({'name': unit_name, 'sign': sign})), []) as names
    from (
        select
            known.unit_name,
            chr(58624 + row_number() over (order by known.unit_name)::integer) as sign
        from seeds.unit_known_names as known
        inner join seeds.unit_role_words as words
            on words.position = 'tail'
            and suffix(known.unit_name, words.wording)
            and known.unit_name <> words.wording
    ) as numbered_names
),

names_kept as (
    select
        colons_set.document_id,
        colons_set.unit_cell_text,
        colons_set.says_first_leads,
        list_reduce(
            names_like_roles.names,
            lambda kept, known: replace(kept, known.name, known.sign),
            colons_set.named_text
        ) as named_text
    from colons_set
    cross join names_like_roles
),

signs_set as (
    select
        names_kept.document_id,
        names_kept.unit_cell_text,
        names_kept.says_first_leads,
        list_reduce(
            names_like_roles.names,
            lambda signed, known: replace(signed, known.sign, known.name),
            list_reduce(
                word_lists.tails,
                lambda signed, word: replace(signed, word.wording, word.sign),
                list_reduce(
                    case when contains(names_kept.named_text, ':') then word_lists.labels else [] end,
                    lambda signed, word: replace(signed, word.wording, word.sign),
                    names_kept.named_text
                )
            )
        ) as signed_text
    from names_kept
    cross join word_lists
    cross join names_like_roles
),

-- 县统计局(数据核算牵头单位): what the bracket says that it leads is a part of the work and not the target.
parts_taken_out as (
    select
        document_id,
        unit_cell_text,
        says_first_leads,
        case
            when regexp_matches(signed_text, '[\x{E000}-\x{E3FF}](?:单位|部门)\)')
                then regexp_replace(
                    signed_text,
                    '\([^省市县区州旗镇乡各有相局委厅办部院()、,;:\s][^局委厅办部院()、,;:\s]{3,15}[\x{E000}-\x{E3FF}](?:单位|部门)\)',
                    '',
                    'g'
                )
            else signed_text
        end as signed_text
    from signs_set
),

-- <X> a label, what follows has its role; [X] a bracket, the name before it has; {X} a tail, the names of its clause
-- have.
-- What stands before a tail (等有关部门按职责分工分别) goes with it, and so does such a phrase without one.
roles_marked as (
    select
        document_id,
        unit_cell_text,
        says_first_leads,
        regexp_replace(
            regexp_replace(
                regexp_replace(
                    regexp_replace(
                        regexp_replace(
                            signed_text,
                            '(^|[、,;。(\s])(?:(?:以上|上述|此项|该项|本项)?(?:工作|任务)?由|请|责成)([省市县区州旗各])',
                            '\1\2',
                            'g'
                        ),
                        '\(?([\x{E000}-\x{E3FF}]):',
                        '、<\1>、',
                        'g'
                    ),
                    '\(([\x{E000}-\x{E2FF}])[^()局委厅]*\)',
                    '、[\1]、',
                    'g'
                ),
                concat(
                    '(?:\s*等(?:(?:各|其他|有关|相关|责任|成员|[省市县区州旗盟][直级属])*(?:单位|部门|企业|地方|方面)(?:[和及、](?:单位|部门|地方))?)?)?[、,]?\s*',
                    '(?:(?:按照?|根据|依据|依照?)?(?:各自)?(?:(?:职责|职能)(?:分工|权限|范围)?|分工)|结合实际|分别|共同|联合|各自|分工|[等])*',
                    '([\x{E000}-\x{E2FF}])(\s|[、,;。|()/<]|$)'
                ),
                '、{\1}、\2',
                'g'
            ),
            concat(
                '[(,、;。]?\s*(?:(?:按照?|根据|依据|依照?)?(?:各自)?(?:职责|职能)(?:分工|权限|范围)?|(?:按照?|根据|依据|依照?)(?:各自)?分工)',
                '(?:分别|分工)?(?:推进|推动)?\)?',
                '(\s|[、,;。|()/<]|$)'
            ),
            '、\1',
            'g'
        ) as marked_text
    from parts_taken_out
),

-- What parts names stands in for itself (﹑ for 、 and so on) where it parts none: before the second half of a group
-- (县直各部门、单位; 各市、县(市、区)政府; 各县(市)、区政府).
groups_closed as (
    select
        document_id,
        unit_cell_text,
        says_first_leads,
        regexp_replace(
            regexp_replace(
                regexp_replace(
                    -- 各省、自治区、直辖市人民政府
                    regexp_replace(marked_text, '各省[、,]自治区[、,和](直辖市|计划单列市)', '各省﹑自治区﹑\1', 'g'),
                    '((?:各|有关|相关|[市县区州旗]直)(?:部门|单位))\s*[、,]\s*((?:直属)?(?:单位|部门|企业|机构)等?(?:[\s、,;。)]|$))',
                    '\1﹑\2',
                    'g'
                ),
                '((?:各|有关|相关)[省市州盟县区旗乡镇街道]{1,3})[、,]([市州县区旗乡镇]{1,2})[、,]([县区旗镇街道]{1,2}(?:\([^()]*\))?(?:(?:人民政府|政府|管委会|办事处)(?:\([^()]*\))?)?(?:[\s、,;。)]|$))',
                '\1﹑\2﹑\3',
                'g'
            ),
            '((?:各|有关|相关)[省市州盟县区旗乡镇]{1,3}(?:\([市州盟县区旗]{1,3}\))?)[、,]([市州县区旗镇街道]{1,2}(?:\([^()]*\))?(?:(?:(?:人民政府|政府|管委会|办事处)(?:\([^()]*\))?)?(?:[\s、,;。)]|$)|(?:人民政府|政府)(?:[和及与]|以及)))',
            '\1﹑\2',
            'g'
        ) as grouped_text
    from roles_marked
),

-- A sign behind every ending of the seed: ◆ where a name ends even if the next is glued to it, ◇ where one ends before
-- 和 and another name, ◈ where one ends before 和 and a level. The expressions below name signs and no endings. (Put
-- together from the seed, they would be compiled anew for every text, which costs twenty times as much.)
endings as (
    select
        coalesce(list_sort(list(ending) filter (where ends_glued = 'yes')), []) as glued_endings,
        coalesce(list_sort(list(ending) filter (where ends_listed = 'yes')), []) as listed_endings,
        coalesce(list_sort(list(ending) filter (where ends_listed = 'before_level')), []) as level_endings
    from seeds.unit_endings
),

endings_marked as (
    select
        groups_closed.document_id,
        groups_closed.unit_cell_text,
        groups_closed.says_first_leads,
        list_reduce(
            -- they count only beside a 和, a bracket, a role or a level that may be glued
            case
                when regexp_matches(groups_closed.grouped_text, '[和及与(区州旗\x{E000}-\x{E4FF}]')
                    then endings.level_endings
                else []
            end,
            lambda marked, ending: replace(marked, ending, concat(ending, '◈')),
            list_reduce(
                endings.listed_endings,
                lambda marked, ending: replace(marked, ending, concat(ending, '◇')),
                list_reduce(
                    endings.glued_endings,
                    lambda marked, ending: replace(marked, ending, concat(ending, '◆')),
                    groups_closed.grouped_text
                )
            )
        ) as marked_text
    from groups_closed
    cross join endings
),

-- A role word right behind an ending is a tail too: 市教育局牵头市财政局配合, 市教育局负责校舍建设 (the object goes with it).
-- 会同 makes a lead of the name before it and support of those behind, also where it begins their clause.
tails_marked as (
    select
        document_id,
        unit_cell_text,
        says_first_leads,
        case
            when regexp_matches(marked_text, '[◆◇◈][\x{E000}-\x{E4FF}]|[、,;。]\s*[\x{E400}-\x{E4FF}]')
                then regexp_replace(
                    regexp_replace(
                        regexp_replace(
                            -- 由市教育局牵头,会同市财政局等单位落实
                            regexp_replace(marked_text, '([、,;。]\s*)[\x{E400}-\x{E4FF}]', '\1<S>、', 'g'),
                            '([◆◇◈])[\x{E400}-\x{E4FF}]',
                            '\1、[L]、<S>、',
                            'g'
                        ),
                        '([◆◇◈])([\x{E000}-\x{E2FF}])([省市县区州旗各])',
                        '\1、{\2}、\3',
                        'g'
                    ),
                    '([◆◇◈])([\x{E000}-\x{E2FF}])[^、,;。|()\s{}<>]*',
                    '\1、{\2}、',
                    'g'
                )
            else marked_text
        end as marked_text
    from endings_marked
),

-- The signs of marks become letters; a role word that marks nothing is a part of a name (市协同创新中心) and stands again.
roles_lettered as (
    select
        tails_marked.document_id,
        tails_marked.unit_cell_text,
        tails_marked.says_first_leads,
        case
            when regexp_matches(lettered_text, '[\x{E000}-\x{E4FF}]')
                then list_reduce(
                    word_lists.words,
                    lambda signed, word: replace(signed, word.sign, word.wording),
                    lettered_text
                )
            else lettered_text
        end as marked_text
    from (
        select
            document_id,
            unit_cell_text,
            says_first_leads,
            case
                when regexp_matches(marked_text, '[<\[{][\x{E000}-\x{E4FF}]')
                    then regexp_replace(
                        regexp_replace(
                            regexp_replace(
                                regexp_replace(marked_text, '([<\[{])[\x{E000}-\x{E0FF}]', '\1L', 'g'),
                                '([<\[{])[\x{E100}-\x{E1FF}]',
                                '\1S',
                                'g'
                            ),
                            '([<\[{])[\x{E200}-\x{E2FF}]',
                            '\1U',
                            'g'
                        ),
                        '<[\x{E300}-\x{E3FF}]',
                        '<R',
                        'g'
                    )
                else marked_text
            end as lettered_text
        from tails_marked
    ) as tails_marked
    cross join word_lists
),

-- A list of whole names in brackets is a list: 有关部门(市教育局、市财政局), and so is one name behind a group. So is what
-- holds a role.
lists_opened as (
    select
        document_id,
        unit_cell_text,
        says_first_leads,
        regexp_replace(
            regexp_replace(
                marked_text,
                '((?:各|有关|相关)[^、,;()]*(?:部◈门|单位|企业|机构))\(([^()、,;]{2,}[◆◇◈])\)',
                '\1、\2、',
                'g'
            ),
            concat(
                '\(((?:[^()、,;]{2,}[◆◇◈]\s*[、,;]\s*)+[^()、,;]{2,}[◆◇◈])等?\)',
                '|\(([^()]*[<>{}][^()]*)\)'
            ),
            '、\1\2、',
            'g'
        ) as opened_text
    from roles_lettered
),

-- In the brackets of a group nothing parts: 各县(市、区)政府.
brackets_closed as (
    select
        document_id,
        unit_cell_text,
        says_first_leads,
        array_to_string(
            list_transform(
                regexp_extract_all(opened_text, '\([^()]*\)|[^()]+|[()]'),
                lambda piece: case
                    when piece like '(%)'
                        then translate(regexp_replace(piece, '\s+', '﹍', 'g'), '、,;/|。·•', '﹑﹐﹔⁄∣﹒‧∙')
                    else piece
                end
            ),
            ''
        ) as closed_text
    from lists_opened
),

-- 和 及 与 part names only behind a whole name and before a level, a group or another whole name (市教育局和体育局), never
-- inside one (住房和城乡建设局); names glued together part where one bureau ends and the next begins (市教育局市财政局,
-- 区教育局区直各单位).
conjunctions_parted as (
    select
        document_id,
        unit_cell_text,
        says_first_leads,
        regexp_replace(
            regexp_replace(
                regexp_replace(
                    regexp_replace(
                        closed_text,
                        '([◆◇◈])\s*(?:和|及|与|以及|、)\s*(市|县|区|省|各|有关|相关|[州旗盟镇]直)',
                        '\1、\2',
                        'g'
                    ),
                    '([◆◇])\s*(?:以及|和|及|与)\s*([^、,;。|()\s◆◇◈]{1,12}[◆◇◈])',
                    '\1、\2',
                    'g'
                ),
                '((?:[县区市州旗镇乡)]|(?:各|有关|相关)[^、,;。()]{0,6}(?:单位|部◈门)[◆◇◈]?))\s*(?:以及|和|及|与)\s*(各|有关|相关|[省市县区州旗][直级])',
                '\1、\2',
                'g'
            ),
            '◆(市[^中场政区]|县[^区]|[省区州旗]直[^属辖]|各[县区市镇乡片街])',
            '◆、\1',
            'g'
        ) as parted_text
    from brackets_closed
),

-- 区 州 旗 begin other words too (区域, 区划): they begin a name behind a bureau where the cell's names begin with them
-- and a whole name follows (区商务局区发展改革局).
glue_parted as (
    select
        document_id,
        unit_cell_text,
        says_first_leads,
        case
            when regexp_matches(parted_text, '(^|[、,;/|。\s>])区[一-龥◆◇◈]{2,}[◆◇◈]区[^域划位间块内][一-龥◆◇◈]+[◆◇◈]')
                then regexp_replace(parted_text, '◆(区[^域划位间块内])', '◆、\1', 'g')
            when regexp_matches(parted_text, '(^|[、,;/|。\s>])州[一-龥◆◇◈]{2,}[◆◇◈]州[一-龥◆◇◈]{2,}[◆◇◈]')
                then regexp_replace(parted_text, '◆(州)', '◆、\1', 'g')
            when regexp_matches(parted_text, '(^|[、,;/|。\s>])旗[一-龥◆◇◈]{2,}[◆◇◈]旗[^舰下][一-龥◆◇◈]+[◆◇◈]')
                then regexp_replace(parted_text, '◆(旗[^舰下])', '◆、\1', 'g')
            else parted_text
        end as parted_text
    from conjunctions_parted
)

select
    document_id::varchar as document_id,  -- 文档键: the document it comes from
    unit_cell_text::varchar as unit_cell_text,  -- 单位格: the cell's whole text as printed
    translate(parted_text, '◆◇◈', '')::varchar as parted_text,  -- 分写文本: as printed but for widths, with 、 between names and ﹑ where 、 parts none; <X> is a label, [X] a bracket, {X} a tail of lead (L), support (S), responsible (R) or no role (U)
    says_first_leads::boolean as says_first_leads  -- 首列牵头: the cell says that the first unit listed leads
from glue_parted
