/** A song's cover; where there is none, or it cannot be shown, a soft record in the mood's colour. */
import { Music } from "lucide-react";
import { type ReactNode, useState } from "react";
import type { Track } from "../../../contracts/tracks.ts";
import { coverUrl } from "../../api-client.ts";
import { classNames } from "../../design/class-names.ts";
import styles from "./cover-art.module.css";

export interface CoverArtProps {
  track: Pick<Track, "id" | "hasCover"> | null;
  /** `small` is 48 px; `large` takes the width that is there. */
  size: "small" | "large";
}

/** Decorative: the title stands beside it. */
export function CoverArt({ track, size }: CoverArtProps): ReactNode {
  const [failedId, setFailedId] = useState<number | null>(null);
  const shown = track !== null && track.hasCover && track.id !== failedId;
  return (
    <div className={classNames(styles.cover, styles[size])}>
      {shown ? (
        <img src={coverUrl(track.id)} alt="" loading="lazy" decoding="async" onError={() => setFailedId(track.id)} />
      ) : (
        <div className={styles.record}>
          <span className={classNames(styles.groove, styles.outer)} />
          <span className={classNames(styles.groove, styles.middle)} />
          <span className={classNames(styles.groove, styles.inner)} />
          <Music aria-hidden="true" />
        </div>
      )}
    </div>
  );
}
