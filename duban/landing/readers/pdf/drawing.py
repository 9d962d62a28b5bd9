"""What a PDF page draws, in the order in which it is drawn, and how each character would show.

pdfminer gives every character of the file, also those that nobody sees: drawn without ink, in the colour of what lies
behind them, outside the clip or the page, on a layer that is switched off, painted over later. Its interpreter is
extended here by what it leaves out (clips, transparency, layers, the state that a form inherits), so that each
character knows whether it is printed and how strongly it stands out.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pdfminer.layout import LTChar
from pdfminer.pdffont import PDFUnicodeNotDefined
from pdfminer.pdfinterp import PDFGraphicState, PDFPageInterpreter
from pdfminer.pdftypes import resolve1
from pdfminer.psparser import PSLiteral
from pdfminer.utils import apply_matrix_pt, apply_matrix_rect, mult_matrix
from pdfplumber.page import PDFPageAggregatorWithMarkedContent

from duban.landing.readers.pdf.colours import PAPER, Background, Fill, Rect, Rgb, blended, contrast, is_same, rgb
from duban.landing.readers.pdf.lines import Character
from duban.landing.symbol_fonts import signs_of

_NO_INK = (3, 7)  # text render modes that paint nothing
_STROKED = (1, 5)  # that paint the outline alone, in the stroking colour
_OPAQUE = 0.95
_THIN = 3.0  # points: a fill of less height or width is a rule
_SMALLEST = 1.5  # points: nobody can read less


@dataclass(slots=True)
class _Drawn:
    """A character and the state in which it was drawn."""

    item: LTChar
    order: int
    colour: Rgb | None
    alpha: float
    em: float
    why: str | None
    artifact: str | None


class _State(PDFGraphicState):
    """pdfminer's graphic state, and what it leaves out: the clip, the transparency, the way of blending."""

    def __init__(self) -> None:
        super().__init__()
        self.clip: Rect | None = None
        self.fill_alpha = 1.0
        self.stroke_alpha = 1.0
        self.blends = False

    def copy(self) -> _State:
        other = _State()
        other.__dict__.update(self.__dict__)
        return other

    def clip_to(self, box: Rect) -> None:
        if self.clip is not None:
            old = self.clip
            box = (max(box[0], old[0]), max(box[1], old[1]), min(box[2], old[2]), min(box[3], old[3]))
        self.clip = box


class _Interpreter(PDFPageInterpreter):
    inherited: _State | None = None

    def init_resources(self, resources: Any) -> None:
        super().init_resources(resources)
        self.named_states = _dict(_dict(resources).get("ExtGState"))
        self.named_properties = _dict(_dict(resources).get("Properties"))

    def init_state(self, ctm: Any) -> None:
        super().init_state(ctm)
        self.graphicstate: _State = self.inherited.copy() if self.inherited else _State()

    def subinterp(self) -> PDFPageInterpreter:
        inner = super().subinterp()
        inner.inherited = self.graphicstate.copy()
        return inner

    # The names are those of the PDF's operators, by which pdfminer calls them.
    def do_W(self) -> None:  # noqa: N802
        points = [point for _, *numbers in self.curpath for point in zip(numbers[::2], numbers[1::2], strict=False)]
        if points:
            placed = [apply_matrix_pt(self.ctm, point) for point in points]
            xs, ys = [x for x, _ in placed], [y for _, y in placed]
            self.graphicstate.clip_to((min(xs), min(ys), max(xs), max(ys)))

    do_W_a = do_W  # noqa: N815

    def do_gs(self, name: Any) -> None:
        named = _dict(self.named_states.get(getattr(name, "name", None)))
        fill, stroke, blend = (resolve1(named.get(key)) for key in ("ca", "CA", "BM"))
        if isinstance(fill, int | float):
            self.graphicstate.fill_alpha = min(max(float(fill), 0.0), 1.0)
        if isinstance(stroke, int | float):
            self.graphicstate.stroke_alpha = min(max(float(stroke), 0.0), 1.0)
        if blend is not None:
            first = resolve1(blend[0]) if isinstance(blend, list) and blend else blend
            self.graphicstate.blends = getattr(first, "name", "Normal") not in ("Normal", "Compatible")

    def do_sh(self, name: Any) -> None:
        self.device.paint_shading(self.graphicstate)

    def do_BDC(self, tag: Any, props: Any) -> None:  # noqa: N802
        if isinstance(props, PSLiteral):
            props = self.named_properties.get(props.name, props)
        super().do_BDC(tag, props)

    def do_Do(self, xobjid_arg: Any) -> None:  # noqa: N802
        stream = resolve1(self.xobjmap.get(getattr(xobjid_arg, "name", None)))
        attributes = getattr(stream, "attrs", {})
        outer = self.graphicstate
        try:
            box = resolve1(attributes.get("BBox"))
            if isinstance(box, list) and len(box) == 4:
                matrix = resolve1(attributes.get("Matrix")) or (1, 0, 0, 1, 0, 0)
                numbers = [float(resolve1(number)) for number in box]
                whole = mult_matrix(tuple(float(resolve1(number)) for number in matrix), self.ctm)
                self.graphicstate = outer.copy()
                self.graphicstate.clip_to(apply_matrix_rect(whole, (*numbers,)))
            open_tags = len(self.device.tags)
            self.device.begin_layer(attributes.get("OC"))
            super().do_Do(xobjid_arg)
            del self.device.tags[open_tags:]  # a form may leave open what it opened
        finally:
            self.graphicstate = outer
            self.device.set_ctm(self.ctm)


