/** One run through the faces for a component: follows the camera's readings, and tries a correction when it is over. */
import { useCallback, useEffect, useRef, useState } from "react";
import { tryCalibration, type CalibrationTrial } from "../../../core/affect/personal-calibration-trial.ts";
import { pageSensing, useSensingView } from "../../capture/page-sensing.ts";
import type { SensingView } from "../../capture/sensing.ts";
import { poseFrame } from "./pose-frame.ts";
import { FIRST_POSE, poseReducer, type PoseEvent, type PoseSequence } from "./pose-sequence.ts";

export interface PoseRun {
  view: SensingView;
  /** The camera is on, or on its way, for this run. */
  posing: boolean;
  sequence: PoseSequence;
  /** The outcome of the last run; null before one is over, and when it was put away. */
  trial: CalibrationTrial | null;
  begin: () => void;
  skip: () => void;
  /** Ends the run; what was seen is forgotten. */
  stop: () => void;
  putAway: () => void;
}

/** Leaving the page stops the camera. */
export function usePoseRun(): PoseRun {
  const view = useSensingView();
  const posing = view.mode === "pose";
  const now = useRef(FIRST_POSE);
  const [sequence, setSequence] = useState(FIRST_POSE);
  const [trial, setTrial] = useState<CalibrationTrial | null>(null);

  const become = useCallback((next: PoseSequence) => {
    now.current = next;
    setSequence(next);
  }, []);

  const advance = useCallback(
    (event: PoseEvent) => {
      const before = now.current;
      const next = poseReducer(before, event);
      become(next);
      if (next.step !== "over" || before.step === "over") return;
      setTrial(tryCalibration(next.samples));
      pageSensing().stop();
    },
    [become],
  );

  useEffect(
    () => (posing ? pageSensing().onReading(({ reading }) => advance(poseFrame(reading))) : undefined),
    [posing, advance],
  );
  useEffect(
    () => () => {
      if (pageSensing().view().mode === "pose") pageSensing().stop();
    },
    [],
  );

  return {
    view,
    posing,
    sequence,
    trial,
    begin() {
      become(FIRST_POSE);
      setTrial(null);
      pageSensing().start("pose");
    },
    skip: () => advance({ kind: "skip" }),
    stop: () => pageSensing().stop(),
    putAway: () => setTrial(null),
  };
}
