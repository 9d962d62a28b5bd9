"""A table's name in two parts, and how names and texts are written in SQL: the one place that quotes."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class TableRef:
    """`schema.table`. Everything that other modules keep as a text is cut and quoted here."""

    schema: str
    name: str

    @classmethod
    def parse(cls, text: str) -> TableRef:
        """The reference that a text names; its schema ends at the first dot. Raises ValueError where there is none.

        >>> TableRef.parse("marts.dim_unit")
        TableRef(schema='marts', name='dim_unit')
        """
        schema, dot, name = text.partition(".")
        if not dot:
            raise ValueError(f"{text!r} names no schema")
        return cls(schema, name)

    def __str__(self) -> str:
        """
        >>> str(TableRef("marts", "dim_unit"))
        'marts.dim_unit'
        """
        return f"{self.schema}.{self.name}"

    def quoted(self) -> str:
        """As SQL writes it, whatever is in the names.

        >>> print(TableRef("marts", 'a "b"').quoted())
        "marts"."a ""b""\"
        """
        return f"{quoted_name(self.schema)}.{quoted_name(self.name)}"

    def beside(self, suffix: str) -> TableRef:
        """The table of this name and a suffix, in the same schema.

        >>> str(TableRef("marts", "dim_unit").beside("~new"))
        'marts.dim_unit~new'
        """
        return TableRef(self.schema, self.name + suffix)


def quoted_table(text: str) -> str:
    """`schema.table` as SQL writes it.

    >>> print(quoted_table("marts.dim_unit"))
    "marts"."dim_unit"
    """
    return TableRef.parse(text).quoted()


def quoted_name(name: str) -> str:
    """One name (of a column, a schema, a database) as SQL writes it.

    >>> print(quoted_name("a.b"))
    "a.b"
    """
    return '"' + name.replace('"', '""') + '"'


def text_literal(text: str) -> str:
    """A text as SQL writes it.

    >>> print(text_literal("it's"))
    'it''s'
    """
    return "'" + text.replace("'", "''") + "'"
