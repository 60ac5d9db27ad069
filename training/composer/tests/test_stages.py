"""From songs to scores: the grid, keys, chords, voices, cleaning, repeats of a tune, the split."""
import unittest

import numpy as np

from . import tiny
from .. import chords, clean, duplicates, key, quantise, split
from ..midi import Note
from ..song import DataError, Song
from ..voices import split_hands


def song(rows, downbeats, **about):
    return Song("made up", "song", 100., [Note(s, s + d, p, 70) for s, d, p in rows], [], downbeats, **about)


class Quantise(unittest.TestCase):
    def test_onsets_fall_on_the_nearest_sixteenth_of_their_bar(self):
        score = quantise.quantise(song([(0, 1, 60), (1.03, .5, 62), (4.24, 1, 64)], [0, 4, 8]))
        self.assertEqual((score.bars, score.melody), (2, [(0, 4, 60), (4, 2, 62), (17, 4, 64)]))

    def test_a_pick_up_counts_from_its_own_bar(self):
        self.assertEqual(quantise.quantise(song([(1, 1, 60), (2, 1, 62)], [-2, 2, 6])).melody, [(12, 4, 60), (16, 4, 62)])

    def test_an_odd_bar_is_cut_out_and_the_music_closes_up(self):
        bars = [*range(0, 28, 4), 26, *range(30, 59, 4)]
        score = quantise.quantise(song([(20, 1, 60), (25, 1, 61), (26, 1, 62)], bars))
        self.assertEqual(score.melody, [(80, 4, 60), (96, 4, 62)])

    def test_three_four_time_and_triplets_are_refused(self):
        with self.assertRaisesRegex(DataError, "not in 4/4"):
            quantise.quantise(song([(0, 1, 60)], [0, 3, 6, 9]))
        with self.assertRaisesRegex(DataError, "not on sixteenths"):
            quantise.quantise(song([(i / 3, .3, 60 + i % 5) for i in range(24)], [0, 4, 8]))


class Keys(unittest.TestCase):
    def test_every_key_is_found(self):
        for mode in (1, -1):
            for tonic in range(12):
                degrees = tiny.SCALE[mode]
                weights = (5, 1, 3, 2, 4, 2, 1)
                notes = [(0, w, 60 + tonic + d) for d, w in zip(degrees, weights)]
                self.assertEqual(key.find_key(key.durations(notes)), (tonic, mode))

    def test_normalising_moves_by_at_most_half_an_octave_to_c_or_a(self):
        for tonic in range(12):
            self.assertEqual((tonic + key.shift_of(tonic, 1)) % 12, 0)
            self.assertEqual((tonic + key.shift_of(tonic, -1)) % 12, 9)
            self.assertLessEqual(abs(key.shift_of(tonic, 1)), 6)

    def test_each_section_moves_by_its_own_key_and_chords_go_along(self):
        score = tiny.score(1, keys=[(0, 0, 1), (16 * 6, 2, 1)])
        moved = score.with_(melody=[(s, d, p + (2 if s >= 96 else 0)) for s, d, p in score.melody],
                            accompaniment=[(s, d, p + (2 if s >= 96 else 0)) for s, d, p in score.accompaniment],
                            chords=[(0, (0, "maj")), (96, (2, "maj"))])
        back = key.normalise(moved)
        self.assertEqual((back.melody, back.accompaniment), (score.melody, score.accompaniment))
        self.assertEqual(back.chords, [(0, (0, "maj")), (96, (0, "maj"))])

    def test_an_annotation_that_the_notes_contradict_is_not_believed(self):
        self.assertEqual(key.keys_of(tiny.score(2, keys=[(0, 6, 1)])), [(0, 0, 1)])


class Chords(unittest.TestCase):
    def test_symbols(self):
        for text, expected in (("B:maj7", (11, "maj")), ("Eb:min7/b3", (3, "min")), ("F#:hdim7", (6, "dim")), ("C:sus4(b7)", (0, "maj")),
                               ("N", None), ("A:7/5", (9, "maj"))):
            self.assertEqual(chords.parse_symbol(text), expected, text)

    def test_every_triad_is_found_in_every_position(self):
        for root in range(12):
            for quality, steps in chords.STEPS.items():
                for turn in range(3):
                    pitches = [48 + (root + s) % 12 + (12 if i < turn else 0) for i, s in enumerate(steps)]
                    self.assertEqual(chords.of_notes([(p, 1.) for p in pitches]), (root, quality))

    def test_noise_has_no_chord_and_a_silent_half_bar_keeps_the_one_before(self):
        self.assertIsNone(chords.of_notes([(p, 1.) for p in range(60, 66)]))
        self.assertEqual(chords.estimate([(0, 8, 60), (0, 8, 64), (0, 8, 67)], 1), [(0, (0, "maj")), (8, (0, "maj"))])

    def test_only_changes_stay(self):
        rows = [(0, None), (4, (0, "maj")), (4, (7, "maj")), (8, (7, "maj"))]
        self.assertEqual(chords.only_changes(rows), [(0, None), (4, (7, "maj"))])


