-- The tables of the published file that have a meaning. Grain: table.
select
    tables.schema_name || '.' || tables.table_name as table_name, tables.schema_name, tables.comment,
    coalesce(tables.estimated_size, models.row_count) as row_count, models.grain
from (
    select schema_name, table_name, comment, estimated_size from duckdb_tables()
    union all
    -- the tables of a lake
    select schema_name, view_name, comment, null from duckdb_views() where not internal
) as tables
left join meta.models as models on models.model_name = tables.schema_name || '.' || tables.table_name
where tables.schema_name in ('marts', 'meta', 'intermediate', 'staging', 'raw')
order by array_position(['marts', 'meta', 'intermediate', 'staging', 'raw'], tables.schema_name), tables.table_name
