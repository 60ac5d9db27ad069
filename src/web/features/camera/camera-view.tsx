/** The camera's part of the mood panel, through all its states: off, notice, asking, reading, and everything that can go wrong. */
import { Camera, Radio, ScanFace } from "lucide-react";
import type { ReactNode } from "react";
import { hasCameraConsent } from "../../capture/camera-consent.ts";
import { pageSensing, useSensingView } from "../../capture/page-sensing.ts";
import type { LiveReading, SensingView } from "../../capture/sensing.ts";
import { Banner } from "../../design/banner.tsx";
import { Button } from "../../design/button.tsx";
import { ProgressBar } from "../../design/progress-bar.tsx";
import { Spinner } from "../../design/spinner.tsx";
import { FaceCards } from "../mood-display/face-cards.tsx";
import { ProblemView } from "../mood-display/problem-view.tsx";
import { CorrectionNote } from "../reads-me/correction-note.tsx";
import { CameraChooser } from "./camera-chooser.tsx";
import { CameraPreview } from "./camera-preview.tsx";
import styles from "./camera-view.module.css";
import { ConsentNotice } from "./consent-notice.tsx";
import { listFaces } from "./listed-faces.ts";
import { useLiveReading } from "./use-live-reading.ts";

/** The cards follow the faces this often; the boxes follow every frame. */
const CARDS_EVERY_MS = 250;

export interface CameraViewProps {
  onUsePhoto: () => void;
  onUsePad: () => void;
}

function StartButtons({ view }: { view: SensingView }): ReactNode {
  return (
    <div className={styles.off}>
      {view.switchedOffWhileAway ? (
        <Banner>The camera was switched off while you were away. Start it again whenever you like.</Banner>
      ) : null}
      <div className={styles.hero} aria-hidden="true">
        <Camera size={36} strokeWidth={1.75} />
      </div>
      <div className={styles.actions}>
        <Button
          variant="primary"
          size="large"
          icon={<ScanFace size={20} aria-hidden="true" />}
          onClick={() => pageSensing().start("detect")}
        >
          Detect my mood
        </Button>
        <Button size="large" icon={<Radio size={20} aria-hidden="true" />} onClick={() => pageSensing().start("live")}>
          Live
        </Button>
      </div>
      <p className={styles.note}>
        “Detect” looks for two seconds and switches the camera off. “Live” keeps reading until you stop it. Frames stay
        on this device.
      </p>
      {hasCameraConsent() ? (
        <Button size="small" variant="quiet" onClick={() => pageSensing().withdrawConsent()}>
          Withdraw my consent to the camera
        </Button>
      ) : null}
    </div>
  );
}

function Asking(): ReactNode {
  return (
    <div className={styles.off}>
      <output className={styles.asking}>
        <Spinner /> Your browser asks for the camera. Choose “Allow” to go on.
      </output>
      <Button size="small" onClick={() => pageSensing().stop()}>
        Cancel
      </Button>
    </div>
  );
}

function Reading({ view, live }: { view: SensingView; live: LiveReading | null }): ReactNode {
  const faces = live === null ? [] : listFaces(live.reading, live.moods.faces, true);
  return (
    <>
      <CameraPreview view={view} live={live} />
      {view.mode === "detect" ? (
        <ProgressBar
          label="Reading your mood"
          share={view.detectShare > 0 ? view.detectShare : null}
          valueText={view.detectShare > 0 ? "Reading" : "Looking for a face"}
        />
      ) : null}
      {live !== null && faces.length === 0 ? (
        <p className={styles.note}>Nobody is in view. Sit facing the camera, with light on your face.</p>
      ) : null}
      <FaceCards faces={faces} />
      <CorrectionNote />
      <CameraChooser
        cameras={view.cameras}
        deviceId={view.deviceId}
        onChoose={(deviceId) => pageSensing().chooseCamera(deviceId)}
      />
    </>
  );
}

function Trouble({ view, onUsePhoto, onUsePad }: CameraViewProps & { view: SensingView }): ReactNode {
  return (
    <>
      <ProblemView
        code={view.problem?.code ?? "camera.failed"}
        ways={{
          retry: () => pageSensing().start(view.mode ?? "live"),
          "use-photo": onUsePhoto,
          "use-pad": onUsePad,
        }}
      />
      <CameraChooser
        cameras={view.cameras}
        deviceId={null}
        onChoose={(deviceId) => pageSensing().chooseCamera(deviceId)}
      />
    </>
  );
}

/** Chooses by the state of the page's sensing. */
export function CameraView(props: CameraViewProps): ReactNode {
  const view = useSensingView();
  const live = useLiveReading(CARDS_EVERY_MS, view.stream !== null);
  return (
    <div className={styles.camera} data-sensing={view.state}>
      {view.state === "idle" ? <StartButtons view={view} /> : null}
      {view.state === "consent" ? (
        <ConsentNotice onAgree={() => pageSensing().agree()} onDecline={() => pageSensing().dismiss()} />
      ) : null}
      {view.state === "asking" ? <Asking /> : null}
      {view.stream === null ? null : <Reading view={view} live={live} />}
      {view.state === "error" ? <Trouble view={view} {...props} /> : null}
    </div>
  );
}
