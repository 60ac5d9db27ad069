"""Writes a net as an ONNX file whose weights take one byte each.

Each large weight is stored as int8 with a float32 scale a channel, and the graph multiplies the two. ONNX Runtime
folds that constant arithmetic when it loads the file, so inference runs in float32 as before, on every backend.
(DequantizeLinear would say the same, but ONNX Runtime leaves it unfolded and pays for it at every run.)
"""
import inspect
import io

import numpy as np
import onnx
import torch
from onnx import TensorProto, helper, numpy_helper
from torch import nn

from .deploy import eight_bits
from .model import SIZE, crop_centre

OPSET = 17
LEAST_VALUES = 256  # smaller tensors stay float32: nothing to win


class WithHeads(nn.Module):
    """A deployed net's classifier and, beside it, more heads by name on the same features; the trunk runs once for all."""

    def __init__(self, net, heads):
        super().__init__()
        self.view, self.trunk, self.classifier = net.view, net.trunk, net.classifier
        self.names = list(heads)
        for name, head in heads.items():
            self.add_module(name, head)

    def forward(self, faces):
        features = self.trunk(crop_centre(faces, self.view))
        return self.classifier(features), *[getattr(self, name)(features) for name in self.names]


def trace(net, heads=None):
    """Return the ONNX model of a deployed net: `face` [n,1,48,48] to `logits` [n, classes] and one output for each of `heads`, under its name."""
    buffer = io.BytesIO()
    outputs = ["logits", *(heads or {})]
    net = WithHeads(net, heads or {})
    # Newer PyTorch has a second exporter, on by default and with needs of its own; this one is in every version.
    classic = {"dynamo": False} if "dynamo" in inspect.signature(torch.onnx.export).parameters else {}
    torch.onnx.export(net.eval(), torch.zeros(2, 1, SIZE, SIZE), buffer, opset_version=OPSET, input_names=["face"],
                      output_names=outputs, dynamic_axes={name: {0: "n"} for name in ("face", *outputs)}, **classic)
    return onnx.load_from_string(buffer.getvalue())


def shrink(model):
    """Store the weights as int8 and scale, in place; raises ValueError where they are not rounded to that already."""
    nodes, added = [], []
    for tensor in model.graph.initializer:
        values, name = numpy_helper.to_array(tensor), tensor.name
        if values.dtype != np.float32 or values.ndim < 2 or values.size < LEAST_VALUES:
            continue
        whole, scale = (part.numpy() for part in eight_bits(torch.from_numpy(values.copy())))
        if not np.allclose(whole * scale, values, rtol=1e-5, atol=1e-9):
            raise ValueError(f"{name} is not rounded to eight bits")
        tensor.CopyFrom(numpy_helper.from_array(whole, f"{name}.int8"))
        added.append(numpy_helper.from_array(scale, f"{name}.scale"))
        nodes.append(helper.make_node("Cast", [f"{name}.int8"], [f"{name}.whole"], to=TensorProto.FLOAT))
        nodes.append(helper.make_node("Mul", [f"{name}.whole", f"{name}.scale"], [name]))
    nodes.extend(model.graph.node)
    del model.graph.node[:]
    model.graph.node.extend(nodes)
    model.graph.initializer.extend(added)
    onnx.checker.check_model(model)
    return model
