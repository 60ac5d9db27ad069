"""The stages of the mood models, on small made-up data whose answer is known."""
import contextlib
import csv
import io
import json
import tempfile
import unittest
from pathlib import Path

import numpy as np

from ...composer.song import DataError
from .. import export, features, figures, folds, listed, listed_model, logistic, model, rule, train

ROOT = Path(__file__).resolve().parents[3]


def line(random, file, valence, arousal):
    """An analysis whose cues follow its labels, with noise."""
    noise = lambda: random.normal() * .5
    return {"file": file, "onsetsPerSecond": float(2 ** (1 + .6 * arousal + .3 * noise())), "tempoBpm": float(110 + 15 * noise()),
            "fluxDb": float(.7 + .2 * arousal + .1 * noise()), "chromaEntropy": float(.95 + .01 * noise()),
            "dynamicRangeDb": float(8 + 2 * noise()), "crestFactorDb": float(18 + noise()), "mode": "major" if valence > 0 else "minor",
            "loudnessLufs": -20., "brightnessHz": 900.,
            "cues": {"decayDbPerSecond": float(50 + 10 * noise()), "localMajorness": float(.1 * valence + .1 * noise()),
                     "localKeyStrength": float(.75 + .05 * valence + .05 * noise()), "registerPitch": float(60 + 4 * noise())}}


