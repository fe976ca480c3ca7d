"""Which pairs in doubt are worth a person's time: nobody is asked about a hundred pairs to find one.

What two records say by themselves puts a pair to review. Once people are known, more is told of it; and where it is
then said to be less likely than one in a hundred that two people are one, they are two. A pair that is held as one
person stays, however unlikely: there, a person can put right what is wrong.
"""

import numpy as np
import pyarrow as pa

from goldenthread.linkage.joining import Numbers
from goldenthread.linkage.model import Model
from goldenthread.linkage.shapes import Outcome

LEAST_CHANCE = 0.01


def worth_seeing(pairs: pa.Table, person_of: Numbers, model: Model) -> pa.Table:
    """``pairs`` (DECISIONS) without those to review that are apart and as good as surely two people.

    All of them, while the model has not learned yet what to say of pairs held apart.
    """
    if not model.stand_alone:
        return pairs
    asked = np.asarray(pairs["outcome"].to_numpy() == Outcome.REVIEW.value)
    apart = person_of[pairs["rid_l"].to_numpy()] != person_of[pairs["rid_r"].to_numpy()]
    return pairs.filter(pa.array(~(asked & apart & (pairs["probability"].to_numpy() < LEAST_CHANCE))))
