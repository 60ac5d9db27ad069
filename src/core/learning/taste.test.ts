/** What the learner takes from judgements, how it ranks by it, and what it says of it. */
import { describe, expect, it } from "vitest";
import { affectDistance, EMOTION_POINTS, type AffectPoint } from "../affect/emotion.ts";
import { createCandidateIndex } from "../recommendation/candidate-index.ts";
import { createSeededRandom } from "../recommendation/seeded-random.ts";
import { describeTaste } from "./describe-taste.ts";
import { candidateOf, syntheticMusic, type SyntheticTrack } from "./fixtures/synthetic-music.ts";
import type { Judgement, Outcome } from "./judgement.ts";
import { rankByTaste } from "./learned-ranking.ts";
import { FURTHEST_MOVE } from "./rank-by-taste.ts";
import { CUES } from "./cues.ts";
import { HALF_LIFE_MS } from "./judged-tracks.ts";
import { fitTaste } from "./taste-model.ts";

const NOW_MS = 1_800_000_000_000;
const { sad, happy } = EMOTION_POINTS;
const MUSIC = syntheticMusic({ tracks: 400, artists: 40, seed: 11 });
const INDEX = createCandidateIndex(MUSIC.map(candidateOf));

const OUTCOMES: Partial<Record<Outcome, [reward: number, weight: number]>> = {
  completed: [0.9, 1],
  "skipped-early": [0.1, 1],
  misfit: [0, 1.5],
};

function judged(track: SyntheticTrack, outcome: Outcome, mood: AffectPoint | null = sad, daysAgo = 0): Judgement {
  const [reward, weight] = OUTCOMES[outcome]!;
  const atMs = NOW_MS - daysAgo * 86_400_000;
  return { trackId: track.trackId, artistKey: track.artistKey, sound: track, mood, atMs, outcome, reward, weight };
}

const rank = (judgements: readonly Judgement[], mood: AffectPoint | null = sad, seed: number | null = null) =>
  rankByTaste(INDEX, fitTaste(judgements, NOW_MS), {
    mood,
    random: seed === null ? null : createSeededRandom(seed),
  })!;
const rowOf = ({ trackId }: SyntheticTrack) => INDEX.rowOf(trackId)!;
const byArtist = (artistKey: string) => MUSIC.filter((track) => track.artistKey === artistKey);
const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

/** A listener who hears each of these once: slow ones to their end, fast ones not, when sad. */
const slowWhenSad = MUSIC.slice(0, 120).map((track) =>
  judged(track, track.tempoBpm < 110 ? "completed" : "skipped-early"),
);

describe("without anything learned", () => {
  it("there is no ranking: the list stays as it was", () => {
    expect(rankByTaste(INDEX, fitTaste([], NOW_MS), { mood: sad, random: createSeededRandom(1) })).toBeNull();
  });

  it("one track heard to its end hardly moves the others among which a list is chosen", () => {
    const near = MUSIC.filter((track) => affectDistance(track, sad) < 0.5);
    const [first, ...others] = near;
    const { bias } = rank([judged(first!, "completed")], sad, 4);
    const moves = others.filter(({ artistKey }) => artistKey !== first!.artistKey).map((track) => bias[rowOf(track)]!);
    expect(moves.length).toBeGreaterThan(10);
    const typical = mean(moves.map((move) => Math.abs(move - mean(moves))));
    // Less than what chance alone adds to a score, so that two lists vary.
    expect(typical).toBeLessThan(0.08);
  });
});

