import { describe, expect, it } from "vitest";
import { evidenceText, formatText } from "./duplicate-words.ts";

describe("why files are held to be one recording", () => {
  it("names the evidence, and how alike they sound where that was measured", () => {
    expect(evidenceText({ evidence: "sound", similarity: 0.978 })).toBe("sounds the same, 97 % alike");
    expect(evidenceText({ evidence: "tags", similarity: null })).toBe("same artist, title and length");
    expect(evidenceText({ evidence: null, similarity: null })).toBeNull();
  });
  it("never rounds up to wholly alike", () => {
    expect(evidenceText({ evidence: "tags-and-sound", similarity: 0.999 })).toContain("99 %");
  });
  it("names formats shortly", () => {
    expect(formatText("audio/mpeg")).toBe("mp3");
    expect(formatText("audio/x-odd")).toBe("x-odd");
  });
});
