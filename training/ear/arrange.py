"""Which instrument plays which voice of a song, and what is added: drawn from the song's name, so the same every time.

Bass and drums are ours, not the data sets': POP909 has neither, and pop songs have both. The bass takes the lowest note of the
PIANO track; the drums follow the annotated beats. So that neither gives the level of the beat away, each song draws how
often they play: the bass twice a beat, once, or every other beat; the snare on every other beat or, at half time, on every
fourth; the shaker one to four times a beat. Half of the songs get drums, so that figures can be given with and without.
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
BASS_RATES = (2, 1, 1, .5)
HAT_RATES = (1, 2, 2, 4)


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
        parts.append(Part(pick.choice(BASSES), bass_line(voices["PIANO"], pulse(beats, pick.choice(BASS_RATES))), level=100))
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


def pulse(beats, rate):
    """Times at a rate per beat: 2 and 4 divide each beat evenly, .5 keeps every other one."""
    if rate < 1:
        return beats[::round(1 / rate)]
    return [start + (end - start) * part / rate for start, end in zip(beats, beats[1:]) for part in range(rate)] + beats[-1:]


def bass_line(piano, times):
    """The lowest note that begins or sounds at each time, moved into the bass's range, held to the next."""
    line = []
    for start, end in zip(times, times[1:]):
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
    """Kick and snare in turns, on every beat or every other; the shaker at a rate of its own, softer between the beats."""
    snare = pick.choice((RIM, BRUSH))
    hats = pick.choice((SHAKER, SHAKER, LONG_SHAKER))
    backbeat = pick.choice((1, 1, 1, 2))
    first = set(downbeats)
    line, place = [], -1
    for index, start in enumerate(beats):
        place = 0 if index in first else place + 1
        if place % backbeat == 0:
            stroke = KICK if place // backbeat % 2 == 0 else snare
            line.append(Sound(start, start + .1, stroke, pick.randint(85, 115)))
    on = set(beats)
    for time in pulse(beats, pick.choice(HAT_RATES)):
        line.append(Sound(time, time + .1, hats, pick.randint(50, 80) if time in on else pick.randint(35, 65)))
    return line
