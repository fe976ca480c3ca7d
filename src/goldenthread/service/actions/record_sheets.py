"""The sheet of paper that a record is written on as a PDF."""

from pathlib import Path

import fontpkg_lato
from fpdf import FPDF
from fpdf.enums import XPos, YPos
from fpdf.fonts import TTFFont

from goldenthread.service.actions.record_files import FOOT, NOT_IN_THE_FONT

FONTS = Path(fontpkg_lato.ROOT) / "files"


class Sheet(FPDF):
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
