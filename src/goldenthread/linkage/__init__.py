"""Say which records describe one person: the right ones joined, the wrong ones kept apart, the errors shown."""

from goldenthread.linkage.accuracy import Accuracy, accuracy_by_group, groups_too_small
from goldenthread.linkage.evaluating import Evaluation, Score, evaluate
from goldenthread.linkage.identifier_use import IGNORED, IdentifierUse, Switch, default_identifier_use
from goldenthread.linkage.linking import ENGINES, link
from goldenthread.linkage.model import Model, ModelForAnotherUse, UnreadableModel
from goldenthread.linkage.model_file import approve, read_model, write_model
from goldenthread.linkage.naming import name_people
from goldenthread.linkage.paging import as_page
from goldenthread.linkage.shapes import LINKS, PEOPLE, Constraint, Decided, Linked, Mode, Outcome
from goldenthread.linkage.sureness import Calibration, calibration, calibration_error

DEFAULT = default_identifier_use()

__all__ = [
    "DEFAULT",
    "ENGINES",
    "IGNORED",
    "LINKS",
    "PEOPLE",
    "Accuracy",
    "Calibration",
    "Constraint",
    "Decided",
    "Evaluation",
    "IdentifierUse",
    "Linked",
    "Mode",
    "Model",
    "ModelForAnotherUse",
    "Outcome",
    "Score",
    "Switch",
    "UnreadableModel",
    "accuracy_by_group",
    "approve",
    "as_page",
    "calibration",
    "calibration_error",
    "default_identifier_use",
    "evaluate",
    "groups_too_small",
    "link",
    "name_people",
    "read_model",
    "write_model",
]
