import { beforeEach, describe, expect, it } from "vitest";
import { type Piece, TICKS_PER_BAR } from "../../core/composition/piece.ts";
import { audioOwner, claimAudio, releaseAudio } from "../playback/audio-focus.ts";
import { createPiecePlayer, PIECES, type PiecePlayer, type PiecePlayState } from "./piece-player.ts";
import { settle, type SilentStage, silentStage } from "./stage-fixture.ts";

/** Two seconds a bar, a note on every beat. */
function pieceOf(bars: number): Piece {
  return {
    mood: { emotion: "sad", valence: -0.65, arousal: -0.35 },
    seed: 1,
    bars,
    tonic: 0,
    mode: "minor",
    tempos: [{ ticks: 0, bpm: 120 }],
    chords: [],
    notes: Array.from({ length: 4 * bars }, (_, beat) => ({
      voice: "melody" as const,
      pitch: 60,
      startTicks: beat * 480,
      durationTicks: 240,
      velocity: 80,
    })),
  };
}

describe("the player of pieces", () => {
  let stage: SilentStage;
  let player: PiecePlayer;
  const now = (): PiecePlayState => player.store.getState();

  beforeEach(() => {
    claimAudio("between tests", () => undefined);
    releaseAudio("between tests");
    stage = silentStage();
    player = createPiecePlayer({ stage, isHidden: () => false, ...stage.timers });
    now().load(pieceOf(4));
  });

  async function play(): Promise<void> {
    now().play();
    await settle();
  }

  it("plays to the end with the instruments of its mood, and from the start again", async () => {
    expect(now()).toMatchObject({ status: "idle", durationMs: 8000 });
    await play();
    expect(audioOwner()).toBe(PIECES);
    await stage.run(8.3);
    expect(stage.heard).toHaveLength(16);
    expect(stage.ensembles).toEqual([pieceOf(4).mood]);
    expect(now()).toMatchObject({ status: "idle", positionMs: 0 });
    expect(audioOwner()).toBeNull();
    await play();
    await stage.run(0.5);
    expect(stage.heard).toHaveLength(20);
  });

  it("goes on after a pause where it was, to the tick", async () => {
    await play();
    await stage.run(3);
    now().pause();
    // Handed on as it is to those who draw.
    const { positionTicks } = player;
    const at = positionTicks();
    expect(at).toBeGreaterThan(TICKS_PER_BAR);
    await stage.run(5);
    expect(player.positionTicks()).toBe(at);
    expect(stage.silenced).toBe(0);
    await play();
    await stage.run(6);
    expect(stage.heard).toHaveLength(16);
    expect(now().status).toBe("idle");
  });

  it("plays from the bar that is sought, also while it plays", async () => {
    now().seek(4100);
    expect(now()).toMatchObject({ status: "idle", positionMs: 4000 });
    await play();
    await stage.run(1);
    expect(stage.heard).toHaveLength(4);
    now().seek(-5);
    expect(stage.silenced).toBe(1);
    await stage.run(0.1);
    expect(stage.heard).toHaveLength(8);
    expect(now().positionMs).toBeLessThan(200);
    now().seek(1e9);
    await stage.run(0.1);
    expect(stage.heard).toHaveLength(12);
  });

  it("gives way to another player and keeps its place by the bar", async () => {
    await play();
    await stage.run(3);
    claimAudio("player", () => undefined);
    expect(now()).toMatchObject({ status: "idle", positionMs: 2000 });
    expect(stage.silenced).toBe(1);
    stage.running = true;
    const heard = stage.heard.length;
    await stage.run(5);
    expect(stage.heard).toHaveLength(heard);
  });

  it("falls silent when another piece comes in front", async () => {
    await play();
    await stage.run(1);
    now().load(pieceOf(8));
    expect(now()).toMatchObject({ status: "idle", positionMs: 0, durationMs: 16_000 });
    expect(audioOwner()).toBeNull();
  });

  it("waits for a press where the browser does, and says what failed", async () => {
    stage.allowed = false;
    await play();
    expect(now().status).toBe("blocked");
    stage.become(true);
    expect(now().status).toBe("playing");
    now().load(pieceOf(2));
    stage.broken = new Error("no SoundFont");
    await play();
    expect(now()).toMatchObject({ status: "failed", problem: stage.broken });
  });
});
