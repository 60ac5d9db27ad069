/** The music server's card: the form to connect it, or what of it is in the library and how the sync goes. */
import { RefreshCw } from "lucide-react";
import type { ReactNode } from "react";
import { Link } from "wouter";
import type { Service } from "../../../contracts/services.ts";
import type { SubsonicConnection } from "../../../contracts/subsonic.ts";
import { errorMessage } from "../../api-client.ts";
import { Banner } from "../../design/banner.tsx";
import { Button } from "../../design/button.tsx";
import { Switch } from "../../design/switch.tsx";
import { useNow } from "../../services/use-now.ts";
import { SCREEN_PATHS } from "../shell/screens.ts";
import { DisconnectButton } from "./disconnect-button.tsx";
import { ServiceCard } from "./service-card.tsx";
import { standingOf } from "./service-words.ts";
import styles from "./subsonic-card.module.css";
import { SubsonicForm } from "./subsonic-form.tsx";
import {
  isSyncing,
  useStartSync,
  useSubsonicConnection,
  useSubsonicSettings,
  useSubsonicSync,
} from "./subsonic-queries.ts";
import { SubsonicSyncView } from "./subsonic-sync.tsx";

export function SubsonicCard({ service }: { service: Service }): ReactNode {
  const now = useNow(30_000);
  const { connected } = service;
  return (
    <ServiceCard
      name="Your own music server"
      about="Navidrome, Gonic, Airsonic, Supysonic: its songs join your library and play through MoodSync."
      standing={standingOf(service, now)}
      actions={<DisconnectButton service={service} connected={connected} />}
    >
      {connected ? <Connected /> : <SubsonicForm />}
    </ServiceCard>
  );
}

function Connected(): ReactNode {
  const connection = useSubsonicConnection(true);
  const sync = useSubsonicSync(true);
  const start = useStartSync();
  const problem = connection.error ?? sync.error ?? start.error;
  return (
    <>
      {connection.data === undefined ? null : <Facts connection={connection.data} />}
      {problem === null ? null : <Banner tone="error">{errorMessage(problem)}</Banner>}
      {sync.data === undefined || sync.data === null ? null : <SubsonicSyncView sync={sync.data} />}
      <div className={styles.actions}>
        {isSyncing(sync.data) ? null : (
          <Button
            size="small"
            busy={start.isPending}
            icon={<RefreshCw size={16} aria-hidden="true" />}
            onClick={() => start.mutate()}
          >
            Sync now
          </Button>
        )}
        <Link href={SCREEN_PATHS.library}>See the songs in the library</Link>
      </div>
    </>
  );
}

const SIGN_IN_WORDS = {
  "api-key": "signed in by an API key",
  token: "signed in by a salted token; the password itself is never sent",
  password: "signed in by password, since this server takes nothing else",
} as const;

function Facts({ connection }: { connection: SubsonicConnection }): ReactNode {
  const settings = useSubsonicSettings();
  const { server, tracks, waiting } = connection;
  const kind = server.type ?? "A Subsonic server";
  return (
    <>
      <dl className={styles.facts}>
        <dt>Server</dt>
        <dd>
          {connection.address}
          <span className={styles.soft}>
            {[kind, server.version, server.openSubsonic ? "OpenSubsonic" : `API ${server.apiVersion}`]
              .filter(Boolean)
              .join(" · ")}
          </span>
        </dd>
        <dt>Account</dt>
        <dd>
          {connection.username ?? "API key"}
          <span className={styles.soft}>{SIGN_IN_WORDS[connection.signIn]}</span>
        </dd>
        <dt>Songs</dt>
        <dd>
          {tracks.toLocaleString("en")} in the library
          {waiting === 0 ? null : (
            <span className={styles.soft}>
              {waiting} star{waiting === 1 ? "" : "s"} and plays wait to be sent back
            </span>
          )}
        </dd>
        {connection.trustsCertificate === null ? null : (
          <>
            <dt>Certificate</dt>
            <dd>
              Trusted by hand
              <span className={styles.soft}>SHA-256 {connection.trustsCertificate}</span>
            </dd>
          </>
        )}
      </dl>
      <Switch
        label="Listen to the songs once"
        hint="Measures tempo, key and loudness by fetching each song once."
        checked={settings.variables?.analyse ?? connection.analyse}
        disabled={settings.isPending}
        onChange={(analyse) => settings.mutate({ analyse })}
      />
      {settings.isError ? <Banner tone="error">{errorMessage(settings.error)}</Banner> : null}
    </>
  );
}
