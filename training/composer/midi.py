"""Reads Standard MIDI Files: notes, tempos and metres, with times in ticks. Only what training needs."""
import struct
from dataclasses import dataclass, field

DEFAULT_BPM = 120.
DRUM_CHANNEL = 9
SUSTAIN = 64


class MidiError(Exception):
    """The file is not a Standard MIDI File, or is cut short."""


@dataclass
class Note:
    start: float
    end: float
    pitch: int
    velocity: int


@dataclass
class Track:
    name: str = ""
    notes: list = field(default_factory=list)
    pedal: list = field(default_factory=list)  # (tick, 0..127) of controller 64


@dataclass
class Midi:
    division: int  # ticks a quarter
    tracks: list
    tempos: list  # (tick, beats a minute), by tick, the first at 0
    metres: list  # (tick, numerator, denominator), by tick, the first at 0


def read_number(data, at):
    """Return (number, place after it) of a variable-length quantity."""
    value = 0
    for _ in range(4):
        byte = data[at]
        at += 1
        value = value << 7 | byte & 127
        if byte < 128:
            return value, at
    raise MidiError("a variable-length number is longer than four bytes")


class TrackReader:
    """Reads one MTrk chunk; notes without an end last until the track's end."""

    def __init__(self, data):
        self.data, self.at, self.tick, self.status = data, 0, 0, 0
        self.track, self.tempos, self.metres = Track(), [], []
        self.sounding = {}

    def read(self):
        while self.at < len(self.data):
            delta, self.at = read_number(self.data, self.at)
            self.tick += delta
            if self.data[self.at] >= 128:
                self.status = self.data[self.at]
                self.at += 1
            if self.status == 255:
                self.meta()
            elif self.status in (240, 247):
                length, self.at = read_number(self.data, self.at)
                self.at += length
            elif self.status >= 128:
                self.channel_message()
            else:
                raise MidiError("data without a status byte")
        for channel, pitch in list(self.sounding):
            self.end(channel, pitch)
        self.track.notes.sort(key=lambda note: (note.start, note.pitch))
        return self

    def meta(self):
        kind = self.data[self.at]
        length, self.at = read_number(self.data, self.at + 1)
        content = self.data[self.at:self.at + length]
        if len(content) != length:
            raise MidiError("a meta event is cut short")
        self.at += length
        if kind == 3:
            self.track.name = content.decode("latin-1").strip()
        elif kind == 0x51 and length == 3:
            self.tempos.append((self.tick, 60e6 / max(1, int.from_bytes(content, "big"))))
        elif kind == 0x58 and length >= 2:
            self.metres.append((self.tick, content[0], 1 << content[1]))

    def channel_message(self):
        kind, channel = self.status & 240, self.status & 15
        first = self.data[self.at]
        second = 0 if kind in (192, 208) else self.data[self.at + 1]
        self.at += 1 if kind in (192, 208) else 2
        if kind == 176 and first == SUSTAIN:
            self.track.pedal.append((self.tick, second))
        if channel == DRUM_CHANNEL or kind not in (128, 144):
            return
        self.end(channel, first)
        if kind == 144 and second > 0:
            self.sounding[channel, first] = (self.tick, second)

    def end(self, channel, pitch):
        begun = self.sounding.pop((channel, pitch), None)
        if begun is not None and self.tick > begun[0]:
            self.track.notes.append(Note(begun[0], self.tick, pitch, begun[1]))


def read_midi(data):
    """Return the Midi of a file's bytes; raises MidiError."""
    if data[:4] != b"MThd" or len(data) < 14:
        raise MidiError("no MIDI header")
    kind, count, division = struct.unpack(">HHH", data[8:14])
    if kind > 1 or division == 0 or division >= 0x8000:
        raise MidiError(f"format {kind} with division {division} is not read")
    at, readers = 8 + int.from_bytes(data[4:8], "big"), []
    while at + 8 <= len(data) and len(readers) < count:
        name, length = data[at:at + 4], int.from_bytes(data[at + 4:at + 8], "big")
        chunk = data[at + 8:at + 8 + length]
        if len(chunk) != length:
            raise MidiError("a track is cut short")
        if name == b"MTrk":
            try:
                readers.append(TrackReader(chunk).read())
            except IndexError as cause:
                raise MidiError("an event is cut short") from cause
        at += 8 + length
    if not readers:
        raise MidiError("no track")
    return Midi(division, [r.track for r in readers],
                from_zero([t for r in readers for t in r.tempos], (DEFAULT_BPM,)),
                from_zero([m for r in readers for m in r.metres], (4, 4)))


def from_zero(events, default):
    """Sort events by tick and see to it that one stands at tick 0."""
    events = sorted(events)
    return events if events and events[0][0] == 0 else [(0, *default), *events]


def mean_bpm(midi, end):
    """Return the tempo in beats a minute, each weighed by how many ticks up to `end` it holds."""
    bounds = [tick for tick, _ in midi.tempos[1:]] + [max(end, midi.tempos[-1][0] + 1)]
    minutes = ticks = 0.
    for (start, bpm), stop in zip(midi.tempos, bounds):
        span = max(0, min(stop, end) - start)
        ticks += span
        minutes += span / bpm
    return ticks / minutes if minutes else midi.tempos[0][1]


def seconds_at(midi):
    """Return a function from ticks to seconds."""
    table, seconds = [], 0.
    for index, (tick, bpm) in enumerate(midi.tempos):
        if index:
            before, slow = midi.tempos[index - 1]
            seconds += (tick - before) / midi.division * 60 / slow
        table.append((tick, seconds, bpm))

    def at(tick):
        start, begun, bpm = next(row for row in reversed(table) if row[0] <= tick)
        return begun + (tick - start) / midi.division * 60 / bpm
    return at


def downbeats(midi, end):
    """Return the quarter at which every bar begins, up to `end` ticks, by the file's metres."""
    bounds = [tick for tick, *_ in midi.metres[1:]] + [end]
    found = []
    for (start, numerator, denominator), stop in zip(midi.metres, bounds):
        at, length = start, midi.division * 4 * numerator / denominator
        while at < stop - 1e-6:
            found.append(at / midi.division)
            at += length
    return [*found, (found[-1] if found else 0) + 4]
