"""How well the mood of songs that the model never heard is read: cross-validation by song and by series of games.

python3 -m training.song_mood.evaluate --features heard.jsonl --truth truth.jsonl [--reference pop.jsonl composed.jsonl] [--out RUN/report.json]
All renderings of a song are in one fold. "piano" are the songs as their listeners heard them, "others" the same songs on other
instruments. "fitted" is centred on the training's songs in the same kind of sound, "centred" on the songs that are judged, as a library
would be that is read by its own mean, "shipped" between the kinds of sound, as the map that ships.
"""
import argparse
import json
import sys

import numpy as np

from ..composer.song import DataError
from . import figures, folds
from .features import NAMES, read
from .train import kinds_of
from .model import AXES, centre, fit

FOLDS, REPEATS = 10, 5
SHARES = (0., .15, .3, 1.)


def held_out(heard, groups, seed, shipped):
    """Return {centring: fitted [recordings, 2]} from models that heard no rendering of any song of the group; the rule's share, too."""
    groups = np.array(groups)
    kinds = (heard.labels[:, 0] > 0) * 2 + (heard.labels[:, 1] > 0)
    fold = folds.grouped(kinds, groups, FOLDS, seed)
    piano = heard.variants == 0
    means = {"shipped": [shipped] * 2, "centred": [centre([heard.raw[mask]]) if mask.any() else shipped for mask in (~piano, piano)]}
    points = {name: np.zeros(heard.labels.shape) for name in ("fitted", "centred", "shipped", "strangeness")}
    for f in range(FOLDS):
        held = fold == f
        model, own = fit(heard, ~held, seed, groups)
        points["strangeness"][held] = model.strangeness(heard.raw[held])[:, None]
        for name, (of_others, of_piano) in {**means, "fitted": (own.get(False), own.get(True))}.items():
            for mask, mean in ((held & piano, of_piano), (held & ~piano, of_others)):
                if mask.any():
                    points[name][mask] = model.recentred(mean).fitted(heard.raw[mask])
    strange = points.pop("strangeness")
    for share in SHARES:
        towards = share + (1 - share) * strange
        points[f"ruleShare{share:g}"] = (1 - towards) * points["fitted"] + towards * heard.rule
    return points


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


def report(heard, references=()):
    piano = heard.variants == 0
    kinds = kinds_of(heard, references)
    out = {"cues": list(NAMES), "recordings": int(len(heard.songs)), "songs": len(set(heard.songs)), "series": len(set(heard.series)),
           "centredBetween": [len(kind) for kind in kinds],
           "protocol": f"{REPEATS} times {FOLDS} folds, all renderings of a song in one; penalty chosen within"}
    for word, groups in (("bySong", heard.songs), ("bySeries", heard.series)):
        runs = [held_out(heard, groups, seed, centre(kinds)) for seed in range(REPEATS)]
        names = list(runs[0]) if word == "bySong" else ["fitted", "centred", "shipped"]
        out[word] = {where: {name: {axis_name: mean_of([judge(run[name][mask, axis], heard.labels[mask, axis]) for run in runs])
                                    for axis, axis_name in enumerate(AXES)} for name in names}
                     for where, mask in (("piano", piano), ("others", ~piano)) if mask.any()}
    return out


def main(argv=None):
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--features", required=True)
    parser.add_argument("--truth", required=True)
    parser.add_argument("--reference", nargs="*", default=[])
    parser.add_argument("--out")
    options = parser.parse_args(argv)
    found = report(read(options.features, options.truth), options.reference)
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
