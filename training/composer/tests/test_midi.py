import unittest

from . import tiny
from .. import midi


class ReadMidi(unittest.TestCase):
    def test_notes_tempo_and_metre_come_back(self):
        found = midi.read_midi(tiny.midi([(0, 1, 60), (1.5, .5, 64)], [(0, 4, 36)], bpm=90, metre=(3, 4)))
        self.assertEqual([[(n.start, n.pitch) for n in t.notes] for t in found.tracks], [[], [(0, 60), (720, 64)], [(0, 36)]])
        self.assertAlmostEqual(found.tempos[0][1], 90, places=2)
        self.assertEqual(found.metres, [(0, 3, 4)])
        self.assertEqual(midi.downbeats(found, 480 * 9), [0, 3, 6, 10])

    def test_running_status_and_a_note_on_without_velocity_end_a_note(self):
        events = [(0, bytes([0x90, 60, 80])), (240, bytes([60, 0])), (240, bytes([62, 80])), (480, bytes([62, 0]))]
        body = tiny.track(events)
        data = tiny.midi()[:10] + b"\0\1" + tiny.midi()[12:14] + body
        notes = midi.read_midi(data).tracks[0].notes
        self.assertEqual([(n.start, n.end, n.pitch) for n in notes], [(0, 240, 60), (240, 480, 62)])

    def test_long_times_take_several_bytes(self):
        self.assertEqual(midi.read_number(tiny.number(200_000), 0), (200_000, 3))

    def test_mean_tempo_weighs_by_length_and_seconds_follow_every_change(self):
        song = midi.Midi(480, [], [(0, 120.), (480 * 4, 60.)], [(0, 4, 4)])
        self.assertAlmostEqual(midi.mean_bpm(song, 480 * 8), 80)
        at = midi.seconds_at(song)
        self.assertAlmostEqual(at(480 * 4), 2)
        self.assertAlmostEqual(at(480 * 6), 4)

    def test_what_is_no_midi_file_or_cut_short_is_refused(self):
        whole = tiny.midi([(0, 1, 60)])
        for data in (b"", b"RIFF" + whole, whole[:40], whole[:-6]):
            with self.assertRaises(midi.MidiError):
                midi.read_midi(data)

    def test_drums_are_not_notes(self):
        data = tiny.midi()[:10] + b"\0\1" + tiny.midi()[12:14] + tiny.track([(0, bytes([0x99, 38, 90])), (10, bytes([0x89, 38, 0]))])
        self.assertEqual(midi.read_midi(data).tracks[0].notes, [])


if __name__ == "__main__":
    unittest.main()
