/**
 * Plays notes in the page as they are composed: a synthesiser in an audio worklet with the build's SoundFont, both from our own
 * server. Composing, and turning bars into times on the audio clock, are left to the caller; so is connecting `output`.
 */
import { WorkletSynthesizer } from "spessasynth_lib";
import processorUrl from "spessasynth_lib/dist/spessasynth_processor.min.js?url";
import { VOICES, type PieceMood, type Voice } from "../core/composition/piece.ts";
import { MoodSyncError } from "../core/errors.ts";
import { bankToUse, CHANNEL_BANKS } from "./channel-banks.ts";
import { fetchSoundFont } from "./fetch-sound-font.ts";
import { createLiveLevel } from "./live-level.ts";
import { createMessageQueue, type TimedMessage } from "./message-queue.ts";
import { ensembleFor, PROGRAMS, type VoicePreset } from "./presets.ts";

export interface ScheduledNote {
  voice: Voice;
  /** 0..127. */
  pitch: number;
  /** 1..127. */
  velocity: number;
  /** Seconds on the context's clock (`context.currentTime`); what is past begins at once, what is over is left out. */
  startTime: number;
  /** Seconds, above 0. */
  duration: number;
}

export interface WebSynth {
  /** Everything that is heard, levelled and limited; connect it to where it shall go. */
  readonly output: AudioNode;
  /** Adds notes to those that wait; any time ahead will do, and tempo is a matter of their times. */
  schedule(notes: readonly ScheduledNote[]): void;
  /** Chooses the instruments for a mood from `atTime` on (default now); notes that sound already keep theirs. */
  setMood(mood: PieceMood, atTime?: number): void;
  /** Takes back the notes and moods from `time` on that wait still; of the next 1.2 s nothing can be taken back. */
  cancelFrom(time: number): void;
  /** Fades everything out within 60 ms and forgets what waits. @returns when it is silent */
  stop(): Promise<void>;
  /** Stops for good and gives the memory back. */
  close(): void;
}

/** The worklet is given what is due within this time: long enough for a page in the background, whose timers are slow. */
const LOOK_AHEAD_S = 1.2;
const PUMP_MS = 100;
const FOLLOW_EVERY = 4;
const FADE_S = 0.06;
/** An exponential fade's time constant: 60 ms take it 43 dB down. */
const FADE_CONSTANT_S = 0.012;
const OPEN_CONSTANT_S = 0.003;
/** The worklet hears of a mute a block or two of the audio hardware late: 15 ms were seen on a busy machine. */
const MUTE_DELAY_S = 0.05;
/** A suspended context's clock stands still: longer than this nobody waits for it. */
const LONGEST_FADE_MS = 500;
const CONTROLLERS: readonly [number, keyof VoicePreset][] = [
  [7, "volume"],
  [10, "pan"],
  [91, "reverb"],
  [93, "chorus"],
  [74, "brightness"],
];
const [NOTE_OFF, NOTE_ON, CONTROL, PROGRAM] = [0x80, 0x90, 0xb0, 0xc0];
const NEUTRAL: PieceMood = { emotion: "neutral", valence: 0, arousal: 0 };

/**
 * Loads the worklet and the SoundFont and warms both up, so that the first note needs nothing more. Works on a suspended context
 * too, and holds a running one for a moment; whether a browser lets it run is the caller's affair.
 * @throws MoodSyncError `synth.unsupported` where there are no audio worklets (an insecure address), `synth.failed`,
 *   `sound-font.*`; the abort reason
 */
export async function createWebSynth(context: AudioContext, options: { signal?: AbortSignal } = {}): Promise<WebSynth> {
  const { signal } = options;
  if (!("audioWorklet" in context)) throw unsupported();
  const [data] = await Promise.all([
    fetchSoundFont(signal),
    context.audioWorklet.addModule(processorUrl).catch(failed),
  ]);
  signal?.throwIfAborted();
  const synth = await startSynthesizer(context);
  await synth.soundBankManager.addSoundBank(data, "moodsync").catch(failed);
  for (const { percussion } of CHANNEL_BANKS) synth.midiChannels[percussion]?.setDrums(true);
  warmUp(synth);
  if (signal?.aborted) synth.destroy();
  signal?.throwIfAborted();
  return conduct(context, synth);
}

/**
 * The synthesiser counts time from the moment it is made, by the blocks it is asked for; were the context running, all notes would be
 * late by what passes before the first block. So time stands still meanwhile.
 */
async function startSynthesizer(context: AudioContext): Promise<WorkletSynthesizer> {
  const wasRunning = context.state === "running";
  if (wasRunning) await context.suspend();
  try {
    const synth = new WorkletSynthesizer(context, { eventsEnabled: false });
    await synth.isReady;
    return synth;
  } finally {
    if (wasRunning) await context.resume();
  }
}

/** Lets every sample be unpacked now: each instrument's keys once, too soft and too short to be heard, before anything is connected. */
function warmUp(synth: WorkletSynthesizer): void {
  const { melody, percussion } = CHANNEL_BANKS[0]!;
  for (const program of Object.values(PROGRAMS)) {
    synth.programChange(melody, program);
    for (let key = 24; key <= 102; key += 3) synth.noteOn(melody, key, 1);
    synth.stopAll(true);
  }
  for (let key = 31; key <= 82; key++) synth.noteOn(percussion, key, 1);
  synth.stopAll(true);
}

