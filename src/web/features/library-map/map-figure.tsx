/**
 * The map as a picture: every cluster's songs in its own colour and shape, names that do not cover each other.
 * For pointers alone; the list beside it says and does the same for keys and screen readers.
 */
import { type PointerEvent, type ReactNode, useEffect, useRef, useState } from "react";
import type { LibraryCluster, LibraryMap, MapPoint } from "../../../contracts/library-map.ts";
import { classNames } from "../../design/class-names.ts";
import { placeLabels } from "./label-layout.ts";
import { lookOf, nearestPoint, pointRadius, shapesPath, type Size, toPixels } from "./map-drawing.ts";
import styles from "./map-figure.module.css";

/** A finger's reach around a point, half a touch target. */
const REACH_PX = 22;
/** So many songs make a cloud that a name may lie on. */
const MANY_POINTS = 400;
const LABEL_HEIGHT_PX = 26;
/** Mean width of a letter of the label, and its padding with the edge. */
const LETTER_PX = 7.4;
const LABEL_PADDING_PX = 22;

export interface MapFigureProps {
  map: LibraryMap;
  /** The cluster that is looked at; the others step back. */
  cluster: number | null;
  /** The song that is looked at. */
  trackId: number | null;
  /** The song that plays, where it has a place on the map. */
  playingId: number | null;
  onCluster: (id: number) => void;
  onPoint: (point: MapPoint) => void;
}

function useSize() {
  const frame = useRef<HTMLDivElement>(null);
  const [size, setSize] = useState<Size | null>(null);
  useEffect(() => {
    const element = frame.current;
    if (element === null) return undefined;
    const observer = new ResizeObserver(() => setSize({ width: element.clientWidth, height: element.clientHeight }));
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  return { frame, size };
}

export function MapFigure(props: MapFigureProps): ReactNode {
  const { map, onPoint } = props;
  const { frame, size } = useSize();
  const press = (event: PointerEvent<HTMLDivElement>): void => {
    if (size === null) return;
    const { left, top } = event.currentTarget.getBoundingClientRect();
    const { clientLeft, clientTop } = event.currentTarget;
    const place = { x: event.clientX - left - clientLeft, y: event.clientY - top - clientTop };
    const point = nearestPoint(map.points, place, size, REACH_PX);
    if (point !== null) onPoint(point);
  };
  return (
    <figure className={styles.figure}>
      <div ref={frame} className={styles.frame} onClick={press} aria-hidden="true" data-testid="library-map">
        {size === null || size.width === 0 ? null : (
          <>
            <Points {...props} size={size} />
            <Names {...props} size={size} />
          </>
        )}
        {map.axes === null ? null : (
          <>
            <span className={classNames(styles.axis, styles.left)}>{map.axes.left}</span>
            <span className={classNames(styles.axis, styles.right)}>{map.axes.right}</span>
            <span className={classNames(styles.axis, styles.top)}>{map.axes.top}</span>
            <span className={classNames(styles.axis, styles.bottom)}>{map.axes.bottom}</span>
          </>
        )}
      </div>
      <figcaption className={styles.caption}>{captionOf(map)}</figcaption>
    </figure>
  );
}

function captionOf({ points, trackCount, axes }: LibraryMap): string {
  const shown =
    points.length < trackCount
      ? `${points.length.toLocaleString("en")} of ${trackCount.toLocaleString("en")} songs are drawn, evenly chosen.`
      : `Each mark is one of ${trackCount.toLocaleString("en")} song${trackCount === 1 ? "" : "s"}.`;
  const ways =
    axes === null ? "" : ` From ${axes.left} on the left to ${axes.right}, from ${axes.bottom} up to ${axes.top}.`;
  return `${shown}${ways} Songs that sound alike lie near each other.`;
}

function Points({ map, cluster, trackId, playingId, size }: MapFigureProps & { size: Size }): ReactNode {
  const radius = pointRadius(map.points.length, size);
  const marked = map.points.find((point) => point.trackId === trackId);
  const playing = map.points.find((point) => point.trackId === playingId);
  return (
    <svg className={styles.points} viewBox={`0 0 ${size.width} ${size.height}`}>
      {map.clusters.map(({ id }, index) => {
        const { colour, shape } = lookOf(index);
        const places = map.points.filter((point) => point.cluster === id).map((point) => toPixels(point, size));
        return (
          <path
            key={id}
            className={classNames(styles.cluster, cluster !== null && cluster !== id && styles.behind)}
            data-mood={colour}
            d={shapesPath(shape, places, radius)}
          />
        );
      })}
      {playing === undefined ? null : (
        <Ring className={styles.playing} point={playing} size={size} radius={radius + 5} />
      )}
      {marked === undefined ? null : <Ring className={styles.marked} point={marked} size={size} radius={radius + 8} />}
    </svg>
  );
}

interface RingProps {
  className: string | undefined;
  point: MapPoint;
  size: Size;
  radius: number;
}

function Ring({ className, point, size, radius }: RingProps): ReactNode {
  const { x, y } = toPixels(point, size);
  return <circle className={className} cx={x} cy={y} r={radius} />;
}

function Names({ map, cluster, onCluster, size }: MapFigureProps & { size: Size }): ReactNode {
  const wanted = map.clusters.map(({ id, name, ...centre }: LibraryCluster) => {
    const place = toPixels(centre, size);
    const width = Math.min(size.width, name.length * LETTER_PX + LABEL_PADDING_PX);
    // Where songs are few, a name on its centre would hide them: there it stands above.
    const y = map.points.length > MANY_POINTS ? place.y : place.y - LABEL_HEIGHT_PX;
    return { id, x: place.x, y, width, height: LABEL_HEIGHT_PX };
  });
  const placed = placeLabels(wanted, size);
  return placed.map(({ id, left, top }) => {
    const index = map.clusters.findIndex((one) => one.id === id);
    const { colour } = lookOf(index);
    return (
      <button
        key={id}
        type="button"
        tabIndex={-1}
        className={classNames(styles.name, cluster === id && styles.chosen)}
        data-mood={colour}
        style={{ left, top, width: wanted[index]?.width, height: LABEL_HEIGHT_PX }}
        onClick={(event) => {
          event.stopPropagation();
          onCluster(id);
        }}
      >
        {map.clusters[index]?.name}
      </button>
    );
  });
}
