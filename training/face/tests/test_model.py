"""Architectures, the average, and the way from a checkpoint to an ONNX file."""
import unittest

import numpy as np
import torch
from onnx import numpy_helper

from .. import deploy, model, onnx_file
from ..average import Average


class Architectures(unittest.TestCase):
    def test_every_one_gives_logits_and_votes(self):
        for name in model.ARCHITECTURES:
            net = model.build(name, 5, width=8).eval()
            faces = torch.randn(2, 1, 48, 48)
            logits, votes = net.of_views(model.crop_centre(faces, net.view))
            self.assertEqual((tuple(logits.shape), tuple(votes.shape)), ((2, 5), (2, 10)), name)
            torch.testing.assert_close(net(faces), logits)

    def test_the_shipped_net_keeps_to_its_budget(self):
        net = model.build("moodnet", 7)
        self.assertEqual(model.count_parameters(net), 2_800_759)
        self.assertEqual(model.count_macs(net), 73_961_472)

    def test_macs_by_hand(self):
        net = model.build("baseline", 7, width=8)
        blocks = [48 * 48 * 8 * 9, 24 * 24 * 16 * 8 * 9, 12 * 12 * 32 * 16 * 9]
        self.assertEqual(model.count_macs(net), sum(blocks) + 32 * 36 * 128 + 128 * 7)


class Averaging(unittest.TestCase):
    def test_a_constant_net_is_reached_in_spite_of_the_random_start(self):
        net = torch.nn.Linear(1, 1)
        average = Average(net, decay=.999)
        with torch.no_grad():
            net.weight.fill_(3.)
        for _ in range(100):
            average.update(net)
        self.assertAlmostEqual(float(average.net.weight), 3., places=3)

    def test_its_state_comes_back(self):
        net = torch.nn.Linear(2, 2)
        one, other = Average(net), Average(torch.nn.Linear(2, 2))
        one.update(net)
        other.load_state_dict(one.state_dict())
        torch.testing.assert_close(one.net.weight, other.net.weight)
        self.assertEqual(other.steps, 1)


class Deployment(unittest.TestCase):
    def setUp(self):
        torch.manual_seed(0)
        self.net = model.build("moodnet", 7, width=8)
        self.net(torch.randn(64, 1, 48, 48))  # moves the running statistics off their start
        self.net.eval()
        self.faces = torch.randn(4, 1, 48, 48)

    def test_folding_keeps_the_answer_and_leaves_no_batch_norm(self):
        with torch.no_grad():
            before = self.net(self.faces)
            after = deploy.fold(self.net)(self.faces)
        torch.testing.assert_close(before, after, atol=1e-4, rtol=1e-4)
        self.assertFalse([m for m in self.net.modules() if isinstance(m, torch.nn.BatchNorm2d)])

    def test_eight_bits_stay_within_half_a_step(self):
        values = torch.randn(6, 3, 3, 3)
        whole, scale = deploy.eight_bits(values)
        self.assertTrue(bool(((whole.float() * scale - values).abs() <= scale * .5001).all()))
        self.assertEqual(int(whole.abs().flatten(1).amax(1).min()), 127)

    def test_the_file_holds_the_rounded_weights_in_one_byte_each(self):
        net = deploy.round_to_eight_bits(deploy.fold(self.net))
        large = [p for name, p in net.named_parameters() if p.dim() > 1 and p.numel() >= onnx_file.LEAST_VALUES and "votes" not in name]
        graph = onnx_file.shrink(onnx_file.trace(net)).graph
        stored = {t.name: numpy_helper.to_array(t) for t in graph.initializer}
        whole = [name for name in stored if name.endswith(".int8")]
        self.assertEqual(len(whole), len(large))
        sums = sorted(float(np.abs(stored[n] * stored[n.replace(".int8", ".scale")]).sum()) for n in whole)
        np.testing.assert_allclose(sums, sorted(float(p.abs().sum()) for p in large), rtol=1e-5)
        self.assertFalse([n for n, v in stored.items() if v.dtype == np.float32 and v.size >= 4 * onnx_file.LEAST_VALUES])
        self.assertEqual([graph.input[0].name, graph.output[0].name], ["face", "logits"])

    def test_weights_that_are_not_rounded_are_refused(self):
        with self.assertRaisesRegex(ValueError, "not rounded to eight bits"):
            onnx_file.shrink(onnx_file.trace(deploy.fold(self.net)))


if __name__ == "__main__":
    unittest.main()