describe("the ranking", () => {
  it("is the same for the same seed and whatever the order of the judgements", () => {
    const [a, b] = [rank(slowWhenSad, sad, 7).bias, rank(slowWhenSad.toReversed(), sad, 7).bias];
    a.forEach((value, row) => expect(value).toBeCloseTo(b[row]!, 5));
    expect(rank(slowWhenSad, sad, 8).bias).not.toEqual(a);
  });

  it("draws what is like the kept nearer and the rest farther, also what was never heard", () => {
    const { bias } = rank(slowWhenSad);
    const unheard = MUSIC.slice(120);
    const slow = mean(unheard.filter(({ tempoBpm }) => tempoBpm < 100).map((track) => bias[rowOf(track)]!));
    const fast = mean(unheard.filter(({ tempoBpm }) => tempoBpm > 130).map((track) => bias[rowOf(track)]!));
    expect(fast - slow).toBeGreaterThan(0.4);
  });

  it("keeps a taste to its mood more than it spreads it", () => {
    const gap = (mood: AffectPoint) => {
      const { bias } = rank(slowWhenSad, mood);
      const of = (isSlow: boolean) =>
        mean(
          MUSIC.slice(120)
            .filter((t) => t.tempoBpm < 110 === isSlow)
            .map((t) => bias[rowOf(t)]!),
        );
      return of(false) - of(true);
    };
    expect(gap(sad)).toBeGreaterThan(1.4 * gap(happy));
  });

  it("puts an artist who was skipped again and again farther, more than one skip does, and others by the sound alone", () => {
    const [skipped] = [...new Set(MUSIC.map(({ artistKey }) => artistKey))];
    const tracks = byArtist(skipped!);
    const others = MUSIC.filter(({ artistKey }) => artistKey !== skipped).slice(0, 30);
    const kept = others.map((track) => judged(track, "completed"));
    const unheard = tracks.at(-1)!;
    const once = rank([...kept, judged(tracks[0]!, "skipped-early")]).bias[rowOf(unheard)]!;
    const often = rank([...kept, ...tracks.slice(0, 6).map((t) => judged(t, "skipped-early"))]).bias[rowOf(unheard)]!;
    expect(often).toBeGreaterThan(once);
    expect(often).toBeGreaterThan(0.4);
    const { bias } = rank(kept);
    const elsewhere = MUSIC.slice(200).filter(({ artistKey }) => artistKey !== skipped);
    expect(mean(elsewhere.map((each) => bias[rowOf(each)]!))).toBeLessThan(0);
  });

  it("forgets by half in every half-life, and takes what a wrong clock dates in the future for said now", () => {
    const weightOf = (days: number) => fitTaste([judged(MUSIC[0]!, "completed", sad, days)], NOW_MS).weightOfAll;
    expect(weightOf(HALF_LIFE_MS / 86_400_000)).toBeCloseTo(0.5);
    expect(weightOf(-400)).toBe(1);
  });

  it("moves nothing farther than half the plane, whatever is thrown at it", () => {
    const hard = MUSIC.slice(0, 300).flatMap((t) =>
      [1, 2, 3].map(() => judged(t, t.mode === "minor" ? "completed" : "misfit")),
    );
    const { bias } = rank(hard, sad, 3);
    for (const value of bias) {
      expect(Number.isFinite(value)).toBe(true);
      expect(Math.abs(value)).toBeLessThanOrEqual(FURTHEST_MOVE);
    }
  });

  it("bears tracks of which nothing was measured, moods that are not known and tracks that are gone", () => {
    const unmeasured = createCandidateIndex([
      {
        ...candidateOf(MUSIC[0]!),
        tempoBpm: null,
        mode: null,
        loudnessLufs: null,
        brightnessHz: null,
        onsetsPerSecond: null,
      },
    ]);
    const gone: Judgement = { ...judged(MUSIC[5]!, "completed", null), trackId: 999_999, artistKey: null };
    const ranking = rankByTaste(unmeasured, fitTaste([...slowWhenSad, gone], NOW_MS), { mood: null, random: null })!;
    expect(Number.isFinite(ranking.bias[0])).toBe(true);
    ranking.reasonFor(0);
  });

  it("says of a cue that was forgotten nothing at all", () => {
    const forgetful = slowWhenSad.map((each): Judgement => ({ ...each, forgottenCues: ["tempo", "tempoExtreme"] }));
    const { mean: weights } = fitTaste(forgetful, NOW_MS);
    const ofTempo = weights.filter((_, i) => ["tempo", "tempoExtreme"].includes(CUES[i % CUES.length]!));
    expect(ofTempo.length).toBeGreaterThan(0);
    for (const weight of ofTempo) expect(Math.abs(weight)).toBeLessThan(1e-9);
  });
});

