"""Keys: annotated, or found with the profiles of Krumhansl and Kessler on how long each pitch class sounds."""
import numpy as np

MAJOR = np.array([6.35, 2.23, 3.48, 2.33, 4.38, 4.09, 2.52, 5.19, 2.39, 3.66, 2.29, 2.88])
MINOR = np.array([6.33, 2.68, 3.52, 5.38, 2.60, 3.53, 2.54, 4.75, 3.98, 2.69, 3.34, 3.17])
SCALE = (0, 2, 4, 5, 7, 9, 11)
TRUSTED_WITHIN = .05  # an annotated key may explain this much less of the notes than the one found


def durations(notes):
    """Return how long each pitch class sounds, as twelve shares."""
    sums = np.zeros(12)
    for _, duration, pitch in notes:
        sums[pitch % 12] += duration
    return sums / max(sums.sum(), 1e-9)


def find_key(shares):
    """Return (tonic, mode) by correlation with the profiles."""
    best = max(((float(np.corrcoef(np.roll(profile, tonic), shares)[0, 1]), -tonic, mode)
                for mode, profile in ((1, MAJOR), (-1, MINOR)) for tonic in range(12)),
               key=lambda row: -2 if np.isnan(row[0]) else row[0])
    return -best[1], best[2]


def shift_of(tonic, mode):
    """Return the semitones, -6 to 5, that bring a key to C major or A minor."""
    home = 0 if mode > 0 else 9
    return (home - tonic + 6) % 12 - 6


def in_scale(shares, tonic, mode):
    """Return the share of the sound that lies in the key's seven notes (natural minor)."""
    first = tonic if mode > 0 else tonic + 3
    return float(sum(shares[(first + step) % 12] for step in SCALE))


def keys_of(score):
    """Return [(bar, tonic, mode)], from the annotation where it explains the notes, else one key that was found."""
    shares = durations(score.notes())
    found = find_key(shares)
    if not score.keys:
        return [(0, *found)]
    longest = longest_key(score)
    if in_scale(shares, *longest) < in_scale(shares, *found) - TRUSTED_WITHIN and len(score.keys) == 1:
        return [(0, *found)]
    first = score.keys[0]
    return [(0, *first[1:]), *((max(0, start // 16), tonic, mode) for start, tonic, mode in score.keys[1:])]


def longest_key(score):
    """Return the annotated (tonic, mode) that holds for most sixteenths."""
    bounds = [row[0] for row in score.keys[1:]] + [score.bars * 16]
    held = {}
    for (start, *key), stop in zip(score.keys, bounds):
        held[tuple(key)] = held.get(tuple(key), 0) + max(0, stop - start)
    return max(held, key=held.get)


def normalise(score):
    """Transpose a score to C major or A minor, each section by its own key; the mode is that of the most bars."""
    keys = keys_of(score)
    bounds = [row[0] for row in keys[1:]] + [score.bars]
    shifts, votes = np.zeros(max(score.bars, 1), int), {}
    for (bar, tonic, mode), stop in zip(keys, bounds):
        shifts[bar:stop] = shift_of(tonic, mode)
        votes[tonic, mode] = votes.get((tonic, mode), 0) + max(0, stop - bar)
    tonic, mode = max(votes, key=votes.get)

    def by(start):
        return int(shifts[min(start // 16, score.bars - 1)])

    chords = None if score.chords is None else [
        (at, None if chord is None else ((chord[0] + by(at)) % 12, chord[1])) for at, chord in score.chords]
    return score.with_(tonic=tonic, mode=mode, keys=None, chords=chords,
                       melody=[(s, d, p + by(s)) for s, d, p in score.melody],
                       accompaniment=[(s, d, p + by(s)) for s, d, p in score.accompaniment])
