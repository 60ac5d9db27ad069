"""Reads POP909 and VGMIDI as sounds in seconds with what is known of them: beats, key; valence and arousal."""
import csv
import io
import re
from dataclasses import dataclass, field

import numpy as np

from ..composer.midi import MidiError, read_midi, seconds_at
from ..composer.pop909 import parse_key, rows
from ..composer.song import DataError
from .arrange import Arrangement, Sound, arrange_piano, arrange_pop

EXCERPT_SECONDS = 120.
LATEST_START_SECONDS = 180.
NAMES = ("MELODY", "BRIDGE", "PIANO")


@dataclass
class Rendering:
    name: str
    arrangement: Arrangement
    start: float  # of the excerpt
    end: float
    truth: dict = field(default_factory=dict)


def excerpt(seconds):
    """Where the app's excerpt of a track lies (src/sources/local/analyse-file.ts)."""
    start = min(LATEST_START_SECONDS, max(0., (seconds - EXCERPT_SECONDS) / 2))
    return start, min(seconds, start + EXCERPT_SECONDS)


def sounds_of(track, to_seconds):
    sounds = [Sound(to_seconds(n.start), to_seconds(n.end), n.pitch, n.velocity) for n in track.notes]
    return sounds, [(to_seconds(tick), value) for tick, value in track.pedal]


def read_pop(files, name, seed):
    """One song of POP909; raises DataError where an annotation or a track is missing."""
    path = next((p for p in files if p.endswith(f"{name}/{name}.mid")), None)
    if path is None:
        raise DataError("it has no MIDI file")
    folder = path.rsplit("/", 1)[0]
    try:
        midi = read_midi(files[path])
    except MidiError as cause:
        raise DataError(str(cause)) from cause
    to_seconds = seconds_at(midi)
    voices = {track.name: sounds_of(track, to_seconds)[0] for track in midi.tracks if track.name in NAMES}
    if any(not voices.get(each) for each in ("MELODY", "PIANO")):
        raise DataError("it has no MELODY or no PIANO track")
    voices.setdefault("BRIDGE", [])
    annotated = rows(files, f"{folder}/beat_midi.txt")
    beats = [float(row[0]) for row in annotated]
    downbeats = [index for index, row in enumerate(annotated) if float(row[2]) == 1]
    start, end = excerpt(max(s.end for sounds in voices.values() for s in sounds))
    arrangement = arrange_pop(name, voices, beats, downbeats, seed)
    heard = [float(row[0]) for row in rows(files, f"{folder}/beat_audio.txt")]
    truth = {"bpm": tempo_within(beats, start, end), "bpm_of_recording": tempo_within(heard, start, end),
             **key_within(rows(files, f"{folder}/key_audio.txt"), start, end)}
    return Rendering(name, arrangement, start, end, truth)


def tempo_within(beats, start, end):
    """60 over the median distance of the beats in the excerpt."""
    times = np.array([beat for beat in beats if start <= beat <= end])
    if len(times) < 8:
        raise DataError("it has fewer than eight beats in the excerpt")
    return 60 / float(np.median(np.diff(times)))


def key_within(annotated, start, end):
    """The key that holds longest in the excerpt: {tonic, mode, key_share}."""
    held = {}
    for begin, stop, text in annotated:
        tonic, mode = parse_key(text)
        overlap = min(end, float(stop)) - max(start, float(begin))
        if overlap > 0:
            held[tonic, mode] = held.get((tonic, mode), 0.) + overlap
    if not held:
        raise DataError("it has no key in the excerpt")
    (tonic, mode), seconds = max(held.items(), key=lambda item: item[1])
    return {"tonic": tonic, "mode": "minor" if mode < 0 else "major", "key_share": seconds / sum(held.values())}


def pop_names(files):
    return sorted(found[1] for path in files if (found := re.search(r"(\d{3})/\1\.mid$", path)))


def vgmidi_rows(files):
    table = next((path for path in files if path.endswith("vgmidi_labelled.csv")), None)
    if table is None:
        raise DataError("vgmidi.tar.xz has no vgmidi_labelled.csv.")
    phrases = {}
    for row in csv.DictReader(io.StringIO(files[table].decode("utf-8", "replace"))):
        name = row["midi"].rsplit("/", 1)[1].removesuffix(".mid").rsplit("_", 1)[0]
        phrases.setdefault(name, []).append(row)
    for name, found in phrases.items():
        # Labels are of phrases: where a piece has several, none stands for the whole that is rendered.
        if len(found) == 1:
            yield name, found[0]


def read_vgmidi(files, name, row, variant, seed):
    """One labelled piece of VGMIDI; the excerpt is the app's."""
    path = next((p for p in files if p.endswith(f"labelled/midi/{name}.mid")), None)
    if path is None:
        raise DataError("it is in the table and has no MIDI file")
    try:
        midi = read_midi(files[path])
    except MidiError as cause:
        raise DataError(str(cause)) from cause
    to_seconds = seconds_at(midi)
    tracks = [sounds_of(track, to_seconds) for track in midi.tracks if track.notes]
    if not tracks:
        raise DataError("it has no notes")
    start, end = excerpt(max(s.end for sounds, _ in tracks for s in sounds))
    truth = {"valence": int(row["valence"]), "arousal": int(row["arousal"]), "series": row["series"],
             "game": row["game"], "console": row["console"], "piece": row["piece"], "variant": variant}
    return Rendering(f"{row['id']}-{variant}", arrange_piano(name, tracks, variant, seed), start, end, truth)
