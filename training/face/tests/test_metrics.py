import math
import unittest

import numpy as np
import torch

from .. import losses, metrics


class Metrics(unittest.TestCase):
    labels = np.array([0, 0, 0, 1, 1, 2])
    guesses = np.array([0, 0, 1, 1, 0, 2])

    def test_confusion_has_truth_in_rows(self):
        np.testing.assert_array_equal(metrics.confusion(self.labels, self.guesses, 3), [[2, 1, 0], [1, 1, 0], [0, 0, 1]])

    def test_per_class_figures_by_hand(self):
        rows = metrics.per_class(metrics.confusion(self.labels, self.guesses, 3))
        self.assertAlmostEqual(rows[0]["precision"], 2 / 3)
        self.assertAlmostEqual(rows[1]["recall"], 1 / 2)
        self.assertAlmostEqual(rows[2]["f1"], 1)
        self.assertEqual([row["n"] for row in rows], [3, 2, 1])

    def test_a_class_never_guessed_counts_as_zero(self):
        self.assertEqual(metrics.per_class(np.array([[3, 0], [2, 0]]))[1], {"precision": 0, "recall": 0, "f1": 0, "n": 2})

    def test_wilson_against_the_published_example(self):
        low, high = metrics.wilson(81, 263)  # Newcombe 1998, table I
        self.assertAlmostEqual(low, .2553, 4)
        self.assertAlmostEqual(high, .3662, 4)

    def test_calibration_error_by_hand(self):
        probabilities = np.array([[.9, .1], [.9, .1], [.6, .4], [.6, .4]])
        self.assertAlmostEqual(metrics.calibration_error(probabilities, np.array([0, 1, 0, 0])), .5 * .4 + .5 * .4)

    def test_temperature_is_recovered(self):
        random = np.random.default_rng(0)
        truth = random.normal(size=(20000, 3))
        chance = metrics.softmax(truth).cumsum(1)
        labels = (random.random((20000, 1)) > chance).sum(1)
        self.assertAlmostEqual(metrics.fit_temperature(truth * 2.5, labels), 2.5, delta=.1)

    def test_a_pair_counts_only_its_own_faces(self):
        logits = np.array([[2., 9, 1], [1., 9, 2], [0., 5, 1], [3., 0, 1]])
        self.assertEqual(metrics.pair_accuracy(logits, np.array([0, 0, 1, 2]), 0, 2), (1 / 3, 3))

    def test_summary_is_consistent(self):
        logits = np.eye(3)[self.guesses] * 4
        report = metrics.summary(logits, self.labels, 1.)
        self.assertAlmostEqual(report["accuracy"], 4 / 6)
        self.assertEqual(sum(map(sum, report["confusion"])), 6)
        self.assertTrue(report["interval95"][0] < 4 / 6 < report["interval95"][1])


class Losses(unittest.TestCase):
    def test_smoothed_targets_sum_to_one(self):
        targets = losses.smooth_targets(torch.tensor([2]), 7)
        self.assertAlmostEqual(float(targets.sum()), 1, 6)
        self.assertAlmostEqual(float(targets[0, 2]), .9 + .1 / 7, 6)

    def test_cross_entropy_matches_pytorch_on_hard_targets(self):
        logits, labels = torch.randn(5, 7), torch.arange(5)
        expected = torch.nn.functional.cross_entropy(logits, labels)
        self.assertAlmostEqual(float(losses.cross_entropy(logits, torch.eye(7)[labels])), float(expected), 5)

    def test_a_face_without_votes_costs_nothing(self):
        self.assertEqual(float(losses.cross_entropy(torch.randn(1, 10), losses.vote_shares(torch.zeros(1, 10)))), 0)

    def test_distillation_is_least_at_the_teachers_answer(self):
        teacher = torch.tensor([[[1., 0, -1]]])
        at, off = (float(losses.distillation(x, teacher, 3)) for x in (teacher[0], teacher[0].flip(1)))
        self.assertLess(at, off)
        entropy = -(torch.softmax(teacher / 3, 2) * torch.log_softmax(teacher / 3, 2)).sum()
        self.assertTrue(math.isclose(at, 9 * float(entropy), rel_tol=1e-5))


if __name__ == "__main__":
    unittest.main()
