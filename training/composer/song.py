"""What the stages hand to one another: a song as read, and a score on the grid."""
from dataclasses import dataclass, field, replace

SIXTEENTHS = 16  # of a bar: all scores are in 4/4


class DataError(Exception):
    """The data cannot be used; the message says which file and why."""


@dataclass
class Song:
    """A song as its file has it; times are quarters from the file's beginning."""
    source: str
    name: str
    bpm: float
    melody: list  # midi.Note in quarters
    accompaniment: list
    downbeats: list  # quarter at which each bar begins
    chords: list = None  # (quarter, (root, quality) or None), None: to be estimated
    keys: list = None  # (quarter, tonic, mode), mode +1 major, -1 minor; None: to be found
    label: tuple = None  # (valence, arousal), each -1 or 1


@dataclass
class Score:
    """A song in sixteenths of 4/4 bars; a note is (start, duration, pitch), a chord (start, (root, quality) or None)."""
    source: str
    name: str
    bpm: float
    bars: int
    melody: list
    accompaniment: list
    chords: list = None
    tonic: int = 0  # pitch class it had before it was normalised
    mode: int = 1
    velocity: float = 64.
    label: tuple = None
    keys: list = field(default=None)

    def with_(self, **changes):
        return replace(self, **changes)

    def notes(self):
        """All notes of both voices by start."""
        return sorted(self.melody + self.accompaniment)
