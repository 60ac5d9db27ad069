/** Leads through the faces: which one, how to make it, how long, why it waits; with a way past and a way out. */
import { SkipForward, Square } from "lucide-react";
import { type ReactNode, useEffect, useRef } from "react";
import type { SensingView } from "../../capture/sensing.ts";
import { Button } from "../../design/button.tsx";
import { MoodDot } from "../../design/mood-dot.tsx";
import { Spinner } from "../../design/spinner.tsx";
import { StatusLight } from "../../design/status-light.tsx";
import { moodWord } from "../mood-display/emotion-order.ts";
import styles from "./pose-guide.module.css";
import { POSE_ORDER, posedEmotion, stepMs, type PoseSequence } from "./pose-sequence.ts";
import { POSE_HINTS, WAIT_SENTENCES } from "./pose-words.ts";
import { ProgressRing } from "./progress-ring.tsx";

/** The picture alone: a word on it for what is read would tempt the listener to act for the machine. */
function Mirror({ stream, children }: { stream: MediaStream | null; children: ReactNode }): ReactNode {
  const video = useRef<HTMLVideoElement>(null);
  useEffect(() => {
    const element = video.current;
    if (element === null) return;
    element.srcObject = stream;
    // Autoplay may be refused until a tap; the frames are read either way.
    if (stream !== null) element.play().catch(() => undefined);
  }, [stream]);
  return (
    <figure className={styles.mirror}>
      <video ref={video} muted playsInline aria-label="Your camera, mirrored" />
      {children}
    </figure>
  );
}

function statusOf(view: SensingView, { step, wait, faceCount }: PoseSequence): string {
  if (view.state === "paused") return "Paused while this tab is hidden.";
  if (wait !== null) return `${WAIT_SENTENCES[wait]} The clock waits.`;
  const whose = faceCount > 1 ? " Several faces are in view: the largest is read." : "";
  return `${step === "show" ? "Hold it …" : "Get ready …"}${whose}`;
}

function Places({ index }: { index: number }): ReactNode {
  return (
    <ol className={styles.places} aria-hidden="true">
      {POSE_ORDER.map((emotion, place) => (
        <li
          key={emotion}
          data-place={place < index ? "past" : place === index ? "now" : "to-come"}
          data-mood={emotion}
        />
      ))}
    </ol>
  );
}

export interface PoseGuideProps {
  view: SensingView;
  sequence: PoseSequence;
  onSkip: () => void;
  onStop: () => void;
}

/** What changes from step to step is spoken; the seconds are not. Takes the focus, since it replaces the button that led here. */
export function PoseGuide({ view, sequence, onSkip, onStop }: PoseGuideProps): ReactNode {
  const emotion = posedEmotion(sequence) ?? "neutral";
  const guide = useRef<HTMLDivElement>(null);
  useEffect(() => guide.current?.focus(), []);
  const ready = view.state !== "starting";
  return (
    <div
      ref={guide}
      tabIndex={-1}
      className={styles.guide}
      data-mood={emotion}
      data-pose={emotion}
      data-step={sequence.step}
    >
      <div className={styles.bar}>
        <StatusLight on={view.state !== "paused"}>Camera on</StatusLight>
        <span>
          Face {Math.min(sequence.index + 1, POSE_ORDER.length)} of {POSE_ORDER.length}
        </span>
      </div>
      <Mirror stream={view.stream}>
        {ready ? null : (
          <p className={styles.waiting}>
            <Spinner /> Getting the face reader ready …
          </p>
        )}
      </Mirror>
      <Places index={sequence.index} />
      <div className={styles.asked}>
        <ProgressRing elapsedMs={sequence.elapsedMs} ofMs={stepMs(sequence)} />
        <output className={styles.words}>
          <span className={styles.word}>
            <MoodDot emotion={emotion} /> {moodWord(emotion)}
          </span>
          <span>{POSE_HINTS[emotion]}</span>
          <span className={styles.state}>{ready ? statusOf(view, sequence) : "Getting ready …"}</span>
        </output>
      </div>
      <div className={styles.actions}>
        <Button icon={<SkipForward size={18} aria-hidden="true" />} onClick={onSkip}>
          Skip this face
        </Button>
        <Button icon={<Square size={14} fill="currentColor" aria-hidden="true" />} onClick={onStop}>
          Stop
        </Button>
      </div>
    </div>
  );
}
