"""Writes one step of the net as an ONNX file whose weights take one byte each.

The embedding, the LSTM's and the head's weights are stored as int8 with a float32 scale an output channel, and
the graph multiplies the two. ONNX Runtime folds that constant arithmetic when it loads the file, so inference runs in float32, on every backend.
"""
import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

from .attributes import SIZE
from .vocabulary import VOCABULARY

OPSET = 17


def eight_bits(values):
    """Return (int8, scale) of a matrix [outputs, inputs], one scale an output."""
    scale = np.maximum(np.abs(values).max(1, keepdims=True), 1e-12).astype(np.float32) / np.float32(127)
    return np.clip(np.rint(values / scale), -127, 127).astype(np.int8), scale


def joined(state, layer):
    """Return a layer's weights for input and state side by side, as the graph multiplies them."""
    return np.concatenate([state[f"lstm.weight_{part}_l{layer}"] for part in ("ih", "hh")], 1)


def rounded(state):
    """Return the weights as they are after storing, {name: array}: what ships is what is judged."""
    found = {name: value.detach().float().numpy() for name, value in state.items()}

    def stored(array):
        whole, scale = eight_bits(array)
        return whole.astype(np.float32) * scale

    for name in ("embedding.weight", "head.weight"):
        found[name] = stored(found[name])
    for layer in range(sum(name.startswith("lstm.weight_ih") for name in found)):
        width = found[f"lstm.weight_ih_l{layer}"].shape[1]
        both = stored(joined(found, layer))
        found[f"lstm.weight_ih_l{layer}"], found[f"lstm.weight_hh_l{layer}"] = both[:, :width].copy(), both[:, width:].copy()
    return found


class Graph:
    """Collects the nodes and weights of the graph."""

    def __init__(self):
        self.nodes, self.initialisers, self.count = [], [], 0

    def add(self, kind, inputs, name=None, **attributes):
        """Add a node; returns the name of its first output."""
        self.count += 1
        name = name or f"{kind.lower()}_{self.count}"
        self.nodes.append(helper.make_node(kind, inputs, [name], **attributes))
        return name

    def keep(self, name, array):
        """Keep an array as it is."""
        self.initialisers.append(numpy_helper.from_array(np.array(array, order="C"), name))
        return name

    def weight(self, name, array):
        """Keep a matrix [outputs, inputs] as int8 and scale, transposed to [inputs, outputs]."""
        whole, scale = eight_bits(array)
        self.keep(f"{name}.int8", whole.T)
        self.keep(f"{name}.scale", scale.T)
        return self.add("Mul", [self.add("Cast", [f"{name}.int8"], to=TensorProto.FLOAT), f"{name}.scale"], name)


def build(state, layers, units):
    """Return the ONNX model of one step from the net's weights, {name: array}."""
    g = Graph()
    split = g.keep("gates", np.array([units] * 4, np.int64))
    table, scale = eight_bits(state["embedding.weight"])
    g.keep("embedding.int8", table)
    g.keep("embedding.scale", scale)
    rows = g.add("Cast", [g.add("Gather", ["embedding.int8", "token"])], to=TensorProto.FLOAT)
    embedded = g.add("Mul", [rows, g.add("Gather", ["embedding.scale", "token"])])
    g.keep("mood.weight", state["mood.weight"].T)
    mood = g.add("Tanh", [g.add("Add", [g.add("MatMul", ["condition", "mood.weight"]), g.keep("mood.bias", state["mood.bias"])])])
    x = g.add("Concat", [embedded, mood], axis=1)
    hidden, cells = [], []
    for layer in range(layers):
        index = g.keep(f"layer{layer}", np.array(layer, np.int64))
        h, c = (g.add("Gather", [side, index], axis=0) for side in ("h", "c"))
        bias = g.keep(f"bias{layer}", state[f"lstm.bias_ih_l{layer}"] + state[f"lstm.bias_hh_l{layer}"])
        product = g.add("MatMul", [g.add("Concat", [x, h], axis=1), g.weight(f"lstm{layer}", joined(state, layer))])
        gates = [f"{part}{layer}" for part in ("in", "forget", "cell", "out")]
        g.nodes.append(helper.make_node("Split", [g.add("Add", [product, bias]), split], gates, axis=1))
        i, f, o = (g.add("Sigmoid", [gates[k]]) for k in (0, 1, 3))
        c = g.add("Add", [g.add("Mul", [f, c]), g.add("Mul", [i, g.add("Tanh", [gates[2]])])])
        x = g.add("Mul", [o, g.add("Tanh", [c])])
        hidden.append(x)
        cells.append(c)
    first = g.keep("first", np.array([0], np.int64))
    for name, parts in (("h_out", hidden), ("c_out", cells)):
        g.add("Concat", [g.add("Unsqueeze", [part, first]) for part in parts], name, axis=0)
    last = g.add("MatMul", [g.add("Concat", [x, mood], axis=1), g.weight("head", state["head.weight"])])
    g.add("Add", [last, g.keep("head.bias", state["head.bias"])], "logits")

    def value(name, kind, shape):
        return helper.make_tensor_value_info(name, kind, shape)

    sides = [(name, TensorProto.FLOAT, [layers, "n", units]) for name in ("h", "c")]
    graph = helper.make_graph(
        g.nodes, "composer",
        [value("token", TensorProto.INT64, ["n"]), value("condition", TensorProto.FLOAT, ["n", SIZE]), *(value(*s) for s in sides)],
        [value("logits", TensorProto.FLOAT, ["n", len(VOCABULARY)]), *(value(f"{s[0]}_out", *s[1:]) for s in sides)],
        g.initialisers)
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", OPSET)], producer_name="training.composer")
    model.ir_version = 8
    onnx.checker.check_model(model, full_check=True)
    return model
