"""Which instrument plays which voice of a song, and what is added: drawn from the song's name, so the same every time.

Bass and drums are ours, not the data sets': POP909 has neither, and pop songs have both. The bass takes the lowest note of the
PIANO track at each beat; the drums follow the annotated beats, whose metre they therefore state. Half of the songs get
drums, so that figures can be given with and without.
"""
import random
from dataclasses import dataclass, field

PIANO = 0
LEADS = (0, 0, 4, 16, 24, 25, 48, 61, 71)
SECONDS = (0, 4, 16, 24, 48, 71, 89)
ACCOMPANIMENTS = (0, 0, 0, 4, 16, 24, 25, 48, 89)
BASSES = (32, 35)
KICK, RIM, BRUSH, SHAKER, LONG_SHAKER = 36, 37, 38, 42, 46
LOWEST_BASS, HIGHEST_BASS = 28, 45


@dataclass
class Sound:
    """A note in seconds, or a drum stroke."""
    start: float
    end: float
    pitch: int
    velocity: int


@dataclass
class Part:
    program: int
    sounds: list
    pedal: list = field(default_factory=list)  # (seconds, 0..127)
    drums: bool = False
    level: int = 100  # controller 7


@dataclass
class Arrangement:
    parts: list
    detune_cents: float
    reverb: float
    drums: bool
    bass: bool


def generator(name, seed):
    return random.Random(f"{seed} {name}")


def arrange_pop(name, voices, beats, downbeats, seed):
    """POP909: `voices` maps MELODY, BRIDGE and PIANO to Sounds; `beats` are seconds; `downbeats` index beats."""
    pick = generator(name, seed)
    parts = [Part(pick.choice(LEADS), voices["MELODY"], level=pick.randint(85, 110)),
             Part(pick.choice(SECONDS), voices["BRIDGE"], level=pick.randint(70, 95)),
             Part(pick.choice(ACCOMPANIMENTS), voices["PIANO"], level=pick.randint(80, 105))]
    bass, drums = pick.random() < .6, pick.random() < .5
    if bass:
        parts.append(Part(pick.choice(BASSES), bass_line(voices["PIANO"], beats), level=100))
    if drums:
        parts.append(Part(0, drum_line(beats, downbeats, pick), drums=True, level=pick.randint(75, 110)))
    detune = pick.uniform(-35, 35) if pick.random() < .33 else 0.
    return Arrangement(parts, detune, pick.uniform(0, .5), drums, bass)


def arrange_piano(name, tracks, variant, seed):
    """VGMIDI: variant 0 is the piano, as its listeners heard it; others draw a program for each track."""
    pick = generator(f"{name} {variant}", seed)
    programs = [PIANO if variant == 0 else pick.choice(ACCOMPANIMENTS + LEADS) for _ in tracks]
    parts = [Part(program, sounds, pedal) for program, (sounds, pedal) in zip(programs, tracks)]
    return Arrangement(parts, 0., .2 if variant == 0 else pick.uniform(0, .5), False, False)


def bass_line(piano, beats):
    """The lowest note that begins or sounds at a beat, moved into the bass's range, held to the next beat."""
    line = []
    for start, end in zip(beats, beats[1:]):
        sounding = [s.pitch for s in piano if s.start < start + .1 and s.end > start + .05]
        if not sounding:
            continue
        pitch = min(sounding)
        while pitch > HIGHEST_BASS:
            pitch -= 12
        while pitch < LOWEST_BASS:
            pitch += 12
        line.append(Sound(start, end - .02, pitch, 90))
    return line


def drum_line(beats, downbeats, pick):
    """Kick on the bar's first and third beat, brush or rim on the second and fourth, shakers on beats and, mostly, halves."""
    snare = pick.choice((RIM, BRUSH))
    hats = pick.choice((SHAKER, SHAKER, LONG_SHAKER))
    halves = pick.random() < .7
    first = set(downbeats)
    line, place = [], 0
    for index, (start, end) in enumerate(zip(beats, beats[1:])):
        place = 0 if index in first else place + 1
        stroke = KICK if place % 2 == 0 else snare
        line.append(Sound(start, start + .1, stroke, pick.randint(85, 115)))
        line.append(Sound(start, start + .1, hats, pick.randint(50, 80)))
        if halves:
            middle = (start + end) / 2
            line.append(Sound(middle, middle + .1, hats, pick.randint(35, 65)))
    return line
