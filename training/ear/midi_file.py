"""Writes an arrangement as a Standard MIDI File whose ticks are a fixed share of a second."""
import struct

TICKS_A_SECOND = 960
DIVISION = 480  # at 120 beats a minute
DRUM_CHANNEL = 9
MIDDLE = 8192


def variable_length(number):
    out = [number & 127]
    while number > 127:
        number >>= 7
        out.append(number & 127 | 128)
    return bytes(reversed(out))


def midi_bytes(arrangement, start, end):
    """The file of what sounds between two times in seconds; notes are cut at `end`, and `start` becomes tick 0."""
    events, channel = [], 0
    for part in arrangement.parts:
        if part.drums:
            number = DRUM_CHANNEL
        else:
            number, channel = channel, channel + (2 if channel == DRUM_CHANNEL - 1 else 1)
        if number > 15:
            break
        events += head(part, number, arrangement.detune_cents)
        for sound in part.sounds:
            if sound.end <= start or sound.start >= end or sound.end <= sound.start:
                continue
            on = max(0., sound.start - start)
            off = min(sound.end, end) - start
            events.append((on, 2, bytes([0x90 | number, sound.pitch, max(1, min(127, sound.velocity))])))
            events.append((off, 1, bytes([0x80 | number, sound.pitch, 0])))
        for seconds, value in part.pedal:
            if seconds < end:
                events.append((max(0., seconds - start), 0, bytes([0xb0 | number, 64, value])))
    body, at = b"", 0
    for seconds, _, message in sorted(events, key=lambda event: (event[0], event[1])):
        tick = round(seconds * TICKS_A_SECOND)
        body += variable_length(tick - at) + message
        at = tick
    body += variable_length(0) + b"\xff\x2f\0"
    return b"MThd" + struct.pack(">IHHH", 6, 0, 1, DIVISION) + b"MTrk" + struct.pack(">I", len(body)) + body


def head(part, channel, detune_cents):
    """Program, level and, by the registered parameter 1, fine tuning."""
    tuning = max(0, min(16383, round(MIDDLE + detune_cents / 100 * MIDDLE)))
    control = [(7, part.level), (101, 0), (100, 1), (6, tuning >> 7), (38, tuning & 127)]
    messages = [] if part.drums else [bytes([0xc0 | channel, part.program])]
    if part.drums or detune_cents == 0:
        control = control[:1]
    return [(0., -1, message) for message in messages + [bytes([0xb0 | channel, n, v]) for n, v in control]]
