-- The tables of the published file that have a meaning. Grain: table.
select
    tables.schema_name || '.' || tables.table_name as table_name, tables.schema_name, tables.comment,
    tables.estimated_size as row_count, models.grain
from duckdb_tables() as tables
left join meta.models as models on models.model_name = tables.schema_name || '.' || tables.table_name
where tables.schema_name in ('marts', 'meta', 'intermediate', 'staging', 'raw')
order by array_position(['marts', 'meta', 'intermediate', 'staging', 'raw'], tables.schema_name), tables.table_name
