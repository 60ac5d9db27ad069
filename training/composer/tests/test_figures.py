"""The figures that pieces and nets are judged by, against cases worked out by hand."""
import math
import unittest

import numpy as np

from . import tiny
from .. import copy_check, features, judge, ngram, statistics
from ..vocabulary import VOCABULARY


class Grams(unittest.TestCase):
    def setUp(self):
        random = np.random.default_rng(0)
        self.songs = [np.r_[1, 10 + np.cumsum(random.integers(1, 3, 60)) % 7] for _ in range(20)]

    def test_probabilities_sum_to_one_after_known_and_unknown_contexts(self):
        grams = ngram.KneserNey(self.songs, 5)
        for context in (self.songs[0][:8], np.array([1, 99, 98, 97, 96])):
            p = [math.exp(-grams.losses([np.r_[context, token]])[-1]) for token in range(len(VOCABULARY))]
            self.assertAlmostEqual(sum(p), 1, places=9)

    def test_a_pattern_is_learnt_beyond_the_counts_of_single_events(self):
        grams, tests = ngram.KneserNey(self.songs[:15], 5), self.songs[15:]
        self.assertLess(grams.losses(tests).mean(), math.log(2) + .25)
        self.assertGreater(ngram.unigram_losses(self.songs[:15], tests).mean(), math.log(6))

    def test_bigram_by_hand(self):
        # a b a b a c, the first given: ab twice, ba twice, ac once.
        grams = ngram.KneserNey([np.array([5, 6, 5, 6, 5, 7])], 2)
        discount = 1 / (1 + 2 * 2)
        self.assertAlmostEqual(grams.levels[1]["discount"], discount)
        low = grams.levels[0]
        p_low = (max(low["counts"][0] - low["discount"], 0) + low["discount"] * 3 / len(VOCABULARY)) / low["totals"][0]
        p_b = (2 - discount + discount * 2 * math.exp(-ngram.KneserNey.losses(self.only(grams, 1), [np.array([0, 6])])[0])) / 3
        self.assertAlmostEqual(math.exp(-grams.losses([np.array([5, 6])])[0]), p_b)
        self.assertAlmostEqual(math.exp(-self.only(grams, 1).losses([np.array([0, 5])])[0]), p_low)

    def only(self, grams, levels):
        found = object.__new__(ngram.KneserNey)
        found.levels = grams.levels[:levels]
        return found


class Statistics(unittest.TestCase):
    def test_spearman_by_hand(self):
        self.assertAlmostEqual(statistics.spearman([1, 2, 3, 4, 5], [5, 6, 7, 8, 7]), .8207826816681233)
        self.assertEqual(statistics.spearman([1, 2, 3], [3, 2, 1]), -1)
        self.assertEqual(statistics.spearman([1, 2, 3], [1, 1, 1]), 0)

    def test_a_repeated_bar_is_like_itself_and_a_new_one_is_not(self):
        bar = [(0, 4, 60), (4, 4, 64)]
        same = tiny.score(0).with_(bars=12, melody=[(s + 16 * i, d, p) for i in range(12) for s, d, p in bar], accompaniment=[])
        self.assertEqual(statistics.self_similarity(statistics.bar_sets(same)), 1)
        other = same.with_(melody=[(s + 16 * i, d, p + i) for i in range(12) for s, d, p in bar])
        self.assertEqual(statistics.self_similarity(statistics.bar_sets(other)), 0)

    def test_figures_of_a_held_chord(self):
        score = tiny.score(0).with_(bars=1, melody=[(0, 16, 72)], accompaniment=[(0, 16, 48), (0, 16, 64)])
        figures = dict(zip(statistics.NAMES, statistics.of_score(score)))
        self.assertEqual((figures["pitch range"], figures["polyphony"], figures["in scale"], figures["onsets a bar"]), (24, 3, 1, 3))

    def test_an_excerpt_counts_from_its_own_beginning(self):
        cut = statistics.excerpt(tiny.score(2, bars=12), 4, 4)
        self.assertEqual((cut.bars, cut.melody[0][0], len(cut.melody)), (4, 0, 16))


