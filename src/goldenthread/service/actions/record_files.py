"""A decision record as a Word file and as a PDF, from the same headings and lines as its page."""

import io
import re
from dataclasses import dataclass, field, replace
from pathlib import Path

import docx
import fontpkg_lato
from fpdf import FPDF
from fpdf.enums import XPos, YPos
from fpdf.fonts import TTFFont

FONTS = Path(fontpkg_lato.ROOT) / "files"
FOOT = "Personal data. Keep it locked away, and pass it on only where you may."
LANGUAGE = "en-GB"


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One heading and what stands beneath it."""

    title: str
    lines: tuple[tuple[str, str], ...] = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    title: str
    reference: str
    parts: tuple[Part, ...] = field(repr=False)


NOT_IN_THE_FONT = "\N{WHITE SQUARE}"
SAYS_SO = f"{NOT_IN_THE_FONT} stands for a letter or sign that this file cannot show. The Word file shows it."
_MEANS_NOTHING = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""Signs that no keyboard makes and no file may hold: pasted text brings them along."""


def as_word(record: Record) -> bytes:
    """The record as a Word file, with real headings. Its properties name nobody."""
    record = _readable(record)
    document = docx.Document()
    document.core_properties.title = record.title
    document.core_properties.author = ""
    document.core_properties.language = LANGUAGE
    document.add_heading(record.title, level=0)
    document.add_paragraph(f"Reference {record.reference}")
    for part in record.parts:
        document.add_heading(part.title, level=1)
        for name, said in part.lines:
            paragraph = document.add_paragraph()
            paragraph.add_run(f"{name}: ").bold = True
            paragraph.add_run(said)
    document.sections[0].footer.paragraphs[0].text = FOOT
    written = io.BytesIO()
    document.save(written)
    return written.getvalue()


def as_pdf(record: Record) -> bytes:
    """The record as a PDF in a font that has every European letter. Where it lacks one, the file says so."""
    record = _readable(record)
    pdf = _Sheet()
    pdf.set_title(record.title)
    pdf.set_lang(LANGUAGE)
    pdf.add_page()
    pdf.heading(record.title, size=18, level=0)
    pdf.line_of(f"Reference {record.reference}")
    for part in record.parts:
        pdf.heading(part.title, size=13, level=1)
        for name, said in part.lines:
            pdf.line_of(said, name=name)
    if pdf.lacked_a_letter:
        pdf.line_of(SAYS_SO)
    return bytes(pdf.output())


def _readable(record: Record) -> Record:
    """The same record without signs that mean nothing."""
    parts = tuple(
        replace(part, lines=tuple((_plain(name), _plain(said)) for name, said in part.lines)) for part in record.parts
    )
    return replace(record, parts=parts)


def _plain(text: str) -> str:
    return _MEANS_NOTHING.sub("", text)


class _Sheet(FPDF):
    """An A4 sheet with our font, and the same foot on each page."""

    def __init__(self) -> None:
        super().__init__(format="A4")
        self.add_font("Lato", "", FONTS / "Lato-Regular.ttf")
        self.add_font("Lato", "B", FONTS / "Lato-Bold.ttf")
        self.set_auto_page_break(auto=True, margin=20)
        self.set_margins(20, 20)
        font = self.fonts["lato"]
        assert isinstance(font, TTFFont)
        self._letters = frozenset(map(chr, font.cmap))
        self.lacked_a_letter = False

    def shown(self, text: str) -> str:
        """The same text with a sign for each letter that the font does not have."""
        known = "".join(one if one in self._letters or one.isspace() else NOT_IN_THE_FONT for one in text)
        self.lacked_a_letter = self.lacked_a_letter or known != text
        return known

    def heading(self, text: str, *, size: int, level: int) -> None:
        self.ln(2)
        self.set_font("Lato", "B", size)
        self.start_section(text, level=level)
        self.multi_cell(0, None, text, new_x=XPos.LMARGIN, new_y=YPos.NEXT, align="L")
        self.ln(1)

    def line_of(self, said: str, *, name: str = "") -> None:
        if name:
            self.set_font("Lato", "B", 10)
            self.write(5.5, f"{name}: ")
        self.set_font("Lato", "", 10)
        self.write(5.5, self.shown(said) or "–")
        self.ln(7)

    def footer(self) -> None:
        self.set_y(-15)
        self.set_font("Lato", "", 8)
        self.cell(0, 8, f"{FOOT}  Page {self.page_no()} of {{nb}}", align="C")
