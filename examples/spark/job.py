"""Reports on a cluster: documents are read, kept as tables, judged, and what was found is a table too.

    spark-submit examples/spark/job.py --documents hdfs:///inbox --lake hdfs:///lake --out /srv/audit

Every executor needs `pip install 'gongkai[spark]'`. Tables are Parquet; with `--format delta` (and Delta on
the cluster) they are Delta's. `--out` is a folder of the driver's: pages and run.json, as `gongkai audit`
writes them.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from gongkai.checkpoints import SparkEngine, audit
from gongkai.engines.spark import collect, frames_of, read_documents, session
from gongkai.loaders import Organs, Reading
from gongkai.relations import Settings


def main(words: list[str] | None = None) -> int:
    """0 clean, 1 findings, 3 where something could not be read or run: as `gongkai audit`."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", required=True, help="a folder of reports, by any URL that Spark reads")
    parser.add_argument("--lake", required=True, help="where the tables go")
    parser.add_argument("--out", required=True, type=Path, help="a folder of the driver's, for the pages")
    parser.add_argument("--registry", type=Path, help="the registry of organs (CSV)")
    parser.add_argument("--scope", default="none", choices=["none", "departments", "all_below"])
    parser.add_argument("--format", default="parquet", choices=["parquet", "delta"])
    options = parser.parse_args(words)

    spark = session()
    organs = Organs.read(options.registry) if options.registry else None
    files = spark.read.format("binaryFile").option("recursiveFileLookup", "true").load(options.documents)
    # Read once and kept: each of the frames below would have the documents read again.
    kept = f"{options.lake}/portions"
    read_documents(files.select("path", "content"), Reading(organs=organs)).write.mode("overwrite").parquet(
        kept
    )
    portions = spark.read.parquet(kept)
    for name, frame in frames_of(portions).items():
        frame.write.format(options.format).mode("overwrite").save(f"{options.lake}/{name}")

    with TemporaryDirectory(prefix="gongkai-") as folder:
        work = Path(folder, "work")
        work.mkdir()
        run = audit(
            collect(portions, Path(folder, "frames")),
            options.out,
            organs=organs,
            settings=Settings(scope=options.scope),
            engine=SparkEngine(spark, work),
        )
    found = spark.createDataFrame(run.findings)
    found.write.format(options.format).mode("overwrite").save(f"{options.lake}/findings")
    return run.exit_code("error")


if __name__ == "__main__":
    sys.exit(main())
