"""What linking on a Spark cluster costs: a real standalone master and two workers on this machine, beside DuckDB.

``python -m bench.linkage.cluster [RECORDS ...]`` measures processor seconds of the driver and of everything the cluster
started, and draws a straight line through the two largest sizes to 12 and 60 million: an extrapolation, said to be so.
Needs Java 17 and ``pip install 'pyspark>=4,<5' 'pandas>=2.2'``.
"""

import json
import os
import platform
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory, gettempdir

import psutil
import pyarrow as pa

from bench.linkage.population import TODAY, population
from goldenthread.intake import accept, read_contract
from goldenthread.linkage import link

SIZES = (1_000, 5_000, 20_000)
"""The first warms the cluster up."""
NATIONS = (12_000_000, 60_000_000)
ROOT = Path(__file__).parents[2]
SECONDS_TO_LISTEN = 60


@contextmanager
def standalone_master(folder: Path) -> Iterator[str]:
    """A master and two workers, each a process of its own; gives the master's address."""
    import pyspark

    home, port = Path(pyspark.__file__).parent, _free_port()
    told = {
        **os.environ,
        "SPARK_HOME": str(home),
        "SPARK_LOCAL_IP": "127.0.0.1",
        "SPARK_LOG_DIR": str(folder),
        "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}",
        "PYSPARK_PYTHON": sys.executable,
    }
    spark_class, deploy = str(home / "bin" / "spark-class"), "org.apache.spark.deploy"
    here = ["--host", "127.0.0.1", "--webui-port", "0"]
    master = f"spark://127.0.0.1:{port}"
    started: list[subprocess.Popen[bytes]] = []
    try:
        started.append(_start([spark_class, f"{deploy}.master.Master", *here, "--port", str(port)], told, folder, 0))
        _wait_until_it_listens(port)
        for number in (1, 2):
            share = ["--cores", "1", "--memory", "1g", "--work-dir", str(folder / f"worker-{number}")]
            worker = [spark_class, f"{deploy}.worker.Worker", master, *here, *share]
            started.append(_start(worker, told, folder, number))
        yield master
    finally:
        for process in reversed(started):
            process.terminate()
            process.wait(timeout=30)


def _start(command: list[str], told: dict[str, str], folder: Path, number: int) -> subprocess.Popen[bytes]:
    with (folder / f"{number}.log").open("wb") as log:
        return subprocess.Popen(command, env=told, stdout=log, stderr=log)


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port: int = one.getsockname()[1]
        return port


def _wait_until_it_listens(port: int) -> None:
    until = time.monotonic() + SECONDS_TO_LISTEN
    while time.monotonic() < until:
        with socket.socket() as one:
            if one.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.2)
    raise TimeoutError(f"the Spark master did not listen within {SECONDS_TO_LISTEN} seconds")


def processor_seconds() -> float:
    """Of this process and of everything it started, ended or not."""
    own = psutil.Process()
    times = [own.cpu_times(), *(child.cpu_times() for child in own.children(recursive=True))]
    return sum(t.user + t.system + t.children_user + t.children_system for t in times)


def measure(sizes: Sequence[int]) -> list[dict[str, float]]:
    """For each size, processor seconds of DuckDB and of the cluster with its model; the people must be the same."""
    return [_measured(size) for size in sizes]


def _measured(size: int) -> dict[str, float]:
    records = _records(size)
    started = processor_seconds()
    one = link(records, on=TODAY)
    between = processor_seconds()
    many = link(records, on=TODAY, engine="spark", model=one.model)
    spent = processor_seconds() - between
    if not (many.people.equals(one.people) and many.links.equals(one.links)):
        raise SystemExit(f"{size:,} records: the cluster's people are not DuckDB's")
    told = {"records": len(records), "duckdb_s": round(between - started, 1), "cluster_s": round(spent, 1)}
    print(json.dumps(told), flush=True)
    return told


def _records(size: int) -> pa.Table:
    made = population(size, folder=Path(gettempdir()) / "golden-thread-population")
    return accept([made.records], read_contract(made.contract), on=TODAY).records


def said(measured: Sequence[dict[str, float]]) -> str:
    """The straight line through the two largest sizes, drawn on to nations."""
    small, large = measured[-2:]
    each = (large["cluster_s"] - small["cluster_s"]) / (large["records"] - small["records"])
    lines = [
        f"{each * 1e6 / 3600:.1f} core hours a million records more ({os.cpu_count()} cores, {platform.machine()})"
    ]
    for nation in NATIONS:
        hours = (large["cluster_s"] + each * (nation - large["records"])) / 3600
        lines.append(
            f"{nation:,} records: {hours:.0f} core hours, EXTRAPOLATED from {large['records']:,}, not measured"
        )
    return "\n".join(lines)


def main(sizes: Sequence[int]) -> None:
    with TemporaryDirectory() as folder, standalone_master(Path(folder)) as master:
        os.environ |= {"GOLDEN_THREAD_SPARK_MASTER": master, "SPARK_LOCAL_IP": "127.0.0.1"}
        os.environ.setdefault("GOLDEN_THREAD_SPARK_PARTITIONS", "4")
        print(said(measure(sizes)))
        from pyspark.sql import SparkSession

        session = SparkSession.getActiveSession()
        if session is not None:
            session.stop()


if __name__ == "__main__":
    main([int(size) for size in sys.argv[1:]] or SIZES)
