"""POP909 (Wang et al. 2020): MELODY, BRIDGE and PIANO tracks, with annotated beats, chords and keys in seconds."""
import bisect
import re

import numpy as np

from .chords import parse_symbol, pitch_class
from .midi import Note, read_midi, seconds_at
from .song import DataError, Song

BRIDGE_GAP_SECONDS = .3  # a bridge note sings only where the melody is silent that long around it


def read(files):
    """Yield (name, function that reads the song)."""
    for path in sorted(files):
        found = re.search(r"(\d{3})/\1\.mid$", path)
        if found:
            yield found[1], lambda path=path, name=found[1]: read_song(files, path, name)


def rows(files, path):
    """Return the columns of an annotation's lines; raises DataError when it is missing."""
    if path not in files:
        raise DataError(f"{path} is missing")
    return [line.split() for line in files[path].decode("ascii", "replace").splitlines() if line.strip()]


def read_song(files, path, name):
    folder = path.rsplit("/", 1)[0]
    midi = read_midi(files[path])
    beats = rows(files, f"{folder}/beat_midi.txt")
    times = np.array([float(row[0]) for row in beats])
    if len(times) < 32 or (np.diff(times) <= 0).any():
        raise DataError("its beats are too few or not in order")
    to_seconds = seconds_at(midi)
    gap = float(np.median(np.diff(times)))

    def to_beat(seconds):
        if seconds < times[0]:
            return (seconds - times[0]) / gap
        if seconds > times[-1]:
            return len(times) - 1 + (seconds - times[-1]) / gap
        return float(np.interp(seconds, times, np.arange(len(times))))

    voices = {"MELODY": [], "BRIDGE": [], "PIANO": []}
    for track in midi.tracks:
        if track.name in voices:
            voices[track.name] = [Note(to_seconds(n.start), to_seconds(n.end), n.pitch, n.velocity) for n in track.notes]
    if not voices["MELODY"] or not voices["PIANO"]:
        raise DataError("it has no MELODY or no PIANO track")
    sung = with_bridge(voices["MELODY"], voices["BRIDGE"])
    in_beats = {key: [Note(to_beat(n.start), to_beat(n.end), n.pitch, n.velocity) for n in notes]
                for key, notes in (("melody", sung), ("accompaniment", voices["PIANO"]))}
    chords = [(to_beat(float(row[0])), parse_symbol(row[2])) for row in rows(files, f"{folder}/chord_midi.txt")]
    keys = [(to_beat(float(row[0])), *parse_key(row[2])) for row in rows(files, f"{folder}/key_audio.txt")]
    downbeats = [index for index, row in enumerate(beats) if float(row[2]) == 1]
    return Song("pop909", name, 60 / gap, in_beats["melody"], in_beats["accompaniment"], downbeats, chords, keys)


def parse_key(text):
    """Return (tonic, mode) of "Gb:maj"."""
    root, _, quality = text.partition(":")
    return pitch_class(root), -1 if quality.startswith("min") else 1


def with_bridge(melody, bridge):
    """Add the bridge's notes where the melody is silent."""
    starts, ends = [n.start for n in melody], [n.end for n in melody]
    kept = []
    for note in bridge:
        after = bisect.bisect_left(starts, note.start)
        if (after == 0 or max(ends[:after][-4:]) + BRIDGE_GAP_SECONDS <= note.start) and (
                after == len(starts) or starts[after] >= note.end):
            kept.append(note)
    return sorted(melody + kept, key=lambda n: (n.start, n.pitch))
