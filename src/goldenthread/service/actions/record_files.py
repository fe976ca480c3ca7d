"""A decision record as a Word file and as a PDF, from the same headings and lines as its page."""

import io
from dataclasses import dataclass, field
from pathlib import Path

import docx
import fontpkg_lato
from fpdf import FPDF
from fpdf.enums import XPos, YPos

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


def as_word(record: Record) -> bytes:
    """The record as a Word file, with real headings. Its properties name nobody."""
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
    """The record as a PDF in a font that has every European letter."""
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
    return bytes(pdf.output())


class _Sheet(FPDF):
    """An A4 sheet with our font, and the same foot on each page."""

    def __init__(self) -> None:
        super().__init__(format="A4")
        self.add_font("Lato", "", FONTS / "Lato-Regular.ttf")
        self.add_font("Lato", "B", FONTS / "Lato-Bold.ttf")
        self.set_auto_page_break(auto=True, margin=20)
        self.set_margins(20, 20)

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
        self.write(5.5, said or "–")
        self.ln(7)

    def footer(self) -> None:
        self.set_y(-15)
        self.set_font("Lato", "", 8)
        self.cell(0, 8, f"{FOOT}  Page {self.page_no()} of {{nb}}", align="C")
