"""Scores to events and back."""
from .song import SIXTEENTHS, Score
from .vocabulary import (ACCOMPANIMENT_0, ACCOMPANIMENT_RANGE, BAR, CHORD_NONE, DURATION_IDS, END, MELODY_0, MELODY_RANGE,
                         POSITION_0, START, VOCABULARY, chord_id)

DURATION_OF = {token: duration for duration, token in DURATION_IDS.items()}


def encode(score):
    """Return (tokens, bar of each token); START belongs to the first bar, END to the last."""
    groups = {}

    def group(at):
        return groups.setdefault(at, [None, [], []])

    last = object()
    for at, chord in [(0, None), *score.chords] if not score.chords or score.chords[0][0] != 0 else score.chords:
        if chord != last and at < score.bars * SIXTEENTHS:
            group(at)[0] = chord_id(chord)
            last = chord
    for start, duration, pitch in score.melody:
        group(start)[1] += [MELODY_0 + pitch, DURATION_IDS[duration]]
    for start, duration, pitch in sorted(score.accompaniment, key=lambda note: (note[0], note[2])):
        group(start)[2] += [ACCOMPANIMENT_0 + pitch, DURATION_IDS[duration]]
    tokens, bars = [START], [0]
    for bar in range(score.bars):
        events = [BAR]
        for at in range(bar * SIXTEENTHS, (bar + 1) * SIXTEENTHS):
            if at in groups:
                chord, melody, accompaniment = groups[at]
                events += [POSITION_0 + at % SIXTEENTHS, *([] if chord is None else [chord]), *melody, *accompaniment]
        tokens += events
        bars += [bar] * len(events)
    return [*tokens, END], [*bars, score.bars - 1]


def chord_of(token):
    """Return (root, quality) of a chord event, None of CHORD_NONE."""
    if token == CHORD_NONE:
        return None
    _, root, quality = VOCABULARY[token].split("_")
    return int(root), quality


def decode(tokens, **about):
    """Return the Score of valid events; `about` are its other fields. Raises ValueError where the grammar is broken."""
    melody, accompaniment, chords, bar, at, pending = [], [], [], -1, None, None
    for token in tokens:
        if token in DURATION_OF:
            if pending is None:
                raise ValueError("a duration without its note")
            voice, pitch = pending
            voice.append((at, DURATION_OF[token], pitch))
            pending = None
        elif pending is not None:
            raise ValueError("a note without its duration")
        elif token == BAR:
            bar, at = bar + 1, None
        elif POSITION_0 <= token < POSITION_0 + SIXTEENTHS:
            at = bar * SIXTEENTHS + token - POSITION_0
        elif CHORD_NONE <= token < MELODY_0 + MELODY_RANGE[0]:
            chords.append((at, chord_of(token)))
        elif MELODY_0 + MELODY_RANGE[0] <= token <= MELODY_0 + MELODY_RANGE[1]:
            pending = (melody, token - MELODY_0)
        elif ACCOMPANIMENT_0 + ACCOMPANIMENT_RANGE[0] <= token <= ACCOMPANIMENT_0 + ACCOMPANIMENT_RANGE[1]:
            pending = (accompaniment, token - ACCOMPANIMENT_0)
        elif token not in (START, END):
            raise ValueError(f"event {token} has no place in a piece")
        if pending is not None and at is None:
            raise ValueError("a note without its position")
    fields = {"source": "", "name": "", "bpm": None, **about}
    return Score(bars=bar + 1, melody=melody, accompaniment=accompaniment, chords=chords, **fields)
