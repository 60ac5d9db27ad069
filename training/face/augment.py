"""Random views of a batch of faces: tilt, zoom, shift, flip, light, erased patches, and mixup.

Works on whole batches [n,1,48,48] float32 in 0..1, on any device; normalising is the caller's part.
"""
import math

import torch
import torch.nn.functional as F

TILT_DEGREES = 15
ZOOM = (.78, 1.28)  # the detector's box is up to a fifth tighter than the data set's crop, and wrong by up to a quarter
SHIFT = .10  # of the picture's side
BRIGHTNESS, CONTRAST = .15, .3
ERASE_CHANCE, ERASE_SIDE = .4, (.15, .4)


def uniform(n, low, high, like):
    """n random numbers in [low, high) on the device of `like`."""
    return torch.empty(n, device=like.device).uniform_(low, high)


def affine_views(faces, side, tilt=None, zoom=None, shift_x=None, shift_y=None, flip=None):
    """Cut a side x side view out of each face; each parameter is a tensor [n] (radians, factor, share of the side)."""
    n, _, height, _ = faces.shape
    zero = torch.zeros(n, device=faces.device)
    tilt = zero if tilt is None else tilt
    scale = (side / height) / (1 + zero if zoom is None else zoom)
    mirror = 1 + zero if flip is None else 1 - 2 * flip
    cos, sin = torch.cos(tilt) * scale, torch.sin(tilt) * scale
    rows = torch.stack([
        cos * mirror, -sin, 2 * (zero if shift_x is None else shift_x),
        sin * mirror, cos, 2 * (zero if shift_y is None else shift_y)], 1).view(n, 2, 3)
    grid = F.affine_grid(rows, [n, 1, side, side], align_corners=False)
    return F.grid_sample(faces, grid, mode="bilinear", padding_mode="border", align_corners=False)


def random_views(faces, side):
    """Tilt, zoom, shift and flip each face at random."""
    n = len(faces)
    tilt = uniform(n, -math.radians(TILT_DEGREES), math.radians(TILT_DEGREES), faces)
    zoom = torch.exp(uniform(n, math.log(ZOOM[0]), math.log(ZOOM[1]), faces))
    shifts = [uniform(n, -SHIFT, SHIFT, faces) for _ in range(2)]
    return affine_views(faces, side, tilt, zoom, *shifts, (uniform(n, 0, 1, faces) < .5).float())


def light(faces):
    """Change brightness and contrast at random, staying in 0..1."""
    n = len(faces)
    gain = uniform(n, 1 - CONTRAST, 1 + CONTRAST, faces).view(n, 1, 1, 1)
    lift = uniform(n, -BRIGHTNESS, BRIGHTNESS, faces).view(n, 1, 1, 1)
    middle = faces.mean((1, 2, 3), keepdim=True)
    return ((faces - middle) * gain + middle + lift).clamp_(0, 1)


def erase(faces):
    """Fill one random rectangle of some faces with a random gray (Zhong et al. 2020)."""
    n, _, height, width = faces.shape
    sides = [uniform(n, *ERASE_SIDE, faces) * length for length in (height, width)]
    tops = [uniform(n, 0, 1, faces) * (length - s) for s, length in zip(sides, (height, width))]
    y = torch.arange(height, device=faces.device).view(1, -1, 1)
    x = torch.arange(width, device=faces.device).view(1, 1, -1)
    (h, w), (top, left) = [s.view(n, 1, 1) for s in sides], [t.view(n, 1, 1) for t in tops]
    inside = (y >= top) & (y < top + h) & (x >= left) & (x < left + w)
    inside &= (uniform(n, 0, 1, faces) < ERASE_CHANCE).view(n, 1, 1)
    return torch.where(inside.unsqueeze(1), uniform(n, 0, 1, faces).view(n, 1, 1, 1), faces)


def mixup(faces, *targets, strength=.2):
    """Blend the batch with a shuffled self, one Beta(strength, strength) share a face (Zhang et al. 2018)."""
    if strength <= 0:
        return (faces, *targets)
    n = len(faces)
    share = torch.distributions.Beta(strength, strength).sample((n,)).to(faces.device)
    share = torch.maximum(share, 1 - share)
    other = torch.randperm(n, device=faces.device)

    def blend(values):
        weight = share.view(n, *[1] * (values.dim() - 1))
        return values * weight + values[other] * (1 - weight)

    return tuple(blend(values) for values in (faces, *targets))


def augment(faces, side):
    """The whole chain but mixup: views, light, erased patches."""
    return erase(light(random_views(faces, side)))