class Copies(unittest.TestCase):
    def setUp(self):
        self.songs = [tiny.score(i, bars=20) for i in range(4)]
        self.corpus = copy_check.Corpus(self.songs[:3])

    def test_a_transposed_copy_is_found_whole(self):
        copy = self.songs[0].with_(melody=[(s, d, p - 3) for s, d, p in self.songs[0].melody])
        found = copy_check.report(self.corpus, [copy])
        self.assertEqual((found["shared16"], found["pieces16"]), (1, 1))
        self.assertGreaterEqual(found["longestMost"], 60)

    def test_another_tune_is_no_copy(self):
        found = copy_check.report(self.corpus, [self.songs[3]])
        self.assertEqual((found["shared16"], found["pieces16"]), (0, 0))

    def test_twenty_copied_notes_are_measured(self):
        own, theirs = [(s, 2, p) for s, _, p in self.songs[3].melody], self.songs[1].melody
        mixed = self.songs[3].with_(melody=[*own[:30], *theirs[30:50], *own[50:]])
        self.assertTrue(20 <= self.corpus.longest(mixed) <= 21)


class Judging(unittest.TestCase):
    def test_accuracy_is_chance_on_labels_that_mean_nothing_and_high_on_ones_that_do(self):
        random = np.random.default_rng(1)
        pieces = [random.normal(size=(2, 3)) + random.normal(size=3) * 2 for _ in range(80)]
        told = np.array([np.sign(p.mean(0)[:2]) for p in pieces])
        untold = random.choice([-1, 1], (80, 2))
        repeats, judge.REPEATS = judge.REPEATS, 2
        self.addCleanup(setattr, judge, "REPEATS", repeats)
        self.assertGreater(judge.crossed(pieces, told)[0]["quadrant"][0], .8)
        self.assertLess(judge.crossed(pieces, untold)[1]["valence"][0], .68)

    def test_passages_are_sixteen_bars_and_a_short_piece_is_one(self):
        rows = np.array([(beat, 1, 60 + beat % 12, 64) for beat in range(160)], float)
        self.assertEqual(len(judge.passages(features.Performance(rows, 100))), 5)
        self.assertEqual(len(judge.passages(features.Performance(rows[:64], 100))), 2)
        self.assertEqual(len(judge.passages(features.Performance(rows[:8], 100))), 1)

    def test_faster_music_is_heard_as_faster_and_a_transposed_one_in_the_same_mode(self):
        score = tiny.score(3)
        rows = np.array([(s / 4, d / 4, p, 64) for s, d, p in score.notes()], float)
        slow, fast = (dict(zip(features.NAMES, features.measure(features.Performance(rows, bpm)))) for bpm in (60, 120))
        self.assertAlmostEqual(fast["onsets a second"] - slow["onsets a second"], math.log(2))
        self.assertEqual(fast["onsets a beat"], slow["onsets a beat"])
        up = dict(zip(features.NAMES, features.measure(features.Performance(rows + [0, 0, 5, 0], 60))))
        self.assertAlmostEqual(up["major against minor"], slow["major against minor"])
        self.assertGreater(slow["major against minor"], 0)
        self.assertAlmostEqual(up["pitch"] - slow["pitch"], 5)

    def test_a_piece_of_the_app_is_read_as_it_is_played(self):
        note = {"voice": "melody", "pitch": 60, "startTicks": 480, "durationTicks": 240, "velocity": 80}
        piece = {"notes": [note, {**note, "voice": "pad"}], "bars": 2, "tempos": [{"ticks": 0, "bpm": 60}, {"ticks": 1920, "bpm": 120}]}
        played = features.of_piece(piece)
        self.assertEqual(played.notes.tolist(), [[1, .5, 60, 80]])
        self.assertAlmostEqual(played.bpm, 80)


if __name__ == "__main__":
    unittest.main()
