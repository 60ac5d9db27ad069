"""From the archives to token sequences with their conditions, cached as one file.

python3 -m training.composer.dataset --data DIR --out RUN
"""
import argparse
import pickle
import sys
from collections import Counter
from pathlib import Path

import numpy as np

from . import attributes, chords, duplicates, key, split, tokens
from .clean import clean
from .load import load
from .quantise import quantise
from .sequence import Dataset, Sequence
from .song import DataError

CACHE = "tokens.pickle"
VERSION = 1  # raise when a stage changes what it makes
DEFAULT_TEMPO_SOURCES = ("nottingham",)  # every file of these has the same tempo, which says nothing


def prepare(song):
    """Return the clean score of a song, in C major or A minor, with chords; raises DataError with the reason it is left out."""
    score = key.normalise(quantise(song))
    if score.chords is None:
        score = score.with_(chords=chords.estimate(score.notes(), score.bars))
    score = clean(score.with_(bpm=None if song.source in DEFAULT_TEMPO_SOURCES else song.bpm))
    return score.with_(chords=chords.only_changes(score.chords))


def build(folder):
    """Return the Dataset of a folder of archives."""
    counts, scores = Counter(), []
    for song in load(folder):
        counts[song.source, "read"] += 1
        try:
            scores.append(prepare(song))
        except DataError as fault:
            counts[song.source, str(fault)] += 1
    kept, groups = duplicates.without_duplicates(scores)
    for source in {s.source for s in scores}:
        counts[source, "the same tune again"] = sum(s.source == source for s in scores) - sum(s.source == source for s in kept)
    sequences = []
    for score, name in zip(kept, split.split_names(kept, groups)):
        events, bars = tokens.encode(score)
        values, known = attributes.of_score(score)
        counts[score.source, name] += 1
        counts[score.source, f"{name} events"] += len(events)
        sequences.append(Sequence(score.source, score.name, name, score.label, np.array(events, np.int16),
                                  np.array(bars, np.int16), values, known))
    mean, std = attributes.scales([(s.values, s.known) for s in sequences if s.split == "train"])
    return Dataset(sequences, mean, std, dict(counts), kept)


def cached(folder, out):
    """Return the Dataset, from RUN/tokens.pickle where an earlier command left it."""
    path = Path(out) / CACHE
    if path.exists():
        version, dataset = pickle.loads(path.read_bytes())
        if version == VERSION:
            return dataset
    dataset = build(folder)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(pickle.dumps((VERSION, dataset)))
    return dataset


def describe(dataset):
    """Print what each stage counted."""
    for (source, what), count in sorted(dataset.counts.items()):
        print(f"{source:12}{what:24}{count:>10,}")
    print(f"mean {np.round(dataset.mean, 2).tolist()} std {np.round(dataset.std, 2).tolist()}")


def main(argv=None):
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("--data", required=True, help="the folder with the three archives")
    p.add_argument("--out", required=True, help="the folder of the run")
    args = p.parse_args(argv)
    try:
        describe(cached(args.data, args.out))
    except DataError as fault:
        sys.exit(f"error: {fault}")


if __name__ == "__main__":
    main()