class _Device(PDFPageAggregatorWithMarkedContent):
    """Keeps characters apart from the strokes and notes the order in which things are drawn."""

    def __init__(self, resources: Any, page_number: int, hidden_layers: frozenset[int]) -> None:
        super().__init__(resources, pageno=page_number, laparams=None)
        self.hidden_layers = hidden_layers
        self.drawn: list[_Drawn] = []
        self.background = Background()
        self.order = 0
        self.signs: dict[int, Mapping[int, str]] = {}  # what each font shows in the places of letters
        self.render_mode = 0
        self.tags: list[str | None] = []  # of the marked content under way: 'hidden', 'Watermark', 'Header' ...

    def begin_tag(self, tag: Any, props: Any = None) -> None:
        if getattr(tag, "name", None) == "OC":
            self.begin_layer(props)
            return
        inner = _dict(props)
        subtype = getattr(resolve1(inner.get("Subtype")), "name", None)
        self.tags.append(str(subtype) if getattr(tag, "name", None) == "Artifact" and subtype else None)

    def begin_layer(self, layer: Any) -> None:
        is_hidden = getattr(layer, "objid", None) in self.hidden_layers
        members = resolve1(_dict(layer).get("OCGs")) if layer is not None else None
        if members is not None:
            raw = _dict(layer).get("OCGs")
            groups = members if isinstance(members, list) else [raw]
            ids = [getattr(group, "objid", None) for group in groups]
            is_hidden = is_hidden or (bool(ids) and all(objid in self.hidden_layers for objid in ids))
        self.tags.append("hidden" if is_hidden else None)

    def end_tag(self) -> None:
        if self.tags:
            self.tags.pop()

    def do_tag(self, tag: Any, props: Any = None) -> None:
        """A point of marked content opens nothing."""

    def tag_cur_item(self) -> None:
        """Tags are kept with the characters here, not with pdfminer's objects."""

    def render_string(self, textstate: Any, seq: Any, ncs: Any, graphicstate: Any) -> None:
        self.render_mode = textstate.render
        super().render_string(textstate, seq, ncs, graphicstate)

    def render_char(self, *args: Any, **kwargs: Any) -> float:
        matrix, font, fontsize, scaling, rise, cid, ncs, state = args
        try:
            text = font.to_unichr(cid)
        except PDFUnicodeNotDefined:
            text = self.handle_undefined_char(font, cid)
        signs = self.signs.get(id(font))
        if signs is None:
            signs = self.signs[id(font)] = signs_of(str(getattr(font, "basefont", "") or ""))
        if signs:
            code = ord(text) if len(text) == 1 else 0 if font.is_multibyte() else cid
            text = signs.get(code & 0xFF if 0xF000 <= code <= 0xF0FF else code, text)
        item = LTChar(
            matrix, font, fontsize, scaling, rise, text, font.char_width(cid), font.char_disp(cid), ncs, state
        )
        self.order += 1
        if self.render_mode in _STROKED:
            colour, alpha = rgb(state.scolor, state.scs), state.stroke_alpha
        else:
            colour, alpha = rgb(state.ncolor, ncs), state.fill_alpha
        em = abs(fontsize) * math.hypot(matrix[2], matrix[3])
        why = None
        if "hidden" in self.tags:
            why = "on a layer that is switched off"
        elif self.render_mode in _NO_INK:
            why = "drawn without ink (invisible)"
        elif em < _SMALLEST and text.strip():
            why = "too small to be seen"
        elif state.clip is not None and _is_outside(state.clip, item):
            why = "outside the area that is shown (clipped)"
        artifact = next((tag for tag in self.tags if tag and tag != "hidden"), None)
        self.drawn.append(_Drawn(item, self.order, colour, alpha, em, why, artifact))
        return item.adv

    def paint_path(self, gstate: Any, stroke: bool, fill: bool, evenodd: bool, path: Any) -> None:
        if "hidden" in self.tags:
            return
        objects = self.cur_item._objs
        before = len(objects)
        super().paint_path(gstate, stroke, fill, evenodd, path)
        if not fill:
            return
        for item in objects[before:]:
            x0, y0, x1, y1 = item.bbox
            if x1 - x0 > _THIN and y1 - y0 > _THIN:
                is_box = type(item).__name__ == "LTRect"
                is_solid = is_box and gstate.fill_alpha >= _OPAQUE and not gstate.blends
                colour = rgb(gstate.ncolor, gstate.ncs) if is_solid else None
                if not stroke and colour is not None and self._is_unseen(item.bbox, colour):
                    objects.remove(item)  # white on white: its sides are no rules
                self._fill(gstate, item.bbox, colour)

    def paint_shading(self, state: Any) -> None:
        """A shading fills the clip with colours that are not looked into."""
        x0, y0, x1, y1 = self.cur_item.bbox
        self._fill(state, state.clip or (x0, y0, x1, y1), None)

    def render_image(self, name: str, stream: Any) -> None:
        super().render_image(name, stream)
        self.order += 1
        self.background.add(Fill(self.order, self.cur_item.bbox, None, covers=False))

    def _is_unseen(self, box: Rect, colour: Rgb) -> bool:
        """Whether a filled box has the colour of all that it lies on."""
        x0, y0, x1, y1 = box
        x, y = (x0 + x1) / 2, (y0 + y1) / 2
        around = ((x, y), (x0 - 1, y), (x1 + 1, y), (x, y0 - 1), (x, y1 + 1))
        return all(is_same(colour, self.background.at(*point, self.order + 1)[0]) for point in around)

    def _fill(self, state: Any, box: Rect, colour: Rgb | None) -> None:
        if state.clip is not None:
            clip = state.clip
            box = (max(box[0], clip[0]), max(box[1], clip[1]), min(box[2], clip[2]), min(box[3], clip[3]))
        self.order += 1
        self.background.add(Fill(self.order, box, colour, covers=colour is not None))


