"""Given the same model, a real standalone Spark master with two workers says what DuckDB says of every pair."""

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import pyarrow as pa
import pytest

from goldenthread.linkage import link
from tests.engines.test_engines_agree import ODD
from tests.unit.linkage.records_made import TODAY, area, table

pytestmark = [
    pytest.mark.long,
    pytest.mark.skipif(shutil.which("java") is None, reason="no Java: apt-get install default-jre-headless"),
    pytest.mark.skipif(
        find_spec("pyspark") is None or find_spec("pandas") is None,
        reason="no Spark for Python: pip install 'pyspark>=4,<5' 'pandas>=2.2'",
    ),
]
ROOT = Path(__file__).parents[2]


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port: int = one.getsockname()[1]
        return port


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A master and two workers, each a process of its own."""
    import pyspark

    home, folder, port = Path(pyspark.__file__).parent, tmp_path_factory.mktemp("spark"), _free_port()
    told = {
        **os.environ,
        "SPARK_HOME": str(home),
        "SPARK_LOCAL_IP": "127.0.0.1",
        "SPARK_LOG_DIR": str(folder),
        "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}",
        "PYSPARK_PYTHON": sys.executable,
    }
    master = f"spark://127.0.0.1:{port}"
    spark_class, deploy = str(home / "bin" / "spark-class"), "org.apache.spark.deploy"
    here = ["--host", "127.0.0.1", "--webui-port", "0"]
    commands = [[spark_class, f"{deploy}.master.Master", *here, "--port", str(port)]]
    for number in (1, 2):
        share = ["--cores", "1", "--memory", "1g", "--work-dir", str(folder / f"worker-{number}")]
        commands.append([spark_class, f"{deploy}.worker.Worker", master, *here, *share])
    started = []
    try:
        for command in commands:
            log = (folder / f"{len(started)}.log").open("w")
            started.append(subprocess.Popen(command, env=told, stdout=log, stderr=log))
            time.sleep(5)
        yield master
    finally:
        for process in reversed(started):
            process.terminate()
            process.wait(timeout=30)


def test_two_spark_workers_and_duckdb_agree_on_every_pair_and_person(
    cluster: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GOLDEN_THREAD_SPARK_MASTER", cluster)
    monkeypatch.setenv("GOLDEN_THREAD_SPARK_PARTITIONS", "2")
    monkeypatch.setenv("SPARK_LOCAL_IP", "127.0.0.1")
    records = pa.concat_tables([area(10, seed=1)[0], table(*ODD)])
    model = link(records, on=TODAY).model
    one, many = (link(records, on=TODAY, engine=e, model=model) for e in ("duckdb", "spark"))
    assert many.links.equals(one.links)
    assert many.people.equals(one.people)
    assert many.report["weights"] == one.report["weights"]
    assert link(records, on=TODAY, engine="spark").model.steps == link(records, on=TODAY).model.steps
    from pyspark.sql import SparkSession

    session = SparkSession.getActiveSession()
    assert session is not None
    assert session.sparkContext.master == cluster
    held = session.sparkContext._jsc.sc().getExecutorMemoryStatus().size()
    assert held == 3, "the driver and two executors"
    session.stop()
