"""Finds the same tune under other names: melodies that share runs of intervals, whatever their key."""
import numpy as np

RUN = 8  # intervals
SAME = .5  # share of the shorter melody's runs: the same tune, of which one is kept
KIN = .2  # share: kept apart from neither side of the split


def runs(score, length=RUN):
    """Return the set of the melody's runs of intervals, without those that only repeat a note or two."""
    return runs_of([n[2] for n in score.melody], length)


def runs_of(pitches, length=RUN):
    """Return the same of a list of pitches."""
    steps = [b - a for a, b in zip(pitches, pitches[1:])]
    found = (tuple(steps[i:i + length]) for i in range(len(steps) - length + 1))
    return {run for run in found if len(set(run)) > 2}


def shares(scores):
    """Return {(earlier, later): share of the shorter's runs that the two have in common}."""
    sets = [runs(s) for s in scores]
    owners, common = {}, {}
    for index, own in enumerate(sets):
        for run in own:
            for other in owners.setdefault(run, []):
                common[other, index] = common.get((other, index), 0) + 1
            owners[run].append(index)
    return {pair: count / max(1, min(len(sets[pair[0]]), len(sets[pair[1]]))) for pair, count in common.items()}


def without_duplicates(scores):
    """Return (the scores of which no two are the same tune, the group of kin each belongs to).

    Labelled scores are looked at first and stay; of the others the earlier one stays.
    """
    order = sorted(range(len(scores)), key=lambda i: (scores[i].label is None, i))
    ordered = [scores[i] for i in order]
    found, dropped = shares(ordered), set()
    for first, second in sorted(found):
        if found[first, second] >= SAME and first not in dropped:
            dropped.add(second)
    kept = [i for i in range(len(ordered)) if i not in dropped]
    groups = {i: i for i in kept}

    def root(i):
        while groups[i] != i:
            i = groups[i]
        return i

    for (first, second), share in found.items():
        if share >= KIN and first in groups and second in groups:
            groups[root(second)] = root(first)
    return [ordered[i] for i in kept], np.array([root(i) for i in kept])


def akin(pitches, others):
    """Tell whether a melody is kin to one of `others`, a list of runs()."""
    own = runs_of(pitches)
    return any(len(own & theirs) >= KIN * max(1, min(len(own), len(theirs))) for theirs in others)
