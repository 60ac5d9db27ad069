"""Cleaning, reducing and balancing."""
import unittest

import numpy as np
import torch

from .. import balance, clean
from ..load import DataError, Faces
from ..prepare import mean_and_std, to_tensor
from ..reduce import reduce


def made(values, labels):
    pixels = np.stack([np.full((48, 48), value, np.uint8) for value in values])
    return Faces(pixels, np.array(labels), np.arange(len(labels)), np.arange(10. * len(labels)).reshape(-1, 10))


class Clean(unittest.TestCase):
    def test_copies_of_test_faces_leave_training(self):
        splits = {"Training": made([1, 2, 3, 4], [0, 1, 2, 3]), "PublicTest": made([2, 9], [1, 1]), "PrivateTest": made([4, 8], [3, 3])}
        np.testing.assert_array_equal(clean.leaked(splits["PrivateTest"], splits["Training"]), [True, False])
        cleaned, dropped = clean.drop_leaks(splits)
        self.assertEqual(dropped, 2)
        np.testing.assert_array_equal(cleaned["Training"].labels, [0, 2])
        np.testing.assert_array_equal(cleaned["Training"].votes[:, 0], [0, 20])
        self.assertIs(cleaned["PublicTest"], splits["PublicTest"])

    def test_one_pixel_of_difference_is_no_copy(self):
        one, other = made([5], [0]), made([5], [0])
        other.pixels[0, 47, 47] = 6
        self.assertFalse(clean.leaked(one, other).any())

    def test_repeats_keep_one_and_lose_those_in_dispute(self):
        faces, dropped = clean.drop_repeats(made([7, 7, 8, 9, 9], [0, 0, 1, 2, 3]))
        np.testing.assert_array_equal(faces.rows, [0, 2])
        self.assertEqual(dropped, 3)


class Reduce(unittest.TestCase):
    def test_labels_follow_the_order_of_the_names(self):
        reduced = reduce({"Training": made([0, 1, 2, 3], [3, 4, 0, 3])}, ["sad", "happy"])["Training"]
        np.testing.assert_array_equal(reduced.labels, [1, 0, 1])
        np.testing.assert_array_equal(reduced.rows, [0, 1, 3])

    def test_wrong_names_are_refused(self):
        for names, sentence in ((["happy", "bored"], "bored: no such emotion"), (["happy"], "at least two"), (["sad", "sad"], "at least two")):
            with self.assertRaisesRegex(DataError, sentence):
                reduce({"Training": made([0], [3])}, names)


class Balance(unittest.TestCase):
    labels = np.array([0] * 100 + [1] * 4 + [2] * 40)

    def order(self, method):
        return balance.epoch_order(self.labels, method, torch.Generator().manual_seed(3))

    def test_none_sees_every_face_once(self):
        np.testing.assert_array_equal(np.sort(self.order("none")), np.arange(144))

    def test_oversample_raises_the_rare_class_evenly_and_no_other(self):
        order = self.order("oversample")
        np.testing.assert_array_equal(np.bincount(self.labels[order]), [100, 15, 40])
        times = np.bincount(order)[100:104]
        self.assertEqual((times.min(), times.max()), (3, 4))
        np.testing.assert_array_equal(order, self.order("oversample"))

    def test_logit_shift_is_the_log_prior(self):
        shift = balance.logit_shift(self.labels, 3, "logit-adjust")
        np.testing.assert_allclose(torch.exp(shift).numpy(), [100 / 144, 4 / 144, 40 / 144], rtol=1e-6)
        self.assertEqual(balance.logit_shift(self.labels, 3, "oversample").abs().sum(), 0)


class Normalise(unittest.TestCase):
    def test_pixels_come_out_with_mean_zero_and_deviation_one(self):
        faces = made([51, 204], [0, 1])
        mean, std = mean_and_std(faces)
        self.assertEqual((mean, std), (.5, .3))
        tensor = to_tensor(faces, mean, std)
        self.assertEqual(tuple(tensor.shape), (2, 1, 48, 48))
        np.testing.assert_allclose(tensor[:, 0, 0, 0].numpy(), [-1, 1], atol=1e-6)


if __name__ == "__main__":
    unittest.main()
