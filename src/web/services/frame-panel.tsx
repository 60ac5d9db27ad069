/** What a player frame shows of itself: one button, whose press lets the browser sound, and a line beside it. */
import { MonitorSpeaker } from "lucide-react";
import { type ReactNode, useEffect, useRef } from "react";
import { Button } from "../design/button.tsx";
import styles from "./frame-panel.module.css";
import type { PageLook } from "./frame-protocol.ts";

/** Where the player stands: `loading` its script, `idle` until pressed, `starting`, `on`, `blocked` by the browser, `broken`. */
export type FrameStep = "loading" | "idle" | "starting" | "on" | "blocked" | "broken";

export interface FramePanelProps {
  step: FrameStep;
  /** What the button is for, such as "Play in this browser". */
  label: string;
  words: Readonly<Record<FrameStep, string>>;
  onPress: () => void;
  onHeight: (px: number) => void;
}

export function FramePanel({ step, label, words, onPress, onHeight }: FramePanelProps): ReactNode {
  const panel = useRef<HTMLElement>(null);
  useEffect(() => {
    const element = panel.current;
    if (element === null) return undefined;
    const observer = new ResizeObserver(() => onHeight(Math.ceil(element.getBoundingClientRect().height)));
    observer.observe(element);
    return () => observer.disconnect();
  }, [onHeight]);
  return (
    <main ref={panel} className={styles.panel}>
      {step === "on" || step === "broken" ? null : (
        <Button
          variant={step === "blocked" ? "primary" : "soft"}
          busy={step === "loading" || step === "starting"}
          icon={<MonitorSpeaker size={18} aria-hidden="true" />}
          onClick={onPress}
        >
          {step === "blocked" ? "Tap to play" : label}
        </Button>
      )}
      <output className={styles.words}>{words[step]}</output>
    </main>
  );
}

/** Takes on the page's mood and theme. */
export function wearLook({ mood, theme }: PageLook): void {
  const root = document.documentElement;
  root.dataset["mood"] = mood;
  if (theme === null) delete root.dataset["theme"];
  else root.dataset["theme"] = theme;
}
