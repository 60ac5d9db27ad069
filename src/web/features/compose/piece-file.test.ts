import { describe, expect, it } from "vitest";
import { fileNameOf } from "./piece-file.ts";

describe("a piece's file name", () => {
  it.each([
    ["Happy in E♭ major", "Happy in Eb major.mid"],
    ["../../etc/passwd", ".. .. etc passwd.mid"],
    ['a<b>c:"d"|?*', "a b c d.mid"],
    ["…", "….mid"],
    [" . ", "piece.mid"],
    ["", "piece.mid"],
    ["夜の曲", "夜の曲.mid"],
    ["x".repeat(300), `${"x".repeat(80)}.mid`],
  ])("of %j is %j", (name, file) => {
    expect(fileNameOf(name, "mid")).toBe(file);
  });
});
