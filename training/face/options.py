"""The command line of train.py, and the choices that depend on the machine."""
import argparse
import os
from pathlib import Path

import torch

from .balance import METHODS
from .load import EMOTIONS
from .model import ARCHITECTURES


def parse(argv=None, description=None):
    """Read the options of a training run."""
    p = argparse.ArgumentParser(description=description, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("--data", required=True, help="the Kaggle CSV or the image folder")
    p.add_argument("--votes", help="FER+ votes: fer2013new.csv, or a folder of .tsv files")
    p.add_argument("--out", required=True, help="folder for checkpoints and the log")
    p.add_argument("--emotions", nargs="+", default=list(EMOTIONS))
    p.add_argument("--architecture", choices=sorted(ARCHITECTURES), default="moodnet")
    p.add_argument("--width", type=int, default=32)
    p.add_argument("--epochs", type=int, default=75)
    p.add_argument("--batch", type=int, default=128)
    p.add_argument("--rate", type=float, default=.1)
    p.add_argument("--optimiser", choices=("sgd", "adam"), default="sgd")
    p.add_argument("--decay", type=float, default=5e-4)
    p.add_argument("--mixup", type=float, default=.2)
    p.add_argument("--votes-weight", type=float, default=.4)
    p.add_argument("--balance", choices=METHODS, default="oversample")
    p.add_argument("--start", help="a checkpoint, or a shipped model.onnx, whose weights the run starts from instead of random ones")
    p.add_argument("--teachers", nargs="+", default=[], help="checkpoints to distil from, beside the labels")
    p.add_argument("--teachers-weight", type=float, default=.5)
    p.add_argument("--teachers-temperature", type=float, default=3.)
    p.add_argument("--seed", type=int, default=1)
    p.add_argument("--threads", type=int, default=os.cpu_count())
    p.add_argument("--precision", choices=("auto", "float32", "bfloat16"), default="auto")
    return p.parse_args(argv)


def pick_precision(choice, device):
    """Return the arithmetic of convolutions: bfloat16 where the device multiplies it natively, else float32."""
    if choice != "auto":
        return getattr(torch, choice)
    info = Path("/proc/cpuinfo")
    native = device.type == "cuda" or (info.exists() and "avx512_bf16" in info.read_text())
    return torch.bfloat16 if native else torch.float32
