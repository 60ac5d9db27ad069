/** A service's own picture, whole and unchanged as its rules ask: never cropped, never drawn over. */
import { Disc3 } from "lucide-react";
import { type ReactNode, useState } from "react";
import { classNames } from "../design/class-names.ts";
import styles from "./outside-art.module.css";

export interface OutsideArtProps {
  src: string | null;
  /** `small` is 48 px; `large` takes the width that is there. */
  size: "small" | "large";
}

/** Decorative: the title stands beside it. Where there is no picture, or it cannot be fetched, an empty disc. */
export function OutsideArt({ src, size }: OutsideArtProps): ReactNode {
  const [failed, setFailed] = useState<string | null>(null);
  return (
    <span className={classNames(styles.art, styles[size])}>
      {src === null || src === failed ? (
        <Disc3 aria-hidden="true" />
      ) : (
        <img src={src} alt="" loading="lazy" decoding="async" onError={() => setFailed(src)} />
      )}
    </span>
  );
}
