"""The backfill: documents of some years and places are read again although nothing about them changed.

What a reload does of itself (a document, a model, a seed or a reader is another) needs no backfill. It is for what no
fingerprint shows: a library that reads was updated, a limit was raised, a document could not be read for want of time.
Every other document stays as it is, new ones are landed as by any reload, and one whole build is published.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from duban.errors import ConfigurationError
from duban.landing.discovery import Discovery
from duban.publishing.published_documents import KnownDocument

_FIRST_YEAR, _LAST_YEAR = 1949, 2100  # as side files may state them
_YEARS = re.compile(r"([0-9]{4})?(\.\.)?([0-9]{4})?")
_FORMS = "write years like 2019, 2019..2024, 2019,2021..2023 or 2019.."
_LISTED = 10  # names that an error lists at most


class SelectionError(ConfigurationError):
    """Years or places that cannot be read, or that match no document: nothing was begun, nothing is wrong."""


@dataclass(frozen=True, slots=True)
class Backfill:
    """What is to be read again. years: (first, last) each, both included; places: names. Empty: all of them."""

    years: tuple[tuple[int, int], ...] = ()
    places: tuple[str, ...] = ()

    def __str__(self) -> str:
        years = [_years_text(one) for one in self.years]
        parts = [f"years {','.join(years)}"] if years else []
        parts += [f"places {','.join(self.places)}"] if self.places else []
        return ", ".join(parts)


@dataclass(frozen=True, slots=True)
class Chosen:
    """The documents of a backfill, by path. unsure: those among them whose year or place is not known."""

    paths: tuple[str, ...]
    unsure: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Candidate:
    path: str
    place: str | None
    year: int | None


def read_backfill(years: str | int | Sequence[str | int] | None, places: str | Sequence[str] | None) -> Backfill | None:
    """Years and places as people and Prefect parameters write them; None where neither is given.

    Raises SelectionError.

    >>> str(read_backfill("2019,2021..2023", "菏泽市,heze"))
    'years 2019,2021..2023, places 菏泽市,heze'
    """
    if years is None and (places is None or places == ()):
        return None
    year_items = [] if years is None else _items("--years", years, _FORMS)
    place_items = [] if places is None or places == () else _items("--places", places, "write names like 菏泽市,heze")
    return Backfill(tuple(map(_year_range, year_items)), tuple(place_items))


def choose(asked: Backfill, found: Discovery, known: Mapping[str, KnownDocument]) -> Chosen:
    """The documents in raw/ that a backfill reads again.

    known: those of the published build, by path. Place and year are those of a document's side file, else those that
    the published build knows. Where they are not known (it could not be read, or says neither) a document is taken when
    nothing speaks against it: reading one too many does no harm, leaving one out would go unseen.
    Raises SelectionError where a year or a place, or all of them together, match no document.
    """
    candidates = [_candidate(path, side, known.get(path)) for path, side in _sides(found)]
    neighbours = _places_by_folder(candidates)
    for years in asked.years:
        if not any(_is_of_year(one, (years,), unknown=not known) for one in candidates):
            raise SelectionError(
                f"no document for {_years_text(years)}", where="--years", remedy=_year_choices(candidates, known)
            )
    for place in asked.places:
        if not any(_is_of_place(one, (place,), neighbours, unknown=not known) for one in candidates):
            raise SelectionError(
                f"no document for '{place}'", where="--places", remedy=_place_choices(place, candidates, known)
            )
    of_place = [one for one in candidates if _is_of_place(one, asked.places, neighbours, unknown=True)]
    chosen = [one for one in of_place if _is_of_year(one, asked.years, unknown=True)]
    sure = {
        one.path
        for one in chosen
        if _is_of_year(one, asked.years, unknown=False) and _is_of_place(one, asked.places, neighbours, unknown=False)
    }
    if not sure and known:
        raise SelectionError(f"no document for {asked}", remedy=_year_choices(of_place, known))
    return Chosen(tuple(one.path for one in chosen), tuple(one.path for one in chosen if one.path not in sure))


def _sides(found: Discovery) -> list[tuple[str, Mapping[str, str]]]:
    documents: list[tuple[str, Mapping[str, str]]] = [
        (one.path, one.side_file.facts if one.side_file else {}) for one in found.documents
    ]
    return sorted(documents + [(one.path, {}) for one in found.refused], key=lambda one: one[0])


def _candidate(path: str, side: Mapping[str, str], known: KnownDocument | None) -> _Candidate:
    year = int(side["report_year"]) if "report_year" in side else known.report_year if known else None
    place = side.get("jurisdiction") or (known.jurisdiction_name if known else None)
    return _Candidate(path, place, year)


def _is_of_year(one: _Candidate, years: tuple[tuple[int, int], ...], *, unknown: bool) -> bool:
    if not years:
        return True
    return unknown if one.year is None else any(first <= one.year <= last for first, last in years)


def _places_by_folder(candidates: Sequence[_Candidate]) -> dict[str, set[str]]:
    held: dict[str, set[str]] = {}
    for one in candidates:
        if one.place is not None:
            held.setdefault(_folder(one.path), set()).add(_plain(one.place))
    return held


def _is_of_place(
    one: _Candidate, places: tuple[str, ...], neighbours: Mapping[str, set[str]], *, unknown: bool
) -> bool:
    """Whether a document is of a jurisdiction, in a folder of raw/, or the document of that path."""
    if not places:
        return True
    path = _plain(one.path)
    for place in map(_plain, places):
        if one.place is not None and _plain(one.place) == place:
            return True
        if path == place or path.startswith(place.rstrip("/") + "/"):
            return True
    if one.place is not None or not unknown:
        return False
    # Whose it is is not known: it is taken where its folder holds others of that place, or where nothing is known yet.
    wanted = set(map(_plain, places))
    return not neighbours or bool(neighbours.get(_folder(one.path), set()) & wanted)


def _folder(path: str) -> str:
    return path.rpartition("/")[0]


def _items(option: str, value: str | int | Sequence[str | int], forms: str) -> list[str]:
    """The items of a list as it is written in Chinese or English, or handed over as one."""
    texts = [str(value)] if isinstance(value, (str, int)) else [str(one) for one in value]
    items = [item.strip() for text in texts for item in re.split("[,，、;；]", text)]
    if not items or not all(items):
        raise SelectionError(f"{option} names nothing" + (" between two commas" if any(items) else ""), remedy=forms)
    return list(dict.fromkeys(items))


def _year_range(item: str) -> tuple[int, int]:
    text = unicodedata.normalize("NFKC", item)  # ２０１９ is typed where a Chinese keyboard is on
    match = _YEARS.fullmatch(text)
    if match is None or not (match[1] or match[3]) or (match[1] and match[3] and not match[2]):
        wanted = re.findall("[0-9]{4}", text)
        near = f"did you mean {wanted[0]}..{wanted[1]}? " if len(wanted) == 2 else ""
        raise SelectionError(f"--years {item!r} is neither a year nor a range of years", remedy=near + _FORMS)
    first = int(match[1]) if match[1] else _FIRST_YEAR
    last = int(match[3]) if match[3] else _LAST_YEAR if match[2] else first
    if first > last:
        raise SelectionError(f"--years {item} ends before it begins", remedy=f"write {last}..{first}")
    if first < _FIRST_YEAR or last > _LAST_YEAR:
        raise SelectionError(
            f"--years {item} is not within {_FIRST_YEAR}..{_LAST_YEAR}, where report years lie", remedy=_FORMS
        )
    return first, last


def _years_text(years: tuple[int, int]) -> str:
    first, last = years
    if first == last:
        return str(first)
    return f"{'' if first == _FIRST_YEAR else first}..{'' if last == _LAST_YEAR else last}"


def _year_choices(candidates: Sequence[_Candidate], known: Mapping[str, KnownDocument]) -> str:
    years = sorted({one.year for one in candidates if one.year is not None})
    listed = [str(year) for year in years[-_LISTED:]]
    choices = f"the years there are: {'… ' if len(years) > _LISTED else ''}{', '.join(listed) or 'none'}"
    return choices + _not_landed(candidates, known)


def _place_choices(place: str, candidates: Sequence[_Candidate], known: Mapping[str, KnownDocument]) -> str:
    from rapidfuzz import process

    folders = {_folder(one.path) for one in candidates if "/" in one.path}
    names = sorted({one.place for one in candidates if one.place}) + sorted(folders)
    near = [name for name, score, _ in process.extract(place, names, limit=_LISTED) if score >= 50]
    nearest = f"did you mean {near[0]}? " if near else ""
    listed = names if len(names) <= _LISTED else [*near, "…"]
    return f"{nearest}the places there are: {', '.join(listed) or 'none'}" + _not_landed(candidates, known)


def _not_landed(candidates: Sequence[_Candidate], known: Mapping[str, KnownDocument]) -> str:
    new = [one.path for one in candidates if one.path not in known and (one.year is None or one.place is None)]
    if not new:
        return ""
    shown = ", ".join(new[:3]) + (f" and {len(new) - 3} more" if len(new) > 3 else "")
    return f"; of {shown} it is known only after `duban reload` has landed it"


def _plain(text: str) -> str:
    """A name as it is compared: a file system may write an accent or a Korean syllable in parts."""
    return unicodedata.normalize("NFC", text)


__all__ = ["Backfill", "Chosen", "SelectionError", "choose", "read_backfill"]
