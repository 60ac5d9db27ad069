"""Made-up songs and archives in the layouts of the three data sets; no song of theirs is among them."""
import io
import struct
import tarfile

import numpy as np

from ..song import Score

DIVISION = 480
BARS = 18  # of the songs in archives
SCALE = {1: (0, 2, 4, 5, 7, 9, 11), -1: (0, 2, 3, 5, 7, 8, 10)}


def number(value):
    """Write a variable-length quantity."""
    found = [value & 127]
    while value > 127:
        value >>= 7
        found.insert(0, value & 127 | 128)
    return bytes(found)


def track(events, name=""):
    """Write an MTrk chunk of (tick, bytes) events."""
    body, now = b"\0\xff\x03" + number(len(name)) + name.encode(), 0
    for tick, content in sorted(events, key=lambda e: e[0]):
        body += number(tick - now) + content
        now = tick
    body += b"\0\xff\x2f\0"
    return b"MTrk" + struct.pack(">I", len(body)) + body


def notes(rows, velocity=70):
    """Return events of (quarter, quarters, pitch) rows."""
    found = []
    for start, length, pitch in rows:
        begin, end = round(start * DIVISION), round((start + length) * DIVISION)
        found += [(begin, bytes([0x90, pitch, velocity])), (end - 1, bytes([0x80, pitch, 0]))]
    return found


def midi(*tracks, bpm=120, metre=(4, 4)):
    """Write a file of [(quarter, quarters, pitch)] tracks; a track may be (name, rows)."""
    head = [(0, b"\xff\x51\x03" + round(60e6 / bpm).to_bytes(3, "big")),
            (0, bytes([0xff, 0x58, 4, metre[0], metre[1].bit_length() - 1, 24, 8]))]
    chunks = [track(head)]
    for part in tracks:
        name, rows = part if isinstance(part, tuple) else ("", part)
        chunks.append(track(notes(rows), name))
    return b"MThd" + struct.pack(">IHHH", 6, 1, len(chunks), DIVISION) + b"".join(chunks)


def tune(seed, tonic=0, mode=1, bars=12, low=60):
    """Return (melody, chords) rows in quarters: a random walk on the scale over tonic, subdominant and dominant."""
    random = np.random.default_rng(seed)
    scale, degree, melody, chords = SCALE[mode], 0, [], []
    for bar in range(bars):
        root = int(random.choice([0, 3, 4])) if 0 < bar < bars - 1 else 0
        for k in (0, 2, 4):
            step = (root + k) % 7
            chords.append((4 * bar, 4, low - 12 + tonic + scale[step]))
        for beat in range(4):
            degree = int(np.clip(degree + random.integers(-2, 3), 0, 7)) if bar < bars - 1 else 0
            melody.append((4 * bar + beat, 1, low + 12 + tonic + scale[degree % 7] + 12 * (degree // 7)))
    return melody, chords


def score(seed, mode=1, bars=12, **about):
    """Return a score of a tune in C major or A minor."""
    melody, chords = tune(seed, 0 if mode > 0 else 9, mode, bars, 60 if mode > 0 else 48)
    on_grid = [[(4 * s, 4 * d, p) for s, d, p in rows] for rows in (melody, chords)]
    fields = {"source": "made up", "name": f"tune {seed}", "bpm": 100., "chords": [(0, (0 if mode > 0 else 9, "maj" if mode > 0 else "min"))], **about}
    return Score(bars=bars, melody=on_grid[0], accompaniment=sorted(on_grid[1]), mode=mode, **fields)


def write_archive(path, files):
    """Write a tar.xz of {name: bytes}."""
    with tarfile.open(path, "w:xz") as archive:
        for name, content in files.items():
            info = tarfile.TarInfo(name)
            info.size = len(content)
            archive.addfile(info, io.BytesIO(content))


def pop909_files(name, seed, bpm=90):
    """Return the files of one song of POP909, in G major."""
    melody, chords = tune(seed, 7, bars=BARS)
    beat = 60 / bpm
    files = {f"POP909/{name}/{name}.mid": midi(("MELODY", melody), ("BRIDGE", []), ("PIANO", chords), bpm=bpm)}
    beats = "\n".join(f"{i * beat} {float(i % 2 == 0)} {float(i % 4 == 0)}" for i in range(BARS * 4 + 1))
    names = "\n".join(f"{4 * i * beat}\t{4 * (i + 1) * beat}\tG:maj7/5" for i in range(BARS))
    return {**files, f"POP909/{name}/beat_midi.txt": beats.encode(), f"POP909/{name}/chord_midi.txt": names.encode(),
            f"POP909/{name}/key_audio.txt": f"0.0\t{BARS * 4 * beat}\tG:maj".encode()}


def write_all(folder, songs=30):
    """Write the three archives; every fourth piece of VGMIDI has each label."""
    pop, folk, game = {}, {}, {}
    table = "id,series,console,game,piece,midi,valence,arousal\n"
    for i in range(songs):
        pop.update(pop909_files(f"{i + 1:03}", i))
        folk[f"nottingham/MIDI/tune{i}.mid"] = midi(*tune(100 + i, 2, bars=BARS), bpm=120)
        valence, arousal = (1 if i % 2 else -1), (1 if i % 4 > 1 else -1)
        game[f"vgmidi/labelled/midi/piece{i}.mid"] = midi(*tune(200 + i, 5, valence, BARS), bpm=100 + 40 * arousal)
        table += f"{i},S,C,G,P,labelled/phrases/piece{i}_0.mid,{valence},{arousal}\n"
    game["vgmidi/vgmidi_labelled.csv"] = table.encode()
    for name, files in (("pop909", pop), ("nottingham", folk), ("vgmidi", game)):
        write_archive(folder / f"{name}.tar.xz", files)
    return folder
