"""Puts songs on the grid: sixteenths of 4/4 bars."""
import bisect

from .song import SIXTEENTHS, DataError, Score

OFF_GRID = .2  # sixteenths: further from the grid counts as off it
MOST_OFF_GRID = .3  # share of onsets; evenly spread ones would give .6
MOST_ODD_BARS = .15  # share of bars that are not 4/4 and are cut out


def grid(song):
    """Return [(sixteenth at which the bar begins)] of the bars of four quarters; raises DataError when too many are not."""
    starts, odd = [], 0
    for begin, end in zip(song.downbeats, song.downbeats[1:]):
        quarters = end - begin
        if abs(quarters - 4) < .01:
            starts.append(round(begin * 4))
        elif abs(quarters - 8) < .01:  # a downbeat was not marked
            starts.extend([round(begin * 4), round(begin * 4) + SIXTEENTHS])
        else:
            odd += 1
    if not starts or odd > MOST_ODD_BARS * (odd + len(starts)):
        raise DataError("not in 4/4")
    return starts


def quantise(song):
    """Return the song as a Score; raises DataError when it is not in 4/4 or does not lie on sixteenths."""
    starts = grid(song)
    notes = song.melody + song.accompaniment
    off = sum(abs(n.start * 4 - round(n.start * 4)) > OFF_GRID for n in notes)
    if off > MOST_OFF_GRID * len(notes):
        raise DataError("not on sixteenths")

    def place(quarter):
        """Return the sixteenth counted over kept bars, None in a bar that was cut out."""
        at = round(quarter * 4)
        bar = bisect.bisect_right(starts, at) - 1
        if bar < 0 or at - starts[bar] >= SIXTEENTHS:
            return None
        return bar * SIXTEENTHS + at - starts[bar]

    def placed(voice):
        found = []
        for n in voice:
            start = place(n.start)
            if start is not None:
                found.append((start, max(1, round(n.end * 4) - round(n.start * 4)), n.pitch))
        return sorted(set(found))

    def annotated(rows):
        """Annotations of a bar that was cut out move to the next one that was not."""
        found = []
        for quarter, *rest in rows:
            at = place(quarter)
            if at is None:
                bar = min(bisect.bisect_left(starts, round(quarter * 4)), len(starts) - 1)
                at = bar * SIXTEENTHS
            found.append((at, *rest))
        return found

    return Score(song.source, song.name, song.bpm, len(starts), placed(song.melody), placed(song.accompaniment),
                 chords=None if song.chords is None else annotated(song.chords),
                 keys=None if song.keys is None else annotated(song.keys),
                 velocity=sum(n.velocity for n in notes) / len(notes), label=song.label)
