/** The heart of the page: the mood in force, and the ways to tell it: camera, photo, mood pad. */
import { Camera, Image, Move } from "lucide-react";
import { type ReactNode, useEffect, useState } from "react";
import { Panel } from "../../design/panel.tsx";
import { Segmented } from "../../design/segmented.tsx";
import { CameraView } from "../camera/camera-view.tsx";
import { MoodDisplay } from "../mood-display/mood-display.tsx";
import { MoodPad } from "../mood-pad/mood-pad.tsx";
import { PhotoView } from "../photo/photo-view.tsx";
import { MoodAnnouncer } from "./mood-announcer.tsx";
import styles from "./mood-panel.module.css";
import { startMoodReports } from "./mood-reports.ts";

type Way = "camera" | "photo" | "pad";

const WAYS = [
  { value: "camera", label: "Camera", icon: <Camera size={17} aria-hidden="true" /> },
  { value: "photo", label: "Photo", icon: <Image size={17} aria-hidden="true" /> },
  { value: "pad", label: "Mood pad", icon: <Move size={17} aria-hidden="true" /> },
] as const satisfies readonly { value: Way; label: string; icon: ReactNode }[];

/** Two columns where there is room; the camera goes on when another way is looked at. */
export function MoodPanel(): ReactNode {
  const [way, setWay] = useState<Way>("camera");
  useEffect(startMoodReports, []);
  return (
    <div className={styles.bounds}>
      <div className={styles.panel}>
        <Panel label="Your mood" className={styles.display}>
          <MoodDisplay />
        </Panel>
        <Panel label="Ways to tell your mood" className={styles.ways}>
          <Segmented label="How to tell your mood" wide value={way} options={WAYS} onChange={setWay} />
          {way === "camera" ? <CameraView onUsePhoto={() => setWay("photo")} onUsePad={() => setWay("pad")} /> : null}
          {way === "photo" ? <PhotoView onUsePad={() => setWay("pad")} /> : null}
          {way === "pad" ? <MoodPad /> : null}
        </Panel>
      </div>
      <MoodAnnouncer />
    </div>
  );
}
