/**
 * How well copies of one recording are told from other recordings: by tags alone, by sound alone, and as the app does.
 * The set is made here: tunes, their copies in other encodings, levels and lengths under right and wrong names, and what
 * must not be taken for a copy. `npm run bench -- duplicates`.
 */
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fingerprintKeys, copyBuckets, lengthBucket } from "../dist/core/library/fingerprint-keys.js";
import { judgeCopies } from "../dist/core/library/judge-copies.js";
import { recordingKey } from "../dist/core/library/recording-key.js";
import { createSeededRandom } from "../dist/core/recommendation/seeded-random.js";
import { takeFingerprint } from "../dist/core/signal/fingerprint.js";
import { decodeAudio } from "../dist/sources/local/decode/decode-audio.js";
import { excerptStart } from "../dist/sources/local/analyse-file.js";
import { share } from "./figures.mjs";

const RATE_HZ = 22_050;
const TUNES = 10;
/** Other seeds than those of any test; the thresholds were chosen on rendered songs, not on these. */
const FIRST_SEED = 9000;

/** A song's notes: chords, a melody and a beat that never quite repeat. */
function tune(seed, { seconds, speed = 1, semitones = 0, touch = 0 }) {
  const random = createSeededRandom(seed);
  const human = createSeededRandom(seed + touch * 7919);
  const samples = new Float32Array(seconds * RATE_HZ);
  const beat = (0.42 + 0.2 * random()) / speed;
  const scale = random() < 0.5 ? [0, 2, 4, 5, 7, 9, 11] : [0, 2, 3, 5, 7, 8, 10];
  const tonic = 45 + Math.floor(random() * 12) + semitones;
  const tones = createTones(beat * 1.6);
  for (let at = 0, step = 0; at < seconds; at += beat / 2, step++) {
    const notes = [tonic + 24 + scale[Math.floor(random() * 7)] + (random() < 0.3 ? 12 : 0)];
    if (step % 4 === 0) {
      const root = Math.floor(random() * 7);
      for (const third of [0, 2, 4]) notes.push(tonic + 12 + scale[(root + third) % 7] + (root + third >= 7 ? 12 : 0));
    }
    const late = touch === 0 ? 0 : 0.05 * human();
    for (const note of notes) {
      if (random() < 0.15) continue;
      addTone(samples, at + late, tones(440 * 2 ** ((note - 69) / 12)), 0.08 + 0.06 * (touch ? human() : random()));
    }
    addHit(samples, at + late, step % 2 === 0 ? 0.12 : 0.05, human);
  }
  return samples;
}

/** Made once for each pitch of a tune: most of the time would go into it otherwise. */
function createTones(seconds) {
  const tones = new Map();
  return (hz) => {
    const known = tones.get(hz);
    if (known) return known;
    const tone = Float32Array.from({ length: Math.round(seconds * RATE_HZ) }, (_, i) => {
      const t = i / RATE_HZ;
      const phase = 2 * Math.PI * hz * t;
      const envelope = Math.min(1, t / 0.008) * Math.exp((-3 * t) / seconds);
      return envelope * (Math.sin(phase) + 0.5 * Math.sin(2 * phase) + 0.25 * Math.sin(3 * phase));
    });
    tones.set(hz, tone);
    return tone;
  };
}

function addTone(samples, at, tone, level) {
  const first = Math.round(at * RATE_HZ);
  const count = Math.min(tone.length, samples.length - first);
  for (let i = 0; i < count; i++) samples[first + i] += level * tone[i];
}

function addHit(samples, at, level, random) {
  const first = Math.round(at * RATE_HZ);
  const last = Math.min(samples.length, first + RATE_HZ / 20);
  for (let i = first; i < last; i++) samples[i] += level * (random() - 0.5) * Math.exp((first - i) / 600);
}

/** Encodes, decodes as a scan does, and takes the fingerprint. */
async function listen(folder, samples, { extension, encoder, filter }) {
  const [raw, file] = [join(folder, "x.f32"), join(folder, `x.${extension}`)];
  writeFileSync(raw, Buffer.from(samples.buffer, samples.byteOffset, samples.byteLength));
  const input = ["-f", "f32le", "-ar", String(RATE_HZ), "-ac", "1", "-i", raw];
  const filters = filter ? ["-af", filter] : [];
  const encoding = spawnSync("ffmpeg", ["-nostdin", "-v", "error", "-y", ...input, ...filters, ...encoder, file]);
  if (encoding.status !== 0) throw new Error(String(encoding.stderr));
  const durationSeconds = samples.length / RATE_HZ;
  const options = { startSeconds: excerptStart(durationSeconds), maxSeconds: 120, durationSeconds };
  const decoded = await decodeAudio(file, options);
  return takeFingerprint(decoded.samples, decoded.sampleRateHz);
}

const MP3 = (rate) => ({ extension: "mp3", encoder: ["-c:a", "libmp3lame", "-b:a", rate] });
const OPUS = { extension: "opus", encoder: ["-c:a", "libopus", "-b:a", "24k"] };
const OGG = { extension: "ogg", encoder: ["-c:a", "libvorbis", "-q:a", "1"] };
const AAC = { extension: "m4a", encoder: ["-c:a", "aac", "-b:a", "96k"] };
const FLAC = { extension: "flac", encoder: ["-c:a", "flac"] };

