"""Makes a score fit the vocabulary and its grammar: ranges, one melody note at a time, a texture thin enough, durations."""
from .song import SIXTEENTHS, DataError
from .vocabulary import ACCOMPANIMENT_RANGE, DURATIONS, MELODY_RANGE

LEAST_BARS = 8
LEAST_NOTES_A_BAR = 1.
MOST_AT_ONCE = {0: 3, 8: 3, 4: 2, 12: 2}  # accompaniment notes struck together, by position
MOST_ELSEWHERE = 1


def clean(score):
    """Return the score ready for tokens; raises DataError when too little of it is left."""
    first, last = sounding_bars(score)
    cut = shifted(score, first, last)
    melody = one_at_a_time([(s, d, fold(p, MELODY_RANGE)) for s, d, p in cut.melody])
    accompaniment = thin([(s, d, fold(p, ACCOMPANIMENT_RANGE)) for s, d, p in cut.accompaniment], melody)
    if cut.bars < LEAST_BARS:
        raise DataError(f"fewer than {LEAST_BARS} bars")
    if len(melody) + len(accompaniment) < LEAST_NOTES_A_BAR * cut.bars:
        raise DataError("hardly any notes")
    return cut.with_(melody=restruck(melody), accompaniment=restruck(accompaniment))


def sounding_bars(score):
    """Return the first and the last bar in which a note starts; raises DataError when none does."""
    starts = [n[0] for n in score.notes()]
    if not starts:
        raise DataError("no notes")
    return min(starts) // SIXTEENTHS, max(starts) // SIXTEENTHS


def shifted(score, first, last):
    """Cut silence before and after; the chord that holds where the score now begins goes with it."""
    by, end = first * SIXTEENTHS, (last + 1) * SIXTEENTHS

    def moved(notes):
        return [(s - by, d, p) for s, d, p in notes]

    chords = score.chords
    if chords is not None:
        held = [chord for at, chord in chords if at <= by]
        chords = [(0, held[-1] if held else None), *((at - by, chord) for at, chord in chords if by < at < end)]
    return score.with_(bars=last + 1 - first, melody=moved(score.melody), accompaniment=moved(score.accompaniment), chords=chords)


def fold(pitch, span):
    """Bring a pitch into a range by octaves."""
    low, high = span
    while pitch < low:
        pitch += 12
    while pitch > high:
        pitch -= 12
    return pitch


def one_at_a_time(melody):
    """Keep the highest of notes struck together, and end each where the next begins."""
    top = {}
    for start, duration, pitch in melody:
        if start not in top or pitch > top[start][1]:
            top[start] = (duration, pitch)
    starts = sorted(top)
    ends = [*starts[1:], float("inf")]
    return [(s, min(top[s][0], end - s), top[s][1]) for s, end in zip(starts, ends)]


def thin(notes, melody):
    """Keep so many notes as the position bears: the top one, the lowest, one between; none that doubles the melody."""
    sung = {(s, p) for s, _, p in melody}
    groups = {}
    for start, duration, pitch in notes:
        if (start, pitch) not in sung:
            groups.setdefault(start, {})[pitch] = max(duration, groups.get(start, {}).get(pitch, 0))
    found = []
    for start, group in sorted(groups.items()):
        pitches = sorted(group)
        most = MOST_AT_ONCE.get(start % SIXTEENTHS, MOST_ELSEWHERE)
        if len(pitches) > most:
            pitches = sorted([pitches[-1], pitches[0], pitches[len(pitches) // 2]][:most])
        found.extend((start, group[p], p) for p in pitches)
    return found


def nearest(duration):
    """Return the duration of the vocabulary closest to this one, the longer of two as close."""
    return min(DURATIONS, key=lambda d: (abs(d - duration), -d))


def restruck(notes):
    """Round durations, and end a note where its pitch is struck again."""
    following, found = {}, []
    for start, duration, pitch in sorted(notes, reverse=True):
        length = nearest(duration)
        gap = following.get(pitch, start + SIXTEENTHS) - start
        if length > gap:
            length = max(d for d in DURATIONS if d <= gap)
        following[pitch] = start
        found.append((start, length, pitch))
    return found[::-1]
