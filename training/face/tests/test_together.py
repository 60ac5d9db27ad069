"""Several nets: their figures apart and together, and the one net that is their mean."""
import unittest

import numpy as np
import torch

from .. import model, soup, together
from ..load import DataError


class Together(unittest.TestCase):
    def test_the_mean_and_spread_of_each_and_what_the_pool_knows(self):
        labels = np.array([0, 1, 2, 0])
        sure = 8 * np.eye(3)
        one, other = sure[[0, 1, 1, 0]], sure[[1, 1, 2, 0]]  # wrong on a face each
        third = 3 * np.eye(3)[[0, 0, 2, 1]]  # unsure, right where the first two differ
        row = together.figures([one, other, third], labels)
        self.assertEqual(row["each"], [.75, .75, .5])
        self.assertAlmostEqual(row["mean"], 2 / 3)
        self.assertAlmostEqual(row["spread"], .1443, places=4)
        self.assertEqual(row["together"]["accuracy"], 1)

    def test_one_net_alone_has_no_spread(self):
        self.assertIsNone(together.figures([np.eye(3)], np.arange(3))["spread"])


def state(seed, width=4):
    torch.manual_seed(seed)
    net = model.build("moodnet", 7, width=width)
    return {"args": {"architecture": "moodnet", "width": width, "emotions": list("abcdefg")}, "average": {"net": net.state_dict()}}


class Soup(unittest.TestCase):
    def test_the_mean_of_equal_nets_is_that_net(self):
        mean = soup.mean_weights([state(1), state(1)])
        for name, values in state(1)["average"]["net"].items():
            torch.testing.assert_close(mean[name], values)

    def test_weights_are_averaged_and_other_nets_refused(self):
        parts = [state(seed)["average"]["net"]["classifier.weight"] for seed in (1, 2)]
        torch.testing.assert_close(soup.mean_weights([state(1), state(2)])["classifier.weight"], (parts[0] + parts[1]) / 2)
        with self.assertRaisesRegex(DataError, "differ in --width: 4 and 8"):
            soup.mean_weights([state(1), state(2, width=8)])

    def test_the_norms_learn_the_statistics_of_the_faces(self):
        net = model.build("moodnet", 7, width=4)
        net.load_state_dict(state(3)["average"]["net"])
        pixels = torch.randint(0, 256, (64, 1, 48, 48), dtype=torch.uint8)
        before = {name: p.clone() for name, p in net.named_parameters()}
        soup.take_statistics(net, pixels, .5, .25, seed=1)
        norms = [m for m in net.modules() if isinstance(m, torch.nn.BatchNorm2d)]
        self.assertTrue(all(int(norm.num_batches_tracked) == 1 and not norm.training for norm in norms))
        self.assertGreater(float(norms[0].running_mean.abs().max()), 0)
        for name, parameter in net.named_parameters():
            torch.testing.assert_close(parameter, before[name], atol=0, rtol=0)


if __name__ == "__main__":
    unittest.main()
