"""A decision record as a Word file and as a PDF, from the same headings and lines as its page.

What writes files is loaded with the first file: it would cost every start of the service a second.
"""

import io
import re
from dataclasses import dataclass, field, replace

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
    import docx

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
    from goldenthread.service.actions.record_sheets import Sheet

    record = _readable(record)
    pdf = Sheet()
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