def write_heard(folder, songs=80, variants=2):
    """Write features and truth of made-up songs; return both paths."""
    random = np.random.default_rng(1)
    heard, truth = Path(folder) / "heard.jsonl", Path(folder) / "truth.jsonl"
    with open(heard, "w") as lines, open(truth, "w") as labels:
        for song in range(songs):
            valence, arousal = (1 if song % 2 else -1), (1 if song // 2 % 2 else -1)
            for variant in range(variants):
                file = f"{song}-{variant}.wav"
                lines.write(json.dumps(line(random, file, valence, arousal)) + "\n")
                labels.write(json.dumps({"file": file, "name": f"song {song}", "valence": valence, "arousal": arousal,
                                         "series": f"series {song % 8}", "game": "game", "variant": variant}) + "\n")
    return heard, truth


class Logistic(unittest.TestCase):
    def test_finds_the_line_that_divides_and_the_odds_that_noise_leaves(self):
        random = np.random.default_rng(0)
        x = random.normal(size=(2000, 2))
        y = (random.random(2000) < 1 / (1 + np.exp(-(2 * x[:, 0] - 1)))).astype(int)
        found = logistic.fit(x, y, 2, .1)
        slope = found[:, 1] - found[:, 0]
        for value, told in zip(slope, (2, 0, -1)):
            self.assertAlmostEqual(value, told, delta=.25)

    def test_probabilities_sum_to_one_and_the_penalty_draws_them_together(self):
        random = np.random.default_rng(0)
        x, y = random.normal(size=(60, 3)), random.integers(0, 4, 60)
        loose, tight = (logistic.probabilities(x, logistic.fit(x, y, 4, penalty)) for penalty in (.1, 1000.))
        np.testing.assert_allclose(loose.sum(1), 1)
        self.assertLess(tight.std(0).max(), loose.std(0).max() / 3)


class Folds(unittest.TestCase):
    def test_groups_stay_whole_and_classes_are_spread(self):
        random = np.random.default_rng(0)
        groups, y = random.integers(0, 60, 400), random.integers(0, 3, 400)
        fold = folds.grouped(y, groups, 5, 0)
        for group in np.unique(groups):
            self.assertEqual(len(np.unique(fold[groups == group])), 1)
        for c in range(3):
            counts = np.bincount(fold[y == c], minlength=5)
            self.assertLess(counts.max() - counts.min(), 15)


class Figures(unittest.TestCase):
    def test_by_hand(self):
        low, high = figures.wilson(8, 10)
        self.assertAlmostEqual(low, .4902, places=3)
        self.assertAlmostEqual(high, .9433, places=3)
        told = np.array([0, 0, 1, 1])
        self.assertEqual(figures.area(told, np.array([.1, .4, .35, .8])), .75)
        self.assertEqual(figures.recalls(told, np.array([0, 1, 1, 1]), 2), [.5, 1.])
        self.assertAlmostEqual(figures.spearman([1, 2, 3, 4], [10, 20, 30, 25]), .8)
        self.assertAlmostEqual(figures.calibration_error(told, np.array([[.9, .1], [.9, .1], [.1, .9], [.9, .1]])), .15)


class Listed(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)
        self.path = Path(self.folder.name) / "songs.csv"

    def write(self, change=lambda rows: rows):
        random = np.random.default_rng(0)
        rows = []
        for number in range(160):
            mood = number % 4
            energy, valence = ((.6, .8), (.3, .2), (.9, .4), (.1, .3))[mood]
            rows.append({"name": f"Song {number}", "artist": f"Artist {number // 2}", "mood": listed.MOODS[mood].title(),
                         **{name: .4 for name, *_ in listed.FEATURES}, "loudness": -8., "tempo": 100 + random.random() * 40,
                         "energy": min(1, max(0, energy + random.normal() * .05)), "valence": min(1, max(0, valence + random.normal() * .05))})
        rows = change(rows)
        with open(self.path, "w", newline="") as file:
            writer = csv.DictWriter(file, rows[0].keys())
            writer.writeheader()
            writer.writerows(rows)
        return self.path

    def test_moods_that_follow_from_the_features_are_found_in_songs_of_unseen_artists(self):
        table = listed.read(self.write())
        p = listed_model.crossed(table, 0)
        self.assertGreater((p.argmax(1) == table.moods).mean(), .9)
        self.assertLess((listed_model.quadrants(table.raw) == table.moods).mean(), .9)

    def test_labels_that_follow_from_nothing_are_not_found(self):
        table = listed.read(self.write())
        table.moods = np.random.default_rng(2).permutation(table.moods)
        self.assertLess((listed_model.crossed(table, 0).argmax(1) == table.moods).mean(), .4)

    def test_repeats_are_dropped_and_so_are_songs_under_two_moods(self):
        def repeat(rows):
            return [*rows, {**rows[0], "name": "song 0 (Remastered)"}, {**rows[1], "mood": "Calm"}]
        table = listed.read(self.write(repeat))
        self.assertEqual(len(table.moods), 159)
        self.assertEqual(table.dropped, 3)

    def test_bad_tables_are_refused_by_line(self):
        for key, value, words in (("energy", "1.5", "line 3: energy"), ("tempo", "fast", "line 3: tempo"), ("mood", "Angry", "line 3: the mood"),
                                  ("loudness", "nan", "line 3: loudness")):
            def spoil(rows):
                rows[1][key] = value
                return rows
            with self.assertRaisesRegex(DataError, words):
                listed.read(self.write(spoil))
        with self.assertRaisesRegex(DataError, "has no .*energy"):
            listed.read(self.write(lambda rows: [{k: v for k, v in row.items() if k != "energy"} for row in rows]))
        with self.assertRaisesRegex(DataError, "cannot be read"):
            listed.read(self.path.with_name("nowhere.csv"))


class Heard(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)

    def test_learns_what_the_labels_follow_and_reads_songs_it_never_heard(self):
        heard = features.read(*write_heard(self.folder))
        held = np.array([int(song.split()[1]) >= 60 for song in heard.songs])
        found, _ = model.fit(heard, ~held)
        self.assertGreater(((found.fitted(heard.raw[held]) > 0) == (heard.labels[held] > 0)).mean(), .8)
        self.assertLess(np.abs(found.fitted(heard.raw)).max(), 1)

    def test_an_unknown_tempo_counts_as_usual_and_a_strange_sound_for_the_rule(self):
        heard = features.read(*write_heard(self.folder))
        found, _ = model.fit(heard, np.ones(len(heard.songs), bool))
        usual = np.array([2 ** value - features.SOFT.get(name, 0) if kind == "log" else value
                          for (name, kind), value in zip(features.CUES, found.mean)])
        unknown = usual.copy()
        unknown[features.NAMES.index("tempoBpm")] = np.nan
        np.testing.assert_allclose(found.fitted(np.array([unknown])), found.fitted(np.array([usual])), atol=1e-9)
        strange = np.array([usual * 100])
        told = np.array([[.9, -.9]])
        share = found.strangeness(strange)[0]
        self.assertGreater(share, .5)
        np.testing.assert_allclose(found.placed(strange, told)[0], (1 - share) * found.fitted(strange)[0] + share * told[0])

    def test_passages_that_contradict_one_another_say_nothing_of_that_axis(self):
        heard_path, truth = write_heard(self.folder, songs=40, variants=1)
        with open(truth, "a") as labels:
            labels.write(json.dumps({"file": "0-0.wav", "name": "song 0", "valence": 1, "arousal": -1, "series": "s", "game": "g", "variant": 0}) + "\n")
        heard = features.read(heard_path, truth)
        self.assertEqual(heard.labels[heard.songs.index("song 0")].tolist(), [0., -1.])

    def test_from_lines_to_files_that_the_app_reads(self):
        heard_path, truth = write_heard(self.folder)
        run, models, golden = self.folder / "run", self.folder / "models", self.folder / "golden.json"
        with contextlib.redirect_stdout(io.StringIO()):
            train.main(["--features", str(heard_path), "--truth", str(truth), "--out", str(run)])
            (run / "report.json").write_text(json.dumps({"protocol": "none"}))
            export.main(["--run", str(run), "--models", str(models), "--golden", str(golden)])
        config = json.loads((models / "config.json").read_text())
        self.assertEqual(config["cues"], list(features.NAMES))
        self.assertEqual(json.loads(golden.read_text())["sha256"], config["sha256"])

    def test_too_few_songs_or_lines_of_another_analyser_are_refused(self):
        heard_path, truth = write_heard(self.folder, songs=12)
        with self.assertRaisesRegex(DataError, "at least 20"):
            train.train(features.read(heard_path, truth))
        heard_path.write_text('{"file": "0-0.wav"}\n')
        with self.assertRaisesRegex(DataError, "line 1"):
            features.read(heard_path, truth)
        heard_path.write_text("not json\n")
        with self.assertRaisesRegex(DataError, "cannot be read"):
            features.read(heard_path, truth)


class Golden(unittest.TestCase):
    def test_the_weights_that_ship_still_give_the_golden_points(self):
        weights = json.loads((ROOT / "models/song-mood/weights.json").read_text())
        golden = json.loads((ROOT / "tests/golden/song-mood.json").read_text())
        self.assertEqual(golden["cases"], export.points(weights))

    def test_the_rule_as_the_app_has_it(self):
        usual = {"mode": None, "tempoBpm": 117, "loudnessLufs": -12, "dynamicRangeDb": 6, "brightnessHz": 1700, "onsetsPerSecond": 3.5}
        self.assertEqual(rule.affect(usual), (0., 0.))
        self.assertAlmostEqual(rule.affect({**usual, "mode": "major"})[0], np.tanh(.45))
        self.assertAlmostEqual(rule.affect({**usual, "loudnessLufs": 40})[1], np.tanh(.9))


if __name__ == "__main__":
    unittest.main()
