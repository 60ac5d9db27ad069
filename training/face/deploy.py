"""Turns a training checkpoint into the net that ships: averaged weights, batch norms folded, weights of eight bits.

Evaluation and export both start here, so the figures are those of the very weights in the file.
"""
import pickle

import torch
from torch import nn
from torch.nn.utils.fusion import fuse_conv_bn_eval

from .load import DataError
from .model import build, crop_centre


def read_checkpoint(path):
    """Return the state that train.py saved; raises DataError when it is not one."""
    try:
        state = torch.load(path, map_location="cpu")
    except (OSError, RuntimeError, ValueError, EOFError, KeyError, pickle.UnpicklingError) as fault:
        raise DataError(f"{path}: not a readable checkpoint ({type(fault).__name__}).") from fault
    if not isinstance(state, dict) or "average" not in state:
        raise DataError(f"{path}: not a checkpoint of this training.")
    return state


def deployed(state, weights="int8"):
    """Return the evaluation net of a checkpoint, on the CPU; weights is `int8` (what ships) or `float32`."""
    args = state["args"]
    net = build(args["architecture"], len(args["emotions"]), width=args["width"])
    net.load_state_dict(state["average"]["net"])
    fold(net.eval())
    return round_to_eight_bits(net) if weights == "int8" else net


def fold(net):
    """Merge every batch norm into the convolution before it, in place."""
    for module in [m for m in net.modules() if isinstance(m, nn.Sequential)]:
        layers = []
        for layer in module:
            if isinstance(layer, nn.BatchNorm2d) and layers and isinstance(layers[-1], nn.Conv2d):
                layers[-1] = fuse_conv_bn_eval(layers[-1], layer)
            else:
                layers.append(layer)
        while len(module):
            del module[-1]
        for layer in layers:
            module.append(layer)
    return net


def eight_bits(values):
    """Return (int8 values, float32 scale of each output channel): symmetric, the largest weight of a channel at 127."""
    scale = values.abs().flatten(1).amax(1).clamp(min=1e-12).view(-1, *[1] * (values.dim() - 1)) / 127
    return (values / scale).round().clamp(-127, 127).to(torch.int8), scale


def round_to_eight_bits(net):
    """Round the weights (not the biases) to eight bits a channel, in place; they stay float32, and so does the arithmetic."""
    with torch.no_grad():
        for parameter in net.parameters():
            if parameter.dim() > 1:
                whole, scale = eight_bits(parameter)
                parameter.copy_(whole.float() * scale)
    return net


@torch.no_grad()
def logits_of(net, head, faces, batch=256):
    """Return float32 logits [n, classes] that one head of the net gives for whole normalised faces [n,1,48,48]."""
    return torch.cat([head(net.trunk(crop_centre(part, net.view))) for part in faces.split(batch)])
