"""What a piece of work costs: seconds on the clock, seconds of processor, and the most memory it held."""

import resource
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

KIBIBYTES_IN_A_GIGABYTE = 1024 * 1024


@dataclass(slots=True)
class Cost:
    """Unit: seconds, and gigabytes at the peak of the whole process. Processor seconds do not feel a busy machine."""

    clock: float = 0.0
    processor: float = 0.0
    gigabytes: float = 0.0

    def as_values(self) -> dict[str, float]:
        return {
            "clock_s": round(self.clock, 2),
            "processor_s": round(self.processor, 2),
            "peak_gb": round(self.gigabytes, 2),
        }


@contextmanager
def costing() -> Iterator[Cost]:
    cost = Cost()
    clock, processor = time.perf_counter(), time.process_time()
    yield cost
    cost.clock = time.perf_counter() - clock
    cost.processor = time.process_time() - processor
    cost.gigabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / KIBIBYTES_IN_A_GIGABYTE
