"""The words on the screens of sharing and of comparing records are easy enough for a reader of twelve, measured.

The automated readability index counts letters, words and sentences, and so needs no list of syllables: its grade plus
five is an age. Source: Senter and Smith, *Automated readability index*, 1967. Citations, what people typed and the
terms of the glossary are left out.
"""

import re
from pathlib import Path

import pytest

from tests.unit.portal.link_samples import link_screens
from tests.unit.portal.screens import Render, screens
from tests.unit.portal.sharing_samples import sharing_screens

OLDEST_READER = 12.0
FEWEST_WORDS = 40
SHORTEST_SENTENCE_WORDS = 5
"""Labels of a word or two would only make a page look easier than it is."""
TERMS = re.compile(
    r"designated safeguarding lead|safeguarding|data protection officer|caldicott guardian|information|agreement|"
    r"children’s social care|multi-agency|westhaven[’\w ]*|allegation|organisations?|female genital mutilation",
    re.IGNORECASE,
)
PARTS = re.compile(r"<(p|li|dd|dt|h[1-6]|label|legend|summary|option|button|td|th|caption|div)\b[^>]*>", re.IGNORECASE)
LEFT_OUT = re.compile(r'<(script|style|svg|nav|header|footer)\b.*?</\1>|<dl class="gt-terms gt-law.*?</dl>', re.DOTALL)


def sentences_of(html: str) -> list[str]:
    """What a page says inside its main part, one sentence or one short line at a time."""
    main = html[html.index("<main") : html.index("</main>")]
    text = re.sub(r"<[^>]+>", " ", PARTS.sub(" ¶ ", LEFT_OUT.sub(" ", main)))
    text = TERMS.sub("term", text.replace("&nbsp;", " ").replace("&#39;", "’"))
    found = [" ".join(part.split()) for part in re.split(r"¶|(?<=[.?!:])\s", text)]
    return [part for part in found if len(re.findall(r"[A-Za-z’]+", part)) >= SHORTEST_SENTENCE_WORDS]


def reading_age(sentences: list[str]) -> float:
    words = [word for sentence in sentences for word in re.findall(r"[A-Za-z’]+", sentence)]
    letters = sum(len(word.replace("’", "")) for word in words)
    return 4.71 * letters / len(words) + 0.5 * len(words) / len(sentences) - 21.43 + 5


@pytest.mark.parametrize("name", sorted(sharing_screens() | link_screens()))
def test_a_reader_of_twelve_can_read_this_screen(name: str, render: Render) -> None:
    template, context = screens()[name]
    sentences = sentences_of(render(template, **context))
    if sum(len(s.split()) for s in sentences) >= FEWEST_WORDS:
        assert reading_age(sentences) <= OLDEST_READER, [s for s in sentences if reading_age([s]) > OLDEST_READER + 4]


def test_the_measure_tells_easy_words_from_hard_ones() -> None:
    easy = ["A child may be hurt.", "Tell them what you share.", "You can come back."]
    hard = [
        "Practitioners must demonstrate proportionality and necessity in consideration of statutory duties.",
        "Disclosure notwithstanding an objection requires documentation of the applicable justification.",
    ]
    assert reading_age(easy) < 8
    assert reading_age(hard) > 18


def test_every_screen_of_sharing_and_of_links_is_measured() -> None:
    here = Path(__file__).parents[3] / "src" / "goldenthread" / "service" / "portal" / "templates"
    ours = {p.name for p in here.glob("share_*.html")} | {
        "sharing.html",
        "emergency.html",
        "record.html",
        "release.html",
    }
    ours |= {p.name for p in here.glob("link*.html")} | {p.name for p in here.glob("wrong_link*.html")}
    assert ours <= {template for template, _ in (sharing_screens() | link_screens()).values()}
