"""Events and their conditions, and the contract that ships."""
import json
import unittest
from pathlib import Path

import numpy as np

from . import tiny
from .. import attributes, batches, golden, tokens
from ..sequence import Sequence
from ..vocabulary import BAR, END, IDS, PAD, START, VOCABULARY, kind

MODELS = Path(__file__).resolve().parents[3] / "models" / "composer"
GOLDEN = Path(__file__).resolve().parents[3] / "tests" / "golden" / "composer.json"


def sequence(score):
    events, bars = tokens.encode(score)
    return Sequence(score.source, score.name, "train", score.label, np.array(events, np.int16), np.array(bars, np.int16),
                    *attributes.of_score(score))


class Vocabulary(unittest.TestCase):
    def test_it_has_175_events_in_the_agreed_order(self):
        self.assertEqual(len(VOCABULARY), 175)
        for name, place in (("PAD", 0), ("START", 1), ("END", 2), ("BAR", 3), ("POSITION_0", 4), ("CHORD_NONE", 20), ("CHORD_0_maj", 21),
                            ("CHORD_11_dim", 56), ("MELODY_48", 57), ("ACCOMPANIMENT_28", 106), ("DURATION_1", 167), ("DURATION_16", 174)):
            self.assertEqual(IDS[name], place)

    def test_the_example_of_the_documentation(self):
        score = tiny.score(0).with_(bars=1, melody=[(0, 4, 72), (4, 2, 74)], accompaniment=[(0, 8, 48), (0, 8, 64)])
        words = [VOCABULARY[t] for t in tokens.encode(score)[0]]
        self.assertEqual(" ".join(words), "START BAR POSITION_0 CHORD_0_maj MELODY_72 DURATION_4 ACCOMPANIMENT_48 DURATION_8 "
                                          "ACCOMPANIMENT_64 DURATION_8 POSITION_4 MELODY_74 DURATION_2 END")


class Encode(unittest.TestCase):
    def test_a_score_comes_back(self):
        for seed in range(5):
            score = tiny.score(seed, chords=[(0, (0, "maj")), (16, None), (24, (7, "maj"))])
            events, bars = tokens.encode(score)
            back = tokens.decode(events, bpm=score.bpm)
            self.assertEqual((back.bars, back.melody, back.accompaniment, back.chords), (score.bars, score.melody, score.accompaniment, score.chords))
            self.assertEqual((len(bars), bars[0], bars[-1]), (len(events), 0, score.bars - 1))

    def test_the_grammar_holds(self):
        events = [kind(t) for t in tokens.encode(tiny.score(1))[0]]
        after = {"START": {"BAR"}, "BAR": {"POSITION", "BAR", "END"}, "POSITION": {"CHORD", "MELODY", "ACCOMPANIMENT"},
                 "CHORD": {"MELODY", "ACCOMPANIMENT", "POSITION", "BAR"}, "MELODY": {"DURATION"}, "ACCOMPANIMENT": {"DURATION"},
                 "DURATION": {"ACCOMPANIMENT", "POSITION", "BAR", "END"}}
        for one, other in zip(events, events[1:]):
            self.assertIn(other, after[one])

    def test_what_the_grammar_forbids_is_refused(self):
        for words in (["BAR", "POSITION_0", "DURATION_1"], ["BAR", "POSITION_0", "MELODY_60", "BAR"], ["BAR", "MELODY_60", "DURATION_1"], ["PAD"]):
            with self.assertRaises(ValueError):
                tokens.decode([IDS[w] for w in words])


