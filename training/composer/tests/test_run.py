"""From data to files, through the commands a person types, on the made-up songs."""
import hashlib
import json
import shutil
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

import numpy as np
import torch
from onnx import numpy_helper

from . import tiny
from .. import golden, model, onnx_file, sample, step
from ..load import load

REPOSITORY = Path(__file__).resolve().parents[3]
RUNTIMES = (REPOSITORY / "node_modules" / "onnxruntime-web").exists() and shutil.which("node")

STOP_AFTER_ONE_EPOCH = """
import sys
from training.composer import train
save, count = train.save, []
def stop(state, path):
    save(state, path)
    if path.name == "last.pt":
        sys.exit(3)
train.save = stop
train.main()
"""


def python(*arguments):
    """Run Python in the repository as a person would."""
    return subprocess.run([sys.executable, *map(str, arguments)], cwd=REPOSITORY, capture_output=True, text=True, check=False)


def command(module, *options):
    """Run a module of the package."""
    return python("-m", f"training.composer.{module}", *options)


class Run(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        scratch = tempfile.TemporaryDirectory()
        cls.addClassCleanup(scratch.cleanup)
        cls.folder = Path(scratch.name)
        cls.data = tiny.write_all(cls.folder)
        cls.prepared = command("dataset", "--data", cls.data, "--out", cls.folder / "run")
        cls.whole = command("train", *cls.options("whole"))

    @classmethod
    def options(cls, out, *more):
        return ["--data", cls.data, "--cache", cls.folder / "run", "--out", cls.folder / out, "--epochs", 3, "--units", 16, "--batch", 4,
                "--length", 32, "--threads", 1, "--precision", "float32", *more]

    def weights(self, out):
        return torch.load(self.folder / out / "last.pt")["net"]

    def epochs(self, done):
        return [line.split()[1] for line in done.stdout.splitlines() if line.startswith("epoch")]

    def test_songs_are_read_from_all_three_layouts(self):
        songs = load(self.data)
        self.assertEqual([sum(s.source == name for s in songs) for name in ("pop909", "nottingham", "vgmidi")], [30, 30, 30])
        pop = songs[0]
        self.assertAlmostEqual(pop.bpm, 90, places=3)
        self.assertEqual(pop.chords[0][1], (7, "maj"))
        self.assertEqual(pop.keys, [(0., 7, 1)])
        self.assertEqual({s.label for s in songs if s.source == "vgmidi"}, {(1, 1), (1, -1), (-1, 1), (-1, -1)})

    def test_every_song_is_counted_and_normalised(self):
        self.assertEqual(self.prepared.returncode, 0, self.prepared.stderr)
        self.assertRegex(self.prepared.stdout, r"pop909 +read +30")
        self.assertRegex(self.prepared.stdout, r"vgmidi +judge +\d")

    def test_a_resumed_run_equals_an_unbroken_one(self):
        self.assertEqual(self.whole.returncode, 0, self.whole.stderr)
        self.assertEqual(self.epochs(self.whole), ["1", "2", "3"])
        broken = python("-c", STOP_AFTER_ONE_EPOCH, *self.options("broken"))
        self.assertEqual(broken.returncode, 3, broken.stderr)
        resumed = command("train", *self.options("broken"))
        self.assertEqual(self.epochs(resumed), ["2", "3"])
        for name, values in self.weights("whole").items():
            torch.testing.assert_close(values, self.weights("broken")[name], atol=0, rtol=0, msg=name)

    def test_training_lowers_the_loss(self):
        losses = [json.loads(line)["validation"] for line in (self.folder / "whole" / "log.jsonl").read_text().splitlines()]
        self.assertLess(losses[-1], losses[0])

    def test_a_checkpoint_of_another_net_is_refused_before_work_is_lost(self):
        before = (self.folder / "whole" / "last.pt").read_bytes()
        done = command("train", *self.options("whole", "--units", 8))
        self.assertEqual(done.returncode, 1)
        self.assertRegex(done.stderr, "^error: .* was trained with --units 16")
        self.assertEqual((self.folder / "whole" / "last.pt").read_bytes(), before)

    def test_fine_tuning_starts_from_the_weights_given(self):
        done = command("train", *self.options("fine", "--start", self.folder / "whole" / "last.pt", "--epochs", 1, "--rate", 1e-9, "--others", .3))
        self.assertEqual(done.returncode, 0, done.stderr)
        torch.testing.assert_close(self.weights("fine")["head.weight"], self.weights("whole")["head.weight"], atol=1e-5, rtol=0)

    def test_bad_data_is_one_sentence_and_a_failure(self):
        broken = self.folder / "broken_data"
        broken.mkdir()
        for name in ("pop909", "nottingham", "vgmidi"):
            shutil.copy(self.data / f"{name}.tar.xz", broken)
        content = (broken / "nottingham.tar.xz").read_bytes()
        for change, sentence in ((content[:len(content) // 2], "cannot be unpacked"), (None, "is missing")):
            path = broken / "nottingham.tar.xz"
            path.write_bytes(change) if change else path.unlink()
            done = command("dataset", "--data", broken, "--out", self.folder / "never")
            self.assertEqual(done.returncode, 1)
            self.assertRegex(done.stderr, rf"\Aerror: [^\n]*{sentence}[^\n]*\n\Z")
        self.assertFalse((self.folder / "never").exists())

    def test_a_song_that_cannot_be_read_is_named_and_left_out(self):
        folder = self.folder / "one_broken"
        folder.mkdir()
        tiny.write_all(folder, 4)
        tiny.write_archive(folder / "nottingham.tar.xz", {"nottingham/MIDI/good.mid": tiny.midi(*tiny.tune(1)), "nottingham/MIDI/bad.mid": b"MThd"})
        done = python("-c", f"from training.composer.load import load; print(len(load({str(folder)!r}, ('nottingham',))))")
        self.assertEqual(done.stdout.strip(), "1")
        self.assertIn("left out nottingham/bad: no MIDI header", done.stderr)

    def test_likelihood_export_and_verify(self):
        checkpoint = ["--checkpoint", self.folder / "whole" / "last.pt"]
        songs = ["--data", self.data, "--cache", self.folder / "run"]
        judged = command("likelihood", *checkpoint, *songs, "--split", "validation", "--out", self.folder / "run", "--precision", "float32")
        self.assertEqual(judged.returncode, 0, judged.stderr)
        out = self.folder / "exported"
        done = command("export", *checkpoint, "--reports", self.folder / "run", "--models", out, "--golden", out / "golden.json")
        self.assertEqual(done.returncode, 0, done.stderr)
        config, weights = json.loads((out / "config.json").read_text()), (out / "model.onnx").read_bytes()
        self.assertEqual(config["sha256"], hashlib.sha256(weights).hexdigest())
        self.assertEqual(config["state"], {"layers": 2, "units": 16})
        self.assertIn("fiveGram", config["metrics"]["likelihood"]["rows"]["all"])
        cases = json.loads((out / "golden.json").read_text())["cases"]
        self.assertEqual([case["name"] for case in cases], ["rising", "waiting"])
        self.assertTrue(np.isfinite([case["logits"] for case in cases]).all())
        options = [*checkpoint, *songs, "--models", out]
        if RUNTIMES:
            verified = command("verify", *options)
            self.assertEqual(verified.returncode, 0, verified.stderr)
            self.assertRegex(verified.stdout, r"wasm: \d songs of \d+ events")
        (out / "model.onnx").write_bytes(weights[:-1] + bytes([weights[-1] ^ 1]))
        self.assertRegex(command("verify", *options).stderr, "^error: .*model.onnx has sha256")


    @unittest.skipUnless(RUNTIMES, "node or onnxruntime-web is not installed")
    def test_one_command_goes_from_the_data_to_the_model_and_its_figures(self):
        out, shape = self.folder / "one", "--units 16 --batch 4 --length 32 --threads 1 --precision float32"
        done = python("-m", "training.composer", "--data", self.data, "--out", out, "--models", out / "model", "--golden", out / "golden.json",
                      "--scale", ".01", "--first", f"--epochs 2 --stop-after 1 {shape}", "--longer", f"--epochs 2 {shape}",
                      "--second", f"--epochs 1 {shape}")
        self.assertEqual(done.returncode, 0, done.stderr)
        metrics = json.loads((out / "model" / "config.json").read_text())["metrics"]
        self.assertEqual(metrics["generated"]["judged"]["played"]["pieces"], 8)
        self.assertEqual(metrics["generated"]["musical"]["asLongAsAsked"], 1)
        self.assertIn("wasm:", done.stdout)
        self.assertEqual([line.split()[1] for line in done.stdout.splitlines() if line.startswith("epoch")], ["1", "2", "1"])


class Deployed(unittest.TestCase):
    def setUp(self):
        torch.manual_seed(0)
        self.net = model.Composer(16, 2, .3)
        self.checkpoint = {"args": {"units": 16, "layers": 2}, "net": self.net.state_dict()}

    def test_a_song_in_one_go_equals_its_events_one_by_one(self):
        (_, tokens, conditions), _ = golden.cases(np.zeros(6), np.ones(6))
        net, state = step.deployed(self.checkpoint), None
        for token, condition in zip(tokens, conditions):
            logits, state = net(torch.tensor([[int(token)]]), torch.from_numpy(condition).view(1, 1, -1), state)
        np.testing.assert_allclose(logits[0, 0].detach().numpy(), step.last_logits(net, tokens, conditions), atol=1e-5)

    def test_rounding_twice_changes_nothing_and_stays_within_half_a_step(self):
        once = onnx_file.rounded(self.net.state_dict())
        twice = onnx_file.rounded({name: torch.from_numpy(v) for name, v in once.items()})
        for name in once:
            np.testing.assert_allclose(once[name], twice[name], rtol=1e-5, atol=1e-8)
        wide = once["head.weight"] - self.net.head.weight.detach().numpy()
        self.assertLessEqual(float((np.abs(wide).max(1) / np.abs(once["head.weight"]).max(1)).max()), .51 / 127)

    def test_the_file_holds_the_matrices_in_one_byte_each(self):
        graph = onnx_file.build(onnx_file.rounded(self.net.state_dict()), 2, 16).graph
        stored = {t.name: numpy_helper.to_array(t) for t in graph.initializer}
        self.assertEqual({n for n, v in stored.items() if v.dtype == np.int8}, {"embedding.int8", "lstm0.int8", "lstm1.int8", "head.int8"})
        self.assertEqual([i.name for i in graph.input], ["token", "condition", "h", "c"])
        self.assertEqual([o.name for o in graph.output], ["logits", "h_out", "c_out"])

    def test_music_of_the_net_alone_keeps_to_the_grammar_even_where_the_net_knows_nothing(self):
        wishes = [{"mode": 1, "density": 12.}, {"mode": -1}, {}]
        scores = sample.write(step.deployed(self.checkpoint), wishes, np.zeros(6), np.ones(6), 3)
        self.assertEqual([(s.bars, s.mode) for s in scores], [(3, 1), (3, -1), (3, 1)])
        for score in scores:
            self.assertEqual(score.chords[0][0], 0)
            self.assertEqual(len({s for s, *_ in score.melody}), len(score.melody))
            self.assertEqual(score.accompaniment, sorted(score.accompaniment, key=lambda n: (n[0], n[2])))

    def test_the_same_seed_writes_the_same_music(self):
        one, same, other = (sample.write(step.deployed(self.checkpoint), [{}], np.zeros(6), np.ones(6), 2, seed)[0].notes() for seed in (1, 1, 2))
        self.assertEqual(one, same)
        self.assertNotEqual(one, other)

    def test_the_conditions_change_what_is_said(self):
        (_, tokens, conditions), _ = golden.cases(np.zeros(6), np.ones(6))
        net = step.deployed(self.checkpoint)
        other = conditions.copy()
        other[-1, 3] += 1
        self.assertGreater(float(np.abs(step.last_logits(net, tokens, conditions) - step.last_logits(net, tokens, other)).max()), 1e-4)


if __name__ == "__main__":
    unittest.main()
