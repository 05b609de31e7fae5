"""A training job and the notebook that reads it back, through the unmodified Neptune clients.

    training.py log  PROJECT --runs 3 --metrics 50 --steps 2000    writes; prints a line when half is written
    training.py read PROJECT --runs 3 --metrics 50 --steps 2000    compares every value with what was written

Every value is a function of its place, so the two halves share nothing but their arguments. Needs neptune_scale and
neptune_query on the path, and NEPTUNE_API_TOKEN. Exits with 0 only if all is equal.
"""

import argparse
import datetime
import math
import sys
import tempfile
from pathlib import Path

STRINGS = 40
HISTOGRAMS = 20
FORK_STEP_INDEX = 100


def step_of(index):
    return index * 0.5


def value_of(run, metric, index):
    return math.sin(run + metric * 0.1 + index * 0.01) * (1 + metric)


def run_id(run):
    return f"run-{run}"


def experiment(run):
    return f"experiment-{run}"


CREATED = datetime.datetime(2026, 1, 2, 3, 4, 5, 678000, tzinfo=datetime.timezone.utc)


def configs(run):
    return {
        "config/lr": 0.001 * (run + 1),
        "config/layers": 12 + run,
        "config/name": f"model \"{run}\" <b>&</b> ünïcödé",
        "config/amp": run % 2 == 0,
        "config/started": CREATED,
    }


def log_run(project, run, args, fork_of=None):
    from neptune_scale import Run
    from neptune_scale.types import File, Histogram

    arguments = {}
    if fork_of is not None:
        arguments = {"fork_run_id": run_id(fork_of), "fork_step": step_of(FORK_STEP_INDEX)}
    with Run(
        project=project, run_id=run_id(run), experiment_name=experiment(run),
        enable_console_log_capture=False, source_tracking_config=None, **arguments,
    ) as neptune_run:
        neptune_run.log_configs(configs(run))
        neptune_run.add_tags(["baseline", f"seed-{run}"])
        first = FORK_STEP_INDEX + 1 if fork_of is not None else 0
        for index in range(first, args.steps):
            neptune_run.log_metrics(
                {f"metrics/m{metric}": value_of(run, metric, index) for metric in range(args.metrics)},
                step=step_of(index))
            if run == args.runs - 1 and index == args.steps // 2:
                # A client that cannot sign in at all gives up; from here on it has.
                neptune_run.wait_for_submission(timeout=60)
                print("half", flush=True)
        if fork_of is None:
            for index in range(STRINGS):
                neptune_run.log_string_series({"log/lines": f"line {index} of {run}: ✓"}, step=step_of(index))
            for index in range(HISTOGRAMS):
                neptune_run.log_histograms(
                    {"weights": Histogram(bin_edges=[0.0, 0.5, 1.0, 2.0], counts=[index, run, 7])}, step=step_of(index))
            neptune_run.assign_files({"files/notes": File(f"notes of run {run}\n".encode(), mime_type="text/plain")})
        if not neptune_run.wait_for_processing(timeout=300):
            sys.exit("the server did not take everything in time")


def log(args):
    for run in range(args.runs):
        log_run(args.project, run, args)
    log_run(args.project, args.runs, args, fork_of=0)
    print("logged", flush=True)


def expect(what, actual, wanted):
    same = actual == wanted or (isinstance(wanted, float) and isinstance(actual, float) and math.isclose(actual, wanted, rel_tol=0, abs_tol=0))
    if not same:
        sys.exit(f"{what}: read {actual!r}, wrote {wanted!r}")


def read(args):
    import neptune_query as nq
    import neptune_query.runs as nq_runs

    everyone = list(range(args.runs + 1))
    expect("runs", sorted(nq_runs.list_runs(project=args.project)), sorted(run_id(run) for run in everyone))
    expect("experiments", sorted(nq.list_experiments(project=args.project)), sorted(experiment(run) for run in everyone))
    read_configs(nq, args, everyone)
    points = sum(read_metrics(nq_runs, args, run) for run in everyone)
    read_objects(nq, args)
    print(f"all equal: {points} points", flush=True)


def read_configs(nq, args, everyone):
    table = nq.fetch_experiments_table(
        project=args.project, experiments=[experiment(run) for run in everyone],
        attributes=[*configs(0), "sys/tags", "sys/custom_run_id"])
    for run in everyone:
        row = table.loc[experiment(run)]
        for name, wanted in configs(run).items():
            actual = row[name]
            expect(f"{name} of {run}", actual.to_pydatetime() if name == "config/started" else actual, wanted)
        tags = {"baseline", f"seed-{run}"} | ({"seed-0"} if run == args.runs else set())
        expect(f"tags of {run}", set(row["sys/tags"]), tags)


def read_metrics(nq_runs, args, run):
    frame = nq_runs.fetch_metrics(
        project=args.project, runs=[run_id(run)], attributes="^metrics/m", include_time=None)
    frame = frame.loc[run_id(run)]
    expect(f"steps of {run}", list(frame.index), [step_of(index) for index in range(args.steps)])
    is_fork = run == args.runs
    for metric in range(args.metrics):
        wanted = [
            value_of(0 if is_fork and index <= FORK_STEP_INDEX else run, metric, index) for index in range(args.steps)]
        expect(f"m{metric} of {run}", list(frame[f"metrics/m{metric}"]), wanted)
    return args.steps * args.metrics


def read_objects(nq, args):
    names = [experiment(run) for run in range(args.runs)]
    lines = nq.fetch_series(project=args.project, experiments=names, attributes="^log/lines$")
    bins = nq.fetch_series(project=args.project, experiments=names, attributes="^weights$")
    for run, name in enumerate(names):
        expect(f"lines of {run}", list(lines.loc[name]["log/lines"]), [f"line {i} of {run}: ✓" for i in range(STRINGS)])
        histograms = list(bins.loc[name]["weights"])
        expect(f"edges of {run}", [list(h.edges) for h in histograms], [[0.0, 0.5, 1.0, 2.0]] * HISTOGRAMS)
        expect(f"bins of {run}", [list(h.values) for h in histograms], [[i, run, 7] for i in range(HISTOGRAMS)])
    with tempfile.TemporaryDirectory() as folder:
        files = nq.fetch_experiments_table(project=args.project, experiments=names, attributes=["files/notes"])
        paths = nq.download_files(files=files, destination=folder)
        for run, name in enumerate(names):
            expect(f"file of {run}", Path(paths.loc[name].iloc[0]["files/notes"]).read_bytes(), f"notes of run {run}\n".encode())


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("do", choices=["log", "read"])
    parser.add_argument("project")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--metrics", type=int, default=50)
    parser.add_argument("--steps", type=int, default=2000)
    args = parser.parse_args()
    log(args) if args.do == "log" else read(args)


if __name__ == "__main__":
    main()
