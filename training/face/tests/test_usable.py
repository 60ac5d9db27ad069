"""The answer "no usable face": its made-up pictures, its head, and how it gets into the file."""
import tempfile
import unittest
from pathlib import Path

import numpy as np
import torch

from .. import from_onnx, model, onnx_file, unusable, usable, votes
from ..deploy import fold, round_to_eight_bits
from ..load import EMOTIONS, DataError, Faces


def faces(n=12, seed=0):
    return torch.rand(n, 1, 48, 48, generator=torch.Generator().manual_seed(seed))


def untrained(width=4):
    """A net whose norms have seen data, as after training."""
    torch.manual_seed(3)
    net = model.build("moodnet", 7, width=width)
    net.train()
    for _ in range(20):
        net(torch.randn(32, 1, 48, 48))
    return net.eval()


class Pictures(unittest.TestCase):
    def test_every_kind_keeps_size_and_range_and_changes_the_face(self):
        torch.manual_seed(0)
        batch = faces()
        plain = model.crop_centre(batch, 44)
        for kind, make in unusable.KINDS.items():
            views = make(batch, 44)
            self.assertEqual(tuple(views.shape), (12, 1, 44, 44), kind)
            self.assertTrue(0 <= views.min() and views.max() <= 1, kind)
            self.assertGreater(float((views - plain).abs().mean()), .05, kind)

    def test_scrambling_moves_tiles_without_inventing_pixels(self):
        torch.manual_seed(0)
        constant = torch.linspace(0, 1, 12).view(12, 1, 1, 1).expand(12, 1, 48, 48).contiguous()
        torch.testing.assert_close(unusable.scrambled(constant, 44), constant[:, :, :44, :44])

    def test_all_kinds_take_their_turn_even_in_a_small_batch(self):
        torch.manual_seed(0)
        self.assertEqual(len(unusable.unusable_views(faces(2), 44)), 2)
        self.assertEqual(len(unusable.unusable_views(faces(13), 44)), 13)


class Head(unittest.TestCase):
    def test_it_learns_what_can_be_told_apart_and_ships_rounded(self):
        generator = torch.Generator().manual_seed(0)
        features = torch.randn(20_000, 16, generator=generator) * torch.logspace(-2, 2, 16)
        answers = (features[:, 3] / features[:, 3].std() > 0).float()
        trained = usable.fit(features, answers, seed=1)
        right = (trained(features).squeeze(1) > 0).float() == answers
        self.assertGreater(float(right.float().mean()), .95)
        twice = round_to_eight_bits(trained)
        torch.testing.assert_close(twice(features), trained(features))

    def test_doubt_is_the_share_of_unknown_and_not_a_face(self):
        votes = np.zeros((3, 10), np.float32)
        votes[0, [0, 8, 9]] = 2, 3, 5
        votes[1, 0] = 10
        np.testing.assert_allclose(usable.doubtful_share(votes), [.8, 0, 0])

    def test_the_threshold_lets_the_asked_share_through_and_another_split_keeps_it(self):
        net = fold(untrained())
        split = Faces((faces(200).squeeze(1) * 255).byte().numpy(), np.zeros(200, np.int64), np.arange(200), np.eye(10, dtype=np.float32)[[0] * 190 + [9] * 10])
        state = {"mean": .5, "std": .25}
        torch.manual_seed(1)
        head = usable.head(32)
        report = usable.judge(net, head, state, split)
        self.assertEqual((report["n"], report["doubtful"]), (190, 10))
        self.assertAlmostEqual(report["accepted"], usable.ACCEPTED, delta=.01)
        self.assertEqual(set(report["refused"]), {"FER+: unknown or not a face", *unusable.KINDS})
        self.assertEqual(usable.judge(net, head, state, split, .9)["threshold"], .9)

    def test_the_file_gives_all_answers_from_one_trunk(self):
        net = round_to_eight_bits(fold(untrained()))
        heads = {"votes": votes.head(net, ["happy", "sad"]), "usable": round_to_eight_bits(usable.head(32).eval())}
        graph = onnx_file.shrink(onnx_file.trace(net, heads)).graph
        self.assertEqual([output.name for output in graph.output], ["logits", "votes", "usable"])
        convolutions = sum(node.op_type == "Conv" for node in graph.node)
        alone = onnx_file.trace(net).graph
        self.assertEqual(convolutions, sum(node.op_type == "Conv" for node in alone.node))
        self.assertEqual([output.name for output in alone.output], ["logits"])


class FromOnnx(unittest.TestCase):
    def shipped(self, folder):
        net = round_to_eight_bits(fold(untrained()))
        heads = {"votes": votes.head(net, EMOTIONS), "usable": round_to_eight_bits(usable.head(32).eval())}
        weights = onnx_file.shrink(onnx_file.trace(net, heads)).SerializeToString()
        (folder / "model.onnx").write_bytes(weights)
        (folder / "config.json").write_text('{"labels": ["a", "b", "c", "d", "e", "f", "g"], "architecture": {"name": "moodnet", "width": 4}}')
        return net, folder / "model.onnx"

    def test_a_net_read_back_answers_as_the_file_does_and_its_norms_know_the_data(self):
        with tempfile.TemporaryDirectory() as scratch:
            shipped, path = self.shipped(Path(scratch))
            net = model.build("moodnet", 7, width=4)
            from_onnx.load_start(path, net, "abcdefg", torch.randn(64, 1, 44, 44))
        some = torch.randn(8, 1, 48, 48)
        torch.testing.assert_close(net.eval()(some), shipped(some), atol=1e-4, rtol=1e-4)
        norms = [m for m in net.modules() if isinstance(m, torch.nn.BatchNorm2d)]
        self.assertTrue(all(float(norm.running_var.min()) > 0 for norm in norms))
        self.assertGreater(max(float(norm.running_mean.abs().max()) for norm in norms), 0)

    def test_other_emotions_another_width_and_a_broken_file_are_one_sentence(self):
        with tempfile.TemporaryDirectory() as scratch:
            _, path = self.shipped(Path(scratch))
            views = torch.randn(4, 1, 44, 44)
            with self.assertRaisesRegex(DataError, "knows a, b"):
                from_onnx.load_start(path, model.build("moodnet", 2, width=4), "ab", views)
            with self.assertRaisesRegex(DataError, "moodnet of width 4"):
                from_onnx.load_start(path, model.build("moodnet", 7, width=8), "abcdefg", views)
            path.write_bytes(b"not onnx")
            with self.assertRaisesRegex(DataError, "not a readable ONNX file"):
                from_onnx.load_start(path, model.build("moodnet", 7, width=4), "abcdefg", views)

    def test_eight_bits_come_back_exactly(self):
        with tempfile.TemporaryDirectory() as scratch:
            shipped, path = self.shipped(Path(scratch))
            weights = from_onnx.read_weights(path)
        torch.testing.assert_close(weights["classifier.weight"], shipped.classifier.weight.detach(), atol=1e-7, rtol=1e-5)


if __name__ == "__main__":
    unittest.main()
