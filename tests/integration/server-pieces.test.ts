/** Composed pieces through the API: composed for a wish, taken from the page, played, named, downloaded, removed; bad input. */
import { readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { BasicMIDI } from "spessasynth_core";
import { expect, test } from "vitest";
import { sql, type Kysely } from "kysely";
import { KeptPieceSchema, PieceListSchema } from "../../src/contracts/pieces.ts";
import { MoodSyncError } from "../../src/core/errors.ts";
import { smallPiece } from "../../src/core/composition/fixtures/small-piece.ts";
import { openDatabase } from "../../src/server/db/open-database.ts";
import type { Schema } from "../../src/server/db/schema.ts";
import { fakeMaker, type FakeMakerOptions } from "./composing-fixtures.ts";
import { openOn, scanThrough, temporaryFolder, until, writeTrack } from "./server-fixtures.ts";

async function openComposing(options: FakeMakerOptions = {}, seed = () => 42) {
  const data = await temporaryFolder();
  const maker = fakeMaker(options);
  let db: Kysely<Schema> | undefined;
  const services = await openOn(
    data,
    {},
    {
      maker,
      seed,
      openDatabase: async (open) => {
        const opened = await openDatabase(open);
        db = opened.db;
        return opened;
      },
    },
  );
  const raw = (path: string, headers: Record<string, string> = {}) =>
    services.app.request(`http://127.0.0.1:5000/api${path}`, { headers: { host: "127.0.0.1:5000", ...headers } });
  return { ...services, data, maker, raw, db: () => db! };
}

const HAPPY = { mood: { emotion: "happy" }, bars: 4, seed: 7 };

test("a wish becomes a piece with its notes, a track that plays, and a place in playlists", async () => {
  const { ask, maker, raw } = await openComposing();
  const { status, body } = await ask("POST", "/pieces", HAPPY);
  expect(status).toBe(201);
  const piece = KeptPieceSchema.parse(body);
  expect(piece).toMatchObject({ name: "Happy in C major", origin: "listener", emotion: "happy", bars: 4, seed: 7 });
  expect(piece.score.notes).toHaveLength(20);
  expect(piece.track).toMatchObject({ id: piece.id, source: "composed", hasCover: true, mimeType: "audio/wav" });
  expect(maker.composed).toEqual([{ request: { mood: "happy", bars: 4, seed: 7 }, urgency: "asked" }]);
  expect((await ask("GET", `/tracks/${piece.id}`)).body).toEqual(piece.track);

  const sound = await raw(`/tracks/${piece.id}/audio`);
  expect(sound.status).toBe(200);
  expect(sound.headers.get("content-type")).toBe("audio/wav");
  expect(
    Buffer.from(await sound.arrayBuffer())
      .subarray(0, 4)
      .toString(),
  ).toBe("RIFF");
  expect((await raw(`/tracks/${piece.id}/audio`, { range: "bytes=0-9" })).status).toBe(206);
  const cover = await raw(`/tracks/${piece.id}/cover`);
  expect(cover.headers.get("content-type")).toBe("image/webp");
  await cover.arrayBuffer();
  const again = await raw(`/tracks/${piece.id}/cover`, { "if-none-match": cover.headers.get("etag") ?? "" });
  expect(again.status).toBe(304);

  const playlist = (await ask("POST", "/playlists", { mood: { emotion: "happy" }, size: 5 })).body;
  expect(playlist.entries.map(({ track }: { track: { id: number } }) => track.id)).toEqual([piece.id]);
  await ask("POST", "/feedback", { trackId: piece.id, kind: "like", playlistId: playlist.id });
  expect((await ask("GET", `/pieces/${piece.id}`)).body.liked).toBe(true);
  // However often and by whatever way it is played, its sound is made once.
  expect(maker.rendered).toEqual(["Happy in C major"]);
});

test("without a seed each piece has a fresh one; a point of the plane will do; 32 bars where none are named", async () => {
  let next = 100;
  const { ask, maker } = await openComposing({}, () => (next += 1));
  const point = { valence: 0.45, arousal: -0.6 };
  const first = (await ask("POST", "/pieces", { mood: point })).body;
  const second = (await ask("POST", "/pieces", { mood: point, name: "Evening" })).body;
  expect([first.seed, second.seed]).toEqual([101, 102]);
  expect(first).toMatchObject({ emotion: null, valence: 0.45, arousal: -0.6, bars: 32, name: "Calm in C major" });
  expect(second.name).toBe("Evening");
  expect(maker.composed[0]?.request).toMatchObject({ point, bars: 32 });
});

test("a piece from the page is kept note for note", async () => {
  const { ask, maker } = await openComposing();
  const piece = { ...smallPiece("sad", 8, 3), tonic: 9, mode: "minor" };
  const { status, body } = await ask("POST", "/pieces", { piece, name: "From the page" });
  expect(status).toBe(201);
  expect(body.score).toEqual(piece);
  expect(body).toMatchObject({ name: "From the page", notes: 40, durationMs: 16_000, emotion: "sad" });
  expect(maker.composed).toEqual([]);
});

test("a long piece from the page passes the limit that other bodies have; a million notes do not", async () => {
  const { ask } = await openComposing();
  const piece = smallPiece("happy", 512);
  expect(JSON.stringify({ piece }).length).toBeGreaterThan(200_000);
  expect((await ask("POST", "/pieces", { piece })).status).toBe(201);
  const [note] = piece.notes;
  const million = await ask("POST", "/pieces", { piece: { ...piece, notes: Array(1_000_000).fill(note) } });
  expect(million.status).toBe(413);
  expect(million.body.error.code).toBe("request.too-large");
  const many = await ask("POST", "/pieces", { piece: { ...piece, notes: Array(40_001).fill(note) } });
  expect(many.status).toBe(400);
  expect(many.body.error.code).toBe("request.invalid");
  expect((await ask("GET", "/pieces")).body.total).toBe(1);
  // The larger limit is that of this one address.
  expect((await ask("POST", "/feedback", { trackId: 1, kind: "x".repeat(100_000) })).status).toBe(413);
});

test.each([
  ["an unknown mood", { mood: { emotion: "bored" } }, "mood.unknown"],
  ["no bars", { ...HAPPY, bars: 0 }, "request.invalid"],
  ["10,000 bars", { ...HAPPY, bars: 10_000 }, "request.invalid"],
  ["a seed that is no number", { ...HAPPY, seed: "NaN" }, "request.invalid"],
  ["neither mood nor piece", {}, "request.invalid"],
  ["JSON that is cut off", '{"mood":', "request.malformed-json"],
])("%s is refused with a stable code, and nothing is kept", async (_, body, code) => {
  const { ask, maker } = await openComposing();
  const refused = await ask("POST", "/pieces", body);
  expect(refused.status).toBe(400);
  expect(refused.body.error.code).toBe(code);
  expect((await ask("GET", "/pieces")).body.total).toBe(0);
  expect(maker.composed).toEqual([]);
});

test("a piece is listed, named, downloaded and removed", async () => {
  const { ask, raw, data } = await openComposing();
  const { id } = (await ask("POST", "/pieces", HAPPY)).body;
  await ask("POST", "/pieces", { ...HAPPY, seed: 8 });
  const page = PieceListSchema.parse((await ask("GET", "/pieces?limit=1")).body);
  expect(page.total).toBe(2);
  expect(page.pieces[0]?.seed).toBe(8);
  expect((await ask("GET", "/pieces?origin=starter")).body.total).toBe(0);

  expect((await ask("PATCH", `/pieces/${id}`, { name: " Später Abend " })).body.name).toBe("Später Abend");
  expect((await ask("GET", "/tracks?query=spater")).body.total).toBe(1);
  expect((await ask("PATCH", `/pieces/${id}`, { name: "" })).body.error.code).toBe("request.invalid");

  const midi = await raw(`/pieces/${id}/midi`);
  expect(midi.headers.get("content-type")).toBe("audio/midi");
  expect(midi.headers.get("content-disposition")).toBe(
    `attachment; filename="Sp_ter-Abend.mid"; filename*=UTF-8''Sp%C3%A4ter-Abend.mid`,
  );
  const parsed = BasicMIDI.fromArrayBuffer(await midi.arrayBuffer());
  const noteOns = parsed.tracks.flatMap(({ events }) => events).filter(({ statusByte }) => statusByte >> 4 === 0x9);
  expect(noteOns).toHaveLength(20);
  const wav = await raw(`/pieces/${id}/wav`, { range: "bytes=0-3" });
  expect(wav.status).toBe(206);
  expect(await wav.text()).toBe("RIFF");

  expect(await readdir(join(data, "composed"))).toHaveLength(2);
  expect((await ask("DELETE", `/pieces/${id}`)).status).toBe(204);
  expect(await readdir(join(data, "composed"))).toHaveLength(1);
  for (const path of [`/pieces/${id}`, `/pieces/${id}/midi`, `/pieces/${id}/wav`]) {
    expect((await ask("GET", path)).body.error.code).toBe("piece.not-found");
  }
  expect((await ask("DELETE", `/pieces/${id}`)).body.error.code).toBe("piece.not-found");
  expect((await ask("PATCH", `/pieces/${id}`, { name: "x" })).body.error.code).toBe("piece.not-found");
  expect((await raw(`/tracks/${id}/audio`)).status).toBe(404);
  expect((await ask("POST", "/playlists", { mood: { emotion: "happy" } })).body.entries).toHaveLength(1);
});

test("a removed sound is made anew, and a rendering that fails is said when it is played", async () => {
  let broken = false;
  const { ask, raw, data, maker } = await openComposing({
    onRender: () => {
      if (broken) throw new MoodSyncError("sound-font.missing", "It was not built.", { kind: "unavailable" });
    },
  });
  const { id } = (await ask("POST", "/pieces", HAPPY)).body;
  const isMade = async () =>
    (await readdir(join(data, "composed")).catch(() => [])).some((name) => name.endsWith(".wav"));
  await until(isMade);
  await rm(join(data, "composed"), { recursive: true });
  expect((await raw(`/tracks/${id}/audio`)).status).toBe(200);
  expect(maker.rendered).toHaveLength(2);
  await rm(join(data, "composed"), { recursive: true });
  broken = true;
  const refused = await ask("GET", `/tracks/${id}/audio`);
  expect(refused.status).toBe(503);
  expect(refused.body.error.code).toBe("sound-font.missing");
  expect((await ask("GET", `/pieces/${id}`)).status).toBe(200);
});

test("a full disk is said, and neither a track nor half a piece is left", async () => {
  const { ask, db } = await openComposing();
  await sql`PRAGMA max_page_count=1`.execute(db());
  let kept = 0;
  let answer = await ask("POST", "/pieces", { ...HAPPY, bars: 64 });
  for (; answer.status === 201 && kept < 200; kept += 1) answer = await ask("POST", "/pieces", { ...HAPPY, bars: 64 });
  expect(answer.status).toBe(507);
  expect(answer.body.error.code).toBe("storage.full");
  expect((await ask("GET", "/pieces")).body.total).toBe(kept);
  expect((await ask("GET", "/tracks")).body.total).toBe(kept);
  await sql`PRAGMA max_page_count=1000000`.execute(db());
  expect((await ask("POST", "/pieces", HAPPY)).status).toBe(201);
});

test("a composer that fails is named, and nothing is kept; too many wishes at once are sent away, none is lost", async () => {
  const failing = await openComposing({
    onCompose: () => {
      throw new MoodSyncError("model.hash-mismatch", "The weights do not belong to the config.");
    },
  });
  const refused = await failing.ask("POST", "/pieces", HAPPY);
  expect(refused.status).toBe(500);
  expect(refused.body.error.code).toBe("model.hash-mismatch");
  expect((await failing.ask("GET", "/pieces")).body.total).toBe(0);

  const { ask } = await openComposing({ composeMs: 100 });
  const answers = await Promise.all(
    Array.from({ length: 12 }, (_, seed) => ask("POST", "/pieces", { ...HAPPY, seed })),
  );
  const taken = answers.filter(({ status }) => status === 201).length;
  expect(taken).toBe(8);
  expect(answers.filter(({ body }) => body.error?.code === "composing.busy")).toHaveLength(4);
  expect((await ask("GET", "/pieces")).body.total).toBe(taken);
});

test("pieces survive a restart, and a scan of a music folder leaves them alone", async () => {
  const first = await openComposing();
  const before = (await first.ask("POST", "/pieces", HAPPY)).body;
  await first.close();
  const music = await temporaryFolder();
  await writeTrack(music, "a.mp3");
  const second = await openOn(first.data, { musicDir: music }, { maker: fakeMaker() });
  expect(await scanThrough(second.ask)).toMatchObject({ total: 1, removed: 0 });
  expect((await second.ask("GET", `/pieces/${before.id}`)).body).toEqual(before);
  expect((await second.ask("GET", "/status")).body).toMatchObject({ tracks: 2, playable: 2 });
});
