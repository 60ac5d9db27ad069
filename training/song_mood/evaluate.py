"""How well the mood of songs that the model never heard is read: cross-validation by song and by series of games.

python3 -m training.song_mood.evaluate --features heard.jsonl --truth truth.jsonl [--out RUN/report.json]
All renderings of a song are in one fold. "piano" are the songs as their listeners heard them, "others" the same songs on other
instruments.
"""
import argparse
import json
import sys

import numpy as np

from ..composer.song import DataError
from . import figures, folds
from .features import NAMES, read
from .model import AXES, RULE_SHARE, fit

FOLDS, REPEATS = 10, 5
SHARES = (0., .15, .3, .5, 1.)


def held_out(heard, groups, seed):
    """Return (fitted [recordings, 2], strangeness) from models that heard no rendering of any song of the group."""
    groups = np.array(groups)
    kinds = (heard.labels[:, 0] > 0) * 2 + (heard.labels[:, 1] > 0)
    fold = folds.grouped(kinds, groups, FOLDS, seed)
    fitted, strange = np.zeros(heard.labels.shape), np.zeros(len(fold))
    for f in range(FOLDS):
        held = fold == f
        model = fit(heard, ~held, seed, groups)
        fitted[held], strange[held] = model.fitted(heard.raw[held]), model.strangeness(heard.raw[held])
    return fitted, strange


def blended(heard, fitted, strange, share):
    towards = (share + (1 - share) * strange)[:, None]
    return (1 - towards) * fitted + towards * heard.rule


def judge(points, labels):
    """Return the figures of an axis for points [songs] and labels [songs], of which 0 are left out."""
    sure = labels != 0
    points, told = points[sure], (labels[sure] > 0).astype(int)
    said = (points > 0).astype(int)
    right = float((said == told).mean())
    p = (points + 1) / 2
    return {"songs": int(len(told)), "accuracy": right, "interval": figures.wilson(right * len(told), len(told)),
            "balanced": float(np.mean(figures.recalls(told, said, 2))), "recallLow": figures.recalls(told, said, 2)[0],
            "recallHigh": figures.recalls(told, said, 2)[1], "area": figures.area(told, points),
            "spearman": figures.spearman(points, labels[sure]),
            "calibrationError": figures.calibration_error(told, np.stack([1 - p, p], 1))}


def mean_of(reports):
    """Return the means of the numbers over the repeats, and the spread of the accuracy."""
    first = reports[0]
    out = {key: round(float(np.mean([r[key] for r in reports])), 4) for key in first if key not in ("interval", "songs")}
    return {"songs": first["songs"], **out, "spread": round(float(np.std([r["accuracy"] for r in reports])), 4),
            "interval": figures.wilson(out["accuracy"] * first["songs"], first["songs"])}


def report(heard):
    piano = heard.variants == 0
    out = {"cues": list(NAMES), "recordings": int(len(heard.songs)), "songs": len(set(heard.songs)), "series": len(set(heard.series)),
           "protocol": f"{REPEATS} times {FOLDS} folds, all renderings of a song in one; penalty chosen within"}
    for word, groups in (("bySong", heard.songs), ("bySeries", heard.series)):
        runs = [held_out(heard, groups, seed) for seed in range(REPEATS)]
        for where, mask in (("piano", piano), ("others", ~piano)):
            if not mask.any():
                continue
            for name, share in (("fitted", None), *((f"ruleShare{share:g}", share) for share in SHARES)):
                if word == "bySeries" and name not in ("fitted", f"ruleShare{RULE_SHARE:g}"):
                    continue
                points = [fitted if share is None else blended(heard, fitted, strange, share) for fitted, strange in runs]
                for axis, axis_name in enumerate(AXES):
                    out.setdefault(word, {}).setdefault(where, {}).setdefault(name, {})[axis_name] = mean_of(
                        [judge(p[mask, axis], heard.labels[mask, axis]) for p in points])
    return out


def main(argv=None):
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--features", required=True)
    parser.add_argument("--truth", required=True)
    parser.add_argument("--out")
    options = parser.parse_args(argv)
    found = report(read(options.features, options.truth))
    for word in ("bySong", "bySeries"):
        for where, names in found[word].items():
            for name, axes in names.items():
                print(f"{word:9}{where:7}{name:13}", *(
                    f"{axis} {a['accuracy']:.3f} {a['interval']} balanced {a['balanced']:.3f} area {a['area']:.3f} rho {a['spearman']:.2f} ece {a['calibrationError']:.2f}"
                    for axis, a in axes.items()), sep=" | ")
    if options.out:
        with open(options.out, "w", encoding="utf-8") as file:
            json.dump(found, file, indent=1)


if __name__ == "__main__":
    try:
        main()
    except DataError as problem:
        print(problem, file=sys.stderr)
        sys.exit(1)
