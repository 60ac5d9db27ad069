/** Which camera to use, where there is a choice. */
import { type ReactNode, useId } from "react";
import type { CameraDevice } from "../../capture/camera.ts";
import styles from "./camera-chooser.module.css";

export interface CameraChooserProps {
  cameras: readonly CameraDevice[];
  deviceId: string | null;
  onChoose: (deviceId: string) => void;
}

/** A labelled native select; nothing while there is but one camera. */
export function CameraChooser({ cameras, deviceId, onChoose }: CameraChooserProps): ReactNode {
  const id = useId();
  if (cameras.length < 2) return null;
  return (
    <div className={styles.chooser}>
      <label htmlFor={id}>Camera</label>
      <select
        id={id}
        className={styles.select}
        value={deviceId ?? ""}
        onChange={(event) => onChoose(event.currentTarget.value)}
      >
        {cameras.some((camera) => camera.id === deviceId) ? null : <option value="">Choose …</option>}
        {cameras.map((camera) => (
          <option key={camera.id} value={camera.id}>
            {camera.label}
          </option>
        ))}
      </select>
    </div>
  );
}
