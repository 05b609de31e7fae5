"""Stores that clients left behind, sent by the client's own command, and then sent once more.

    offline.py PROJECT FOLDER

Writes, without a server, a run logged offline and closed; a run whose process was killed; and one run logged by two
processes, each into a store of its own. Sends every store with `neptune sync`, reads everything back and compares it
with what was written; then sends copies of the same stores again, after which all must be as before. Needs
neptune_scale and neptune_query on the path, and NEPTUNE_API_TOKEN. Exits with 0 only if all is equal.
"""

import argparse
import datetime
import os
import shutil
import subprocess
import sys
from pathlib import Path

STEPS = 200
CREATED = datetime.datetime(2025, 6, 1, 12, 0, 0, tzinfo=datetime.timezone.utc)

# run id -> the metrics that each of its processes logs
RUNS = {"closed": [["loss", "acc"]], "killed": [["loss"]], "shared": [["rank0/loss"], ["rank1/loss"]]}


def value_of(run, metric, step):
    return hash_of(run + metric) * 0.25 + step / 8


def hash_of(text):
    return sum(text.encode()) % 100


def write(project, folder, run, rank):
    """One training process. It ends without closing its run where the run's name says so."""
    from neptune_scale import Run
    from neptune_scale.types import File, Histogram

    neptune_run = Run(
        project=project, run_id=run, experiment_name=f"experiment {run}", mode="offline", log_directory=folder,
        creation_time=CREATED, enable_console_log_capture=run == "closed", source_tracking_config=None)
    neptune_run.log_configs({f"config/rank{rank}": rank, "config/note": f"ünïcödé {run}"})
    neptune_run.add_tags([f"rank-{rank}"])
    for step in range(STEPS):
        if run == "closed" and step % 50 == 0:
            print(f"printed at {step}")
        neptune_run.log_metrics(
            {metric: value_of(run, metric, step) for metric in RUNS[run][rank]}, step=step,
            timestamp=CREATED + datetime.timedelta(seconds=step))
    if run == "closed":
        neptune_run.log_string_series({"log": "a line"}, step=1)
        neptune_run.log_histograms({"weights": Histogram(bin_edges=[0.0, 1.0, 2.0], counts=[3, 4])}, step=1)
        neptune_run.assign_files({"notes": File(b"what was noted", mime_type="text/plain")})
        neptune_run.close()
    sys.stdout.flush()
    os._exit(9)  # as a killed process ends: nothing is flushed or closed any more


def send(store):
    command = "from neptune_scale.cli.commands import main; main()"
    done = subprocess.run([sys.executable, "-c", command, "sync", str(store), "--timeout", "120"], capture_output=True, text=True)
    if done.returncode != 0:
        sys.exit(f"neptune sync {store.name} ended with {done.returncode}:\n{done.stdout}\n{done.stderr}")


def expect(what, actual, wanted):
    if actual != wanted:
        sys.exit(f"{what}: read {actual!r}, wrote {wanted!r}")


def read(project):
    """Everything that is there, compared with what was written, as one value that tells any change."""
    import neptune_query as nq
    import neptune_query.runs as nq_runs

    expect("runs", sorted(nq_runs.list_runs(project=project)), sorted(RUNS))
    frame = nq_runs.fetch_metrics(project=project, runs=list(RUNS), attributes="^(loss|acc|rank./loss)$", include_time="absolute")
    for run, processes in RUNS.items():
        for metric in [metric for metrics in processes for metric in metrics]:
            points = frame.loc[run][metric].dropna()
            expect(f"steps of {run} {metric}", list(points.index), [float(step) for step in range(STEPS)])
            expect(f"{run} {metric}", list(points["value"]), [value_of(run, metric, step) for step in range(STEPS)])
            expect(f"first time of {run} {metric}", points["absolute_time"].iloc[0].to_pydatetime(), CREATED)

    table = nq_runs.fetch_runs_table(
        project=project, runs=list(RUNS), attributes="^(config/.*|sys/tags|sys/name|sys/creation_time|sys/running_time_seconds)$")
    for run, processes in RUNS.items():
        row = table.loc[run]
        expect(f"tags of {run}", set(row["sys/tags"]), {f"rank-{rank}" for rank in range(len(processes))})
        expect(f"note of {run}", row["config/note"], f"ünïcödé {run}")
        expect(f"creation of {run}", row["sys/creation_time"].to_pydatetime(), CREATED)
        expect(f"name of {run}", row["sys/name"], f"experiment {run}")
        for rank in range(len(processes)):
            expect(f"rank of {run}", row[f"config/rank{rank}"], rank)

    series = nq_runs.fetch_series(project=project, runs=["closed"], attributes="^(log|weights|runtime/stdout)$").loc["closed"]
    printed = [line for line in series["runtime/stdout"].dropna() if line.startswith("printed")]
    expect("console", [line.strip() for line in printed], [f"printed at {step}" for step in range(0, STEPS, 50)])
    expect("log", list(series["log"].dropna()), ["a line"])
    expect("weights", [list(bins.values) for bins in series["weights"].dropna()], [[3, 4]])
    files = nq_runs.fetch_runs_table(project=project, runs=["closed"], attributes=["notes"])
    expect("size of the file", files.loc["closed"]["notes"].size_bytes, 14)
    return frame.to_json() + table.drop(columns=[c for c in table.columns if "running_time" in c]).to_json() + series.to_json()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("project")
    parser.add_argument("folder")
    parser.add_argument("--write", nargs=2, metavar=("RUN", "RANK"), help="be one of the training processes")
    args = parser.parse_args()
    folder = Path(args.folder)
    if args.write:
        write(args.project, args.folder, args.write[0], int(args.write[1]))

    for run, processes in RUNS.items():
        for rank in range(len(processes)):
            done = subprocess.run([sys.executable, __file__, args.project, args.folder, "--write", run, str(rank)], capture_output=True, text=True)
            expect(f"end of the process of {run}", done.returncode, 9)

    stores = sorted(folder.rglob("*.sqlite3"))
    expect("stores", len(stores), sum(len(processes) for processes in RUNS.values()))
    copies = folder / "copies"
    copies.mkdir()
    for place, store in enumerate(stores):
        for part in store.parent.glob(store.name + "*"):
            shutil.copy(part, copies / part.name.replace(store.name, f"{place}.sqlite3"))
    for store in stores:
        send(store)
    first = read(args.project)
    print("all equal", flush=True)
    for copy in sorted(copies.glob("*.sqlite3")):
        send(copy)
    expect("after sending again", read(args.project), first)
    print("all equal after sending again", flush=True)


if __name__ == "__main__":
    main()
