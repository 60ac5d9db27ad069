/** The outcome of a run: what the correction would change, and whether it helps on frames that it was not fitted to. */
import { type ReactNode, useEffect, useRef } from "react";
import { MIN_FACES } from "../../../core/affect/personal-calibration.ts";
import type { CalibrationTrial } from "../../../core/affect/personal-calibration-trial.ts";
import { Banner } from "../../design/banner.tsx";
import { Button } from "../../design/button.tsx";
import { BeforeAfterTable } from "./before-after-table.tsx";
import styles from "./calibration-panel.module.css";
import { CorrectionList } from "./correction-list.tsx";

const VERDICTS = {
  helps: "A correction helps. Use it?",
  "no-help": "A correction would not help.",
  "too-few": "There was too little to go by.",
} as const;

export interface TrialResultProps {
  trial: CalibrationTrial;
  /** Null while it is not known which weights the correction belongs to. */
  onUse: (() => void) | null;
  onAgain: () => void;
  onDiscard: () => void;
}

/** Takes the focus to its heading, since it replaces the guide. */
export function TrialResult({ trial, onUse, onAgain, onDiscard }: TrialResultProps): ReactNode {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  const { verdict, faces, calibration } = trial;
  return (
    <div className={styles.part} data-verdict={verdict}>
      <h3 ref={heading} tabIndex={-1} className={styles.name}>
        {VERDICTS[verdict]}
      </h3>
      {verdict === "too-few" ? (
        <p>A correction needs {MIN_FACES} faces at least, each in view for its three seconds. Nothing was changed.</p>
      ) : (
        <BeforeAfterTable faces={faces} />
      )}
      {verdict === "no-help" ? (
        <p>
          On the frames held out, your faces are not read better with a correction than without. Nothing was changed,
          and the frames' figures are forgotten.
        </p>
      ) : null}
      {verdict === "helps" ? <CorrectionList calibration={calibration} /> : null}
      {verdict === "helps" && onUse === null ? (
        <Banner tone="warning">It is not known which weights read your face, so the correction cannot be kept.</Banner>
      ) : null}
      <div className={styles.actions}>
        {verdict === "helps" ? (
          <Button variant="primary" onClick={onUse ?? undefined} disabled={onUse === null}>
            Use this correction
          </Button>
        ) : null}
        <Button onClick={onAgain}>Try again</Button>
        <Button variant="quiet" onClick={onDiscard}>
          {verdict === "helps" ? "Discard it" : "Close"}
        </Button>
      </div>
    </div>
  );
}
