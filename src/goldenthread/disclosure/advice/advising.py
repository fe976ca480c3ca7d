"""Must, should or may this be shared: take every step, in order, and conclude. No step is skipped in silence."""

from dataclasses import replace

from goldenthread.disclosure.advice.answer import Answer, Said
from goldenthread.disclosure.advice.bases import LAWFUL_BASIS
from goldenthread.disclosure.advice.case import Case
from goldenthread.disclosure.advice.concluding import conclude
from goldenthread.disclosure.advice.conditions import CONDITION
from goldenthread.disclosure.advice.confidences import CONFIDENTIALITY
from goldenthread.disclosure.advice.dangers import DANGER, stands_in_danger
from goldenthread.disclosure.advice.duties import COMPELLING_REQUEST, DETRIMENT, DUTY
from goldenthread.disclosure.advice.following import ADVICE, GOVERNANCE, RECORD
from goldenthread.disclosure.advice.matter import Matter, Step
from goldenthread.disclosure.advice.powers import POWER
from goldenthread.disclosure.advice.proportions import MINIMISE, PROPORTION, more_than_needed_from_the_start
from goldenthread.disclosure.advice.protections import IDENTITY, RECIPIENT, held_back_from_the_start
from goldenthread.disclosure.advice.purposes import PERSONAL_DATA, PURPOSE
from goldenthread.disclosure.advice.reporting import MANDATORY_REPORT
from goldenthread.disclosure.advice.restrictions import STATUTORY_RESTRICTION
from goldenthread.disclosure.advice.telling import TELL
from goldenthread.law import Law

STEPS: tuple[Step, ...] = (
    DANGER,
    PURPOSE,
    PERSONAL_DATA,
    MANDATORY_REPORT,
    COMPELLING_REQUEST,
    DUTY,
    DETRIMENT,
    POWER,
    LAWFUL_BASIS,
    CONDITION,
    CONFIDENTIALITY,
    STATUTORY_RESTRICTION,
    PROPORTION,
    MINIMISE,
    IDENTITY,
    RECIPIENT,
    TELL,
    ADVICE,
    RECORD,
    GOVERNANCE,
)


def advise(case: Case, law: Law) -> Answer:
    """Answer one sharing question under ``law``, which is that of the nation and day of the question.

    The answer is advice; a person decides. A step that breaks is named and leads to advice, never to a permission; in
    immediate danger the rest goes on.
    """
    held_back = (*more_than_needed_from_the_start(case.items), *held_back_from_the_start(case.items))
    matter = Matter(case=case, law=law, in_danger=stands_in_danger(case), stops=held_back)
    for step in STEPS:
        matter = _take(step, matter)
    return conclude(matter)


def _take(step: Step, matter: Matter) -> Matter:
    try:
        finding = step.judge(matter)
    except Exception as fault:  # whatever breaks in a step must end in advice, never in a permission or a lost answer
        says = f"This step could not be judged ({type(fault).__name__}): a person must look at it."
        return replace(
            matter,
            broken=(*matter.broken, step.name),
            because=(*matter.because, Said(step=step.name, says=says)),
        )
    sources = tuple(dict.fromkeys(matter.those_binding(finding.sources)))
    said = Said(step=step.name, says=finding.says, sources=sources)
    return replace(finding.matter, because=(*finding.matter.because, said))
