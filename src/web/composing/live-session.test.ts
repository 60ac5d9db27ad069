import { beforeEach, describe, expect, it } from "vitest";
import { audioOwner, claimAudio, releaseAudio } from "../playback/audio-focus.ts";
import { createLiveSession, type Live, LIVE, type LiveState } from "./live-session.ts";
import { moodOfTarget } from "./mood-journey.ts";
import { quickComposer, settle, type SilentStage, silentStage } from "./stage-fixture.ts";

const happy = moodOfTarget({ emotion: "happy" });
const sad = moodOfTarget({ emotion: "sad" });

describe("live music", () => {
  let stage: SilentStage;
  let composer: ReturnType<typeof quickComposer>;
  let live: Live;
  const now = (): LiveState => live.store.getState();

  beforeEach(() => {
    claimAudio("between tests", () => undefined);
    releaseAudio("between tests");
    stage = silentStage();
    composer = quickComposer();
    let seed = 0;
    live = createLiveSession({
      composer,
      stage,
      nowMs: () => stage.now() * 1000,
      newSeed: () => ++seed,
      isHidden: () => false,
      ...stage.timers,
    });
  });

  async function started(): Promise<void> {
    now().follow(happy);
    now().play();
    await settle();
    await stage.run(0.1);
  }

  it("sounds within 300 ms once everything is there, in the mood that was followed before", async () => {
    await started();
    expect(now()).toMatchObject({ status: "playing", bars: 1, mood: happy, target: happy, seed: 1, starvations: 0 });
    expect(now().firstSoundMs).toBeLessThan(300);
    expect(stage.ensembles[0]).toEqual(happy);
    expect(audioOwner()).toBe(LIVE);
  });

  it("has the opening ready before it is asked for, in the mood of the moment", async () => {
    now().standBy();
    await stage.run(1);
    expect(composer.moods[0]).toMatchObject({ emotion: "neutral" });
    expect(now()).toMatchObject({ status: "idle", bars: 0 });
    now().follow(sad);
    await stage.run(0.1);
    const composed = composer.moods.length;
    now().play();
    await settle();
    expect(now()).toMatchObject({ status: "playing", mood: sad, bars: 1, seed: 1 });
    expect(now().firstSoundMs).toBeLessThan(100);
    expect(composer.moods.length - composed).toBeLessThanOrEqual(1);
    expect(composer.seeds).toEqual([1]);
  });

  it("tells nothing of an opening that failed before it was asked for", async () => {
    composer.failing = new Error("not now");
    now().standBy();
    await stage.run(0.1);
    expect(now()).toMatchObject({ status: "idle", problem: null });
    composer.failing = null;
    now().play();
    await settle();
    await stage.run(0.1);
    expect(now().status).toBe("playing");
  });

  it("begins in a neutral mood where none is known", async () => {
    now().play();
    await settle();
    await stage.run(0.1);
    expect(now().mood).toMatchObject({ emotion: "neutral" });
  });

  it("bends to another mood within two bars, without a gap and bar by bar", async () => {
    await started();
    await stage.run(4);
    const [before, tempo] = [now().bars, now().bpm!];
    now().follow(sad);
    await stage.run(2 * (240 / tempo));
    expect(now().bars).toBeGreaterThanOrEqual(before + 2);
    expect(now().bpm).toBeLessThan(tempo);
    await stage.run(24);
    expect(now()).toMatchObject({ mood: sad, starvations: 0 });
    const starts = stage.heard.map(({ startS }) => startS);
    for (const [i, startS] of starts.slice(1).entries()) {
      // Bars of 120 + 60 * arousal beats a minute: from 1.67 s (happy) to 2.42 s (sad).
      expect(startS - starts[i]!).toBeGreaterThan(1.6);
      expect(startS - starts[i]!).toBeLessThan(2.5);
    }
  });

  it("goes on after a pause where it was, without a new beginning", async () => {
    await started();
    await stage.run(3);
    const { bars } = now();
    now().pause();
    await stage.run(10);
    expect(now()).toMatchObject({ status: "paused", bars });
    expect(stage.silenced).toBe(0);
    now().toggle();
    await settle();
    await stage.run(3);
    expect(now()).toMatchObject({ status: "playing", seed: 1, starvations: 0 });
    expect(now().bars).toBeGreaterThan(bars);
  });

  it("keeps no more than a few bars, however long it plays", async () => {
    await started();
    await stage.run(60);
    expect(now().bars).toBeGreaterThan(30);
    const { recent, ahead } = now();
    expect(recent.length + ahead.length).toBeLessThan(14);
    const shown = [...recent, ...ahead].map(({ index }) => index);
    expect(shown).toEqual(shown.map((_, i) => shown[0]! + i));
  });

  it("says that the browser waits for a press, and sounds as soon as it lets it", async () => {
    stage.allowed = false;
    now().play();
    await settle();
    expect(now().status).toBe("blocked");
    stage.become(true);
    await stage.run(0.1);
    expect(now().status).toBe("playing");
  });

  it("shows a pause where the browser takes the sound away", async () => {
    await started();
    stage.become(false);
    expect(now().status).toBe("paused");
  });

  it("ends when another player starts, and leaves it the loudspeaker", async () => {
    await started();
    claimAudio("player", () => undefined);
    expect(now()).toMatchObject({ status: "idle", mood: null, recent: [] });
    expect(stage.silenced).toBe(1);
    expect(audioOwner()).toBe("player");
    const heard = stage.heard.length;
    stage.running = true;
    await stage.run(5);
    expect(stage.heard).toHaveLength(heard);
  });

  it("plays another tune in the mood that is wished for by now", async () => {
    await started();
    now().follow(sad);
    now().another();
    await settle();
    await stage.run(0.1);
    expect(now()).toMatchObject({ status: "playing", seed: 2, mood: sad, bars: 1 });
    expect(composer.seeds).toEqual([1, 2]);
  });

  it("says what failed, gives the loudspeaker back, and can be tried again", async () => {
    composer.failing = new Error("The model is broken.");
    await started();
    expect(now()).toMatchObject({ status: "failed", problem: composer.failing });
    expect(audioOwner()).toBeNull();
    composer.failing = null;
    await started();
    expect(now()).toMatchObject({ status: "playing", problem: null });
  });

  it("says that the sounds could not be loaded", async () => {
    stage.broken = new Error("no SoundFont");
    now().play();
    await settle();
    expect(now()).toMatchObject({ status: "failed", problem: stage.broken });
  });

  it("is not doubled by a second press", async () => {
    await started();
    now().play();
    now().play();
    await settle();
    await stage.run(6);
    const starts = stage.heard.map(({ startS }) => startS.toFixed(3));
    expect(new Set(starts).size).toBe(starts.length);
    expect(composer.seeds).toEqual([1]);
  });

  it("forgets a beginning that was cut short while the sounds were loading", async () => {
    let letGo = (): void => undefined;
    stage.prepare = () =>
      new Promise((resolve) => {
        letGo = resolve;
      });
    now().play();
    now().end();
    letGo();
    stage.running = true;
    await stage.run(1);
    expect(now().status).toBe("idle");
    expect(stage.heard).toEqual([]);
  });
});
