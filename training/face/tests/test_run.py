"""From data to files, through the commands a person types, on the made-up data set."""
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

from . import tiny
from ..golden import PICTURES

REPOSITORY = Path(__file__).resolve().parents[3]


STOP_AFTER_ONE_EPOCH = """
import sys
from training.face import train
report = train.report
def stop(*line):
    report(*line)
    sys.exit(3)
train.report = stop
train.main()
"""


def python(*arguments):
    """Run Python in the repository as a person would."""
    return subprocess.run([sys.executable, *map(str, arguments)], cwd=REPOSITORY, capture_output=True, text=True, check=False)


def command(module, *options):
    """Run a module of the package."""
    return python("-m", f"training.face.{module}", *options)


class Run(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        scratch = tempfile.TemporaryDirectory()
        cls.addClassCleanup(scratch.cleanup)
        cls.folder = Path(scratch.name)
        cls.data = tiny.write_csv(cls.folder / "faces.csv", tiny.faces())
        cls.votes = tiny.write_votes(cls.folder / "fer2013new.csv", tiny.faces())
        cls.whole = command("train", *cls.options("whole"))

    @classmethod
    def options(cls, out, *more):
        return ["--data", cls.data, "--votes", cls.votes, "--out", cls.folder / out, "--epochs", 3, "--width", 4,
                "--batch", 16, "--rate", .01, "--threads", 1, "--precision", "float32", *more]

    def weights(self, out):
        return torch.load(self.folder / out / "last.pt")["average"]["net"]

    def epochs(self, done):
        return [line.split()[1] for line in done.stdout.splitlines() if line.startswith("epoch")]

    def test_a_resumed_run_equals_an_unbroken_one(self):
        self.assertEqual(self.whole.returncode, 0, self.whole.stderr)
        self.assertEqual(self.epochs(self.whole), ["1/3", "2/3", "3/3"])
        broken = python("-c", STOP_AFTER_ONE_EPOCH, *self.options("broken"))
        self.assertEqual((broken.returncode, self.epochs(broken)), (3, ["1/3"]))
        resumed = command("train", *self.options("broken"))
        self.assertEqual(self.epochs(resumed), ["2/3", "3/3"])
        for name, values in self.weights("whole").items():
            torch.testing.assert_close(values, self.weights("broken")[name], atol=0, rtol=0, msg=name)

    def test_another_seed_gives_other_weights(self):
        command("train", *self.options("seed", "--seed", 2))
        self.assertFalse(torch.equal(self.weights("whole")["classifier.weight"], self.weights("seed")["classifier.weight"]))

    def test_a_checkpoint_of_another_net_is_refused_before_work_is_lost(self):
        before = (self.folder / "whole" / "last.pt").read_bytes()
        done = command("train", *self.options("whole", "--architecture", "vgg"))
        self.assertEqual(done.returncode, 1)
        self.assertRegex(done.stderr, "^error: .* was trained with --architecture moodnet")
        self.assertEqual((self.folder / "whole" / "last.pt").read_bytes(), before)

    def test_a_student_starts_from_and_learns_from_a_teacher(self):
        teacher = self.folder / "whole" / "last.pt"
        done = command("train", *self.options("student", "--start", teacher, "--teachers", teacher))
        self.assertEqual((done.returncode, len(self.epochs(done))), (0, 3), done.stderr)

    def test_bad_data_is_one_sentence_and_a_failure(self):
        cut = self.folder / "cut.csv"
        cut.write_text(self.data.read_text()[:300_000])
        for module, options in (("train", ["--out", self.folder / "cut"]),
                                ("evaluate", ["--checkpoint", self.folder / "whole" / "last.pt", "--out", self.folder])):
            done = command(module, "--data", cut, *options)
            self.assertEqual(done.returncode, 1)
            self.assertRegex(done.stderr, r"\Aerror: [^\n]*cut short[^\n]*\n\Z")
        self.assertFalse((self.folder / "cut").exists())

    def test_a_broken_checkpoint_is_one_sentence(self):
        broken = self.folder / "broken.pt"
        broken.write_bytes(b"not a checkpoint")
        done = command("evaluate", "--checkpoint", broken, "--data", self.data, "--out", self.folder)
        self.assertRegex(done.stderr, r"\Aerror: .*broken.pt: not a readable checkpoint[^\n]*\n\Z")

    def export(self, folder, reports):
        return command("export", "--checkpoint", self.folder / "whole" / "last.pt", "--reports", self.folder / reports,
                       "--models", folder / "face-emotion", "--golden", folder / "golden.json")

    def test_evaluate_export_and_verify(self):
        out = self.folder / "exported"
        refused = self.export(out, "nowhere")
        self.assertRegex(refused.stderr, "public.json is missing; run evaluate first")
        (self.folder / "reports").mkdir()
        checkpoint = ["--checkpoint", self.folder / "whole" / "last.pt", "--data", self.data]
        judged = command("evaluate", *checkpoint, "--votes", self.votes, "--out", self.folder / "reports")
        self.assertEqual(judged.returncode, 0, judged.stderr)
        self.assertFalse((self.folder / "reports" / "private.json").exists())
        self.assertNotIn("PrivateTest: accuracy", judged.stdout)
        exported = self.export(out, "reports")
        self.assertEqual(exported.returncode, 0, exported.stderr)
        config = json.loads((out / "face-emotion" / "config.json").read_text())
        weights = (out / "face-emotion" / "model.onnx").read_bytes()
        self.assertEqual(config["sha256"], hashlib.sha256(weights).hexdigest())
        self.assertEqual(config["labels"], ["angry", "disgust", "fear", "happy", "sad", "surprise", "neutral"])
        golden = json.loads((out / "golden.json").read_text())
        self.assertEqual([case["name"] for case in golden["cases"]], list(PICTURES))
        self.assertEqual({len(case["pixels"]) for case in golden["cases"]}, {48 * 48})
        for answer in ("logits", "votes"):
            self.assertEqual(np.isfinite([case[answer] for case in golden["cases"]]).sum(), 7 * len(PICTURES))
        self.assertEqual(config["votes"]["output"], "votes")
        self.assertGreater(config["votes"]["temperature"], 0)
        self.assertIn("accuracy", config["metrics"]["publicTest"]["votes"])
        self.check_verify(out, checkpoint, weights)

    @unittest.skipUnless((REPOSITORY / "node_modules" / "onnxruntime-web").exists() and shutil.which("node"),
                         "node or onnxruntime-web is not installed")
    def test_one_command_goes_from_the_data_to_the_model(self):
        out = self.folder / "one"
        done = python("-m", "training.face", *self.options("one"), "--open-private", "--models", out / "model", "--golden", out / "golden.json")
        self.assertEqual(done.returncode, 0, done.stderr)
        config = json.loads((out / "model" / "config.json").read_text())
        self.assertEqual({name: split["n"] for name, split in config["metrics"].items()}, {"publicTest": 14, "privateTest": 14})
        self.assertIn("wasm: 14 faces", done.stdout)

    def check_verify(self, out, checkpoint, weights):
        options = [*checkpoint, "--models", out / "face-emotion"]
        if (REPOSITORY / "node_modules" / "onnxruntime-web").exists() and shutil.which("node"):
            verified = command("verify", *options)
            self.assertEqual(verified.returncode, 0, verified.stderr)
            self.assertIn("wasm: 14 faces", verified.stdout)
        else:
            print("skipped: onnxruntime-web or node is not installed, so WASM was not compared")
        (out / "face-emotion" / "model.onnx").write_bytes(weights[:-1] + bytes([weights[-1] ^ 1]))
        self.assertRegex(command("verify", *options).stderr, "^error: .*model.onnx has sha256")


if __name__ == "__main__":
    unittest.main()
