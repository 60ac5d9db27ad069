"""What the judge hears: figures of a piece's notes, the same for real files and for composed pieces."""
from dataclasses import dataclass

import numpy as np

from . import chords, key

NAMES = ("tempo", "onsets a second", "onsets a beat", "velocity", "velocity spread", "pitch", "pitch spread", "lowest pitch", "highest pitch",
         "major against minor", "key clarity", "outside the scale", "length in beats", "length in seconds", "polyphony",
         "harsh intervals", "melodic step", "major against minor chords", "chords unclear", "pitch class entropy", "off the beat")
HARSH = (1, 2, 6, 10, 11)  # semitones
STEP = .25  # beats at which harmony is looked at


@dataclass
class Performance:
    """Notes as they are played: rows of start and duration in quarters, pitch, velocity; tempo in quarters a minute."""
    notes: np.ndarray
    bpm: float


def of_song(song):
    """Return a real song as it is in its file."""
    rows = [(n.start, n.end - n.start, n.pitch, n.velocity) for n in song.melody + song.accompaniment]
    return Performance(np.array(sorted(rows), float), song.bpm)


def of_piece(piece, voices=("melody", "accompaniment")):
    """Return a composed Piece (its JSON) with the voices named, which by default are those that the net wrote."""
    rows = [(n["startTicks"] / 480, n["durationTicks"] / 480, n["pitch"], n["velocity"]) for n in piece["notes"] if n["voice"] in voices]
    bounds = [*(t["ticks"] for t in piece["tempos"][1:]), piece["bars"] * 1920]
    minutes = sum((stop - t["ticks"]) / t["bpm"] for t, stop in zip(piece["tempos"], bounds))
    return Performance(np.array(sorted(rows), float), piece["bars"] * 1920 / minutes)


def sounding(notes):
    """Return the pitches that sound at every quarter of a beat."""
    start = notes[:, 0].min()
    slots = [[] for _ in range(int(np.ceil(((notes[:, 0] + notes[:, 1]).max() - start) / STEP)) + 1)]
    for at, length, pitch, _ in notes:
        first = int(round((at - start) / STEP))
        for slot in range(first, first + max(1, int(round(length / STEP)))):
            if slot < len(slots):
                slots[slot].append(pitch)
    return slots


def harmony(notes):
    """Return (polyphony, share of harsh intervals, major chords less minor ones, share of half bars without a clear triad)."""
    slots = [s for s in sounding(notes) if s]
    intervals = [abs(a - b) % 12 for slot in slots for i, a in enumerate(slot) for b in slot[:i]]
    whole = [(round(start * 4), max(1, round(length * 4)), int(pitch)) for start, length, pitch, _ in notes]
    found = [chords.of_notes([(p, min(s + d, at + 8) - max(s, at)) for s, d, p in whole if s < at + 8 and s + d > at])
             for at in range(min(n[0] for n in whole), max(n[0] + n[1] for n in whole), 8)]
    kinds = [c[1] if c else None for c in found]
    return (float(np.mean([len(s) for s in slots])), float(np.isin(intervals, HARSH).mean()) if intervals else 0.,
            (kinds.count("maj") - kinds.count("min")) / len(kinds), kinds.count(None) / len(kinds))


def top_line(notes):
    """Return the highest pitch struck at each onset."""
    onsets = np.round(notes[:, 0] * 8)
    return np.array([notes[onsets == at, 2].max() for at in np.unique(onsets)])


def measure(performance):
    """Return the features of a performance in the order of NAMES."""
    notes, bpm = performance.notes, performance.bpm
    starts, lengths, pitches, velocities = notes.T
    beats = max(1., (starts + lengths).max() - starts.min())
    onsets = len(np.unique(np.round(starts * 8)))
    shares = np.bincount(pitches.astype(int) % 12, weights=lengths, minlength=12) / lengths.sum()
    tonic, mode = key.find_key(shares)
    by_mode = [max(float(np.corrcoef(np.roll(p, t), shares)[0, 1]) for t in range(12)) for p in (key.MAJOR, key.MINOR)]
    line = top_line(notes)
    mean_length = float(np.mean(lengths))
    return np.array([
        np.log(bpm), np.log(onsets / beats * bpm / 60), np.log(onsets / beats), velocities.mean(), velocities.std(),
        pitches.mean(), pitches.std(), np.percentile(pitches, 10), np.percentile(pitches, 90),
        by_mode[0] - by_mode[1], max(by_mode), 1 - key.in_scale(shares, tonic, mode), np.log(mean_length), np.log(mean_length * 60 / bpm),
        *(lambda h: (h[0], h[1], np.abs(np.diff(line)).mean() if len(line) > 1 else 0., h[2], h[3]))(harmony(notes)),
        float(-(shares[shares > 0] * np.log(shares[shares > 0])).sum()), float((np.abs(starts - np.round(starts)) > .1).mean())])
