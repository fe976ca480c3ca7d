"""A small strict reader of our own pages: what a browser forgives, it does not."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = frozenset({"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr"})
SVG_EMPTY = frozenset({"path", "circle", "rect", "line"})


@dataclass
class Element:
    tag: str
    attributes: dict[str, str]
    text: str = ""
    inside: list[str] = field(default_factory=list)


class Page(HTMLParser):
    """Every element with its attributes and its own text. ``faults`` are tags left open or closed out of order."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[Element] = []
        self.faults: list[str] = []
        self._open: list[Element] = []
        self.feed(html)
        self.close()
        self.faults += [f"<{element.tag}> is never closed" for element in self._open]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [name for name, _ in attrs]
        self.faults += [f"<{tag}> says {name} twice" for name in set(names) if names.count(name) > 1]
        element = Element(tag, {n: v or "" for n, v in attrs}, inside=[e.tag for e in self._open])
        self.elements.append(element)
        if tag == "p" and any(e.tag == "p" for e in self._open):
            self.faults.append("a <p> in a <p>")
        if tag not in VOID:
            self._open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in VOID | SVG_EMPTY:
            self.faults.append(f"<{tag}/> is not an empty element")
        self.elements.append(Element(tag, {n: v or "" for n, v in attrs}, inside=[e.tag for e in self._open]))

    def handle_endtag(self, tag: str) -> None:
        if tag in VOID:
            self.faults.append(f"</{tag}> closes nothing")
        elif not self._open or self._open[-1].tag != tag:
            self.faults.append(f"</{tag}> closes {self._open[-1].tag if self._open else 'nothing'}")
        else:
            self._open.pop()

    def handle_data(self, data: str) -> None:
        for element in self._open:
            element.text += data

    def all(self, *tags: str) -> list[Element]:
        return [element for element in self.elements if element.tag in tags]

    def title(self) -> str:
        return next(e.text for e in self.all("title") if "svg" not in e.inside).strip()

    def words(self) -> str:
        """The text of the whole page, spaces made one."""
        return " ".join(" ".join(e.text for e in self.all("main")).split())
