"""Reads the weights of a shipped model.onnx back into a net that can be trained further.

In the file every batch norm is folded into its convolution. To train on, each norm is put back with the statistics that the
folded net shows on training faces, scaled so that the net answers as the file does.
"""
import json
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import numpy_helper
from torch import nn

from .deploy import fold
from .load import DataError
from .model import build


def read_weights(path):
    """Return {name: float32 tensor} of a file that onnx_file.shrink wrote; raises DataError when it is not one."""
    try:
        graph = onnx.load(str(path)).graph
    except Exception as fault:  # onnx raises protobuf's own class, which has no public name in every version
        raise DataError(f"{path}: not a readable ONNX file ({type(fault).__name__}).") from fault
    arrays = {tensor.name: numpy_helper.to_array(tensor) for tensor in graph.initializer}
    names = [name[:-len(".int8")] for name in arrays if name.endswith(".int8")]
    whole = {name: arrays[f"{name}.int8"].astype(np.float32) * arrays[f"{name}.scale"] for name in names}
    small = {name: values for name, values in arrays.items() if values.dtype == np.float32 and not name.endswith(".scale")}
    return {name: torch.from_numpy(np.array(values)) for name, values in {**small, **whole}.items()}


def load_start(path, net, emotions, views):
    """Fill `net` in place from a shipped file; `views` [n,1,view,view] are normalised training faces to take statistics from.

    Of the head for FER+ votes only a part ships: it stays as it is; that of usable.py is trained anew. Raises DataError when the file holds another net or other emotions.
    """
    config = json.loads((Path(path).parent / "config.json").read_text())
    if config["labels"] != list(emotions):
        raise DataError(f"{path} knows {', '.join(config['labels'])}, not {', '.join(emotions)}.")
    made = config["architecture"]
    folded = fold(build(made["name"], len(emotions), width=made["width"]).eval())
    weights = {name: values for name, values in read_weights(path).items() if not name.startswith(("usable.", "votes."))}
    unknown = folded.load_state_dict(weights, strict=False)
    missing = [name for name in unknown.missing_keys if not name.startswith("votes.")]
    if missing or unknown.unexpected_keys:
        raise DataError(f"{path} does not hold the weights of {made['name']} {made['width']} (missing: {', '.join(missing[:3])}).")
    try:
        copy_folded(folded, net)
    except RuntimeError as fault:
        raise DataError(f"{path} holds {made['name']} of width {made['width']}; give the same --architecture and --width.") from fault
    put_norms_back(net, views)


@torch.no_grad()
def copy_folded(folded, net):
    """Copy convolutions, their biases (into the norm behind them) and linear layers; raises RuntimeError where shapes differ."""
    weighty = (nn.Conv2d, nn.Linear)
    pairs = list(zip([m for m in folded.modules() if isinstance(m, weighty)], [m for m in net.modules() if isinstance(m, weighty)]))
    norms = iter([m for m in net.modules() if isinstance(m, nn.BatchNorm2d)])
    for mine, theirs in pairs:
        if theirs is net.votes:
            continue
        theirs.weight.copy_(mine.weight)
        if theirs.bias is not None:
            theirs.bias.copy_(mine.bias)
        else:
            norm = next(norms)
            norm.running_mean.zero_()
            norm.running_var.fill_(1 - norm.eps)
            norm.weight.fill_(1)
            norm.bias.copy_(mine.bias)


@torch.no_grad()
def put_norms_back(net, views, batch=256):
    """Give every batch norm the mean and variance of what reaches it, and the scale and shift that undo them."""
    norms = [m for m in net.modules() if isinstance(m, nn.BatchNorm2d)]
    sums = {norm: [0., 0., 0] for norm in norms}

    def note(norm, inputs):
        values = inputs[0].float().transpose(0, 1).flatten(1).double()
        kept = sums[norm]
        kept[0], kept[1], kept[2] = kept[0] + values.sum(1), kept[1] + values.square().sum(1), kept[2] + values.shape[1]

    hooks = [norm.register_forward_pre_hook(note) for norm in norms]
    net.eval()
    for part in views.split(batch):
        net.of_views(part)
    for hook in hooks:
        hook.remove()
    for norm, (total, squares, n) in sums.items():
        mean = total / n
        variance = (squares / n - mean.square()).clamp(min=1e-8)
        norm.running_mean.copy_(mean)
        norm.running_var.copy_(variance)
        norm.weight.copy_((variance + norm.eps).sqrt())
        norm.bias.add_(mean.float())
