/** While a service plays and another screen is looked at: what plays, how to pause it, the way to its own view. */
import { Pause } from "lucide-react";
import type { ReactNode } from "react";
import { useStore } from "zustand";
import { Link } from "wouter";
import { Button } from "../../design/button.tsx";
import { appleMusicHere, steerAppleMusic } from "../apple-music/apple-music-playback.ts";
import { type Screen, SCREEN_PATHS } from "../shell/screens.ts";
import { pause } from "../spotify/spotify-playback.ts";
import { usePlaying } from "../spotify/use-song.ts";
import styles from "./outside-bar.module.css";

export function OutsideBar({ screen }: { screen: Screen }): ReactNode {
  const spotify = usePlaying().playback;
  const apple = useStore(appleMusicHere, (state) => state.playback);
  if (spotify !== null && !spotify.paused && screen !== "spotify") {
    return <Bar name="Spotify" title={spotify.track.title} href={SCREEN_PATHS.spotify} onPause={() => void pause()} />;
  }
  if (apple !== null && !apple.paused && screen !== "appleMusic") {
    const title = apple.track.preview ? `${apple.track.title} (preview)` : apple.track.title;
    return (
      <Bar
        name="Apple Music"
        title={title}
        href={SCREEN_PATHS.appleMusic}
        onPause={() => steerAppleMusic({ kind: "pause" })}
      />
    );
  }
  return null;
}

interface BarProps {
  name: string;
  title: string;
  href: string;
  onPause: () => void;
}

function Bar({ name, title, href, onPause }: BarProps): ReactNode {
  return (
    <section className={styles.bar} aria-label={`${name} plays`}>
      <p className={styles.words}>
        {name} plays <strong>{title}</strong>
      </p>
      <Link href={href}>Open {name}</Link>
      <Button size="small" icon={<Pause size={16} aria-hidden="true" />} onClick={onPause}>
        Pause {name}
      </Button>
    </section>
  );
}
