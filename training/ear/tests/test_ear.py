import json
import tempfile
import unittest
from pathlib import Path
from unittest import mock

from .. import __main__ as command
from ..arrange import HIGHEST_BASS, KICK, LOWEST_BASS, Arrangement, Part, Sound, arrange_pop, bass_line, drum_line, pulse
from ..midi_file import TICKS_A_SECOND, midi_bytes
from ..songs import excerpt, key_within, read_pop, tempo_within, vgmidi_rows
from ...composer.midi import read_midi
from ...composer.song import DataError
from ...composer.tests import tiny

BEATS = [i * .5 for i in range(64)]


def pop_files():
    """One song of POP909 at 120 beats a minute: 32 s."""
    melody = [(i, .9, 60 + i % 5) for i in range(64)]
    piano = [(i, 3.9, 48) for i in range(0, 64, 4)]
    midi = tiny.midi(("MELODY", melody), ("PIANO", piano), bpm=120)
    return {"POP909/001/001.mid": midi,
            "POP909/001/beat_midi.txt": "\n".join(f"{t} 0 {float(i % 4 == 0)}" for i, t in enumerate(BEATS)).encode(),
            "POP909/001/beat_audio.txt": "\n".join(f"{t * 2} 1.0" for t in BEATS).encode(),
            "POP909/001/key_audio.txt": b"0 10 C:maj\n10 30 A:min\n"}


class Truth(unittest.TestCase):
    def test_the_excerpt_is_the_apps(self):
        self.assertEqual(excerpt(60), (0, 60))
        self.assertEqual(excerpt(240), (60, 180))
        self.assertEqual(excerpt(3600), (180, 300))

    def test_tempo_is_the_median_within_the_excerpt(self):
        beats = [i * .5 for i in range(40)] + [20 + i for i in range(40)]
        self.assertAlmostEqual(tempo_within(beats, 0, 19), 120)
        self.assertAlmostEqual(tempo_within(beats, 25, 60), 60)
        with self.assertRaises(DataError):
            tempo_within(beats, 0, 3)

    def test_the_key_is_the_one_that_holds_longest_in_the_excerpt(self):
        rows = [["0", "50", "C:maj"], ["50", "80", "A:min"], ["80", "200", "D:min"]]
        self.assertEqual(key_within(rows, 0, 60), {"tonic": 0, "mode": "major", "key_share": 50 / 60})
        self.assertEqual(key_within(rows, 60, 180)["tonic"], 2)
        with self.assertRaises(DataError):
            key_within(rows, 300, 400)

    def test_pieces_with_several_labelled_phrases_are_left_out(self):
        table = ("id,series,console,game,piece,midi,valence,arousal\n"
                 "1,a,b,c,d,labelled/phrases/One_0.mid,1,1\n2,a,b,c,d,labelled/phrases/Two_0.mid,1,1\n"
                 "2,a,b,c,d,labelled/phrases/Two_1.mid,-1,1\n")
        self.assertEqual([name for name, _ in vgmidi_rows({"x/vgmidi_labelled.csv": table.encode()})], ["One"])


    def test_a_song_is_read_with_both_tempi_and_its_key(self):
        song = read_pop(pop_files(), "001", 1)
        self.assertAlmostEqual(song.truth["bpm"], 120)
        self.assertAlmostEqual(song.truth["bpm_of_recording"], 60)
        self.assertEqual((song.truth["tonic"], song.truth["mode"]), (9, "minor"))
        self.assertEqual(song.start, 0)
        self.assertAlmostEqual(song.end, 31.95, places=1)

    def test_a_song_that_lacks_something_is_refused(self):
        for missing in ("beat_midi.txt", "key_audio.txt", "001.mid"):
            files = {path: data for path, data in pop_files().items() if not path.endswith(missing)}
            with self.assertRaises(DataError):
                read_pop(files, "001", 1)
        with self.assertRaises(DataError):
            read_pop({**pop_files(), "POP909/001/001.mid": b"RIFF"}, "001", 1)


class Arranging(unittest.TestCase):
    def voices(self):
        return {"MELODY": [Sound(0, 1, 72, 90)], "BRIDGE": [], "PIANO": [Sound(t, t + .5, 60, 80) for t in BEATS]}

    def test_a_name_and_a_seed_always_draw_the_same(self):
        first, again = (arrange_pop("007", self.voices(), BEATS, [0], 1) for _ in range(2))
        self.assertEqual(first, again)
        drawn = [arrange_pop(f"{n:03}", self.voices(), BEATS, [0], 1) for n in range(60)]
        self.assertGreater(len({tuple(p.program for p in made.parts) for made in drawn}), 40)
        self.assertTrue(15 < sum(made.drums for made in drawn) < 45)

    def test_a_pulse_divides_beats_or_skips_them(self):
        self.assertEqual(pulse([0, 1, 3], 2), [0, .5, 1, 2, 3])
        self.assertEqual(pulse([0, 1, 2, 3], .5), [0, 2])

    def test_the_bass_stays_in_its_range_and_rests_where_nothing_sounds(self):
        line = bass_line([Sound(0, 1, 20, 80), Sound(1, 2, 90, 80)], [0, 1, 2, 3])
        self.assertEqual(len(line), 2)
        self.assertTrue(all(LOWEST_BASS <= s.pitch <= HIGHEST_BASS for s in line))
        self.assertEqual([s.pitch % 12 for s in line], [20 % 12, 90 % 12])

    def test_the_kick_is_on_every_first_beat(self):
        for seed in range(8):
            line = drum_line(BEATS, range(0, 64, 4), command.random.Random(seed))
            self.assertTrue({0., 2., 4.} <= {s.start for s in line if s.pitch == KICK})


class MidiFile(unittest.TestCase):
    def test_notes_come_back_at_their_times_cut_to_the_excerpt(self):
        part = Part(0, [Sound(9, 10.5, 60, 80), Sound(11, 30, 64, 90), Sound(40, 41, 67, 90)])
        midi = read_midi(midi_bytes(Arrangement([part], 10., 0., False, False), 10, 20))
        found = [(n.start / TICKS_A_SECOND, n.end / TICKS_A_SECOND, n.pitch) for n in midi.tracks[0].notes]
        self.assertEqual(found, [(0, .5, 60), (1, 10, 64)])


class Command(unittest.TestCase):
    def test_development_and_held_out_share_no_song(self):
        sets = command.split([f"{n:03}" for n in range(1, 910)])
        self.assertEqual([len(sets["development"]), len(sets["held-out"])], [150, 150])
        self.assertFalse(set(sets["development"]) & set(sets["held-out"]))

    def test_a_song_without_annotations_is_named_and_left_out(self):
        files = {"POP909/001/001.mid": b"MThd"}
        with tempfile.TemporaryDirectory() as folder, mock.patch.object(command, "read_archive", return_value=files), \
                mock.patch.object(command.sys, "stderr") as said:
            (Path(folder) / "training.sf2").touch()
            command.main(["--data", folder, "--out", folder, "--set", "development"])
            self.assertEqual((Path(folder) / "development/truth.jsonl").read_text(), "")
            self.assertIn("left out", "".join(call.args[0] for call in said.write.call_args_list))


if __name__ == "__main__":
    unittest.main()
