/** For the page's header: shows on every screen that the camera is on, and stops it with one tap. */
import { VideoOff } from "lucide-react";
import type { ReactNode } from "react";
import { pageSensing, useSensingView } from "../../capture/page-sensing.ts";
import { Button } from "../../design/button.tsx";
import { StatusLight } from "../../design/status-light.tsx";
import styles from "./camera-light.module.css";

/** Nothing while the camera is off. */
export function CameraLight(): ReactNode {
  const { stream } = useSensingView();
  if (stream === null) return null;
  return (
    <div className={styles.light}>
      <StatusLight on>Camera on</StatusLight>
      <Button
        size="small"
        icon={<VideoOff size={16} aria-hidden="true" />}
        onClick={() => pageSensing().stop()}
        aria-label="Stop the camera"
      >
        Stop
      </Button>
    </div>
  );
}
