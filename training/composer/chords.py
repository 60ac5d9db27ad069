"""Chords as (root pitch class, quality): read from symbols, or fitted to notes by template."""
import numpy as np

QUALITIES = ("maj", "min", "dim")
STEPS = {"maj": (0, 4, 7), "min": (0, 3, 7), "dim": (0, 3, 6)}
LETTERS = {"C": 0, "D": 2, "E": 4, "F": 5, "G": 7, "A": 9, "B": 11}
BASS_BONUS = .2  # share of a chord's notes that its root in the bass is worth
LEAST_FIT = .6  # share of the notes a chord has to explain


def pitch_class(name):
    """Return the pitch class of "Eb", "F#", "Cb"."""
    return (LETTERS[name[0]] + name.count("#") - name[1:].count("b")) % 12


def parse_symbol(text):
    """Return (root, quality) of "B:min7/b3", None of "N"; sevenths and suspensions fall to the triad beneath."""
    root, _, rest = text.partition(":")
    if root in ("N", "X"):
        return None
    quality = rest.split("/")[0].split("(")[0]
    kind = "dim" if "dim" in quality else "min" if quality.startswith("min") else "maj"
    return pitch_class(root), kind


def templates():
    """Return [(chord, its twelve weights)]."""
    found = []
    for root in range(12):
        for quality in QUALITIES:
            weights = np.zeros(12)
            weights[[(root + step) % 12 for step in STEPS[quality]]] = 1
            found.append(((root, quality), weights))
    return found


TEMPLATES = templates()


def of_notes(notes, bass_bonus=BASS_BONUS):
    """Return the triad that fits (pitch, weight) pairs best, None where none explains enough of them."""
    profile = np.zeros(12)
    for pitch, weight in notes:
        profile[pitch % 12] += weight
    total = profile.sum()
    if total <= 0:
        return None
    low = min(notes)[0] % 12
    best, score = None, -1.
    for chord, weights in TEMPLATES:
        explained = float(profile @ weights) / total
        missing = float(((profile == 0) * weights).sum())
        fit = explained - .12 * missing + bass_bonus * (chord[0] == low) - .05 * (chord[1] == "dim")
        if explained >= LEAST_FIT and fit > score + 1e-9:
            best, score = chord, fit
    return best


def estimate(notes, bars, step=8):
    """Return [(sixteenth, chord)] for every half bar from (start, duration, pitch) notes; None becomes the chord before."""
    found, last = [], None
    for start in range(0, bars * 16, step):
        within = [(pitch, min(s + d, start + step) - max(s, start)) for s, d, pitch in notes
                  if s < start + step and s + d > start]
        last = of_notes(within) or last
        found.append((start, last))
    return found


def only_changes(chords):
    """Drop chords that repeat the one before; of several at one place the last holds."""
    found = []
    for at, chord in sorted(dict(chords).items()):
        if not found or found[-1][1] != chord:
            found.append((at, chord))
    return found
