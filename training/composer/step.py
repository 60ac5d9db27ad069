"""The net as it ships: float32 with the weights rounded to what is stored."""
import numpy as np
import torch

from .model import Composer
from .onnx_file import rounded


def deployed(checkpoint):
    """Return the net of a checkpoint in float32 with the weights rounded as they are stored."""
    args = checkpoint["args"]
    net = Composer(args["units"], args["layers"], 0.).eval().requires_grad_(False)
    net.load_state_dict({name: torch.from_numpy(np.array(array)) for name, array in rounded(checkpoint["net"]).items()})
    return net


def last_logits(net, tokens, conditions):
    """Return the logits [vocabulary] after a sequence of tokens [n] with their conditions [n, 14]."""
    with torch.no_grad():
        logits, _ = net(torch.from_numpy(np.asarray(tokens)).long().view(-1, 1), torch.from_numpy(conditions).float().unsqueeze(1))
    return logits[-1, 0].numpy()
