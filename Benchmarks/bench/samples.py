"""One measurement, and what a set of them comes to."""

from dataclasses import asdict, dataclass
from statistics import median


@dataclass
class Sample:
    """One run of one system in one case."""

    case: str
    system: str
    records: int
    seconds: float  # from the command to start until the last record is there
    records_per_second: float
    cpu_seconds: float
    peak_bytes: int  # proportional set size of all of the system's processes

    def to_json(self):
        return asdict(self)


def medians(samples):
    """{case: {system: {figure: median}}}, in the order of the samples."""
    grouped = {}
    for sample in samples:
        grouped.setdefault(sample.case, {}).setdefault(sample.system, []).append(sample)
    return {
        case: {
            system: {
                figure: median(getattr(sample, figure) for sample in runs)
                for figure in ("records_per_second", "cpu_seconds", "peak_bytes", "records")
            }
            for system, runs in systems.items()
        }
        for case, systems in grouped.items()
    }