describe("the reasons", () => {
  const track = MUSIC[3]!;
  const artist = byArtist(track.artistKey);

  it("names the mood it was kept in, and no mood it was not", () => {
    const kept = Array.from({ length: 4 }, () => judged(track, "completed"));
    expect(rank(kept, sad).reasonFor(rowOf(track))).toBe("because you kept it when sad before");
    expect(rank(kept, happy).reasonFor(rowOf(track))).not.toContain("happy");
  });

  it("says that an artist is skipped only after it was, more often than not", () => {
    const background = MUSIC.filter(({ artistKey }) => artistKey !== track.artistKey)
      .slice(0, 20)
      .map((each) => judged(each, "completed"));
    const skips = artist.slice(0, 4).map((each) => judged(each, "skipped-early"));
    const unheard = rowOf(artist.at(-1)!);
    expect(rank([...background, ...skips]).reasonFor(unheard)).toBe(
      "you often skip this artist when sad, so it comes later",
    );
    expect(rank([...background, skips[0]!]).reasonFor(unheard) ?? "").not.toContain("artist");
  });

  it("never claims what was not so, for any row, mood and seed", () => {
    const random = createSeededRandom(2);
    const outcomes = ["completed", "skipped-early", "misfit"] as const;
    const lies: string[] = [];
    const said = new Set<string>();
    for (let seed = 0; seed < 8; seed++) {
      const judgements = Array.from({ length: 60 }, () => {
        const mood = [sad, happy, null][Math.floor(random() * 3)]!;
        return judged(MUSIC[Math.floor(random() * 60)]!, outcomes[Math.floor(random() * 3)]!, mood);
      });
      for (const [word, mood] of [
        ["sad", sad],
        ["happy", happy],
      ] as const) {
        const ranking = rank(judgements, mood, seed);
        for (const each of MUSIC) {
          const reason = ranking.reasonFor(rowOf(each));
          if (reason === null) continue;
          said.add(reason.replace(/ when \w+/, ""));
          if (!isTrue(reason, each, word, judgements)) lies.push(`${reason}: ${each.trackId}`);
        }
      }
    }
    expect(lies).toEqual([]);
    expect([...said].filter((reason) => /kept it|turned it away|this artist|new for you/.test(reason)).length).toBe(5);
  });

  /** Whether what happened bears a reason out, counted from the judgements themselves. */
  function isTrue(reason: string, each: SyntheticTrack, word: "sad" | "happy", judgements: readonly Judgement[]) {
    if (reason.includes(` when ${word === "sad" ? "happy" : "sad"}`)) return false;
    const mood = reason.includes(` when ${word}`) ? EMOTION_POINTS[word] : null;
    const count = (isMine: (judgement: Judgement) => boolean) => {
      const mine = judgements.filter((judgement) => isMine(judgement) && (mood === null || judgement.mood === mood));
      const kept = mine.filter(({ outcome }) => outcome === "completed").length;
      return { kept, turnedAway: mine.length - kept };
    };
    const ofTrack = count(({ trackId }) => trackId === each.trackId);
    const ofArtist = count(({ artistKey }) => artistKey === each.artistKey);
    if (reason.includes("kept it")) return ofTrack.kept > ofTrack.turnedAway;
    if (reason.includes("turned it away")) return ofTrack.turnedAway > ofTrack.kept;
    if (reason.includes("keep this artist")) return ofArtist.kept >= 2 && ofArtist.kept >= 2 * ofArtist.turnedAway;
    if (reason.includes("skip this artist")) return ofArtist.turnedAway >= 2 && ofArtist.turnedAway > ofArtist.kept;
    if (reason.includes("new for you")) return judgements.every(({ trackId }) => trackId !== each.trackId);
    return true;
  }

  it("does not call new what was heard, though nothing was learned of it", () => {
    const { bias } = rank(slowWhenSad, sad, 5);
    const seeds = Array.from({ length: 30 }, (_, seed) => rank(slowWhenSad, sad, seed));
    const rows = MUSIC.slice(120).map(rowOf);
    const tried = rows.filter((row) =>
      seeds.some((ranking) => ranking.reasonFor(row) === "new for you: trying it once"),
    );
    expect(tried.length).toBeGreaterThan(0);
    INDEX.markHeard(MUSIC.find((each) => rowOf(each) === tried[0])!.trackId, NOW_MS - 10);
    for (const ranking of seeds) expect(ranking.reasonFor(tried[0]!)).not.toBe("new for you: trying it once");
    expect(bias).toHaveLength(400);
  });
});

describe("describeTaste", () => {
  it("tells of each mood what was heard in it and what moved something, the surest cue first", () => {
    const [mood, ...others] = describeTaste(fitTaste(slowWhenSad, NOW_MS));
    expect(others).toEqual([]);
    expect(mood).toMatchObject({ mood: "sad", observations: 120 });
    expect(mood!.kept + mood!.turnedAway).toBe(120);
    expect(mood!.cues[0]).toMatchObject({ cue: "tempo", more: false, text: "slower music" });
    for (const each of mood!.artists) {
      const isBorneOut = each.move < 0 ? each.kept >= 2 * each.turnedAway : each.turnedAway > each.kept;
      expect(isBorneOut).toBe(true);
    }
  });

  it("is empty where nothing was learned", () => {
    expect(describeTaste(fitTaste([], NOW_MS))).toEqual([]);
  });
});
