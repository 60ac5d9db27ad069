"""The command line of train.py, and the choices that depend on the machine."""
import argparse
import os
from pathlib import Path

import torch


def parse(argv=None, description=None):
    """Read the options of a training run."""
    p = argparse.ArgumentParser(description=description, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("--data", required=True, help="the folder with the three archives")
    p.add_argument("--out", required=True, help="folder for checkpoints and the log")
    p.add_argument("--cache", help="the folder that holds tokens.pickle, if not --out")
    p.add_argument("--units", type=int, default=384)
    p.add_argument("--layers", type=int, default=2)
    p.add_argument("--dropout", type=float, default=.25)
    p.add_argument("--epochs", type=int, default=18)
    p.add_argument("--stop-after", type=int, help="leave off after this epoch of --epochs, for another command to go on")
    p.add_argument("--batch", type=int, default=64, help="songs side by side")
    p.add_argument("--length", type=int, default=128, help="events between two updates")
    p.add_argument("--rate", type=float, default=2e-3)
    p.add_argument("--decay", type=float, default=.01)
    p.add_argument("--clip", type=float, default=1.)
    p.add_argument("--labelled", type=int, default=3, help="how often an epoch reads each labelled song of VGMIDI")
    p.add_argument("--others", type=float, default=1., help="share of the other songs that an epoch reads")
    p.add_argument("--select", choices=("all", "labelled"), default="all", help="validation songs whose loss says which epoch is best")
    p.add_argument("--start", help="a checkpoint whose weights the run starts from instead of random ones")
    p.add_argument("--seed", type=int, default=1)
    p.add_argument("--threads", type=int, default=os.cpu_count())
    p.add_argument("--precision", choices=("auto", "float32", "bfloat16"), default="auto")
    return p.parse_args(argv)


def pick_precision(choice, device):
    """Return the arithmetic of matrix products: bfloat16 where the device multiplies it natively, else float32."""
    if choice != "auto":
        return getattr(torch, choice)
    info = Path("/proc/cpuinfo")
    native = device.type == "cuda" or (info.exists() and "avx512_bf16" in info.read_text())
    return torch.bfloat16 if native else torch.float32
