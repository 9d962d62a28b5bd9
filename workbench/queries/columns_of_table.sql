-- The columns of a table with their meaning, and where each comes from. Grain: column.
with
sources as (
    select column_name, list_sort(list(distinct source_table || '.' || source_column)) as source_columns
    from meta.lineage
    where model_name = $table_name
    group by column_name
)
select columns.column_name, columns.data_type, columns.comment, sources.source_columns
from duckdb_columns() as columns
left join sources using (column_name)
where columns.schema_name || '.' || columns.table_name = $table_name
order by columns.column_index
