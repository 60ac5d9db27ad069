"""FER+ votes and the head that answers as the voters would."""
import unittest

import numpy as np
import torch

from .. import model, votes


class Votes(unittest.TestCase):
    def test_the_majority_leaves_ties_and_other_columns_out(self):
        counts = np.zeros((5, 10), np.float32)
        counts[0, 1], counts[1, [1, 3]], counts[2, 9], counts[3, 4] = 6, 5, 8, 2
        np.testing.assert_array_equal(votes.majority(counts, ["angry", "happy"]), [1, -1, -1, 0, -1])

    def test_the_head_gives_the_columns_of_the_emotions_in_their_order(self):
        net = model.build("moodnet", 3, width=4).eval()
        views = torch.randn(5, 1, net.view, net.view)
        head = votes.head(net, ["sad", "happy", "neutral"])
        with torch.no_grad():
            torch.testing.assert_close(head(net.trunk(views)), net.of_views(views)[1][:, [3, 1, 0]])


if __name__ == "__main__":
    unittest.main()
