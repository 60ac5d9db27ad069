"""Two short tunes of our own whose logits both sides of the contract must agree on; no song of any data set is among them."""
import numpy as np

from . import attributes, tokens
from .song import Score

MELODY = (72, 74, 76, 79, 77, 76, 74, 72)
CHORDS = ((0, "maj"), (9, "min"), (5, "maj"), (7, "maj"))


def rising():
    """Four bars in C major over broken chords; every condition is known."""
    melody = [(8 * i, 8, pitch) for i, pitch in enumerate(MELODY)]
    bass = [(16 * i, 16, 36 + root) for i, (root, _) in enumerate(CHORDS)]
    chords = [(16 * i, chord) for i, chord in enumerate(CHORDS)]
    return Score("golden", "rising", 104., 4, melody, bass, chords, label=(.8, .4))


def waiting():
    """Two bars in A minor with a single held fifth and nothing known of what is wanted."""
    return Score("golden", "waiting", None, 2, [(4, 12, 69)], [(0, 16, 45), (0, 16, 52)], [(0, (9, "min"))], mode=-1)


def cases(mean, std):
    """Return [(name, tokens [n], conditions [n, 14])]; the last event, END, is left for the net to guess."""
    found = []
    for score, told in ((rising(), True), (waiting(), False)):
        events, bars = tokens.encode(score)
        values, known = attributes.of_score(score)
        rows = [attributes.vector(values[bar], known & told, attributes.place_in_piece(bar, score.bars), mean, std) for bar in bars]
        found.append((score.name, np.array(events[:-1]), np.stack(rows[:-1])))
    return found