const COPIES = [
  {
    kind: "mp3 64 kbit/s, quieter",
    format: { ...MP3("64k"), filter: "volume=-11dB" },
    tags: (n) => ({ title: `${n} (Remastered 2011)`, artist: `Artist ${n}` }),
  },
  { kind: "opus 24 kbit/s, no tags", format: OPUS, tags: () => ({ title: "Track 07", artist: null }) },
  { kind: "ogg, wrong tags", format: OGG, tags: (n) => ({ title: `Unbekannt ${n}`, artist: "Somebody" }) },
  {
    kind: "silence of 3.37 s before",
    format: MP3("128k"),
    tags: (n) => ({ title: `03 - ${n}`, artist: `artist ${n} feat. X` }),
    leadSeconds: 3.37,
  },
  {
    kind: "7 s cut off the end",
    format: AAC,
    tags: (n) => ({ title: `Artist ${n} - ${n}`, artist: null }),
    cutSeconds: 7,
  },
];
/** What bears the same name, or nearly, and is another recording. */
const OTHERS = [
  { kind: "played again, same name", change: { touch: 1 }, suffix: "" },
  { kind: "live", change: { touch: 2, speed: 1.03 }, suffix: " (Live)" },
  { kind: "faster by 4 %, same name", change: { speed: 1.04 }, suffix: "" },
  { kind: "a semitone higher, same name", change: { semitones: 1 }, suffix: "" },
];

async function makeTracks() {
  const folder = mkdtempSync(join(tmpdir(), "moodsync-duplicates-"));
  const tracks = [];
  const add = async ({ kind, recording, samples, tags, format }) => {
    const durationMs = (samples.length / RATE_HZ) * 1000;
    tracks.push({
      kind,
      recording,
      key: recordingKey(tags),
      durationMs,
      fingerprint: await listen(folder, samples, format),
    });
  };
  for (let number = 0; number < TUNES; number++) {
    const [seed, seconds] = [FIRST_SEED + number, 40 + ((number * 13) % 40)];
    const name = `Tune ${String.fromCodePoint(65 + (number % 26))}${number}`;
    const samples = tune(seed, { seconds });
    const named = { title: name, artist: `Artist ${name}` };
    await add({ kind: "original", recording: `${number}`, samples, tags: named, format: FLAC });
    for (const { kind, format, tags, leadSeconds = 0, cutSeconds = 0 } of COPIES) {
      const shifted = shift(samples, leadSeconds, cutSeconds);
      await add({ kind, recording: `${number}`, samples: shifted, tags: tags(name), format });
    }
    for (const { kind, change, suffix } of OTHERS) {
      const tags = { title: name + suffix, artist: `Artist ${name}` };
      const other = tune(seed, { seconds, ...change });
      await add({ kind, recording: `${number} ${kind}`, samples: other, tags, format: MP3("128k") });
    }
  }
  rmSync(folder, { recursive: true });
  return tracks;
}

function shift(samples, leadSeconds, cutSeconds) {
  const lead = Math.round(leadSeconds * RATE_HZ);
  const shifted = new Float32Array(samples.length + lead - Math.round(cutSeconds * RATE_HZ));
  shifted.set(samples.subarray(0, shifted.length - lead), lead);
  return shifted;
}

/** Whether the index would bring the two together at all. */
function meet(a, b) {
  if (!a.fingerprint || !b.fingerprint) return false;
  const kept = new Set(fingerprintKeys(b.fingerprint, lengthBucket(b.durationMs)));
  return copyBuckets(a.durationMs).some((bucket) =>
    fingerprintKeys(a.fingerprint, bucket).some((key) => kept.has(key)),
  );
}

const METHODS = {
  "tags alone": (a, b) => judgeCopies({ ...a, fingerprint: null }, { ...b, fingerprint: null }) !== null,
  "sound alone": (a, b) => meet(a, b) && judgeCopies({ ...a, key: null }, { ...b, key: null }) !== null,
  "both, as the app does": (a, b) => ((a.key !== null && a.key === b.key) || meet(a, b)) && judgeCopies(a, b) !== null,
};

/** Precision and recall of each method over all pairs; what it took for a copy wrongly, or missed, goes to stderr. */
export async function* run() {
  if (spawnSync("ffmpeg", ["-version"], { stdio: "ignore" }).status !== 0) {
    console.error("duplicates: skipped, no ffmpeg on this machine to encode the copies");
    return;
  }
  const tracks = await makeTracks();
  for (const [method, same] of Object.entries(METHODS)) {
    const { found, missed, wrong } = judgePairs(tracks, same);
    const [hits, misses, errors] = [found, missed, wrong].map(total);
    for (const [kind, count] of wrong) console.error(`duplicates, ${method}: wrong ${count}, ${kind}`);
    for (const [kind, count] of missed) console.error(`duplicates, ${method}: missed ${count}, ${kind}`);
    yield share(`duplicates: precision, ${method}`, scores(hits, errors));
    yield share(`duplicates: recall, ${method}`, scores(hits, misses));
  }
}

function judgePairs(tracks, same) {
  const [found, missed, wrong] = [new Map(), new Map(), new Map()];
  for (const [i, a] of tracks.entries()) {
    for (const b of tracks.slice(0, i)) {
      const kind = a.kind === "original" ? b.kind : a.kind;
      const isSame = same(a, b);
      const outcome = a.recording === b.recording ? (isSame ? found : missed) : isSame ? wrong : null;
      outcome?.set(kind, (outcome.get(kind) ?? 0) + 1);
    }
  }
  return { found, missed, wrong };
}

function total(counts) {
  return [...counts.values()].reduce((sum, count) => sum + count, 0);
}

/** One for each pair that was judged rightly and none for each that was not. */
function scores(right, wrong) {
  return Array.from({ length: Math.max(1, right + wrong) }, (_, i) => (i < right ? 1 : 0));
}
