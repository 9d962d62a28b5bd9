-- 单位格: a distinct text of the unit cells of a document, widths folded, roles marked, glued names parted.
-- grain: document_id, unit_cell_text
-- What int_unit_names cuts into names. Which words end a name is in seeds.unit_endings; here is only where one begins.
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

folded as (
    select
        document_id,
        unit_cell_text,
        regexp_replace(
            regexp_replace(
                translate(unit_cell_text, '（）：，；／｜．　｡', '():,;/|. 。'),
                '[\x{00A0}\x{2003}\x{FEFF}\x{200B}]+',
                ' ',
                'g'
            ),
            -- 县财政局 等有关单位: the rest of an enumeration begins no name
            '\s+(等(?:(?:各|其他|有关|相关|市直|县直|区直|州直|旗直)*(?:单位|部门))?(?:[\s、,;。)]|$))',
            '\1',
            'g'
        ) as folded_text
    from unit_cells
),

-- Labels inside a cell (牵头单位:…;责任单位:…) set the role of what follows, a bracket behind a name (牵头) that of the name.
-- L and S stand for lead and support; < > mark a label, [ ] a bracket.
roles_marked as (
    select
        document_id,
        unit_cell_text,
        regexp_replace(
            regexp_replace(
                regexp_replace(
                    regexp_replace(
                        regexp_replace(
                            folded_text,
                            '[(,、;。]?\s*(按照?|根据)?(各自)?(职责|职能)(分工|权限|范围)?(分别|分工)?(负责|落实|配合|抓好落实)?\)?',
                            '、',
                            'g'
                        ),
                        '\(?(牵头|主办|主责|主要|第一)(责任|负责)?(单位|部门)\s*:',
                        '、<L>、',
                        'g'
                    ),
                    '\(?(责任)?(配合|协办|协同|参与|责任)(责任|配合)?(单位|部门)\s*:',
                    '、<S>、',
                    'g'
                ),
                '\((牵头|主办|主责|总牵头)[^()]*\)',
                '[L]',
                'g'
            ),
            '\((配合|协办|协同|参与)[^()]*\)',
            '[S]',
            'g'
        ) as marked_text
    from folded
),

-- A sign behind every ending of the seed, ◆ where a name ends even if the next is glued to it, else ◇ where one ends in
-- a list: the expressions below name signs and no endings. (Put together from the seed, they would be compiled anew for
-- every text, which costs twenty times as much.)
endings as (
    select
        list_sort(list(ending) filter (where ends_glued = 'yes')) as glued_endings,
        list_sort(list(ending) filter (where ends_listed = 'yes')) as listed_endings
    from seeds.unit_endings
),

endings_marked as (
    select
        roles_marked.document_id,
        roles_marked.unit_cell_text,
        list_reduce(
            endings.listed_endings,
            lambda marked, ending: replace(marked, ending, concat(ending, '◇')),
            list_reduce(
                endings.glued_endings,
                lambda marked, ending: replace(marked, ending, concat(ending, '◆')),
                roles_marked.marked_text
            )
        ) as marked_text
    from roles_marked
    cross join endings
),

-- A list of whole names in brackets is a list: 有关部门(市教育局、市财政局). So is what holds a label.
lists_opened as (
    select
        document_id,
        unit_cell_text,
        regexp_replace(
            marked_text,
            concat(
                '\(((?:[市县区省州旗][^()、,;]{2,}[◇◆]\s*[、,;]\s*)+[市县区省州旗][^()、,;]{2,}[◇◆])\)',
                '|\(([^()]*[<>][^()]*)\)'
            ),
            '、\1\2、',
            'g'
        ) as opened_text
    from endings_marked
),

-- What parts names stands in for itself (﹑ for 、 and so on) where it parts none: in the brackets of a group
-- (各县(市、区)政府), and before the second half of one (县直各部门、单位).
brackets_closed as (
    select
        document_id,
        unit_cell_text,
        regexp_replace(
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
            ),
            '((?:各|有关|相关|[市县区州旗]直)(?:部门|单位))\s*[、,和及]\s*((?:直属)?(?:单位|部门|企业|机构))((?:等|负责)?(?:[\s、,;。)]|$))',
            '\1﹑\2\3',
            'g'
        ) as closed_text
    from lists_opened
),

-- 和 及 与 part names only behind a whole name and before a level or a group (市教育局和市财政局), never inside one
-- (住房和城乡建设局); names glued together part where one bureau ends and the next begins (市教育局市财政局).
conjunctions_parted as (
    select
        document_id,
        unit_cell_text,
        regexp_replace(
            regexp_replace(
                closed_text,
                '([◇◆])\s*(?:和|及|与|以及|、)\s*(市|县|区|省|各|有关|相关)',
                '\1、\2',
                'g'
            ),
            '◆(市[^中场政区]|县[^区]|各[县区市镇乡])',
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
        case
            when regexp_matches(parted_text, '(^|[、,;/|。\s>])区[一-龥◇◆]{2,}[◇◆]区[^域划位间块内][一-龥◇◆]+[◇◆]')
                then regexp_replace(parted_text, '◆(区[^域划位间块内])', '◆、\1', 'g')
            when regexp_matches(parted_text, '(^|[、,;/|。\s>])州[一-龥◇◆]{2,}[◇◆]州[一-龥◇◆]{2,}[◇◆]')
                then regexp_replace(parted_text, '◆(州)', '◆、\1', 'g')
            when regexp_matches(parted_text, '(^|[、,;/|。\s>])旗[一-龥◇◆]{2,}[◇◆]旗[^舰下][一-龥◇◆]+[◇◆]')
                then regexp_replace(parted_text, '◆(旗[^舰下])', '◆、\1', 'g')
            else parted_text
        end as parted_text
    from conjunctions_parted
)

select
    document_id::varchar as document_id,  -- 文档键: the document it comes from
    unit_cell_text::varchar as unit_cell_text,  -- 单位格: the cell's whole text as printed
    translate(parted_text, '◇◆', '')::varchar as parted_text  -- 分写文本: as printed but for widths and roles: 、 between names, ﹑ where 、 parts none, <L> <S> for a label of lead or support, [L] [S] for such a bracket
from glue_parted
