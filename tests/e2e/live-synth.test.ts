/** The live synthesiser in a real browser: what comes out of it is recorded sample by sample and measured. */
import { setTimeout as sleep } from "node:timers/promises";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { PieceMood, Voice } from "../../src/core/composition/piece.ts";
import { measureStereoLoudness } from "../../src/core/signal/loudness.ts";
import { parseDescription } from "../../src/synthesis/sound-font-description.ts";
import type { ScheduledNote } from "../../src/synthesis/web.ts";
import { launchChromium } from "../fake-camera/chromium.mjs";
import { describeInBrowser } from "./setting/browser.ts";
import { between, onsetOf, peakOf, pitchLevel, roughness, toSound, type Sound } from "./setting/recorded-sound.ts";
import { serveSynthPage, type SynthServer } from "./setting/synth-server.ts";

const HAPPY: PieceMood = { emotion: "happy", valence: 0.8, arousal: 0.4 };
const note = (voice: Voice, pitch: number, startTime: number, duration: number, velocity = 80): ScheduledNote => ({
  voice,
  pitch,
  velocity,
  startTime,
  duration,
});

describeInBrowser(
  "the live synthesiser",
  () => {
    let server: SynthServer;
    let browser: Browser;
    let page: Page;
    const requests: string[] = [];
    const errors: string[] = [];

    const play = (notes: readonly ScheduledNote[], mood?: PieceMood) =>
      page.evaluate(([given, chosen]) => window.synthPage.play(given, chosen), [notes, mood] as const);
    const take = async (): Promise<Sound> => toSound(await page.evaluate(() => window.synthPage.take()));
    /** Waits until the audio clock has gone on by so much: a machine under load may fall behind. */
    const listen = async (seconds: number): Promise<Sound> => {
      await page.evaluate(async (wait) => {
        const end = window.synthPage.now() + wait;
        while (window.synthPage.now() < end) await new Promise((resolve) => setTimeout(resolve, 50));
      }, seconds + 0.15);
      return take();
    };

    /** What earlier tests scheduled is over, and what they recorded forgotten. */
    const startAfresh = async (): Promise<void> => {
      await sleep(1500);
      await page.evaluate(() => window.synthPage.forget());
    };

    beforeAll(async () => {
      server = await serveSynthPage();
      // Without this switch a page may make no sound before a click; that case has a test of its own.
      browser = await launchChromium({ args: ["--mute-audio", "--autoplay-policy=no-user-gesture-required"] });
      page = await browser.newPage();
      page.on("request", (request) => requests.push(request.url()));
      page.on("console", (message) => void (message.type() === "error" && errors.push(message.text())));
      page.on("pageerror", (error) => errors.push(String(error)));
      await page.goto(server.url);
      await page.evaluate(() => window.synthPage.load());
    });
    afterAll(async () => {
      await browser?.close();
      await server?.close();
    });

    test("loads all it needs from its own server, and is silent until a note comes", async () => {
      expect(errors).toEqual([]);
      expect(requests.filter((url) => !url.startsWith(server.url))).toEqual([]);
      expect(server.served.some((path) => /^\/assets\/spessasynth_processor.*\.js$/.test(path))).toBe(true);
      expect(server.served.some((path) => /^\/soundfont\/moodsync\.[0-9a-f]{12}\.sf2$/.test(path))).toBe(true);
      expect(peakOf(await listen(0.5))).toBe(0);
    });

    test("the SoundFont may be kept for ever, its description is asked for again, and nothing beside it is served", async () => {
      const described: unknown = await (await fetch(`${server.url}/soundfont/soundfont.json`)).json();
      const { file } = parseDescription(described);
      const caching = async (name: string) =>
        (await fetch(`${server.url}/soundfont/${name}`)).headers.get("cache-control");
      expect(await caching(file)).toBe("public, max-age=31536000, immutable");
      expect(await caching("soundfont.json")).toBe("no-cache");
      expect((await fetch(`${server.url}/soundfont/NOTICES.txt`)).status).toBe(200);
      for (const path of ["soundfont/%2e%2e/web/index.html", "soundfont/gone.sf2", "soundfont/..%2fweb%2findex.html"]) {
        expect((await fetch(`${server.url}/${path}`)).status, path).toBe(404);
      }
    });

    test("the first note sounds within 300 ms of being asked for, at its pitch", async () => {
      const askedAt = await play([note("melody", 60, 0, 1.5), note("melody", 67, 0, 1.5)], HAPPY);
      const sound = await listen(1.5);
      const onset = onsetOf(sound);
      expect(onset).not.toBeNull();
      expect(onset! - askedAt).toBeLessThan(0.3);
      const sustained = between(sound, onset! + 0.1, onset! + 1.1);
      for (const pitch of [60, 67]) {
        expect(pitchLevel(sustained, pitch)).toBeGreaterThan(0.01);
        expect(pitchLevel(sustained, pitch + 1)).toBeLessThan(pitchLevel(sustained, pitch) / 8);
      }
      await page.evaluate(() => window.synthPage.stop());
    });

    test("notes sound at the times they were given", async () => {
      await startAfresh();
      const askedAt = await play([0.3, 0.8, 1.6].map((time) => note("percussion", 37, time, 0.1, 110)));
      const sound = await listen(2.2);
      for (const time of [0.3, 0.8, 1.6]) {
        const around = between(sound, askedAt + time - 0.05, askedAt + time + 0.2);
        // The stroke itself, not what still rings in the room.
        const onset = onsetOf(around, 0.3 * peakOf(around));
        const lateS = (onset ?? 99) - askedAt - time;
        // The limiter looks 6 ms ahead, and blocks are 3 ms long.
        expect(Math.abs(lateS)).toBeLessThan(0.02);
      }
      await page.evaluate(() => window.synthPage.stop());
    });

    test("a stop is silent within 100 ms, without a click, and what was scheduled does not come back", async () => {
      await startAfresh();
      const chord = [48, 55, 64, 72].map((pitch) => note("pad", pitch, 0, 8, 100));
      await play([...chord, note("melody", 76, 0.9, 3), note("melody", 76, 2.5, 3)]);
      const playing = await listen(0.8);
      const stoppedAt = await page.evaluate(() => window.synthPage.stop());
      // Another start at once: the notes of before are with the synthesiser already, and must not be heard.
      const askedAt = await play([note("melody", 61, 0.05, 1)]);
      const after = await listen(1.4);
      // To where the next start has been let in, too: what was stopped must be gone by then.
      const fade = between(after, stoppedAt, stoppedAt + 0.15);
      expect(peakOf(playing)).toBeGreaterThan(0.02);
      expect(roughness(fade)).toBeLessThan(2 * roughness(between(playing, playing.startTime + 0.3, stoppedAt)) + 1e-4);
      const restarted = between(after, askedAt + 0.2, askedAt + 1.2);
      expect(pitchLevel(restarted, 61)).toBeGreaterThan(0.01);
      expect(pitchLevel(restarted, 76)).toBeLessThan(pitchLevel(restarted, 61) / 20);
      const silencedAt = await page.evaluate(() => window.synthPage.stop());
      const silence = await listen(1);
      expect(peakOf(between(silence, silencedAt + 0.1, silencedAt + 1))).toBe(0);
    });

    test("what waits can be taken back", async () => {
      await startAfresh();
      const askedAt = await play([note("melody", 60, 0, 1), note("melody", 70, 2.5, 1)]);
      await page.evaluate(() => window.synthPage.cancelFrom(1.8));
      const sound = await listen(3.6);
      expect(pitchLevel(between(sound, askedAt + 0.1, askedAt + 0.9), 60)).toBeGreaterThan(0.01);
      expect(pitchLevel(between(sound, askedAt + 2.5, askedAt + 3.5), 70)).toBeLessThan(1e-3);
      await page.evaluate(() => window.synthPage.stop());
    });

    test("an ensemble comes out near -16 LUFS and never clips, in a quiet mood and in a loud one", async () => {
      await startAfresh();
      const bar = (at: number): ScheduledNote[] => [
        ...[48, 52, 55].flatMap((pitch) =>
          [0, 0.5, 1, 1.5].map((beat) => note("accompaniment", pitch, at + beat, 0.48, 60)),
        ),
        ...[72, 76, 79, 76].map((pitch, index) => note("melody", pitch, at + index / 2, 0.48, 78)),
        note("bass", 36, at, 1.9, 72),
        ...[60, 64, 67].map((pitch) => note("pad", pitch, at, 1.95, 60)),
        ...[0, 0.5, 1, 1.5].map((beat) => note("percussion", beat === 0 ? 36 : 42, at + beat, 0.1, 60)),
      ];
      await play([0, 2, 4, 6, 8, 10].flatMap(bar), HAPPY);
      const sound = await listen(12);
      const { integratedLufs } = measureStereoLoudness(sound.left, sound.right, sound.sampleRate);
      expect(Math.abs(integratedLufs + 16)).toBeLessThan(2.5);
      expect(peakOf(sound)).toBeLessThan(1);
      const loud = Array.from({ length: 40 }, (_, index) =>
        [36, 48, 60, 64, 67, 72].map((pitch) => note("melody", pitch, index / 10, 1, 127)),
      );
      await play(loud.flat());
      expect(peakOf(await listen(4))).toBeLessThan(1);
      await page.evaluate(() => window.synthPage.stop());
    });

    test("an hour's worth of notes leaves no more in memory than a minute's", async () => {
      const session = await page.context().newCDPSession(page);
      const used = async (): Promise<number> => {
        await session.send("HeapProfiler.collectGarbage");
        return (await session.send("Runtime.getHeapUsage")).usedSize;
      };
      // Notes that are over are left out and those taken back are forgotten, so no audio time need pass.
      const churn = (rounds: number) =>
        page.evaluate(async (count) => {
          for (let round = 0; round < count; round++) {
            const notes = Array.from({ length: 40 }, (_, index) => ({
              voice: "melody" as const,
              pitch: 50 + (index % 30),
              velocity: 60,
              startTime: 5 + index / 10,
              duration: 0.2,
            }));
            window.synthPage.play(notes);
            window.synthPage.cancelFrom(0);
          }
          await window.synthPage.stop();
          window.synthPage.forget();
        }, rounds);
      await churn(60);
      const before = await used();
      await churn(1800);
      expect((await used()) - before).toBeLessThan(1_000_000);
    });

    test("before the first click it loads and waits, and plays once it may", async () => {
      const strict = await launchChromium({ args: ["--mute-audio"] });
      try {
        const waiting = await strict.newPage();
        await waiting.goto(server.url);
        const { state } = await waiting.evaluate(() => window.synthPage.load());
        expect(state).toBe("suspended");
        await waiting.mouse.click(50, 50);
        await waiting.evaluate(async () => {
          await window.synthPage.resume();
          window.synthPage.play([{ voice: "melody", pitch: 60, velocity: 80, startTime: 0, duration: 1 }]);
          await new Promise((resolve) => setTimeout(resolve, 1000));
        });
        expect(onsetOf(toSound(await waiting.evaluate(() => window.synthPage.take())))).not.toBeNull();
      } finally {
        await strict.close();
      }
    });

    test("a SoundFont that does not come, or comes cut off, is said in a sentence", async () => {
      const broken = await browser.newPage();
      const problem = async (): Promise<string> => {
        await broken.goto(server.url);
        return broken.evaluate(() =>
          window.synthPage.load().then(
            () => "none",
            (error: Error & { code?: string }) => `${error.code}: ${error.message}`,
          ),
        );
      };
      await broken.route("**/soundfont/*.sf2", (route) => route.abort());
      expect(await problem()).toMatch(/^sound-font\.unreachable: .*\.$/);
      await broken.route("**/soundfont/*.sf2", (route) => route.fulfill({ body: "RIFF" }));
      expect(await problem()).toMatch(/^sound-font\.damaged: .*\.$/);
      await broken.route("**/soundfont/soundfont.json", (route) => route.fulfill({ body: "<html>" }));
      expect(await problem()).toMatch(/^sound-font\.damaged: .*\.$/);
      await broken.close();
    });
    // Sound is recorded as it is played: where the machine itself stands still for a moment, so does the recording.
  },
  { retry: 2 },
);
