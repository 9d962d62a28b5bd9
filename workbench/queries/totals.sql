-- What the warehouse holds. Grain: one row.
select
    (select count(distinct jurisdiction_name) from marts.dim_target) as place_count,
    (select count(*) from marts.dim_document) as document_count,
    (select count(*) from marts.dim_target where speaks_for_year) as target_count,
    (select count(*) from marts.fct_target_measure where attainment_class <> 'no_number') as measure_count,
    (select count(distinct target_id) from marts.mart_claim_audit) as doubted_count,
    (select count(*) from meta.review_queue) as review_count,
    (select count(*) from meta.quarantine) as quarantined_count
