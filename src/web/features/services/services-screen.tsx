/** Where the music comes from: the listener's own files, composed pieces and the services that are connected. */
import type { ReactNode } from "react";
import { Link } from "wouter";
import type { Service } from "../../../contracts/services.ts";
import { errorMessage } from "../../api-client.ts";
import { Banner } from "../../design/banner.tsx";
import { Button } from "../../design/button.tsx";
import { Spinner } from "../../design/spinner.tsx";
import { useNow } from "../../services/use-now.ts";
import { useLibraryFolder } from "../library/library-queries.ts";
import { closeAppleMusic } from "../apple-music/apple-music-playback.ts";
import { SCREEN_PATHS } from "../shell/screens.ts";
import { useServerStatus } from "../shell/server-status.ts";
import { closePlayer } from "../spotify/spotify-playback.ts";
import { DisconnectButton } from "./disconnect-button.tsx";
import { OutsideFeaturesPanel } from "./outside-features-panel.tsx";
import { ServiceCard } from "./service-card.tsx";
import { type Standing, standingOf } from "./service-words.ts";
import styles from "./services-screen.module.css";
import { useServices } from "./services-queries.ts";
import { SubsonicCard } from "./subsonic-card.tsx";

export function ServicesScreen(): ReactNode {
  const services = useServices();
  const find = (id: Service["id"]): Service | undefined => services.data?.find((service) => service.id === id);
  const [spotify, subsonic, apple] = [find("spotify"), find("subsonic"), find("apple-music")];
  return (
    <div className={styles.screen}>
      <div className={styles.head}>
        <h1 className={styles.title}>Music services</h1>
        <p className={styles.about}>
          Everything is off until you connect it. Passwords, keys and tokens are kept encrypted on your own MoodSync
          server and never in this browser.
        </p>
      </div>
      {services.isError ? (
        <Banner
          tone="error"
          actions={
            <Button size="small" onClick={() => void services.refetch()}>
              Try again
            </Button>
          }
        >
          {errorMessage(services.error)}
        </Banner>
      ) : null}
      <div className={styles.column}>
        <OwnFilesCard />
        <ComposedCard />
        {subsonic === undefined ? null : <SubsonicCard service={subsonic} />}
      </div>
      <div className={styles.column}>
        {services.isPending ? <Spinner /> : null}
        {spotify === undefined ? null : <SpotifyCard service={spotify} />}
        {apple === undefined ? null : <AppleMusicCard service={apple} />}
        <OutsideFeaturesPanel />
      </div>
    </div>
  );
}

function OwnFilesCard(): ReactNode {
  const folder = useLibraryFolder();
  const status = useServerStatus();
  const tracks = status.data?.tracks ?? 0;
  const standing: Standing | null =
    folder.data === undefined
      ? null
      : folder.data.folder === null
        ? { tone: "off", text: "No folder named yet" }
        : folder.data.readable
          ? { tone: "good", text: `${folder.data.folder} · ${tracks.toLocaleString("en")} songs in the library` }
          : { tone: "trouble", text: `${folder.data.folder} cannot be read now` };
  return (
    <ServiceCard
      name="Your own files"
      about="A folder of songs on the computer where MoodSync runs."
      standing={standing}
      actions={<Link href={SCREEN_PATHS.library}>Open the library</Link>}
    />
  );
}

function ComposedCard(): ReactNode {
  return (
    <ServiceCard
      name="Composed pieces"
      about="Music that MoodSync composes itself, for the mood of the moment. It needs no service and no files."
      standing={{ tone: "good", text: "Always there" }}
      actions={<Link href={SCREEN_PATHS.compose}>Compose</Link>}
    />
  );
}

function SpotifyCard({ service }: { service: Service }): ReactNode {
  const now = useNow(30_000);
  return (
    <ServiceCard
      name="Spotify"
      about="Your own playlists, mapped to moods once; played by Spotify's own player or any of your devices. Needs Spotify Premium."
      standing={standingOf(service, now)}
      actions={
        <>
          <Link href={SCREEN_PATHS.spotify}>{service.connected ? "Open Spotify" : "Set up Spotify"}</Link>
          <DisconnectButton service={service} connected={service.connected} onBefore={() => void closePlayer()} />
        </>
      }
    />
  );
}

function AppleMusicCard({ service }: { service: Service }): ReactNode {
  const now = useNow(30_000);
  const inUse = service.configured || service.connected;
  return (
    <ServiceCard
      name="Apple Music"
      about="Catalogue search by mood, your library and playlists. Needs a developer key of your own; without a subscription you hear previews."
      standing={standingOf(service, now)}
      actions={
        <>
          <Link href={SCREEN_PATHS.appleMusic}>{inUse ? "Open Apple Music" : "Set up Apple Music"}</Link>
          <DisconnectButton service={service} connected={inUse} onBefore={closeAppleMusic} />
        </>
      }
    />
  );
}
