"""Which rows of a table differ between two builds: found by key, then by what they say, then by where they stand.

A key is a hash of what a row is made from, so a corrected character in a document gives every row of that document a
new key. Compared by key alone, all its rows would be gone and as many be new. What keys of ids leave is paired again:

1. rows of an edited document that say the same as before, wherever they now stand: no difference, only counted;
2. rows that stand in the same printed row (without one: of the same numbers, names and years) and mostly say the same:
   changed, not removed and added.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from duban.comparing.two_builds import Side, TwoBuilds
from duban.modelling.table_ref import quoted_name, quoted_table

# Names under which a table carries the printed table and row that its rows come from.
_TABLE_NO = ("source_table_no", "table_no", "anchor_table_no", "target_table_no")
_ROW_NO = ("source_row_no", "row_no", "anchor_row_no", "target_row_no")
# `place` and `target_place` are what builds of before 2026-11-28 call them.
_SOURCE_PLACE = ("source_place", "place", "target_source_place", "target_place")
# More rows than this in one printed row are not paired by source place: it would compare each with each.
_MOST_IN_ONE_PLACE = 30
# Rows of one source place are the same row, changed, where at least this share of their columns still agree.
_LEAST_AGREEMENT = 0.5


@dataclass(frozen=True, slots=True)
class Roles:
    """What the columns of a table are for, by their names. document: document_path or document_id, where it has one.

    compared: all; said: all but ids and places; naming: those of `said` that name what a row is about.
    """

    key: list[str]
    compared: list[str]
    said: list[str]
    naming: list[str]
    document: str | None
    table_no: str | None
    row_no: str | None
    source_place: str | None


def roles_of(two: TwoBuilds, table: str) -> Roles:
    """The roles of the columns that a table has in both builds."""
    common = two.common_columns(table)
    said = [name for name in common if not is_id(name) and not is_place(name) and name != "document_path"]
    document = next((name for name in ("document_path", "document_id") if name in common), None)
    return Roles(
        key=two.key(table),
        compared=common,
        said=said,
        naming=[name for name in said if name.endswith(("_no", "_name", "_year"))],
        document=document,
        table_no=next((name for name in _TABLE_NO if name in common), None),
        row_no=next((name for name in _ROW_NO if name in common), None),
        source_place=next((name for name in _SOURCE_PLACE if name in common), None),
    )


def is_id(column: str) -> bool:
    """Whether a column holds ids, which mean nothing to a reader."""
    return column.endswith("_id")


def is_place(column: str) -> bool:
    """Whether a column says where in a document a row stands."""
    return column.endswith(("place", "table_no", "row_no", "_pos"))


def pair_rows(two: TwoBuilds, table: str, roles: Roles) -> int:
    """Fill the temporary table `pairs` (ra, rb): the rowids of every row that differs; NULL on the side without it.

    Returns how many rows are the same but for their ids and place. `edited` (document_path, a_id, b_id) must be there.
    """
    _pair_by_key(two, table, roles)
    same = 0
    if roles.said and any(map(is_id, roles.key)) and _has_both(two):
        _leftovers(two, table, roles)
        same = _drop_rows_that_say_the_same(two, roles)
        _pair_by_place(two, roles)
        two.con.execute("drop table removed; drop table added")
    return same


def _pair_by_key(two: TwoBuilds, table: str, roles: Roles) -> None:
    key = roles.key if roles.key and all(_is_unique(two, side, table, roles.key) for side in (two.a, two.b)) else []
    sides = [_keyed(two, side, table, key, roles.compared) for side in (two.a, two.b)]
    names = [f"k{number}" for number in range(len(key) or 2)]
    on = " and ".join(f"a.{name} is not distinct from b.{name}" for name in names)
    two.con.execute(
        f"""
        create or replace temp table pairs as
        select a.r as ra, b.r as rb
        from ({sides[0]}) as a
        full outer join ({sides[1]}) as b on {on}
        where a.r is null or b.r is null or a.h <> b.h
        """
    )


def _keyed(two: TwoBuilds, side: Side, table: str, key: Sequence[str], compared: Sequence[str]) -> str:
    """The rowid, key and fingerprint of every row; without a key, equal rows are numbered: a multiset."""
    fingerprint = hash_of(two, table, compared)
    if key:
        keys = ", ".join(f"{comparable(two, table, name)} as k{number}" for number, name in enumerate(key))
        return f"select rowid as r, {keys}, {fingerprint} as h from {side.name}.{quoted_table(table)}"
    return (
        f"select r, h as k0, row_number() over (partition by h) as k1, h "
        f"from (select rowid as r, {fingerprint} as h from {side.name}.{quoted_table(table)})"
    )


def comparable(two: TwoBuilds, table: str, column: str, alias: str = "") -> str:
    """A column as both builds can compare it: as text where its type changed."""
    name = f"{alias}.{quoted_name(column)}" if alias else quoted_name(column)
    retyped = two.a.columns[table][column] != two.b.columns[table][column]
    return f"{name}::varchar" if retyped else name


def hash_of(two: TwoBuilds, table: str, columns: Sequence[str]) -> str:
    """One value for what some columns of a row hold, NULLs included."""
    return f"hash({', '.join(comparable(two, table, name) for name in columns) or '0'})"


def _is_unique(two: TwoBuilds, side: Side, table: str, key: Sequence[str]) -> bool:
    columns = ", ".join(map(quoted_name, key))
    row = two.con.execute(
        f"select count(*), count(distinct row({columns})) from {side.name}.{quoted_table(table)}"
    ).fetchone()
    return row is not None and row[0] == row[1]


def _has_both(two: TwoBuilds) -> bool:
    row = two.con.execute("select count(*) filter (rb is null), count(*) filter (ra is null) from pairs").fetchone()
    return row is not None and row[0] > 0 and row[1] > 0


def _leftovers(two: TwoBuilds, table: str, roles: Roles) -> None:
    """`removed` and `added`, the rows that no key paired: r, path, table_no, row_no, spot and said (hashes), s0, s1…"""
    for name, side, here, there in (("removed", two.a, "ra", "rb"), ("added", two.b, "rb", "ra")):
        said = "".join(f", {comparable(two, table, column, 't')} as s{no}" for no, column in enumerate(roles.said))
        two.con.execute(
            f"""
            create or replace temp table {name} as
            select
                t.rowid as r, {_path(roles, side)} as path, {_number(roles.table_no)} as table_no,
                {_number(roles.row_no)} as row_no, {_spot(two, table, roles)} as spot,
                {hash_of(two, table, roles.said)} as said {said}
            from {side.name}.{quoted_table(table)} as t
            {_documents(roles, side)}
            where t.rowid in (select {here} from pairs where {there} is null)
            """
        )


def _spot(two: TwoBuilds, table: str, roles: Roles) -> str:
    """One value for where a row stands in its document; NULL where that is not known."""
    if roles.table_no and roles.row_no and roles.document:
        row_no = _number(roles.row_no)
        return f"case when {row_no} is not null then hash({_number(roles.table_no)}, {row_no}) end"
    if roles.naming or roles.key == ["document_id"]:
        return hash_of(two, table, roles.naming if roles.key != ["document_id"] else [])
    return "null::ubigint"


def _path(roles: Roles, side: Side) -> str:
    if roles.document == "document_path":
        return "t.document_path"
    if roles.document == "document_id":
        return "coalesce(d.document_path, t.document_id)" if _lands(side) else "t.document_id"
    return "null::varchar"


def _documents(roles: Roles, side: Side) -> str:
    if roles.document == "document_id" and _lands(side):
        paths = f"select document_id, min(document_path) as document_path from {side.name}.raw.documents group by all"
        return f"left join ({paths}) as d on t.document_id = d.document_id"
    return ""


def _lands(side: Side) -> bool:
    return {"document_id", "document_path"} <= side.columns.get("raw.documents", {}).keys()


def _number(column: str | None) -> str:
    return f"t.{quoted_name(column)}::bigint" if column else "0"


def _drop_rows_that_say_the_same(two: TwoBuilds, roles: Roles) -> int:
    """Rows of edited documents of which only ids and places are new; in an unedited one another id has a cause."""
    known = "path in (select document_path from edited)" if roles.document else "exists (from edited)"
    numbered = (
        "select r, path, said, row_number() over (partition by path, said order by table_no, row_no, r) as n "
        f"from {{}} where {known}"
    )
    two.con.execute(
        f"""
        create or replace temp table same as
        select a.r as ra, b.r as rb
        from ({numbered.format("removed")}) as a
        join ({numbered.format("added")}) as b
            on a.path is not distinct from b.path and a.said = b.said and a.n = b.n;
        delete from pairs where rb is null and ra in (select ra from same);
        delete from pairs where ra is null and rb in (select rb from same);
        delete from removed where r in (select ra from same);
        delete from added where r in (select rb from same);
        """
    )
    row = two.con.execute("select count(*) from same").fetchone()
    return int(row[0]) if row else 0


def _pair_by_place(two: TwoBuilds, roles: Roles) -> None:
    """Pair what stands in the same printed row, each with the row it agrees with most, if both choose each other."""
    agreement = " + ".join(f"(a.s{no} is not distinct from b.s{no})::int" for no in range(len(roles.said))) or "0"
    numbered = (
        "select *, row_number() over w as n, count(*) over (partition by path, spot) as size "
        "from {} window w as (partition by path, spot order by r)"
    )
    two.con.execute(
        f"""
        create or replace temp table placed as
        with agreeing as (
            select a.r as ra, b.r as rb, {agreement} as agreement, abs(a.n - b.n) as distance
            from ({numbered.format("removed")}) as a
            join ({numbered.format("added")}) as b
                on a.path is not distinct from b.path and a.spot = b.spot
            where a.size <= {_MOST_IN_ONE_PLACE} and b.size <= {_MOST_IN_ONE_PLACE}
        ),
        ranked as (
            select
                ra, rb,
                row_number() over (partition by ra order by agreement desc, distance, rb) as rank_a,
                row_number() over (partition by rb order by agreement desc, distance, ra) as rank_b
            from agreeing
            where agreement >= {_LEAST_AGREEMENT * len(roles.said)}
        )
        select ra, rb from ranked where rank_a = 1 and rank_b = 1;
        delete from pairs where rb is null and ra in (select ra from placed);
        delete from pairs where ra is null and rb in (select rb from placed);
        insert into pairs select ra, rb from placed;
        """
    )
