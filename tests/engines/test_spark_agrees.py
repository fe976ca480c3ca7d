"""Given the same model, a real standalone Spark master with two workers says what DuckDB says of every pair."""

import shutil
from collections.abc import Iterator
from importlib.util import find_spec

import pyarrow as pa
import pytest

from bench.linkage.cluster import standalone_master
from goldenthread.linkage import link
from tests.engines.test_engines_agree import ODD, WITH_PASSPORTS, numbers_of_others
from tests.unit.linkage.records_made import TODAY, area, table

pytestmark = [
    pytest.mark.long,
    pytest.mark.skipif(shutil.which("java") is None, reason="no Java: apt-get install default-jre-headless"),
    pytest.mark.skipif(
        find_spec("pyspark") is None or find_spec("pandas") is None,
        reason="no Spark for Python: make test-spark brings it",
    ),
]


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with standalone_master(tmp_path_factory.mktemp("spark")) as master:
        yield master


def test_two_spark_workers_and_duckdb_agree_on_every_pair_and_person(
    cluster: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GOLDEN_THREAD_SPARK_MASTER", cluster)
    monkeypatch.setenv("GOLDEN_THREAD_SPARK_PARTITIONS", "2")
    monkeypatch.setenv("SPARK_LOCAL_IP", "127.0.0.1")
    records = pa.concat_tables([area(10, seed=1)[0], table(*ODD, *WITH_PASSPORTS)])
    model = link(records, on=TODAY).model
    one, many = (link(records, on=TODAY, engine=e, model=model) for e in ("duckdb", "spark"))
    assert many.links.equals(one.links)
    assert many.people.equals(one.people)
    assert many.report["weights"] == one.report["weights"]
    told = numbers_of_others(records)
    one, many = (link(records, on=TODAY, engine=e, model=model, constraints=told) for e in ("duckdb", "spark"))
    assert many.links.equals(one.links)
    assert many.people.equals(one.people)
    assert link(records, on=TODAY, engine="spark").model.steps == link(records, on=TODAY).model.steps
    from pyspark.sql import SparkSession

    session = SparkSession.getActiveSession()
    assert session is not None
    assert session.sparkContext.master == cluster
    held = session.sparkContext._jsc.sc().getExecutorMemoryStatus().size()
    assert held == 3, "the driver and two executors"
    session.stop()