class Conditions(unittest.TestCase):
    def test_density_and_register_look_four_bars_ahead(self):
        score = tiny.score(0).with_(bars=5, melody=[(0, 1, 60), (64, 1, 72), (68, 1, 74)], accompaniment=[])
        density, register = attributes.bar_attributes(score)
        np.testing.assert_allclose(density, [.25, .5, 2 / 3, 1, 2])
        np.testing.assert_allclose(register, [60, 73, 73, 73, 73])

    def test_the_vector_scales_what_is_known_and_keeps_quiet_about_the_rest(self):
        known = np.array([True, False, True, True, False, True])
        vector = attributes.vector([.5, 9, -1, 20, 9, 120], known, (.25, .5), np.array([0, 0, 0, 10, 60, 90]), np.array([1, 1, 1, 5, 4, 30]))
        np.testing.assert_allclose(vector, [.5, 0, -1, 2, 0, 1, 1, 0, 1, 1, 0, 1, .25, .5])

    def test_place(self):
        self.assertEqual(attributes.place_in_piece(0, 16), (0, 1))
        self.assertEqual(attributes.place_in_piece(15, 16), (15 / 16, 0))
        self.assertEqual(attributes.place_in_piece(12, 16), (.75, 3 / 8))

    def test_a_tempo_or_a_label_that_is_not_there_is_not_known(self):
        self.assertEqual(attributes.of_score(tiny.score(1, bpm=None))[1].tolist(), [False, False, True, True, True, False])
        self.assertEqual(attributes.of_score(tiny.score(1, label=(1, -1)))[1].tolist(), [True] * 6)


class Streams(unittest.TestCase):
    def setUp(self):
        self.songs = [sequence(tiny.score(i, bars=8 + i % 5)) for i in range(7)]
        self.mean, self.std = attributes.scales([(s.values, s.known) for s in self.songs])

    def lanes(self, **options):
        chunks = list(batches.streams(self.songs, self.mean, self.std, 3, 50, **options))
        return chunks, [[c[part][:, lane] for c in chunks] for part in (0, 1, 2) for lane in range(3)]

    def test_every_event_is_guessed_once_and_songs_go_on_in_their_lane(self):
        chunks, _ = self.lanes()
        found = []
        for lane in range(3):
            for tokens_, targets, _, fresh in chunks:
                inputs = [int(t) for t in tokens_[:, lane] if t != PAD]
                if not inputs:
                    continue
                if fresh[lane]:
                    found.append([START])
                self.assertEqual(inputs[0], found[-1][-1])
                found[-1] += [int(t) for t in targets[:, lane] if t != PAD]
        self.assertEqual(sorted(found), sorted(s.tokens.tolist() for s in self.songs))

    def test_conditions_belong_to_the_bar_of_the_event_that_is_fed(self):
        (tokens_, _, conditions, _), *_ = batches.streams(self.songs[:1], self.mean, self.std, 1, 60)
        bar = -1
        for token, vector in zip(tokens_[:, 0], conditions[:, 0]):
            bar += int(token) == BAR
            self.assertAlmostEqual(float(vector[12]), max(bar, 0) / 8, places=6)

    def test_withholding_follows_its_chances(self):
        random = np.random.default_rng(0)
        rows = np.array([batches.withheld(np.ones(6, bool), random) for _ in range(4000)])
        self.assertAlmostEqual(float((~rows).all(1).mean()), .1, delta=.02)
        self.assertAlmostEqual(float(rows[rows.any(1)].mean()), .85, delta=.02)


class Shipped(unittest.TestCase):
    """The net in models/ speaks this language."""

    def test_vocabulary_conditions_and_golden_sequences_are_these(self):
        config = json.loads((MODELS / "config.json").read_text())
        self.assertEqual(config["vocabulary"], list(VOCABULARY))
        self.assertEqual([row["name"] for row in config["conditions"]], list(attributes.CONDITIONS))
        shipped = json.loads(GOLDEN.read_text())
        self.assertEqual(shipped["sha256"], config["sha256"])
        mean, std = (np.array([row[key] for row in config["conditions"]]) for key in ("mean", "std"))
        for case, (name, events, conditions) in zip(shipped["cases"], golden.cases(mean, std)):
            self.assertEqual((case["name"], case["tokens"]), (name, events.tolist()))
            np.testing.assert_allclose(case["conditions"], conditions, atol=2e-6)
            self.assertNotIn(END, case["tokens"])


if __name__ == "__main__":
    unittest.main()