def _dict(value: Any) -> Mapping[Any, Any]:
    resolved = resolve1(value)
    return resolved if isinstance(resolved, dict) else {}


def _is_outside(box: Rect, item: Any) -> bool:
    x, y = (item.x0 + item.x1) / 2, (item.y0 + item.y1) / 2
    return not (box[0] <= x <= box[2] and box[1] <= y <= box[3])


def hidden_layers(catalog: Any) -> frozenset[int]:
    """The numbers of the layers that a viewer does not show when it opens the document."""
    properties = _dict(_dict(catalog).get("OCProperties"))
    shown = _dict(properties.get("D"))
    off = {getattr(layer, "objid", 0) for layer in resolve1(shown.get("OFF")) or []}
    if getattr(resolve1(shown.get("BaseState")), "name", "ON") == "OFF":
        on = {getattr(layer, "objid", 0) for layer in resolve1(shown.get("ON")) or []}
        off |= {getattr(layer, "objid", 0) for layer in resolve1(properties.get("OCGs")) or []} - on
    return frozenset(off)


def draw(page: Any, layers_off: frozenset[int] = frozenset()) -> list[Character]:
    """The page's characters, printed or not, with `top` counted downwards; the page's own objects are its strokes then.

    Beside what pdfplumber says of a character each has: em (its size before it is turned), order, why (the reason why
    it is not seen, or None), colour and contrast (as it shows on what lies behind), artifact (the name that marked
    content gives it).
    """
    device = _Device(page.pdf.rsrcmgr, page.page_number, layers_off)
    _Interpreter(page.pdf.rsrcmgr, device).process_page(page.page_obj)
    page._layout = device.get_result()
    left, above = page.mediabox[:2]
    height = page.height
    shown = _shown_area(page)
    characters: list[Character] = []
    for drawn in device.drawn:
        item = drawn.item
        top, bottom = (height - item.y1) + above, (height - item.y0) + above
        x0, x1 = (item.x0 + left, item.x1 + left) if left else (item.x0, item.x1)
        behind, is_covered = device.background.at((item.x0 + item.x1) / 2, (item.y0 + item.y1) / 2, drawn.order)
        seen = blended(drawn.colour, drawn.alpha, behind)
        why = drawn.why
        if why is None:
            x, y = (x0 + x1) / 2, (top + bottom) / 2
            if not (shown[0] <= x <= shown[2] and shown[1] <= y <= shown[3]):
                why = "outside the page"
            elif is_covered:
                why = "painted over"
            elif is_same(seen, behind):
                white = " (white on white)" if is_same(behind, PAPER) else ""
                why = f"in the colour of what lies behind it{white}"
        characters.append({
            "text": item.get_text(), "x0": x0, "x1": x1, "top": top, "bottom": bottom, "size": item.size,
            "upright": item.upright, "matrix": item.matrix, "em": drawn.em, "order": drawn.order, "why": why,
            "colour": seen, "contrast": contrast(seen, behind), "artifact": drawn.artifact,
        })  # fmt: skip
    return characters


def _shown_area(page: Any) -> Rect:
    """The media box, or the crop box within it. A turned page's crop box is left alone: pdfplumber does not turn it."""
    box: Rect = tuple(page.bbox)
    crop = getattr(page, "cropbox", box)
    if page.rotation:
        return box
    area = (max(box[0], crop[0]), max(box[1], crop[1]), min(box[2], crop[2]), min(box[3], crop[3]))
    return area if area[0] < area[2] and area[1] < area[3] else box
