"""The job that the page on clusters describes is one that SLURM takes."""

import re
import subprocess

from sim.config.compose import compose
from tests.docs.pages import ROOT, blocks, text_of

PAGE = ROOT / "docs/howto/cluster.md"


def test_the_job_script_asks_slurm_for_what_the_page_says(capsys):
    said, leave = blocks(PAGE, "python")
    remembered: dict = {}
    exec(compile(said, str(PAGE), "exec"), remembered)
    script = capsys.readouterr().out
    exec(compile(leave, str(PAGE), "exec"), remembered)

    assert script.startswith("#!/usr/bin/env bash")
    for line in ("-p short", "-n 1", "--cpus-per-task=16", "-t 04:00:00", "--output=/dev/null"):
        assert f"#SBATCH {line}\n" in script
    assert re.search(r"dask_worker tcp://\S+ .*--nthreads 1 .*--nworkers 16 ", script)
    assert subprocess.run(["bash", "-n"], input=script, text=True).returncode == 0


def test_the_sweep_is_sent_where_the_page_says():
    line = re.search(r"executor=dask (executor\.address=\S+)", text_of(PAGE))
    composed = compose(["executor=dask", line[1]], question="sweep")

    assert composed["executor"]["address"] == "tcp://10.0.0.5:40123"
