-- The tables of a small warehouse that keeps every promise, with the columns that gate 2 reads; the real ones have more.
-- `printed` is one row a printed data row; small_warehouse.py fills it, and the models below are made from it.
create schema raw; create schema staging; create schema intermediate; create schema marts; create schema meta;
create table raw.documents (document_id varchar, document_path varchar);
create table raw.quarantine (document_id varchar, document_path varchar, gate varchar, reason varchar, place varchar, remedy varchar);
create table raw.cells (document_id varchar, table_no int, row_no int, column_no int, text varchar, place varchar);
create table meta.models (model_name varchar, grain varchar);
insert into meta.models values
    ('staging.stg_rows', 'document_id, table_no, row_no'), ('marts.dim_target', 'target_id'), ('marts.dim_unit', 'unit_id'),
    ('marts.fct_target_unit', 'target_id, unit_id'), ('raw.nothing', '');
create table printed (document_id varchar, document_path varchar, report_year int, row_no int, is_flagged boolean, has_unit boolean);
