"""What the mood model hears of a recording: cues from the app's own analysis, spread out, standardised and clipped.

The lines come from extract.mjs; the labels from VGMIDI's table, joined by training.ear's truth.jsonl.
"""
import json
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from ..composer.song import DataError

# name in the analysis, how it is spread out. The order is the model's; the app has the same list in song-mood.ts.
CUES = (
    ("onsetsPerSecond", "log"),
    ("fluxDb", "plain"),
    ("chromaEntropy", "plain"),
    ("tempoBpm", "log"),
    ("decayDbPerSecond", "plain"),
    ("crestFactorDb", "plain"),
    ("dynamicRangeDb", "plain"),
    ("localMajorness", "plain"),
    ("localKeyStrength", "plain"),
    ("registerPitch", "plain"),
)
# What is played, whatever it is played on; the other cues depend on the instruments, the room and the recording, too.
PLAYED = ("onsetsPerSecond", "tempoBpm", "localMajorness", "localKeyStrength")
NAMES = tuple(name for name, _ in CUES)
SOFT = {"onsetsPerSecond": .5, "tempoBpm": 0.}
FURTHEST = 3.


@dataclass
class Heard:
    """Recordings with their labels."""
    raw: np.ndarray  # [recordings, cues]; nan where there is no tempo
    rule: np.ndarray  # [recordings, 2], what the additive rule says
    labels: np.ndarray  # [recordings, 2] valence, arousal: mean of the passages' -1 and 1
    songs: list  # the same for renderings of one song
    series: list
    variants: np.ndarray  # 0 the piano, others other instruments


def values(line):
    """Return the cues of one analysis as floats, nan where there is none."""
    flat = {**line, **line["cues"]}
    return [float("nan") if flat[name] is None else float(flat[name]) for name in NAMES]


def spread(raw):
    """Return the cues as they are standardised: what is heard in ratios becomes a logarithm to base 2."""
    columns = []
    for column, (name, kind) in zip(np.asarray(raw, float).T, CUES):
        columns.append(np.log2(np.maximum(column + SOFT[name], 1e-6)) if kind == "log" else column)
    return np.stack(columns, 1)


def standardise(columns, mean, std):
    """Return [recordings, cues] in deviations, clipped; what is not known counts as usual."""
    return np.clip(np.nan_to_num((columns - mean) / std), -FURTHEST, FURTHEST)


def read_lines(path):
    try:
        lines = [json.loads(text) for text in Path(path).read_text(encoding="utf-8").splitlines() if text.strip()]
    except (OSError, ValueError) as cause:
        raise DataError(f"{path} cannot be read as lines of features: {cause}") from cause
    for number, line in enumerate(lines, 1):
        if not isinstance(line, dict) or not isinstance(line.get("cues"), dict):
            raise DataError(f"{Path(path).name}, line {number}: no features of this analyser; run extract.mjs again.")
    return lines


def read(features, truth):
    """Return Heard. A song whose passages were labelled differently gets the mean; 0 says nothing of the axis and is left out there."""
    from .rule import affect
    labelled = defaultdict(list)
    for line in map(json.loads, Path(truth).read_text(encoding="utf-8").splitlines()):
        labelled[line["file"]].append(line)
    lines = [line for line in read_lines(features) if line["file"] in labelled]
    if not lines:
        raise DataError(f"No file of {Path(features).name} is named in {Path(truth).name}.")
    about = [labelled[line["file"]] for line in lines]
    return Heard(
        np.array([values(line) for line in lines]),
        np.array([affect(line) for line in lines]),
        np.array([[np.mean([a[axis] for a in same]) for axis in ("valence", "arousal")] for same in about]),
        [same[0]["name"] for same in about],
        [same[0]["series"] if same[0]["series"] != "Other" else f"Other: {same[0]['game']}" for same in about],
        np.array([same[0]["variant"] for same in about]),
    )
