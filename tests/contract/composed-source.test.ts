/** Composed pieces keep the contract of music sources. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { smallPiece } from "../../src/core/composition/fixtures/small-piece.ts";
import { createAudioCache } from "../../src/sources/composed/audio-cache.ts";
import { createComposedSource, type KeptScore } from "../../src/sources/composed/composed-source.ts";
import { writeScore } from "../../src/sources/composed/score.ts";
import { encodeWav } from "../../src/synthesis/wav.ts";
import { describeMusicSource } from "./music-source-suite.ts";

describeMusicSource("composed pieces", async () => {
  const folder = await mkdtemp(join(tmpdir(), "moodsync-composed-source-"));
  const kept: KeptScore[] = ["piece-one", "piece-two"].map((location, index) => ({
    location,
    title: `Piece ${index + 1}`,
    score: writeScore(smallPiece("happy", 2, index)),
    keptAtMs: 1_700_000_000_000,
  }));
  const silence = new Float32Array(4410);
  const sound = new Uint8Array(encodeWav({ left: silence, right: silence, sampleRate: 44_100 }));
  return {
    source: createComposedSource({
      shelf: {
        find: async (location) => kept.find((piece) => piece.location === location) ?? null,
        async *all() {
          yield* kept;
        },
      },
      audio: createAudioCache({ folder, limitBytes: 1e6, version: 1 }),
      render: async () => sound,
    }),
    close: () => rm(folder, { recursive: true, force: true }),
    known: {
      location: "piece-one",
      tags: { title: "Piece 1", artist: null, durationMs: 4000, hasCover: true, mimeType: "audio/wav" },
      sound,
      withCover: "piece-two",
      missing: "piece-three",
    },
  };
});
