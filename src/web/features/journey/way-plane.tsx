/**
 * A way over the valence-arousal plane: the line, its waypoints as handles, and the songs that lie along it. Handles are
 * sliders of two axes, so that keys reach them; the picture beneath is decoration.
 */
import { Undo2 } from "lucide-react";
import { type ReactNode, useId, useRef } from "react";
import type { AffectPoint } from "../../../core/affect/emotion.ts";
import { nearestEmotion } from "../../../core/affect/mood-words.ts";
import { Button } from "../../design/button.tsx";
import { classNames } from "../../design/class-names.ts";
import { VisuallyHidden } from "../../design/visually-hidden.tsx";
import { AffectPlane } from "../mood-display/affect-plane.tsx";
import { PlaneFrame } from "../mood-display/plane-frame.tsx";
import { pointText } from "./path-edit.ts";
import { useWaypointDrag } from "./use-waypoint-drag.ts";
import styles from "./way-plane.module.css";

export interface WaySong {
  key: number;
  point: AffectPoint;
  /** Whether it plays now. */
  current: boolean;
}

export interface WayPlaneProps {
  path: readonly AffectPoint[];
  /** The waypoint that the music has reached; those before it were walked and stay. */
  reached: number;
  songs: readonly WaySong[];
  /** A waypoint was let go. */
  onDrag: (path: readonly AffectPoint[]) => void;
}

function placed({ valence, arousal }: AffectPoint) {
  return { "--x": `${((valence + 1) * 50).toFixed(2)}%`, "--y": `${((1 - arousal) * 50).toFixed(2)}%` } as const;
}

function line(path: readonly AffectPoint[]): string {
  return path.map(({ valence, arousal }) => `${(valence + 1) * 50},${(1 - arousal) * 50}`).join(" ");
}

export function WayPlane({ path: kept, reached, songs, onDrag }: WayPlaneProps): ReactNode {
  const plane = useRef<HTMLDivElement>(null);
  const helpId = useId();
  const drag = useWaypointDrag(kept, reached, plane, onDrag);
  const { path } = drag;
  return (
    <div className={styles.way}>
      <PlaneFrame className={styles.square}>
        <div ref={plane} className={styles.plane} data-testid="way-plane">
          <AffectPlane point={null} />
          <svg className={styles.lines} viewBox="0 0 100 100" preserveAspectRatio="none" aria-hidden="true">
            <polyline className={styles.line} points={line(path)} />
            <polyline className={styles.walked} points={line(path.slice(0, reached + 1))} />
          </svg>
          {songs.map(({ key, point, current }) => (
            <span
              key={key}
              className={classNames(styles.song, current && styles.now)}
              data-way-song={current ? "now" : "coming"}
              style={placed(point)}
              aria-hidden="true"
            />
          ))}
          <fieldset className={styles.handles} aria-label="Waypoints" aria-describedby={helpId}>
            {path.map((point, index) => (
              <Waypoint
                // A waypoint is its place in the order.
                // oxlint-disable-next-line react/no-array-index-key
                key={index}
                index={index}
                point={point}
                count={path.length}
                fixed={index < reached}
                moving={drag.moving === index}
                handle={drag.handle(index)}
              />
            ))}
          </fieldset>
        </div>
      </PlaneFrame>
      <div className={styles.under}>
        <p id={helpId} className={styles.help}>
          Drag a number to bend the way, or move it with the arrow keys; Escape undoes. Dots are songs, the ring is the
          one that plays.
        </p>
        {drag.canUndo ? (
          <Button size="small" icon={<Undo2 size={16} aria-hidden="true" />} onClick={drag.undo}>
            Undo
          </Button>
        ) : null}
      </div>
      <VisuallyHidden>
        <output>{drag.said}</output>
      </VisuallyHidden>
    </div>
  );
}

interface WaypointProps {
  index: number;
  point: AffectPoint;
  count: number;
  /** Walked already. */
  fixed: boolean;
  moving: boolean;
  handle: ReturnType<ReturnType<typeof useWaypointDrag>["handle"]>;
}

function Waypoint({ index, point, count, fixed, moving, handle }: WaypointProps): ReactNode {
  const mood = nearestEmotion(point);
  if (fixed) {
    return (
      <span
        className={classNames(styles.handle, styles.fixed)}
        data-mood={mood}
        style={placed(point)}
        aria-hidden="true"
      >
        <span className={styles.knob}>{index + 1}</span>
      </span>
    );
  }
  return (
    <span
      // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- of two axes at once, which no input of the browser has
      role="slider"
      tabIndex={0}
      className={classNames(styles.handle, moving && styles.moving)}
      data-mood={mood}
      style={placed(point)}
      aria-label={`Waypoint ${index + 1} of ${count}`}
      aria-valuemin={-1}
      aria-valuemax={1}
      aria-valuenow={point.valence}
      aria-valuetext={pointText(point)}
      {...handle}
    >
      <span className={styles.knob} aria-hidden="true">
        {index + 1}
      </span>
    </span>
  );
}
