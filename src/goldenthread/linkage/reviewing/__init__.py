"""Ask people about the pairs a machine is not sure of, settle what they say, and learn from it how right it was."""

from goldenthread.linkage.reviewing.asking import Question, asked_again, likeliest, questions
from goldenthread.linkage.reviewing.estimating import Estimate, Ruled, estimate
from goldenthread.linkage.reviewing.explaining import Agreement, Line, Rival, Weighing, weighing
from goldenthread.linkage.reviewing.foreseeing import Answers, Foreseen, foresee
from goldenthread.linkage.reviewing.groups import StandingWith, Tie, standing_with
from goldenthread.linkage.reviewing.reasons import (
    ASKED_AGAIN,
    DOUBTED,
    JOINED_BY_A_LOAD,
    PARTED_BY_A_LOAD,
    PERHAPS_FAMILY,
    REASONS,
    SAID_TO_BE_ONE,
    STANDS_IN_THE_WAY,
    TWO_NUMBERS,
    WEAKEST_JOIN,
    in_plain_words,
)
from goldenthread.linkage.reviewing.seeing_whole import Join, WholePerson, whole_people
from goldenthread.linkage.reviewing.settling import AGREED, Said, Settled, Standoff, agree, settle
from goldenthread.linkage.reviewing.two_numbers import of_two_numbers

__all__ = [
    "AGREED",
    "ASKED_AGAIN",
    "DOUBTED",
    "JOINED_BY_A_LOAD",
    "PARTED_BY_A_LOAD",
    "PERHAPS_FAMILY",
    "REASONS",
    "SAID_TO_BE_ONE",
    "STANDS_IN_THE_WAY",
    "TWO_NUMBERS",
    "WEAKEST_JOIN",
    "Agreement",
    "Answers",
    "Estimate",
    "Foreseen",
    "Join",
    "Line",
    "Question",
    "Rival",
    "Ruled",
    "Said",
    "Settled",
    "StandingWith",
    "Standoff",
    "Tie",
    "Weighing",
    "WholePerson",
    "agree",
    "asked_again",
    "estimate",
    "foresee",
    "in_plain_words",
    "likeliest",
    "of_two_numbers",
    "questions",
    "settle",
    "standing_with",
    "weighing",
    "whole_people",
]
