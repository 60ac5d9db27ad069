import { describe, expect, it } from "vitest";
import type { ImportOutcome } from "../../../contracts/exchange.ts";
import { contentText, missingText, outcomeLines } from "./outcome-words.ts";

function outcome(changes: Partial<ImportOutcome>): ImportOutcome {
  return {
    kind: "playlist",
    format: "m3u",
    name: null,
    dryRun: true,
    entries: 0,
    matched: 0,
    added: 0,
    alreadyKnown: 0,
    unusable: 0,
    missing: { entries: 0, songs: 0, first: [] },
    playlistId: null,
    ...changes,
  };
}

describe("a file of another program in words", () => {
  it("says what it is", () => {
    expect(contentText(outcome({ entries: 12, name: "Morning" }))).toBe("A playlist (M3U) of 12 songs: “Morning”.");
    expect(contentText(outcome({ kind: "history", format: "lastfm", entries: 1 }))).toBe(
      "A listening history (Last.fm) of 1 listen.",
    );
  });
  it("says what is there and what is not, and nothing of what is nought", () => {
    const missing = { entries: 2, songs: 2, first: [] };
    expect(outcomeLines(outcome({ entries: 12, matched: 10, missing }))).toEqual([
      "10 songs found in your library.",
      "2 songs not in your library.",
    ]);
    expect(
      outcomeLines(outcome({ kind: "history", matched: 1200, added: 1000, alreadyKnown: 200, unusable: 3 })),
    ).toEqual([
      "1,200 listens found in your library.",
      "1,000 would be new.",
      "200 you have already.",
      "3 without a song's name or a believable time.",
    ]);
    expect(outcomeLines(outcome({ kind: "likes", dryRun: false, added: 4, matched: 4 }))[1]).toBe("4 were new.");
  });
  it("names a missing song by what the file has of it", () => {
    const song = { artist: "Nina", title: "Blue", album: null, location: null, times: 3 };
    expect(missingText(song)).toBe("Nina – Blue (3 times)");
    expect(missingText({ ...song, artist: null, title: null, location: "/a/b.mp3", times: 1 })).toBe("/a/b.mp3");
  });
});
