/** A frame's panel whose step is changed from outside React, by whatever the service's script says. */
import { type ReactNode, useSyncExternalStore } from "react";
import { FramePanel, type FramePanelProps, type FrameStep } from "./frame-panel.tsx";

export interface SteppedPanel {
  element: ReactNode;
  go: (step: FrameStep) => void;
  step: () => FrameStep;
}

export interface SteppedPanelParts extends Pick<FramePanelProps, "label" | "words" | "onHeight"> {
  /** Told the step in which the button was pressed. */
  onPress: (step: FrameStep) => void;
}

/** Starts at `loading`. */
export function createSteppedPanel({ label, words, onPress, onHeight }: SteppedPanelParts): SteppedPanel {
  let step: FrameStep = "loading";
  const watchers = new Set<() => void>();
  const watch = (watcher: () => void): (() => void) => {
    watchers.add(watcher);
    return () => watchers.delete(watcher);
  };
  const current = (): FrameStep => step;
  function Panel(): ReactNode {
    const shown = useSyncExternalStore(watch, current);
    return <FramePanel step={shown} label={label} words={words} onPress={() => onPress(step)} onHeight={onHeight} />;
  }
  return {
    element: <Panel />,
    step: current,
    go: (next) => {
      step = next;
      for (const watcher of watchers) watcher();
    },
  };
}
