"""The screens of the model of a load."""

from dataclasses import replace
from typing import Any

from goldenthread.linkage.cards import Approval, Card, Measured
from goldenthread.service.actions.linking.model_card import ModelShown, Weighed
from tests.unit.portal.samples import ALI

MODEL_CARD = Card(
    trained_on="2026-11-22",
    records=4_210,
    possible_pairs=8_860_945.0,
    compared_pairs=31_400,
    expected_matches=5_120.4,
    expected_relatives=2_000.0,
    expected_namesakes=120.0,
    sources=("schools-alder", "gp-practices"),
    may_be_used_for="finding which records describe one person",
)
MODEL = ModelShown(
    card=MODEL_CARD,
    link_from_bits=7.25,
    review_from_bits=-3.5,
    rests_on="4,020 pairs that share a verified identifier.",
    weighed=(
        Weighed(
            comparison="given_name", best="the same forename", best_bits=8.1, worst="another forename", worst_bits=-4.2
        ),
    ),
)
MEASURED = replace(
    MODEL,
    card=replace(
        MODEL_CARD,
        measured=(
            Measured(
                on="2026-11-23", sources=("schools-alder",), records=900, precision=0.9995, precision_95=(0.998, 1.0),
                recall=0.981, recall_95=(0.97, 0.99), f1=0.99,
            ),
        ),
        approvals=(Approval(by="Ada Byron, data protection officer", on="2026-11-23", figures=1, digest="ab" * 32),),
    ),
)  # fmt: skip


def model_screens() -> dict[str, tuple[str, dict[str, Any]]]:
    """Name to template and context."""
    return {
        "link-model": ("link_model.html", {"by": ALI, "shown": MODEL}),
        "link-model-measured": ("link_model.html", {"by": ALI, "shown": MEASURED}),
        "link-model-none": ("link_model.html", {"by": ALI, "shown": ModelShown(card=None)}),
        "link-model-other": (
            "link_model.html",
            {"by": ALI, "shown": ModelShown(card=None, is_of_another_version=True)},
        ),
    }
