#!/usr/bin/env python3
"""Convert the BlazeFace face detector (full range, 256x256) from a TensorFlow.js graph model to ONNX.

The source is `models/blazeface.{json,bin}` of the npm package `@vladmandic/human`, itself converted from MediaPipe's
`face_detection_back.tflite`. What comes out, `models/face-detector/model.onnx`, is the same network with

- input `image` float32 [1,3,H,W] in -1..1, H and W any multiple of 32 (the network is fully convolutional);
- output `raw` float32 [1,A,17] with A = 2*(H/16)*(W/16) + 6*(H/32)*(W/32): score logit, then the box (dx, dy, w, h) and six landmarks
  (x, y), all in input pixels relative to the anchor; the stride-16 anchors come first, rows before columns;
- weights stored as float16 followed by a Cast, which ONNX Runtime folds to float32 when it loads the model.

Usage: convert.py HUMAN_MODELS_DIR OUT_DIR
       convert.py node_modules/@vladmandic/human/models models/face-detector
Writes OUT_DIR/model.onnx and OUT_DIR/config.json; the same source gives the same bytes. Needs numpy and onnx (Debian: python3-onnx).
"""
import base64
import hashlib
import json
import pathlib
import sys

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

OPSET = 13
IR_VERSION = 7


class Converter:
    """Walks the TensorFlow nodes in order and appends the ONNX nodes that do the same in NCHW layout."""

    def __init__(self, graph, weights):
        self.tf_nodes = graph["node"]
        self.weights = weights
        self.nodes = []
        self.initializers = []
        self.channels = {"input": 3}
        self.stride = {"input": 1}
        self.worst_rounding = 0.0
        self.heads = {}

    def add_weight(self, name, array):
        """Store an array as float16 plus the Cast back, and note the largest rounding error."""
        half = array.astype(np.float16)
        self.worst_rounding = max(self.worst_rounding, float(np.abs(half.astype(np.float32) - array).max()))
        self.initializers.append(numpy_helper.from_array(half, f"{name}_half"))
        self.nodes.append(helper.make_node("Cast", [f"{name}_half"], [name], to=TensorProto.FLOAT))
        return name

    def add_constant(self, name, values):
        self.initializers.append(numpy_helper.from_array(np.asarray(values, dtype=np.int64), name))
        return name

    def convolution(self, node, depthwise):
        source, kernel_name = node["input"][:2]
        kernel = self.weights[kernel_name]  # TensorFlow: height, width, in, out (or multiplier)
        if depthwise:
            kernel = kernel.transpose(2, 3, 0, 1)
            if kernel.shape[1] != 1:
                raise ValueError(f"{node['name']}: depth multiplier {kernel.shape[1]} is not handled")
        else:
            kernel = kernel.transpose(3, 2, 0, 1)
        step = strides(node)[0]
        inputs = [source, self.add_weight(f"{node['name']}_w", np.ascontiguousarray(kernel))]
        if not depthwise:
            inputs.append(self.add_weight(f"{node['name']}_b", self.weights[node["input"][2]]))
        size = kernel.shape[2]
        relu = "Relu" in fused_operations(node)
        out = f"{node['name']}_linear" if relu else node["name"]
        self.nodes.append(helper.make_node(
            "Conv", inputs, [out], strides=[step, step], kernel_shape=[size, size],
            pads=same_padding(size, step) if padding(node) == "SAME" else [0, 0, 0, 0],
            group=kernel.shape[0] if depthwise else 1))
        if relu:
            self.nodes.append(helper.make_node("Relu", [out], [node["name"]]))
        self.channels[node["name"]] = kernel.shape[0]
        self.stride[node["name"]] = self.stride[source] * step

    def max_pool(self, node):
        step = strides(node)[0]
        self.nodes.append(helper.make_node("MaxPool", node["input"][:1], [node["name"]], kernel_shape=[step, step], strides=[step, step]))
        self.channels[node["name"]] = self.channels[node["input"][0]]
        self.stride[node["name"]] = self.stride[node["input"][0]] * step

    def pad_channels(self, node):
        source, pads_name = node["input"]
        (_, _), (top, bottom), (left, right), (before, after) = self.weights[pads_name].tolist()
        if top or bottom or left or right or before:
            raise ValueError("only zero channels behind the existing ones are expected")
        pads = self.add_constant(f"{node['name']}_pads", [0, 0, 0, 0, 0, after, 0, 0])
        self.nodes.append(helper.make_node("Pad", [source, pads], [node["name"]], mode="constant"))
        self.channels[node["name"]] = self.channels[source] + after
        self.stride[node["name"]] = self.stride[source]

    def elementwise(self, node, op):
        self.nodes.append(helper.make_node(op, node["input"][:1 if op == "Relu" else 2], [node["name"]]))
        self.channels[node["name"]] = self.channels[node["input"][0]]
        self.stride[node["name"]] = self.stride[node["input"][0]]

    def head(self, node):
        """A Reshape of the source: [1,C,h,w] -> [1,h,w,C] -> [1,anchors,values per anchor]."""
        source = node["input"][0]
        values = int(self.weights[node["input"][1]][2])
        name = node["name"]
        shape = self.add_constant(f"{name}_shape", [1, -1, values])
        self.nodes.append(helper.make_node("Transpose", [source], [f"{name}_last"], perm=[0, 2, 3, 1]))
        self.nodes.append(helper.make_node("Reshape", [f"{name}_last", shape], [name]))
        self.heads[(self.stride[source], values)] = name

    def run(self):
        for node in self.tf_nodes:
            op = node["op"]
            if op in ("Const", "Placeholder", "Identity"):
                continue
            if op in ("_FusedConv2D", "DepthwiseConv2dNative"):
                self.convolution(node, op == "DepthwiseConv2dNative")
            elif op == "MaxPool":
                self.max_pool(node)
            elif op == "Pad":
                self.pad_channels(node)
            elif op in ("AddV2", "Relu"):
                self.elementwise(node, "Add" if op == "AddV2" else "Relu")
            elif op == "Reshape":
                self.head(node)
            else:
                raise ValueError(f"operation {op} is not handled")
        levels = []
        for stride in (16, 32):
            pair = [self.heads[(stride, 1)], self.heads[(stride, 16)]]
            self.nodes.append(helper.make_node("Concat", pair, [f"level_{stride}"], axis=2))
            levels.append(f"level_{stride}")
        self.nodes.append(helper.make_node("Concat", levels, ["raw"], axis=1))


