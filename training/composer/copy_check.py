"""How much of a melody is copied: runs of intervals and durations, whatever the key, that a training song has too.

Runs that repeat one short figure say nothing and are left out, for real songs and composed ones alike.
"""
from .duplicates import RUN

LENGTHS = (8, 12, 16)  # notes
LONGEST = 64
FIGURE = 3  # different steps


def steps_of(score):
    """Return [(interval, duration)] from each melody note to the next."""
    notes = score.melody
    return [(b[2] - a[2], min(a[1], b[0] - a[0])) for a, b in zip(notes, notes[1:])]


def telling(run):
    """Tell whether a run of steps is more than one short figure over and over."""
    return len(set(run)) > FIGURE


def runs_of(steps, notes):
    """Return the set of runs of so many notes."""
    found = (tuple(steps[i:i + notes - 1]) for i in range(len(steps) - notes + 2))
    return {run for run in found if telling(run)}


class Corpus:
    """The runs of the training songs."""

    def __init__(self, scores):
        self.steps = [steps_of(s) for s in scores]
        self.runs = {notes: set().union(*(runs_of(s, notes) for s in self.steps)) for notes in LENGTHS}
        self.starts = {}
        for song, steps in enumerate(self.steps):
            for i in range(len(steps) - RUN + 1):
                self.starts.setdefault(tuple(steps[i:i + RUN]), []).append((song, i))

    def shared(self, score, notes):
        """Return (runs of the score that the corpus has, runs)."""
        own = runs_of(steps_of(score), notes)
        return len(own & self.runs[notes]), len(own)

    def longest(self, score):
        """Return the notes of the longest passage that a song of the corpus has too."""
        steps, best = steps_of(score), 0
        for i in range(len(steps) - RUN + 1):
            for song, at in self.starts.get(tuple(steps[i:i + RUN]), ()):
                length = RUN
                theirs = self.steps[song]
                while i + length < len(steps) and at + length < len(theirs) and steps[i + length] == theirs[at + length] and length < LONGEST:
                    length += 1
                if telling(steps[i:i + length]):
                    best = max(best, length + 1)
        return best


def report(corpus, scores):
    """Return {shared8, shared12, shared16: share of runs; pieces16: share of pieces with any; longest: mean and most}."""
    found = {}
    for notes in LENGTHS:
        counts = [corpus.shared(s, notes) for s in scores]
        found[f"shared{notes}"] = round(sum(c for c, _ in counts) / max(1, sum(n for _, n in counts)), 5)
        if notes == LENGTHS[-1]:
            found[f"pieces{notes}"] = round(sum(c > 0 for c, _ in counts) / len(counts), 4)
    longest = [corpus.longest(s) for s in scores]
    return {"pieces": len(scores), **found, "longestMean": round(sum(longest) / len(longest), 2), "longestMost": max(longest)}
