import { describe, expect, it } from "vitest";
import { playlistOf, song } from "../../playback/track-fixture.ts";
import { editedList, trackIdsOf, withAdded, withMoved, without } from "./edited-list.ts";

const list = editedList(playlistOf(1, [10, 11, 12, 10]));

describe("a playlist being edited", () => {
  it("moves one song and no other", () => {
    expect(trackIdsOf(withMoved(list, 2, 0))).toEqual([12, 10, 11, 10]);
    expect(trackIdsOf(withMoved(list, 0, 3))).toEqual([11, 12, 10, 10]);
  });
  it("ends at its ends", () => {
    expect(withMoved(list, 0, -1)).toBe(list);
    expect(withMoved(list, 3, 99)).toBe(list);
    expect(withMoved(list, 77, 0)).toBe(list);
  });
  it("takes out one of two places of the same song", () => {
    expect(trackIdsOf(without(list, 0))).toEqual([11, 12, 10]);
    expect(trackIdsOf(without(list, 3))).toEqual([10, 11, 12]);
  });
  it("puts a song in at the end, or back where it was, under a key of its own", () => {
    const longer = withAdded(list, song(10));
    expect(trackIdsOf(longer)).toEqual([10, 11, 12, 10, 10]);
    expect(new Set(longer.songs.map(({ key }) => key)).size).toBe(5);
    expect(trackIdsOf(withAdded(without(list, 1), song(11), 1))).toEqual([10, 11, 12, 10]);
  });
});
