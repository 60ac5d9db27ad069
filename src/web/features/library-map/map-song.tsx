/** The song behind the point that was pressed, with everything that can be done with a song. */
import type { ReactNode } from "react";
import { errorMessage } from "../../api-client.ts";
import { Banner } from "../../design/banner.tsx";
import { Spinner } from "../../design/spinner.tsx";
import { TrackRow } from "../library/track-row.tsx";
import { useMapTrack } from "./map-queries.ts";

/** A list of one, announced when another point is pressed. */
export function MapSong({ trackId }: { trackId: number }): ReactNode {
  const track = useMapTrack(trackId);
  if (track.isError) return <Banner tone="error">{errorMessage(track.error)}</Banner>;
  return (
    <ul aria-label="Song on the map" aria-live="polite">
      {track.data === undefined ? (
        <li>
          <Spinner />
        </li>
      ) : (
        <TrackRow track={track.data} />
      )}
    </ul>
  );
}
