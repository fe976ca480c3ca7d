"""The design system's files, as they may be used off GOV.UK."""

from pathlib import Path

from goldenthread.service.portal import __file__ as portal

VENDORED = Path(portal).parent / "static" / "vendor" / "govuk-frontend"


def test_neither_the_crown_nor_the_font_of_gov_uk_is_shipped() -> None:
    css = (VENDORED / "govuk-frontend.min.css").read_text(encoding="utf-8")
    for barred in ("@font-face", "GDS Transport", "crest", "/assets/", "sourceMappingURL"):
        assert barred not in css
    assert css.count("{") == css.count("}")
    assert {path.suffix for path in VENDORED.iterdir()} == {".css", ".js", ".md", ".txt"}


def test_the_vendored_files_carry_their_licence() -> None:
    assert "The MIT License" in (VENDORED / "LICENCE.txt").read_text(encoding="utf-8")


def test_a_file_that_a_style_sheet_names_is_there() -> None:
    for sheet in (Path(portal).parent / "static").rglob("*.css"):
        assert "url(" not in sheet.read_text(encoding="utf-8")