class Voices(unittest.TestCase):
    def test_the_upper_hand_leads_and_its_inner_notes_accompany(self):
        upper = [Note(0, 2, 76, 70), Note(0, 1, 67, 70), Note(1, 2, 60, 70), Note(2, 3, 77, 70)]
        lower = [Note(0, 4, 40, 70)]
        melody, rest = split_hands([lower, upper])
        self.assertEqual([n.pitch for n in melody], [76, 77])
        self.assertEqual([n.pitch for n in rest], [40, 67, 60])


class Clean(unittest.TestCase):
    def test_the_melody_sings_one_note_at_a_time(self):
        self.assertEqual(clean.one_at_a_time([(0, 8, 60), (0, 4, 64), (2, 2, 67)]), [(0, 2, 64), (2, 2, 67)])

    def test_thinning_keeps_the_outer_notes_and_none_that_doubles_the_melody(self):
        notes = [(0, 4, p) for p in (40, 47, 52, 59, 64)] + [(2, 1, 40), (2, 1, 52)]
        self.assertEqual(clean.thin(notes, [(0, 4, 64)]), [(0, 4, 40), (0, 4, 52), (0, 4, 59), (2, 1, 52)])

    def test_a_note_ends_where_its_pitch_is_struck_again(self):
        self.assertEqual(clean.restruck([(0, 16, 60), (5, 7, 60), (3, 5, 62)]), [(0, 4, 60), (3, 6, 62), (5, 8, 60)])

    def test_octaves_bring_a_pitch_into_range(self):
        self.assertEqual([clean.fold(p, (48, 96)) for p in (20, 48, 100)], [56, 48, 88])

    def test_silence_around_is_cut_and_the_chord_that_holds_stays(self):
        score = tiny.score(3, bars=10, chords=[(0, (0, "maj")), (16, (7, "maj"))])
        later = score.with_(bars=14, melody=[(s + 32, d, p) for s, d, p in score.melody],
                            accompaniment=[(s + 32, d, p) for s, d, p in score.accompaniment])
        cut = clean.clean(later)
        self.assertEqual((cut.bars, cut.melody[0][0], cut.chords), (10, 0, [(0, (7, "maj"))]))

    def test_too_short_a_song_is_left_out(self):
        with self.assertRaisesRegex(DataError, "fewer than 8 bars"):
            clean.clean(tiny.score(4, bars=5))


class Duplicates(unittest.TestCase):
    def test_the_same_tune_in_another_key_is_found_and_the_labelled_one_stays(self):
        one, other = tiny.score(5, bars=20), tiny.score(6, bars=20)
        again = one.with_(melody=[(s, d, p + 5) for s, d, p in one.melody], name="again", label=(1, 1))
        kept, groups = duplicates.without_duplicates([one, other, again])
        self.assertEqual([s.name for s in kept], ["again", "tune 6"])
        self.assertEqual(len(set(groups)), 2)

    def test_kin_share_a_group(self):
        one, other = tiny.score(7, bars=20), tiny.score(8, bars=20)
        half = other.with_(melody=sorted(one.melody[:28] + [n for n in other.melody if n[0] > one.melody[27][0]]), name="kin")
        kept, groups = duplicates.without_duplicates([one, half, tiny.score(9, bars=20)])
        self.assertEqual((len(kept), len(set(groups))), (3, 2))
        self.assertEqual(groups[0], groups[1])

    def test_a_melody_is_kin_to_its_copy_in_another_key_alone(self):
        others = [duplicates.runs(tiny.score(i, bars=20)) for i in (7, 8)]
        self.assertTrue(duplicates.akin([p + 3 for _, _, p in tiny.score(7, bars=20).melody], others))
        self.assertFalse(duplicates.akin([p for _, _, p in tiny.score(9, bars=20).melody], others))


class Split(unittest.TestCase):
    def test_half_of_the_labelled_go_to_the_judge_with_their_kin_and_nobody_moves(self):
        scores = [tiny.score(i, source="vgmidi", name=f"piece {i}") for i in range(200)]
        scores += [tiny.score(i, name=f"song {i}") for i in range(200)]
        groups = np.array([*range(200), *range(200)])
        names = split.split_names(scores, groups)
        self.assertEqual(names[:200], names[200:])
        self.assertTrue(70 < names[:200].count("judge") < 130)
        self.assertEqual(names, split.split_names(scores, groups))
        for name in ("train", "validation", "test"):
            self.assertIn(name, names)


if __name__ == "__main__":
    unittest.main()