def strides(node):
    _, down, right, _ = (int(v) for v in node["attr"]["strides"]["list"]["i"])
    if down != right:
        raise ValueError("only equal strides are handled")
    return down, right


def decode(text):
    return base64.b64decode(text).decode()


def padding(node):
    return decode(node["attr"]["padding"]["s"])


def fused_operations(node):
    return [decode(s) for s in node["attr"].get("fused_ops", {"list": {"s": []}})["list"]["s"]]


def same_padding(size, step):
    """TensorFlow's SAME for inputs that the stride divides: the odd pixel goes to the bottom and the right."""
    total = max(size - step, 0)
    return [total // 2, total // 2, total - total // 2, total - total // 2]


def read_source(folder):
    model = json.loads((folder / "blazeface.json").read_text())
    data = (folder / "blazeface.bin").read_bytes()
    weights, offset = {}, 0
    for spec in model["weightsManifest"][0]["weights"]:
        dtype = np.dtype({"float32": "<f4", "int32": "<i4"}[spec["dtype"]])
        count = int(np.prod(spec["shape"]))
        weights[spec["name"]] = np.frombuffer(data, dtype, count, offset).reshape(spec["shape"])
        offset += count * dtype.itemsize
    if offset != len(data):
        raise ValueError(f"the manifest describes {offset} bytes of {len(data)}")
    return model["modelTopology"], weights


def shorten_names(nodes, initializers):
    """Replace the long TensorFlow names; they would be a tenth of the file."""
    keep = {"input": "image", "raw": "raw", "": ""}
    def short(name):
        return keep.setdefault(name, f"t{len(keep)}")
    for node in nodes:
        node.input[:] = [short(n) for n in node.input]
        node.output[:] = [short(n) for n in node.output]
    for tensor in initializers:
        tensor.name = short(tensor.name)


def main(source, out):
    topology, weights = read_source(pathlib.Path(source))
    converter = Converter(topology, weights)
    converter.run()
    shorten_names(converter.nodes, converter.initializers)
    graph = helper.make_graph(
        converter.nodes, "blazeface",
        [helper.make_tensor_value_info("image", TensorProto.FLOAT, [1, 3, "height", "width"])],
        [helper.make_tensor_value_info("raw", TensorProto.FLOAT, [1, "anchors", 17])],
        converter.initializers)
    model = helper.make_model(graph, producer_name="moodsync", opset_imports=[helper.make_opsetid("", OPSET)])
    model.ir_version = IR_VERSION
    onnx.checker.check_model(model)
    data = model.SerializeToString()
    folder = pathlib.Path(out)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "model.onnx").write_bytes(data)
    (folder / "config.json").write_text(json.dumps(config(data), indent=2) + "\n")
    print(f"{len(data)} bytes, largest change of a weight by storing it as float16: {converter.worst_rounding}")


def config(data):
    return {
        "name": "face-detector",
        "input": {
            "name": "image",
            "type": "float32",
            "shape": [1, 3, "height", "width"],
            "layout": "NCHW",
            "channels": "RGB",
            "range": [-1, 1],
            "multipleOf": 32,
        },
        "output": {"name": "raw", "type": "float32", "shape": [1, "anchors", 17]},
        "sha256": hashlib.sha256(data).hexdigest(),
        "bytes": len(data),
        "source": {
            "network": "BlazeFace, the MediaPipe model for the rear camera (256 x 256)",
            "package": "@vladmandic/human 3.3.6, models/blazeface.json and .bin",
            "licence": "Apache-2.0",
        },
    }


if __name__ == "__main__":
    main(*sys.argv[1:]) if len(sys.argv) == 3 else sys.exit(__doc__)
