/** The private calibration: from the offer through seven faces to a correction that is kept on this device, and back. */
import { RotateCcw, ScanFace, UserRoundCheck } from "lucide-react";
import type { ReactNode } from "react";
import { pageSensing } from "../../capture/page-sensing.ts";
import { CORRECTION_VERSION, type KeptCorrection } from "../../capture/kept-correction.ts";
import {
  isCorrecting,
  keepCorrection,
  resetCorrection,
  usePersonalCorrection,
} from "../../capture/personal-correction.ts";
import { Banner } from "../../design/banner.tsx";
import { Button } from "../../design/button.tsx";
import { notify } from "../../design/notices-store.ts";
import { Panel } from "../../design/panel.tsx";
import { Spinner } from "../../design/spinner.tsx";
import { ConsentNotice } from "../camera/consent-notice.tsx";
import { ProblemView } from "../mood-display/problem-view.tsx";
import { BeforeAfterTable } from "./before-after-table.tsx";
import styles from "./calibration-panel.module.css";
import { CorrectionList } from "./correction-list.tsx";
import { PoseGuide } from "./pose-guide.tsx";
import { TrialResult } from "./trial-result.tsx";
import { useModelFacts } from "./use-model-facts.ts";
import { usePoseRun, type PoseRun } from "./use-pose-run.ts";

function Offer({ onBegin }: { onBegin: () => void }): ReactNode {
  return (
    <>
      <p>
        Show it seven faces, each for three seconds. From how it reads them a small correction is fitted: which feelings
        it should name more readily on your face, and how sure it should be.
      </p>
      <ul className={styles.sentences}>
        <li>No picture is kept: seven numbers a frame are, until the correction is fitted.</li>
        <li>The correction stays in this browser. Nothing of it is sent, and one button removes it.</li>
        <li>It is offered only if it helps on frames that it was not fitted to.</li>
        <li>The music takes no notice of these faces.</li>
      </ul>
      <div className={styles.actions}>
        <Button variant="primary" icon={<ScanFace size={20} aria-hidden="true" />} onClick={onBegin}>
          Show it my faces
        </Button>
      </div>
    </>
  );
}

function InForce({ kept, onAgain }: { kept: KeptCorrection; onAgain: () => void }): ReactNode {
  const on = usePersonalCorrection(isCorrecting);
  return (
    <>
      <p className={styles.state}>
        <UserRoundCheck size={18} aria-hidden="true" />
        <strong>Personal correction {on ? "on" : "resting"}</strong>
        <span className={styles.text}>
          since {new Date(kept.fittedAtMs).toLocaleDateString("en", { dateStyle: "long" })}
        </span>
      </p>
      <p className={styles.text}>
        It corrects the largest face in view, from the camera and in photos; others are read as they are.
      </p>
      <BeforeAfterTable faces={kept.faces} />
      <CorrectionList calibration={kept.calibration} />
      <p className={styles.text}>
        These are a few seconds of faces made on purpose, in one light. Take the figures as a hint.
      </p>
      <div className={styles.actions}>
        <Button icon={<ScanFace size={18} aria-hidden="true" />} onClick={onAgain}>
          Do it again
        </Button>
        <Button
          icon={<RotateCcw size={18} aria-hidden="true" />}
          onClick={() => {
            resetCorrection();
            notify({ text: "The correction is removed. Your face is read like anyone's." });
          }}
        >
          Reset
        </Button>
      </div>
    </>
  );
}

/** The camera's part, from the notice to the last face. */
function Posing({ run: { view, sequence, begin, skip, stop } }: { run: PoseRun }): ReactNode {
  if (view.state === "consent") {
    return <ConsentNotice onAgree={() => pageSensing().agree()} onDecline={() => pageSensing().dismiss()} />;
  }
  if (view.state === "error") {
    return (
      <>
        <ProblemView code={view.problem?.code ?? "camera.failed"} ways={{ retry: begin }} />
        <div className={styles.actions}>
          <Button variant="quiet" onClick={stop}>
            Leave it
          </Button>
        </div>
      </>
    );
  }
  if (view.stream !== null) return <PoseGuide view={view} sequence={sequence} onSkip={skip} onStop={stop} />;
  return (
    <>
      <output className={styles.state}>
        <Spinner /> Your browser asks for the camera. Choose “Allow” to go on.
      </output>
      <div className={styles.actions}>
        <Button size="small" onClick={stop}>
          Cancel
        </Button>
      </div>
    </>
  );
}

function keep(run: PoseRun, weightsSha256: string): void {
  const { trial } = run;
  if (trial === null) return;
  const { calibration, faces } = trial;
  const kept = keepCorrection({
    version: CORRECTION_VERSION,
    weightsSha256,
    fittedAtMs: Date.now(),
    calibration,
    faces,
  });
  run.putAway();
  notify({
    text: kept
      ? "Your correction is on."
      : "Your correction is on until you close this page: the browser stores nothing.",
  });
}

export function CalibrationPanel(): ReactNode {
  const run = usePoseRun();
  const kept = usePersonalCorrection((state) => state.kept);
  const dropped = usePersonalCorrection((state) => state.dropped);
  const weights = useModelFacts().data?.weightsSha256 ?? null;
  return (
    <Panel title="On your face">
      {dropped && !run.posing ? (
        <Banner>
          Your correction was dropped: the face reader has new weights, and it was fitted to the old ones.
        </Banner>
      ) : null}
      {run.posing ? <Posing run={run} /> : null}
      {!run.posing && run.trial !== null ? (
        <TrialResult
          trial={run.trial}
          onUse={weights === null ? null : () => keep(run, weights)}
          onAgain={run.begin}
          onDiscard={run.putAway}
        />
      ) : null}
      {!run.posing && run.trial === null && kept !== null ? <InForce kept={kept} onAgain={run.begin} /> : null}
      {!run.posing && run.trial === null && kept === null ? <Offer onBegin={run.begin} /> : null}
    </Panel>
  );
}
