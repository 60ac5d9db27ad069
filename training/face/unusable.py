"""Makes pictures that show no readable face out of pictures that do: covered, cut off, scrambled, overturned, lost in noise.

FER2013 itself holds few: some 250 training faces that most FER+ voters called unknown or not a face. Works on batches
[n,1,48,48] float32 in 0..1 and gives views [n,1,side,side].
"""
import math

import torch
import torch.nn.functional as F

from .augment import affine_views, light, random_views, uniform

COVERED_SHARE = (.55, .85)  # of the view's height; what stays seen is a forehead or a chin
CUT_OFF = (.45, .8)  # shift of the box as a share of its side
SCRAMBLE_GRID = 4
NOISE_SHARE = (.75, .95)
DETAIL_ZOOM = (2.6, 4.)  # the box holds a cheek or an eye


def covered(faces, side):
    """A hand or scarf: a band from one edge over more than half of the view, textured like another face's detail."""
    views, texture = random_views(faces, side), detail(faces[torch.randperm(len(faces))], side)
    n = len(views)
    depth = (uniform(n, *COVERED_SHARE, views) * side).view(n, 1, 1)
    y = torch.arange(side, device=views.device).view(1, side, 1)
    x = torch.arange(side, device=views.device).view(1, 1, side)
    edge = torch.randint(0, 4, (n, 1, 1), device=views.device)
    band = torch.where(edge == 0, y < depth, torch.where(edge == 1, y >= side - depth, torch.where(edge == 2, x < depth, x >= side - depth)))
    return torch.where(band.unsqueeze(1), texture, views)


def cut_off(faces, side):
    """A box that holds half a face or less. Beyond the picture the edge repeats, as where a face leaves the camera's view."""
    n = len(faces)
    angle, far = uniform(n, 0, 2 * math.pi, faces), uniform(n, *CUT_OFF, faces)
    return affine_views(faces, side, shift_x=far * torch.cos(angle), shift_y=far * torch.sin(angle))


def detail(faces, side):
    """A cheek, an eye or a background, far too near."""
    n = len(faces)
    zoom = uniform(n, *DETAIL_ZOOM, faces)
    return affine_views(faces, side, uniform(n, -math.pi, math.pi, faces), zoom, *[uniform(n, -.35, .35, faces) for _ in range(2)])


def overturned(faces, side):
    """Upside down, or lying: from 90 to 270 degrees."""
    return affine_views(faces, side, uniform(len(faces), math.pi / 2, 3 * math.pi / 2, faces))


def scrambled(faces, side):
    """The tiles of the view in another order: the textures of a face without one."""
    views = random_views(faces, side)
    tile = side // SCRAMBLE_GRID
    tiles = F.unfold(views, tile, stride=tile)
    order = torch.stack([torch.randperm(tiles.shape[2], device=views.device) for _ in range(len(views))])
    return F.fold(tiles.gather(2, order.unsqueeze(1).expand_as(tiles)), (side, side), tile, stride=tile)


def lost_in_noise(faces, side):
    """A face in the dark, levelled until the camera's noise outweighs it."""
    views = random_views(faces, side)
    share = uniform(len(views), *NOISE_SHARE, views).view(-1, 1, 1, 1)
    return (views * (1 - share) + (.5 + .3 * torch.randn_like(views)) * share).clamp_(0, 1)


KINDS = {"covered": covered, "cut off": cut_off, "a detail": detail, "overturned": overturned,
         "scrambled": scrambled, "lost in noise": lost_in_noise}


def unusable_views(faces, side):
    """One view of each face, the kinds in turn, in changed light."""
    parts = [make(part, side) for make, part in zip(KINDS.values(), faces.tensor_split(len(KINDS))) if len(part)]
    return light(torch.cat(parts))
