"""The events of the composer's language, and their grammar. The app reads the same list from config.json.

A piece is START (BAR group*)* END; a group is POSITION [CHORD] note*, a note (MELODY | ACCOMPANIMENT) DURATION. For example

    START BAR POSITION_0 CHORD_0_maj MELODY_72 DURATION_4 ACCOMPANIMENT_48 DURATION_8 ACCOMPANIMENT_64 DURATION_8
    POSITION_4 MELODY_74 DURATION_2 ... END

is a bar in C major: C and e under c', which turns to d' on the second beat.
"""
from .chords import QUALITIES

DURATIONS = (1, 2, 3, 4, 6, 8, 12, 16)  # sixteenths
MELODY_RANGE = (48, 96)  # MIDI pitches, both ends included
ACCOMPANIMENT_RANGE = (28, 88)


def names():
    found = ["PAD", "START", "END", "BAR", *(f"POSITION_{p}" for p in range(16)), "CHORD_NONE"]
    found += [f"CHORD_{root}_{quality}" for root in range(12) for quality in QUALITIES]
    found += [f"MELODY_{p}" for p in range(MELODY_RANGE[0], MELODY_RANGE[1] + 1)]
    found += [f"ACCOMPANIMENT_{p}" for p in range(ACCOMPANIMENT_RANGE[0], ACCOMPANIMENT_RANGE[1] + 1)]
    return found + [f"DURATION_{d}" for d in DURATIONS]


VOCABULARY = tuple(names())
IDS = {name: index for index, name in enumerate(VOCABULARY)}
PAD, START, END, BAR = (IDS[name] for name in ("PAD", "START", "END", "BAR"))
POSITION_0 = IDS["POSITION_0"]
CHORD_NONE = IDS["CHORD_NONE"]
MELODY_0 = IDS[f"MELODY_{MELODY_RANGE[0]}"] - MELODY_RANGE[0]  # add a pitch
ACCOMPANIMENT_0 = IDS[f"ACCOMPANIMENT_{ACCOMPANIMENT_RANGE[0]}"] - ACCOMPANIMENT_RANGE[0]
DURATION_IDS = {d: IDS[f"DURATION_{d}"] for d in DURATIONS}


def chord_id(chord):
    """Return the event of (root, quality), or of None."""
    return CHORD_NONE if chord is None else IDS[f"CHORD_{chord[0]}_{chord[1]}"]


def kind(token):
    """Return what an id is: the part of its name before the first underscore."""
    return VOCABULARY[token].split("_")[0]
