/** A photo that was read: the picture with its boxes, and the probabilities of every face in it. */
import { type ReactNode, useEffect, useRef } from "react";
import { VisuallyHidden } from "../../design/visually-hidden.tsx";
import { drawFaces } from "../camera/draw-faces.ts";
import { fitCanvas } from "../camera/fit-canvas.ts";
import { readMoodPaint } from "../camera/mood-paint.ts";
import { FaceCards } from "../mood-display/face-cards.tsx";
import styles from "./photo-result.module.css";
import type { ReadPhoto } from "./read-photo.ts";

function usePicture(photo: ReadPhoto) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const element = canvas.current;
    if (element === null) return;
    element.width = photo.picture.width;
    element.height = photo.picture.height;
    element.getContext("2d")?.drawImage(photo.picture, 0, 0);
  }, [photo]);
  return canvas;
}

function useBoxes(photo: ReadPhoto) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const element = canvas.current;
    if (element === null) return undefined;
    const draw = (): void => {
      const context = fitCanvas(element);
      if (context === null) return;
      const size = { width: element.clientWidth, height: element.clientHeight };
      const paint = readMoodPaint(element.parentElement ?? document.body);
      const scale = size.width / photo.reading.width;
      drawFaces({ context, ...size, scale, mirrored: false, paint }, photo.faces);
    };
    const observer = new ResizeObserver(draw);
    observer.observe(element);
    return () => observer.disconnect();
  }, [photo]);
  return canvas;
}

/** Draws onto canvases, so that no copy of the photo gets an address of its own. */
export function PhotoResult({ photo }: { photo: ReadPhoto }): ReactNode {
  const picture = usePicture(photo);
  const boxes = useBoxes(photo);
  const count = photo.faces.length;
  const words = count === 1 ? "one face" : `${count} faces`;
  return (
    <>
      <figure className={styles.photo} style={{ "--aspect": `${photo.picture.width} / ${photo.picture.height}` }}>
        <canvas ref={picture} className={styles.picture} aria-hidden="true" />
        <canvas ref={boxes} className={styles.boxes} aria-hidden="true" />
        <figcaption>
          <VisuallyHidden>Your photo, with {words}</VisuallyHidden>
        </figcaption>
      </figure>
      <FaceCards faces={photo.faces} />
    </>
  );
}
