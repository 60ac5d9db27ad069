import { describe, expect, it } from "vitest";
import { CAMERA_CODES, cameraCodeOf } from "./camera-problem.ts";
import { problemOf } from "./problem-sentences.ts";

const UNKNOWN = { permission: null, allowedByPolicy: null };

describe("cameraCodeOf", () => {
  it.each([
    [
      "the listener said no",
      "NotAllowedError",
      "Permission denied",
      { permission: "denied" as const },
      "camera.denied",
    ],
    ["no permission can be asked for", "NotAllowedError", "", {}, "camera.denied"],
    ["the prompt was closed (Chromium)", "NotAllowedError", "Permission dismissed", {}, "camera.dismissed"],
    ["the prompt was closed", "NotAllowedError", "", { permission: "prompt" as const }, "camera.dismissed"],
    ["the system says no (Chromium)", "NotAllowedError", "Permission denied by system", {}, "camera.denied-by-system"],
    [
      "the browser allows, the system not",
      "NotAllowedError",
      "",
      { permission: "granted" as const },
      "camera.denied-by-system",
    ],
    ["the page's policy forbids", "NotAllowedError", "", { allowedByPolicy: false }, "camera.denied-by-policy"],
    ["capture is switched off", "SecurityError", "", {}, "camera.denied-by-policy"],
    ["there is none", "NotFoundError", "Requested device not found", {}, "camera.absent"],
    ["another program holds it", "NotReadableError", "Could not start video source", {}, "camera.in-use"],
    ["another program holds it (older name)", "TrackStartError", "", {}, "camera.in-use"],
    ["it cannot do what was asked", "OverconstrainedError", "", {}, "camera.unsuitable"],
    ["nobody knows", "UnknownError", "", {}, "camera.failed"],
  ])("where %s", (_, name, message, known, code) => {
    expect(cameraCodeOf(new DOMException(message, name), { ...UNKNOWN, ...known })).toBe(code);
  });

  it("takes anything thrown", () => {
    expect(cameraCodeOf(undefined, UNKNOWN)).toBe("camera.failed");
    expect(cameraCodeOf("no", UNKNOWN)).toBe("camera.failed");
  });
});

describe("problemOf", () => {
  const PHOTO_CODES = ["empty", "too-large", "not-an-image", "unsupported", "truncated", "unreadable", "no-face"];
  const all = [...CAMERA_CODES, "reading.no-face", ...PHOTO_CODES.map((code) => `photo.${code}`)];
  const general = problemOf("anything.else");

  it("has a sentence of its own for every code", () => {
    const sentences = all.map((code) => problemOf(code).sentence);
    expect(new Set(sentences).size).toBe(all.length);
    expect(sentences).not.toContain(general.sentence);
  });

  it("leaves nobody without a way out", () => {
    for (const code of [...all, "anything.else"]) expect(problemOf(code).ways.length).toBeGreaterThan(0);
  });

  it("offers no second try where it cannot help", () => {
    for (const code of ["camera.insecure-page", "camera.unsupported", "camera.denied-by-policy"]) {
      expect(problemOf(code).ways).not.toContain("retry");
    }
  });
});
