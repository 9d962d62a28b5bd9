"""The rows that a person should look at, from `meta.review_queue`."""

from __future__ import annotations

from pathlib import Path

from duban.asking.connection import connect_published
from duban.asking.query import Answer

# A build of before 2026-11-28 has the reasons in English only.
_QUEUE = """
select
    review_id, jurisdiction_name, report_year, document_path, source_place, unit_text, target_no, assignment_confidence,
    runner_up_target_no, runner_up_confidence, columns('^review_reason(_zh)?$')
from meta.review_queue
where (? is null or jurisdiction_name = ?) and (? is null or report_year = ?)
order by assignment_confidence, document_path, source_table_no, source_row_no, review_id
"""


def read_review_queue(published: Path, place: str | None = None, year: int | None = None) -> Answer:
    """One row a doubtful row: where it stands, the target it was given, the runner-up, and why; least sure first.

    place: a jurisdiction's name as the tables write it. year: a report year.
    """
    with connect_published(published) as con:
        result = con.execute(_QUEUE, [place, place, year, year])
        return Answer([column[0] for column in result.description], result.fetchall())


_NAMES = """
select
    jurisdiction_name, unit_name, printed_names, first_year, last_year,
    (select count(distinct target_id) from marts.bridge_target_unit as bridge where bridge.unit_id = unit.unit_id)
        as target_count,
    similar_name as suggested_name
from marts.dim_unit as unit
where not is_reviewed and (? is null or jurisdiction_name = ?)
order by jurisdiction_name, target_count desc, unit_name
"""
_KNOWN_NAMES = "select distinct unit_name from marts.dim_unit where is_reviewed order by unit_name"
# Names less alike than this (0..100, shared characters in order) are not suggested.
_LEAST_LIKENESS = 70


def read_unknown_names(published: Path, place: str | None = None) -> Answer:
    """One row a unit whose name no seed knows, or whose place prints a name like it: where, as printed, how often, and
    the name it may be, else the known name most like it."""
    from rapidfuzz import fuzz, process

    with connect_published(published) as con:
        result = con.execute(_NAMES, [place, place])
        columns = [column[0] for column in result.description]
        rows = result.fetchall()
        known = [row[0] for row in con.execute(_KNOWN_NAMES).fetchall()]
    suggested = []
    for *row, suggestion in rows:
        if suggestion is None:
            others = [name for name in known if name != row[1]]
            near = process.extractOne(row[1], others, scorer=fuzz.ratio, score_cutoff=_LEAST_LIKENESS)
            suggestion = near[0] if near else None
        suggested.append((*row, suggestion))
    return Answer(columns, suggested)


_MATCHES = """
select
    matched.jurisdiction_name, from_year, from_target_no, earlier.target_text as from_target_text, to_year,
    to_target_no, later.target_text as to_target_text, match_kind, similarity, confidence
from marts.fct_target_match as matched
left join marts.dim_target as earlier on matched.from_target_id = earlier.target_id
left join marts.dim_target as later on matched.to_target_id = later.target_id
where needs_review and (? is null or matched.jurisdiction_name = ?) and (? is null or ? in (from_year, to_year))
order by confidence, matched.jurisdiction_name, from_year, from_target_no, to_year, to_target_no
"""


def read_doubtful_matches(published: Path, place: str | None = None, year: int | None = None) -> Answer:
    """One row a doubtful continuation of a target in another year; least sure first."""
    with connect_published(published) as con:
        result = con.execute(_MATCHES, [place, place, year, year])
        return Answer([column[0] for column in result.description], result.fetchall())


# A build of before 2026-11-28 calls the source place `place`.
_HEADERS = """
select
    columns.header_text, columns.looks_like, count(distinct columns.document_id) as document_count,
    min(documents.document_path) as document_path,
    arg_min(columns('^(source_)?place$'), documents.document_path) as source_place
from staging.stg_columns as columns
inner join raw.documents as documents using (document_id)
where not columns.is_recognised and length(columns.header_text) > 0
group by columns.header_text, columns.looks_like
order by document_count desc, columns.header_text
"""


def read_unknown_headers(published: Path) -> Answer:
    """One row a header wording that no seed line knows: what its column looks like, how many documents, and where."""
    with connect_published(published) as con:
        result = con.execute(_HEADERS)
        return Answer([column[0] for column in result.description], result.fetchall())


_DOCUMENTS = """
select
    document_path, 'jurisdiction' as question, jurisdiction_name as inferred, jurisdiction_confidence as confidence,
    jurisdiction_method as method, jurisdiction_evidence as evidence,
    concat('jurisdiction: ', jurisdiction_name) as side_file_line
from marts.dim_document
where jurisdiction_confidence < $certain and ($place is null or jurisdiction_name = $place)
union all
select
    document_path, 'report_year', report_year::varchar, year_confidence, year_method, year_evidence,
    concat('report_year: ', report_year)
from marts.dim_document
where year_confidence < $certain and ($place is null or jurisdiction_name = $place)
order by confidence, document_path, question
"""
# A place or year that is less sure is in review; the rules of gate 1 that warn of it say the same.
_CERTAIN = 0.85


def read_inferred_facts(published: Path, place: str | None = None) -> Answer:
    """One row a place or year that was inferred from weak evidence, least sure first, with the line of a side file that
    confirms it."""
    with connect_published(published) as con:
        result = con.execute(_DOCUMENTS, {"certain": _CERTAIN, "place": place})
        return Answer([column[0] for column in result.description], result.fetchall())


def as_page(queue: Answer, *, is_chinese: bool = False) -> Answer:
    """The queue as a person reads it in a terminal: short ids, targets with how sure they are, and why."""
    why = "review_reason_zh" if is_chinese and "review_reason_zh" in queue.columns else "review_reason"
    return Answer(
        ["row", "where", "unit", "given", "or", "why"],
        [
            (
                row["review_id"][:6],
                f"{row['document_path']}, {row['source_place']}",
                row["unit_text"],
                _with_share(row["target_no"], row["assignment_confidence"]),
                _with_share(row["runner_up_target_no"], row["runner_up_confidence"]),
                row[why],
            )
            for row in queue.records()
        ],
    )


def _with_share(target_no: str | None, confidence: float | None) -> str:
    if target_no is None:
        return "" if confidence is None else f"no number ({confidence:.0%})"
    return target_no if confidence is None else f"{target_no} ({confidence:.0%})"
