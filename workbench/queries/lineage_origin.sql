-- Every table that a column came through, the one asked for first, the printed cells last. Grain: table.
with recursive
upstream as (
    select $table_name::varchar as table_name, $column_name::varchar as column_name, 0 as depth
    union
    select lineage.source_table, lineage.source_column, upstream.depth + 1
    from upstream
    inner join meta.lineage as lineage
        on upstream.table_name = lineage.model_name and upstream.column_name = lineage.column_name
    where upstream.depth < 60
)
select table_name, list(distinct column_name order by column_name) as column_names, max(depth) as depth
from upstream
where not starts_with(table_name, 'seeds.')
group by table_name
order by depth, table_name
