/**
 * What the page says when sensing fails: for each code a title, a sentence, and the ways out that make sense.
 * The sentences tell what happened and what to do next; the codes themselves come from camera-problem.ts,
 * photo-file.ts and the face worker.
 */

/** A way out that the page can offer as a button. */
export type WayOut = "retry" | "choose-camera" | "choose-photo" | "use-photo" | "use-pad" | "reload";

export interface Problem {
  title: string;
  sentence: string;
  ways: readonly WayOut[];
}

const WITHOUT_CAMERA = ["use-photo", "use-pad"] as const;

const CAMERA_PROBLEMS: Record<string, Problem> = {
  "camera.denied": {
    title: "The camera is blocked for this page",
    sentence:
      "Your browser was told not to let this page use the camera. Allow it in the site settings, next to the address, then try again.",
    ways: ["retry", ...WITHOUT_CAMERA],
  },
  "camera.dismissed": {
    title: "The camera question was closed",
    sentence: "Your browser asked about the camera and got no answer. Try again and choose “Allow”.",
    ways: ["retry", ...WITHOUT_CAMERA],
  },
  "camera.denied-by-policy": {
    title: "This page may not use a camera",
    sentence:
      "A rule of the browser or of the page that embeds this one forbids it. Open MoodSync in a tab of its own, or ask whoever looks after this browser.",
    ways: WITHOUT_CAMERA,
  },
  "camera.denied-by-system": {
    title: "Your system keeps the camera from the browser",
    sentence: "Open the privacy settings of your computer or phone, let this browser use the camera, then try again.",
    ways: ["retry", ...WITHOUT_CAMERA],
  },
  "camera.absent": {
    title: "No camera was found",
    sentence: "Plug one in or switch it on, then try again. A photo or the mood pad works as well.",
    ways: ["retry", ...WITHOUT_CAMERA],
  },
  "camera.in-use": {
    title: "The camera is busy",
    sentence: "Another program, or another tab, is using it. Close that one and try again, or choose another camera.",
    ways: ["retry", "choose-camera", ...WITHOUT_CAMERA],
  },
  "camera.unplugged": {
    title: "The camera is gone",
    sentence: "It was unplugged, switched off, or no longer allowed. Plug it back in and try again.",
    ways: ["retry", "choose-camera", ...WITHOUT_CAMERA],
  },
  "camera.insecure-page": {
    title: "This address is not secure enough for a camera",
    sentence:
      "Browsers give the camera only to https pages and to this machine itself. Open http://localhost or http://127.0.0.1 with the same port instead.",
    ways: WITHOUT_CAMERA,
  },
  "camera.unsupported": {
    title: "This browser has no camera access",
    sentence: "Use a current version of Chrome, Edge, Firefox or Safari, or go on without a camera.",
    ways: WITHOUT_CAMERA,
  },
  "camera.unsuitable": {
    title: "This camera does not fit",
    sentence: "It cannot give a picture of the kind that is needed. Choose another camera.",
    ways: ["choose-camera", "retry", ...WITHOUT_CAMERA],
  },
  "camera.no-picture": {
    title: "The camera sends no picture",
    sentence:
      "It is on, but nothing arrives. Look for a privacy shutter or another program that holds it, then try again.",
    ways: ["retry", "choose-camera", ...WITHOUT_CAMERA],
  },
  "camera.failed": {
    title: "The camera did not start",
    sentence: "The browser gave no reason. Try again, choose another camera, or restart the browser.",
    ways: ["retry", "choose-camera", ...WITHOUT_CAMERA],
  },
  "reading.no-face": {
    title: "No face in view",
    sentence: "Sit facing the camera with light on your face, then try again.",
    ways: ["retry", "use-photo", "use-pad"],
  },
};

const PHOTO_PROBLEMS: Record<string, Problem> = {
  "photo.too-large": {
    title: "This picture is too large",
    sentence: "Pictures up to 25 MB and 40 megapixels are taken. Save a smaller copy and use that.",
    ways: ["choose-photo", "use-pad"],
  },
  "photo.not-an-image": {
    title: "This is not a picture",
    sentence: "Whatever its name says, this file holds no JPEG, PNG or WebP picture. Choose another one.",
    ways: ["choose-photo", "use-pad"],
  },
  "photo.unsupported": {
    title: "This kind of picture is not taken",
    sentence: "Save it as JPEG, PNG or WebP and use that.",
    ways: ["choose-photo", "use-pad"],
  },
  "photo.empty": {
    title: "This file is empty",
    sentence: "It has no content at all. Copy it again from where it came, or choose another one.",
    ways: ["choose-photo", "use-pad"],
  },
  "photo.truncated": {
    title: "This picture is cut off",
    sentence: "Its end is missing, as after a broken download. Copy it again, or choose another one.",
    ways: ["choose-photo", "use-pad"],
  },
  "photo.unreadable": {
    title: "This picture cannot be opened",
    sentence: "The file is damaged, or it was moved while it was read. Choose another one.",
    ways: ["choose-photo", "use-pad"],
  },
  "photo.no-face": {
    title: "No face was found in this picture",
    sentence: "Use a photo in which a face is turned to the camera, is well lit and not too small.",
    ways: ["choose-photo", "use-pad"],
  },
};

const READER_PROBLEMS: Record<string, Problem> = {
  "face-reader.unreachable": {
    title: "The face reader could not be fetched",
    sentence: "The MoodSync server does not answer. Make sure that it still runs, then try again.",
    ways: ["retry", "use-pad"],
  },
  "face-reader.missing": {
    title: "The face reader is not installed",
    sentence: "The server has no face model to give. Build it again with “npm start”; the mood pad works meanwhile.",
    ways: ["use-pad"],
  },
  "model.hash-mismatch": {
    title: "The face model is damaged",
    sentence: "Its content does not match its description. Reload the page; if that does not help, build again.",
    ways: ["reload", "use-pad"],
  },
};

const READER_FAILED: Problem = {
  title: "Reading faces stopped",
  sentence: "Something in the face reader failed. Try again, or reload the page; the mood pad works meanwhile.",
  ways: ["retry", "reload", "use-pad"],
};

const SENTENCES = new Map(Object.entries({ ...CAMERA_PROBLEMS, ...PHOTO_PROBLEMS, ...READER_PROBLEMS }));

/** What to say for a code; an unknown one gets the general sentence. */
export function problemOf(code: string): Problem {
  return SENTENCES.get(code) ?? READER_FAILED;
}
