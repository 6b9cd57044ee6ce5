"""Stop-watch and percentiles. Garbage is collected before each measurement, so that one does not pay for another's."""

import cProfile
import gc
import pstats
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass


@dataclass(slots=True)
class Watch:
    """Takes times; with `profile` it also prints where the time of our own code went."""

    profile: bool = False

    def once(self, work: Callable[[], object], title: str = "") -> float:
        """Seconds of one run."""
        return self.many([work], title)[0]

    def many(self, works: Sequence[Callable[[], object]], title: str = "") -> list[float]:
        """Seconds of each run."""
        gc.collect()
        profiler = cProfile.Profile() if self.profile and title else None
        seconds = []
        if profiler is not None:
            profiler.enable()
        for work in works:
            start = time.perf_counter()
            work()
            seconds.append(time.perf_counter() - start)
        if profiler is not None:
            profiler.disable()
            print(f"--- {title}")
            pstats.Stats(profiler).sort_stats("tottime").print_stats(28)
        return seconds


def percentile(seconds: Sequence[float], percent: int) -> float:
    """The time, in milliseconds, that `percent` of the runs did not exceed."""
    ordered = sorted(seconds)
    return 1_000 * ordered[min(len(ordered) - 1, (len(ordered) * percent + 99) // 100 - 1)]
