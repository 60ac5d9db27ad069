import tempfile
import unittest
from pathlib import Path

import numpy as np
from PIL import Image

from . import tiny
from ..load import DataError, load


class Load(unittest.TestCase):
    def setUp(self):
        scratch = tempfile.TemporaryDirectory()
        self.addCleanup(scratch.cleanup)
        self.folder = Path(scratch.name)
        self.rows = tiny.faces()

    def csv(self, edit=None):
        path = tiny.write_csv(self.folder / "faces.csv", self.rows)
        if edit:
            path.write_text(edit(path.read_text()))
        return path

    def refused(self, path, sentence, votes=None):
        with self.assertRaisesRegex(DataError, sentence):
            load(path, votes)

    def test_csv_and_folders_give_the_same_faces(self):
        from_csv = load(self.csv())
        from_folders = load(tiny.write_folders(self.folder / "images", self.rows))
        self.assertEqual({name: len(f) for name, f in from_csv.items()}, {"Training": 42, "PublicTest": 14, "PrivateTest": 14})
        for name, faces in from_csv.items():
            np.testing.assert_array_equal(faces.pixels, from_folders[name].pixels)
            np.testing.assert_array_equal(faces.labels, from_folders[name].labels)
            np.testing.assert_array_equal(faces.rows, from_folders[name].rows)
        np.testing.assert_array_equal(from_csv["PublicTest"].pixels[0], self.rows[42][1])

    def test_folders_without_official_names_hold_out_a_validation_split(self):
        splits = load(tiny.write_folders(self.folder / "images", self.rows, official=False))
        self.assertEqual([len(splits[name]) for name in ("Training", "PublicTest", "PrivateTest")], [35, 7, 28])

    def test_votes_follow_the_row_number_in_both_layouts(self):
        votes = tiny.write_votes(self.folder / "fer2013new.csv", self.rows)
        for path in (self.csv(), tiny.write_folders(self.folder / "images", self.rows)):
            public = load(path, votes)["PublicTest"]
            np.testing.assert_array_equal(public.votes[:, 0], public.rows % 10)
            self.assertEqual(public.votes.shape, (14, 10))

    def test_votes_from_tsv_files(self):
        (self.folder / "votes").mkdir()
        head = "row\temotion" + "\tv" * 10
        (self.folder / "votes" / "b.tsv").write_text(f"{head}\n42\t0" + "\t3" * 10 + "\n")
        (self.folder / "votes" / "a.tsv").write_text(f"{head}\n1\t0" + "\t2" * 10 + "\n")
        splits = load(self.csv(), self.folder / "votes")
        self.assertEqual([splits["Training"].votes[1, 0], splits["PublicTest"].votes[0, 9], splits["Training"].votes[0, 0]], [2, 3, 0])

    def test_faulty_csv_files_are_refused(self):
        self.refused(self.folder / "nowhere.csv", "no such file")
        self.refused(self.csv(lambda t: t.replace("emotion,pixels,Usage", "label,image,split")), "first line must be")
        self.refused(self.csv(lambda t: t[:-2000]), r"line 71: \d fields instead of 3; the file may be cut short")
        self.refused(self.csv(lambda t: t.replace(" ", ",", 1)), "line 2: 4 fields")
        self.refused(self.csv(lambda t: t.replace("PublicTest", "Validation", 1)), "Usage 'Validation' is none of")
        self.refused(self.csv(lambda t: t.replace("\n0,", "\n7,", 1)), "emotion '7' is not a number from 0 to 6")
        self.refused(self.csv(lambda t: t.replace("\n0,", "\n0,300 ", 1)), "2305 pixels instead of 2304")
        self.refused(self.csv(lambda t: t.replace(" ", " x", 1)), "not whole numbers")
        self.refused(self.csv(lambda t: "\n".join(t.split("\n")[:43]) + "\n"), "PublicTest split has no face of angry, disgust")

    def test_a_pixel_out_of_range_is_refused(self):
        def brighten(text):
            first, rest = text.split("\n0,", 1)
            return first + "\n0,256 " + rest.split(" ", 1)[1]
        self.refused(self.csv(brighten), "outside 0 to 255")

    def test_a_missing_class_is_refused(self):
        self.rows = [row for row in self.rows if row[0] != 1 or row[2] != "Training"]
        self.refused(self.csv(), "Training split has no face of disgust")
        self.refused(tiny.write_folders(self.folder / "images", self.rows), "disgust: this folder is missing")

    def test_faulty_images_are_refused(self):
        images = tiny.write_folders(self.folder / "images", self.rows)
        bad = images / "train" / "fear" / "Training_2.png"
        good = bad.read_bytes()
        for content in (b"", b"not an image", good[:200]):
            bad.write_bytes(content)
            self.refused(images, "Training_2.png: not a readable image")
        Image.new("L", (64, 48)).save(bad)
        self.refused(images, "64x48 pixels instead of 48x48")

    def test_faulty_votes_are_refused(self):
        votes = tiny.write_votes(self.folder / "fer2013new.csv", self.rows)
        self.refused(self.csv(), "no FER", self.folder / "nowhere.csv")
        votes.write_text(votes.read_text()[:-4])
        self.refused(self.csv(), "line 71: .* fields instead of 12", votes)
        votes.write_text("a,b\n")
        self.refused(self.csv(), "2 columns instead of 12", votes)


if __name__ == "__main__":
    unittest.main()
