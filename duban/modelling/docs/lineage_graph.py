"""The graph of tables as a drawing: columns by depth, neighbours near each other, one SVG without a script."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape

from duban.modelling.project import Project

_WIDTH, _HEIGHT, _GAP_X, _GAP_Y, _MARGIN = 230, 24, 70, 8, 20


@dataclass(frozen=True, slots=True)
class Node:
    """A table in the drawing. column: its depth, 0-based. row: its place in the column."""

    table: str
    column: int
    row: int

    @property
    def x(self) -> int:
        return _MARGIN + self.column * (_WIDTH + _GAP_X)

    @property
    def y(self) -> int:
        return _MARGIN + self.row * (_HEIGHT + _GAP_Y)


def laid_out(project: Project) -> dict[str, Node]:
    """Every table that the models read or make, at its place.

    A model stands one column behind the last of its parents, a source one before the first of its readers. Inside a
    column tables are sorted by the mean place of their parents, so that lines cross seldom.
    """
    depth: dict[str, int] = {}
    for table, model in project.models.items():  # parents come first
        for parent in model.parents:
            depth.setdefault(parent, 0)
        depth[table] = 1 + max((depth[parent] for parent in model.parents), default=-1)
    for source in [table for table in depth if table not in project.models]:  # a source stands by its first reader
        depth[source] = min(depth[child.table] for child in project.children(source)) - 1
    nodes: dict[str, Node] = {}
    for column in range(max(depth.values(), default=-1) + 1):
        members = sorted(table for table, at in depth.items() if at == column)
        members.sort(key=lambda table: _mean_place(project, nodes, table))
        for row, table in enumerate(members):
            nodes[table] = Node(table, column, row)
    return nodes


def _mean_place(project: Project, nodes: dict[str, Node], table: str) -> float:
    model = project.models.get(table)
    places = [nodes[parent].row for parent in model.parents if parent in nodes] if model else []
    return sum(places) / len(places) if places else -1.0


def lineage_svg(project: Project, link: str = "tables/{table}.html") -> str:
    """The drawing. link: where a table's own page lies; seeds and raw tables have one too."""
    nodes = laid_out(project)
    width = max((node.x for node in nodes.values()), default=0) + _WIDTH + _MARGIN
    height = max((node.y for node in nodes.values()), default=0) + _HEIGHT + _MARGIN
    lines = [_line(nodes[parent], nodes[table]) for table, model in project.models.items() for parent in model.parents]
    boxes = [_box(node, link.format(table=node.table)) for node in nodes.values()]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}"'
        f' role="img" aria-label="lineage of tables">{"".join(lines)}{"".join(boxes)}</svg>'
    )


def _line(start: Node, end: Node) -> str:
    x1, y1, x2, y2 = start.x + _WIDTH, start.y + _HEIGHT // 2, end.x, end.y + _HEIGHT // 2
    bend = max(30, (x2 - x1) // 2)
    ends = f'data-from="{escape(start.table)}" data-to="{escape(end.table)}"'
    return f'<path class="edge" {ends} d="M{x1},{y1} C{x1 + bend},{y1} {x2 - bend},{y2} {x2},{y2}"/>'


def _box(node: Node, link: str) -> str:
    layer, name = node.table.split(".", 1)
    if layer in ("raw", "seeds", "meta"):  # the other layers are told by the prefix of the name
        name = node.table
    shown = name if len(name) <= 30 else name[:29] + "…"
    return (
        f'<a href="{escape(link)}"><g class="node {escape(layer)}" data-table="{escape(node.table)}">'
        f"<title>{escape(node.table)}</title>"
        f'<rect x="{node.x}" y="{node.y}" width="{_WIDTH}" height="{_HEIGHT}" rx="4"/>'
        f'<text x="{node.x + 8}" y="{node.y + 16}">{escape(shown)}</text></g></a>'
    )
