"""Fits the map that ships: on all songs and all their renderings.

python3 -m training.song_mood.train --features heard.jsonl --truth truth.jsonl [--reference pop.jsonl composed.jsonl] --out RUN
Each file of --reference holds analyses of one other kind of sound, without labels: the map is centred between all kinds. Writes RUN/model.json; how well it reads songs it never heard is evaluate.py's to say.
"""
import argparse
import json
import sys
from pathlib import Path

import numpy as np

from ..composer.song import DataError
from .features import FURTHEST, NAMES, read, read_lines, values
from .model import AXES, RULE_SHARE, MoodModel, centre, fit

LEAST_SONGS = 20


def train(heard):
    for axis, name in enumerate(AXES):
        for sign in (-1, 1):
            count = len({song for song, label in zip(heard.songs, heard.labels[:, axis]) if label * sign > 0})
            if count < LEAST_SONGS:
                raise DataError(f"Only {count} songs are {'high' if sign > 0 else 'low'} in {name}; at least {LEAST_SONGS} are needed.")
    return fit(heard, np.ones(len(heard.songs), bool))[0]


def kinds_of(heard, references):
    """Return the kinds of sound that the map is centred between, each raw [recordings, cues]."""
    return [heard.raw, *(np.array([values(line) for line in read_lines(path)]) for path in references)]


def to_json(model):
    """Return what weights.json holds."""
    def numbers(values):
        return [round(float(value), 6) for value in values]
    heads = {name: {"weights": numbers(model.weights[axis]), "bias": round(float(model.bias[axis]), 6)} for axis, name in enumerate(AXES)}
    return {"mean": numbers(model.mean), "std": numbers(model.std), **heads, "ruleShare": RULE_SHARE, "furthest": FURTHEST}


def from_json(found):
    return MoodModel(np.array(found["mean"]), np.array(found["std"]), np.array([found[axis]["weights"] for axis in AXES]),
                     np.array([found[axis]["bias"] for axis in AXES]))


def main(argv=None):
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--features", required=True)
    parser.add_argument("--truth", required=True)
    parser.add_argument("--reference", nargs="*", default=[])
    parser.add_argument("--out", required=True)
    options = parser.parse_args(argv)
    heard = read(options.features, options.truth)
    kinds = kinds_of(heard, options.reference)
    model = train(heard).recentred(centre(kinds))
    out = Path(options.out)
    out.mkdir(parents=True, exist_ok=True)
    (out / "model.json").write_text(json.dumps(to_json(model), indent=1) + "\n", encoding="utf-8")
    print(f"{len(heard.songs)} recordings of {len(set(heard.songs))} songs; centred between {', '.join(str(len(k)) for k in kinds)}")
    for place, name in enumerate(NAMES):
        print(f"{name:18} valence {model.weights[0, place]:+.2f}  arousal {model.weights[1, place]:+.2f}")


if __name__ == "__main__":
    try:
        main()
    except DataError as problem:
        print(problem, file=sys.stderr)
        sys.exit(1)
