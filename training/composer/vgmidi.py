"""VGMIDI (Ferreira and Whitehead 2019): piano arrangements of game music, labelled with valence and arousal."""
import csv
import io

from .midi import Note, downbeats, mean_bpm, read_midi
from .song import DataError, Song
from .voices import split_hands


def read(files):
    """Yield (name, function that reads the song)."""
    table = next((path for path in files if path.endswith("vgmidi_labelled.csv")), None)
    if table is None:
        raise DataError("vgmidi.tar.xz has no vgmidi_labelled.csv.")
    midis = {path.rsplit("/", 1)[1][:-4]: path for path in files if path.endswith(".mid")}
    for row in csv.DictReader(io.StringIO(files[table].decode("utf-8", "replace"))):
        name = row["midi"].rsplit("/", 1)[1].removesuffix(".mid").rsplit("_", 1)[0]
        label = (int(row["valence"]), int(row["arousal"]))
        yield name, lambda name=name, label=label: read_song(files, midis.get(name), name, label)


def read_song(files, path, name, label):
    if path is None:
        raise DataError("it is in the table and has no MIDI file")
    midi = read_midi(files[path])
    hands = [[Note(n.start / midi.division, n.end / midi.division, n.pitch, n.velocity) for n in t.notes]
             for t in midi.tracks if t.notes]
    if not hands:
        raise DataError("it has no notes")
    melody, accompaniment = split_hands(hands)
    end = max(n.end for n in melody + accompaniment)
    bars = downbeats(midi, end * midi.division)
    return Song("vgmidi", name, mean_bpm(midi, end * midi.division), melody, accompaniment, bars, label=label)
