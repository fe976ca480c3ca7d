"""Ask people about the pairs a machine is not sure of, settle what they say, and learn from it how right it was."""

from goldenthread.linkage.reviewing.asking import Question, questions
from goldenthread.linkage.reviewing.estimating import Estimate, Ruled, estimate
from goldenthread.linkage.reviewing.explaining import Agreement, Line, Rival, Weighing, weighing
from goldenthread.linkage.reviewing.reasons import REASONS, in_plain_words
from goldenthread.linkage.reviewing.settling import Said, Settled, Standoff, settle

__all__ = [
    "REASONS",
    "Agreement",
    "Estimate",
    "Line",
    "Question",
    "Rival",
    "Ruled",
    "Said",
    "Settled",
    "Standoff",
    "Weighing",
    "estimate",
    "in_plain_words",
    "questions",
    "settle",
    "weighing",
]
