import math
import unittest

import torch

from .. import augment
from ..model import crop_centre


class Augment(unittest.TestCase):
    def setUp(self):
        torch.manual_seed(0)
        self.faces = torch.rand(64, 1, 48, 48)

    def test_a_view_without_change_is_the_centre(self):
        torch.testing.assert_close(augment.affine_views(self.faces, 44), crop_centre(self.faces, 44), atol=1e-5, rtol=0)

    def test_a_flip_mirrors_the_centre(self):
        flipped = augment.affine_views(self.faces, 44, flip=torch.ones(64))
        torch.testing.assert_close(flipped, crop_centre(self.faces, 44).flip(3), atol=1e-5, rtol=0)

    def test_a_shift_moves_the_box_by_its_share(self):
        moved = augment.affine_views(self.faces, 44, shift_x=torch.full((64,), 2 / 48), shift_y=torch.full((64,), -1 / 48))
        torch.testing.assert_close(moved, self.faces[:, :, 1:45, 4:48], atol=1e-5, rtol=0)

    def test_a_zoom_widens_the_picture_about_its_centre(self):
        ramp = torch.linspace(-1, 1, 48).view(1, 1, 1, 48).expand(1, 1, 48, 48)
        plain, zoomed = (augment.affine_views(ramp, 44, zoom=torch.tensor([z])) for z in (1., 2.))
        torch.testing.assert_close(zoomed, plain / 2, atol=1e-5, rtol=0)

    def test_a_quarter_turn_turns(self):
        turned = augment.affine_views(self.faces, 48, tilt=torch.full((64,), math.pi / 2))
        torch.testing.assert_close(turned, torch.rot90(self.faces, 1, (2, 3)), atol=1e-4, rtol=0)

    def test_light_changes_faces_and_stays_in_range(self):
        lit = augment.light(self.faces)
        self.assertGreaterEqual(float(lit.min()), 0)
        self.assertLessEqual(float(lit.max()), 1)
        self.assertGreater(float((lit.mean((1, 2, 3)) - self.faces.mean((1, 2, 3))).abs().max()), .05)

    def test_erase_fills_one_rectangle_of_some_faces(self):
        black = torch.full((256, 1, 44, 44), -1.)
        filled = (augment.erase(black) >= 0)
        touched = filled.flatten(1).any(1)
        self.assertTrue(.25 < float(touched.float().mean()) < .55)
        for face in filled[touched][:, 0]:
            rows, columns = face.any(1).sum(), face.any(0).sum()
            self.assertEqual(int(face.sum()), int(rows * columns))
            self.assertLessEqual(int(rows), 18)

    def test_mixup_blends_faces_and_targets_alike(self):
        levels = torch.linspace(0, 1, 64)
        faces, targets = augment.mixup(levels.view(64, 1, 1, 1).expand(64, 1, 2, 2), levels.view(64, 1), strength=1.)
        torch.testing.assert_close(faces[:, 0, 0, 0], targets[:, 0])
        self.assertGreater(float((targets[:, 0] - levels).abs().max()), .01)
        self.assertLessEqual(float((targets[:, 0] - levels).abs().max()), .5)

    def test_mixup_of_strength_zero_changes_nothing(self):
        self.assertIs(augment.mixup(self.faces, strength=0)[0], self.faces)

    def test_a_seed_repeats_the_whole_chain(self):
        views = []
        for _ in range(2):
            torch.manual_seed(5)
            views.append(augment.augment(self.faces, 44))
        torch.testing.assert_close(*views, atol=0, rtol=0)
        self.assertEqual(tuple(views[0].shape), (64, 1, 44, 44))


if __name__ == "__main__":
    unittest.main()
