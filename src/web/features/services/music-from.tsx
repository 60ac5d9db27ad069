/** Which music the mood picks from, once a streaming service is connected: each has a view of its own. */
import type { ReactNode } from "react";
import { useLocation } from "wouter";
import { Segmented, type SegmentedOption } from "../../design/segmented.tsx";
import { type MusicFrom, useMusicFrom } from "../../playback/music-from-store.ts";
import { SCREEN_PATHS } from "../shell/screens.ts";
import styles from "./music-from.module.css";
import { useServices } from "./services-queries.ts";

const VIEWS = {
  own: SCREEN_PATHS.home,
  spotify: SCREEN_PATHS.spotify,
  "apple-music": SCREEN_PATHS.appleMusic,
} as const;

/** Nothing while there is nothing to choose. */
export function MusicFromChoice({ className }: { className?: string | undefined }): ReactNode {
  const services = useServices().data ?? [];
  const { from, choose } = useMusicFrom();
  const [, go] = useLocation();
  const isOn = (id: "spotify" | "apple-music"): boolean =>
    services.some(
      (service) => service.id === id && (service.connected || (id === "apple-music" && service.configured)),
    );
  const options: SegmentedOption<MusicFrom>[] = [
    { value: "own", label: "My music" },
    ...(isOn("spotify") ? [{ value: "spotify" as const, label: "Spotify" }] : []),
    ...(isOn("apple-music") ? [{ value: "apple-music" as const, label: "Apple Music" }] : []),
  ];
  if (options.length === 1) return null;
  const pick = (value: MusicFrom): void => {
    choose(value);
    go(VIEWS[value]);
  };
  return (
    <div className={className}>
      <div className={styles.choice}>
        <span aria-hidden="true">My mood picks from</span>
        <Segmented label="My mood picks from" value={from} options={options} onChange={pick} />
      </div>
    </div>
  );
}
