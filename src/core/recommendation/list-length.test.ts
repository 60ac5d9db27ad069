import { describe, expect, it } from "vitest";
import { EMOTION_POINTS } from "../affect/emotion.ts";
import { planShift } from "../affect/journey.ts";
import { buildPlaylist } from "./build-playlist.ts";
import { createCandidateIndex, type Candidate } from "./candidate-index.ts";
import { randomLibrary } from "./fixtures/random-library.ts";
import { createSeededRandom } from "./seeded-random.ts";

const NOW_MS = 1_800_000_000_000;
const MINUTE_MS = 60_000;

const wish = { target: EMOTION_POINTS.sad, emotion: "sad" as const, nowMs: NOW_MS };
const way = { journey: planShift(EMOTION_POINTS.sad, EMOTION_POINTS.happy), goal: "happy" as const };

function lengthsOf(candidates: readonly Candidate[], ids: readonly number[]): number[] {
  const byId = new Map(candidates.map((each) => [each.trackId, each.durationMs ?? 0]));
  return ids.map((id) => byId.get(id)!);
}

describe("a list in minutes", () => {
  it("ends within half of its longest track of what was asked, for any library, way and seed", () => {
    for (let seed = 0; seed < 50; seed++) {
      const random = createSeededRandom(seed);
      const shortest = 20 + 200 * random();
      const longest = shortest + 600 * random() ** 2;
      const candidates = randomLibrary({ tracks: 400, seed }).map((each) => ({
        ...each,
        durationMs: random() < 0.1 ? null : Math.round(1000 * (shortest + (longest - shortest) * random())),
      }));
      const minutes = 5 + Math.floor(60 * random());
      const journey = seed % 2 === 0 ? {} : way;
      const { picks, note } = buildPlaylist(createCandidateIndex(candidates), { ...wish, ...journey, minutes, seed });
      const lengths = lengthsOf(
        candidates,
        picks.map(({ trackId }) => trackId),
      );
      const wholeMs = lengths.reduce((sum, each) => sum + each, 0);
      expect(Math.min(...lengths)).toBeGreaterThan(0);
      expect(Math.abs(wholeMs - minutes * MINUTE_MS)).toBeLessThanOrEqual(Math.max(...lengths) / 2);
      expect(note ?? "").not.toContain("minutes to choose from");
      expect(picks.map(({ waypoint }) => waypoint)).toEqual(
        picks.map(({ waypoint }) => waypoint).toSorted((a, b) => a - b),
      );
    }
  });

  it("gives each waypoint its share of the time, though one track took more", () => {
    const candidates = randomLibrary({ tracks: 5_000, seed: 4 });
    const { picks } = buildPlaylist(createCandidateIndex(candidates), { ...wish, ...way, minutes: 120, seed: 1 });
    const lengths = lengthsOf(
      candidates,
      picks.map(({ trackId }) => trackId),
    );
    const spent = way.journey.path.map((_, at) =>
      lengths.reduce((sum, each, i) => sum + (picks[i]!.waypoint === at ? each : 0), 0),
    );
    // About 32 tracks over eight waypoints: two first, then four or five each.
    expect(Math.min(...spent.slice(1))).toBeGreaterThan(0.6 * Math.max(...spent.slice(1)));
    expect(spent[0]).toBeLessThan(Math.min(...spent.slice(1)));
  });

  it.each([
    ["tells what is there", 30, "Your library has only 15 minutes to choose from."],
    ["fits whole", 15, null],
  ])("of a small library %s", (_, minutes, note) => {
    const candidates = Array.from({ length: 5 }, (__, i) => track(i + 1, 180_000));
    const built = buildPlaylist(createCandidateIndex(candidates), { ...wish, minutes, seed: 1 });
    expect(built.picks).toHaveLength(5);
    expect(built.note).toBe(note);
  });

  it("says when no length is known, and when all is far too long", () => {
    const unknown = createCandidateIndex([track(1, null), track(2, null)]);
    expect(buildPlaylist(unknown, { ...wish, minutes: 10, seed: 1 })).toEqual({
      picks: [],
      note: "Of no track in your library the length is known. Ask for a number of tracks instead.",
    });
    const long = createCandidateIndex([track(1, 60 * MINUTE_MS)]);
    expect(buildPlaylist(long, { ...wish, minutes: 10, seed: 1 })).toEqual({
      picks: [],
      note: "Every track of your library is much longer than 10 minutes.",
    });
    const aside = createCandidateIndex([{ ...track(1, MINUTE_MS), bias: Infinity }]);
    expect(buildPlaylist(aside, { ...wish, minutes: 10, seed: 1 }).note).toBe(
      "You have set aside every track of your library.",
    );
  });

  it("brings back what was heard lately where nothing else is left, and no longer than asked", () => {
    const candidates = Array.from({ length: 20 }, (_, i) => ({ ...track(i + 1, 180_000), lastHeardAtMs: NOW_MS - i }));
    const { picks, note } = buildPlaylist(createCandidateIndex(candidates), { ...wish, minutes: 15, seed: 1 });
    expect(picks).toHaveLength(5);
    expect(note).toContain("You heard 5 tracks of these not long ago");
  });
});

function track(trackId: number, durationMs: number | null): Candidate {
  const place = { artistKey: `artist ${trackId}`, ...EMOTION_POINTS.sad };
  return { trackId, ...place, tempoBpm: 80, mode: "minor", liked: false, bias: 0, lastHeardAtMs: null, durationMs };
}