/** What plays: the queue, the channels in use, the fades. */
function conduct(context: AudioContext, synth: WorkletSynthesizer): WebSynth {
  const queue = createMessageQueue();
  const level = createLiveLevel(context);
  const output = context.createGain();
  output.gain.value = 0;
  synth.connect(level.input);
  level.output.connect(output);
  const freeAt = CHANNEL_BANKS.map(() => 0);
  let bank = 0;
  let mood = NEUTRAL;
  let fades = 0;
  let mutedFrom = 0;
  let isOpen = false;
  let timer: ReturnType<typeof setInterval> | null = null;
  let turns = 0;

  let isClosed = false;

  const channelOf = (voice: Voice): number => CHANNEL_BANKS[bank]![voice];
  const mute = (index: number, isMuted: boolean): void => {
    if (isClosed) return;
    for (const channel of Object.values(CHANNEL_BANKS[index]!)) {
      synth.midiChannels[channel]?.setSystemParameter("isMuted", isMuted);
    }
  };

  function pump(): void {
    for (const { time, data } of queue.takeUntil(context.currentTime + LOOK_AHEAD_S)) {
      synth.sendMessage(data, 0, { time });
    }
    if (turns++ % FOLLOW_EVERY === 0) level.follow();
  }

  function start(): void {
    if (timer === null) timer = setInterval(pump, PUMP_MS);
    if (isOpen) return;
    isOpen = true;
    if (fades === 0) open();
  }

  /** What was stopped sounds on behind the closed output until it is muted; opened any sooner, its end would be heard as a click. */
  function open(): void {
    output.gain.setTargetAtTime(1, Math.max(context.currentTime, mutedFrom), OPEN_CONSTANT_S);
  }

  function settings(time: number): TimedMessage[] {
    const ensemble = ensembleFor(mood);
    const message = (data: number[]): TimedMessage => ({ time, startTime: time, note: null, kind: "setting", data });
    return VOICES.flatMap((voice) => [
      message([PROGRAM | channelOf(voice), ensemble[voice].program]),
      ...CONTROLLERS.map(([number, of]) => message([CONTROL | channelOf(voice), number, ensemble[voice][of]])),
    ]);
  }

  function noteMessages({ voice, pitch, velocity, startTime, duration }: ScheduledNote): TimedMessage[] {
    const note = `${voice} ${pitch}`;
    const channel = channelOf(voice);
    return [
      { time: startTime, startTime, note, kind: "on", data: [NOTE_ON | channel, pitch, velocity] },
      { time: startTime + duration, startTime, note, kind: "off", data: [NOTE_OFF | channel, pitch, 0] },
    ];
  }

  function stop(): Promise<void> {
    queue.clear();
    if (timer !== null) clearInterval(timer);
    timer = null;
    if (!isOpen) return Promise.resolve();
    isOpen = false;
    const now = context.currentTime;
    output.gain.cancelScheduledValues(now);
    output.gain.setTargetAtTime(0, now, FADE_CONSTANT_S);
    output.gain.setValueAtTime(0, now + FADE_S);
    const former = bank;
    freeAt[former] = now + FADE_S + LOOK_AHEAD_S;
    bank = bankToUse(freeAt);
    mute(bank, false);
    queue.add(settings(0));
    pump();
    setTimeout(() => mute(former, false), 1000 * (FADE_S + LOOK_AHEAD_S) + PUMP_MS);
    return endFade(former, now + FADE_S);
  }

  async function endFade(former: number, silentAt: number): Promise<void> {
    fades++;
    await untilClock(context, silentAt);
    if (bank !== former) mute(former, true);
    mutedFrom = context.currentTime + MUTE_DELAY_S;
    fades--;
    if (fades === 0 && isOpen) open();
  }

  queue.add(settings(0));
  pump();
  return {
    output,
    schedule(notes) {
      const now = context.currentTime;
      const ahead = notes.filter(({ startTime, duration }) => startTime + duration > now);
      if (ahead.length === 0) return;
      queue.add(ahead.flatMap(noteMessages));
      start();
      pump();
    },
    setMood(next, atTime = context.currentTime) {
      mood = next;
      queue.add(settings(atTime));
      pump();
    },
    cancelFrom: (time) => queue.dropFrom(time),
    stop,
    close() {
      void stop();
      isClosed = true;
      synth.destroy();
      level.disconnect();
      output.disconnect();
    },
  };
}

/** Waits until the context's clock has reached a time: on a loaded machine it falls behind the timers. */
async function untilClock(context: AudioContext, time: number): Promise<void> {
  const deadlineMs = performance.now() + LONGEST_FADE_MS;
  while (context.currentTime < time && performance.now() < deadlineMs) {
    await new Promise((resolve) => setTimeout(resolve, Math.max(1, 1000 * (time - context.currentTime))));
  }
}

function unsupported(): MoodSyncError {
  return new MoodSyncError(
    "synth.unsupported",
    "This browser plays composed music only at a secure address (https, or this machine itself).",
    { kind: "unsupported" },
  );
}

function failed(cause: unknown): never {
  throw new MoodSyncError("synth.failed", "The synthesiser could not be started in this browser.", {
    kind: "unavailable",
    cause,
  });
}
