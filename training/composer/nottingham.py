"""The Nottingham tunes: a melody track and a track of block chords."""
import re

from .chords import of_notes
from .midi import Note, downbeats, mean_bpm, read_midi
from .song import DataError, Song


def read(files):
    """Yield (name, function that reads the song)."""
    for path in sorted(files):
        found = re.search(r"MIDI/([^/]+)\.mid$", path)
        if found:
            yield found[1], lambda path=path, name=found[1]: read_song(files[path], name)


def read_song(data, name):
    midi = read_midi(data)
    tracks = [t for t in midi.tracks if t.notes]
    if len(tracks) != 2:
        raise DataError("it has no chord track beside its melody")
    melody, chords = ([Note(n.start / midi.division, n.end / midi.division, n.pitch, n.velocity) for n in t.notes] for t in tracks)
    end = max(n.end for n in melody + chords)
    # The first chord stands on the first full bar; what is sung before it is the pick-up.
    first = min(n.start for n in chords)
    bars = [at + first for at in downbeats(midi, end * midi.division)]
    lead = bars[1] - bars[0] if len(bars) > 1 else 4
    bars = [first - lead, *bars] if melody[0].start < first else bars
    return Song("nottingham", name, mean_bpm(midi, end * midi.division), melody, chords, bars, block_chords(chords))


def block_chords(notes):
    """Return [(quarter, chord)] of notes that are struck together."""
    starts = sorted({round(n.start, 3) for n in notes})
    return [(at, of_notes([(n.pitch, 1.) for n in notes if abs(n.start - at) < .01])) for at in starts]
