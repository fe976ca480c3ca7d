"""What a fact must not carry, found in its text. Each burden has the words and shapes that give it away.

The test is on purpose wider than a careful reader would be: a fact refused here is counted, named with its reason
and sent back to be told again, while an address or a caller once shown cannot be taken back.
"""

import re
from collections.abc import Iterable

from goldenthread.flags.catalogue import Burden

LONGEST_DETAIL_CHARACTERS = 80
"""A detail is a heading such as "Neglect" or "Speech and language". Anything longer is a story."""

_POSTCODE = r"\b[a-z]{1,2}[0-9][0-9a-z]?\s*[0-9][a-z]{2}\b"
_STREET = (
    r"\b(flat|apartment|house)\s+[0-9]|\b[0-9]+[a-z]?\s+([a-z'’]+\s+){1,3}"
    r"(street|st|road|rd|avenue|ave|lane|close|drive|court|crescent|terrace|gardens|place|way|grove|square)\b"
)
_PHONE = r"(\+44|\b0)[\s()\-]*([0-9][\s()\-]*){9,10}\b"

_SHAPES: dict[Burden, re.Pattern[str]] = {
    burden: re.compile(pattern, re.IGNORECASE)
    for burden, pattern in {
        Burden.ADDRESS: f"{_POSTCODE}|{_STREET}",
        Burden.CALLER: rf"{_PHONE}|@|\b(caller|called by|reported by|informant|anonymous|neighbou?r|told us|999)\b",
        Burden.BLAME: (
            r"\b(perpetrator|suspect|offender|accused|arrest\w*|assault\w*|abuser|aggressor|victim|culprit|blame|fault"
            r"|drunk|violent)\b"
        ),
        Burden.OFFENCE: r"\b(offen[cs]e|convict\w*|sentence\w*|charged|assault|theft|burglary|drugs?|crime|custody)\b",
        Burden.PRISON: r"\b(hmp|hm prison|prison|yoi|wing|cell)\b",
        Burden.DIAGNOSIS: (
            r"\b(diagnos\w*|depress\w*|anxiety|bipolar|psychos[ie]s|psychotic|schizo\w*|disorder|autis\w*|adhd|dementia"
            r"|cancer|epilep\w*|sclerosis|addict\w*|dependen\w+)\b"
        ),
        Burden.TREATMENT: r"\b(medicat\w*|prescri\w*|dose|methadone|therap\w*|sectioned|detox\w*|treatment|surgery)\b",
        Burden.MEDICAL_HISTORY: (
            r"\b(admitted|admission|history of|hospital|overdose|self[- ]harm\w*|pregnan\w*|miscarr\w*)\b"
        ),
        Burden.IMMIGRATION_STATUS: (
            r"\b(visa|asylum|refugee|overstay\w*|leave to remain|home office|illegal|deport\w*)\b"
        ),
        Burden.MONEY: r"£|\b(arrears|debt|owes?|benefit fraud|income|bailiffs?)\b",
        Burden.NAMES_OF_OTHERS: r"\b(mr|mrs|ms|miss|dr|prof)\.?\s+[a-z]|\b(his|her|their)\s+(name is|partner [A-Z])",
    }.items()
}
_NUMBER_OF_A_PERSON = re.compile(r"\b[0-9]{3}[\s-]?[0-9]{3}[\s-]?[0-9]{4}\b|\b[a-z][0-9]{11}[0-9a-z]\b", re.IGNORECASE)


def burdens_of(text: str, never: Iterable[str]) -> list[Burden]:
    """Say which of the burdens in ``never`` a text carries, in the order of ``Burden``."""
    if not text:
        return []
    forbidden = set(never)
    return [burden for burden in Burden if burden in forbidden and _carries(text, burden)]


def names_a_person_by_number(text: str) -> bool:
    """Say whether a text holds what looks like an NHS number or a UPN, which no flag may carry."""
    return _NUMBER_OF_A_PERSON.search(text) is not None


def _carries(text: str, burden: Burden) -> bool:
    if burden is Burden.NOTES:
        return len(text) > LONGEST_DETAIL_CHARACTERS or "\n" in text.strip()
    return _SHAPES[burden].search(text) is not None
