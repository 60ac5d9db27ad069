/** The mirrored picture of the camera with its light, its figures, one-tap stop, and every face boxed on a canvas above it. */
import { Square } from "lucide-react";
import { type ReactNode, useEffect, useRef } from "react";
import { pageSensing } from "../../capture/page-sensing.ts";
import type { LiveReading, SensingView } from "../../capture/sensing.ts";
import { Button } from "../../design/button.tsx";
import { Spinner } from "../../design/spinner.tsx";
import { StatusLight } from "../../design/status-light.tsx";
import styles from "./camera-preview.module.css";
import { drawFaces } from "./draw-faces.ts";
import { fitCanvas } from "./fit-canvas.ts";
import { listFaces } from "./listed-faces.ts";
import { readMoodPaint } from "./mood-paint.ts";
import type { MoodPaint } from "./mood-paint.ts";

/** The theme may change while the camera runs: colours are read again this often. */
const PAINT_EVERY_MS = 1000;

function useOverlay(active: boolean) {
  const overlay = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    if (!active) return undefined;
    let paint: { atMs: number; colours: MoodPaint } | null = null;
    const draw = ({ reading, moods }: LiveReading): void => {
      const canvas = overlay.current;
      const context = canvas === null ? null : fitCanvas(canvas);
      if (canvas === null || context === null) return;
      const nowMs = performance.now();
      if (paint === null || nowMs - paint.atMs > PAINT_EVERY_MS) {
        paint = { atMs: nowMs, colours: readMoodPaint(canvas.parentElement ?? document.body) };
      }
      const size = { width: canvas.clientWidth, height: canvas.clientHeight };
      const scale = size.width / reading.width;
      drawFaces(
        { context, ...size, scale, mirrored: true, paint: paint.colours },
        listFaces(reading, moods.faces, true),
      );
    };
    return pageSensing().onReading(draw);
  }, [active]);
  return overlay;
}

function useStream(stream: MediaStream | null) {
  const video = useRef<HTMLVideoElement>(null);
  useEffect(() => {
    const element = video.current;
    if (element === null) return;
    element.srcObject = stream;
    // Autoplay may be refused until a tap; the frames are read either way.
    if (stream !== null) element.play().catch(() => undefined);
  }, [stream]);
  return video;
}

function Figures({ live }: { live: LiveReading | null }): ReactNode {
  const { framesPerSecond = null, frameMs = null } = live ?? {};
  if (framesPerSecond === null || frameMs === null) return null;
  return (
    <p className={styles.figures} data-testid="camera-figures">
      <span data-fps={framesPerSecond.toFixed(1)}>{framesPerSecond.toFixed(0)} frames/s</span>
      <span data-frame-ms={frameMs.toFixed(1)}>{frameMs.toFixed(0)} ms a frame</span>
    </p>
  );
}

/** `live` is the latest reading, for the figures and the picture's shape. */
export function CameraPreview({ view, live }: { view: SensingView; live: LiveReading | null }): ReactNode {
  const video = useStream(view.stream);
  const overlay = useOverlay(view.stream !== null);
  const settings = view.stream?.getVideoTracks()[0]?.getSettings();
  const width = live?.reading.width ?? settings?.width ?? 4;
  const height = live?.reading.height ?? settings?.height ?? 3;
  return (
    <div className={styles.bounds}>
      <div className={styles.bar}>
        <StatusLight on={view.state !== "paused"}>Camera on</StatusLight>
        <Button
          size="small"
          icon={<Square size={14} fill="currentColor" aria-hidden="true" />}
          onClick={() => pageSensing().stop()}
        >
          Stop
        </Button>
      </div>
      <figure className={styles.preview} style={{ "--aspect": `${width} / ${height}` }}>
        <video ref={video} className={styles.video} muted playsInline aria-label="Your camera, mirrored" />
        <canvas ref={overlay} className={styles.overlay} aria-hidden="true" />
        {view.state === "starting" ? (
          <p className={styles.waiting}>
            <Spinner /> Getting the face reader ready …
          </p>
        ) : null}
        {view.state === "paused" ? <p className={styles.waiting}>Paused while this tab is hidden</p> : null}
      </figure>
      <Figures live={live} />
    </div>
  );
}
