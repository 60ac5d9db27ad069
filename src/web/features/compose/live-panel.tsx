/** Music that is composed as it is heard: its mood and tempo, its notes as they pass, and its controls. */
import { type ReactNode, useMemo } from "react";
import { describeMood, nearestEmotion } from "../../../core/affect/mood-words.ts";
import type { PieceMood } from "../../../core/composition/piece.ts";
import { live, useLive } from "../../composing/page-composing.ts";
import type { LiveState } from "../../composing/live-session.ts";
import { MoodDot } from "../../design/mood-dot.tsx";
import { Panel } from "../../design/panel.tsx";
import { VolumeControl } from "../player/volume-control.tsx";
import { LiveTransport, LiveTrouble } from "./live-controls.tsx";
import styles from "./live-panel.module.css";
import { PianoRoll } from "./piano-roll.tsx";

/** Melody and accompaniment lie within; a range that changed with every bar would make the picture jump. */
const RANGE = { lowest: 24, highest: 92 };

function wordOf(mood: PieceMood): string {
  return describeMood(mood.emotion ?? mood);
}

/** What the music is doing, in one line. */
export function liveSentence({ status, mood, target }: Pick<LiveState, "status" | "mood" | "target">): string {
  if (status === "loading" || mood === null || target === null) return "Getting the instruments ready …";
  if (status === "paused") return `Paused, ${wordOf(mood)}`;
  const [now, wished] = [wordOf(mood), wordOf(target)];
  return now === wished ? `Composing ${now} music as you listen` : `Bending from ${now} to ${wished}`;
}

/** While live music runs, in the place of the song that plays. */
export function LivePanel(): ReactNode {
  const status = useLive((state) => state.status);
  const mood = useLive((state) => state.mood);
  const target = useLive((state) => state.target);
  const emotion = target === null ? "neutral" : (target.emotion ?? nearestEmotion(target));
  return (
    <Panel label="Now playing" className={styles.panel}>
      <div className={styles.words} data-mood={emotion}>
        <p className={styles.mood}>
          <MoodDot emotion={emotion} />
          Composed for you, live
        </p>
        <p className={styles.title}>
          <output>{liveSentence({ status, mood, target })}</output>
        </p>
        <LiveFacts />
      </div>
      <LiveTrouble />
      <LiveRoll />
      <LiveTransport />
      <div className={styles.volume}>
        <VolumeControl />
      </div>
      <p className={styles.note}>
        The music follows your mood, face or choice, and bends within two bars. Nothing leaves this device.
      </p>
    </Panel>
  );
}

function LiveFacts(): ReactNode {
  const bpm = useLive((state) => state.bpm);
  const bars = useLive((state) => state.bars);
  const seed = useLive((state) => state.seed);
  const starvations = useLive((state) => state.starvations);
  const firstSoundMs = useLive((state) => state.firstSoundMs);
  const slowestBarMs = useLive((state) => state.slowestBarMs);
  if (bpm === null) return null;
  return (
    <p
      className={styles.facts}
      data-testid="live-facts"
      // For those who measure: the tests and the benchmark.
      data-starvations={starvations}
      data-first-sound-ms={firstSoundMs?.toFixed(0)}
      data-slowest-bar-ms={slowestBarMs.toFixed(0)}
    >
      {Math.round(bpm)} beats a minute · bar {bars} · seed {seed}
    </p>
  );
}

function LiveRoll(): ReactNode {
  const recent = useLive((state) => state.recent);
  const moving = useLive((state) => state.status === "playing");
  const mood = useLive((state) => state.mood);
  const ahead = useLive((state) => state.ahead);
  const notes = useMemo(() => [...recent, ...ahead].flatMap((bar) => bar.notes), [recent, ahead]);
  const emotion = mood === null ? "neutral" : (mood.emotion ?? nearestEmotion(mood));
  return (
    <PianoRoll
      notes={notes}
      range={RANGE}
      positionTicks={live.positionTicks}
      moving={moving}
      label="Piano roll of the music as it is composed; tempo and bar are told above."
      emotion={emotion}
    />
  );
}
