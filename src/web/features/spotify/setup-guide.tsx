/** The way to one's own Spotify: what it takes, the app in Spotify's developer dashboard step by step, client id, sign-in. */
import { KeyRound, LogIn } from "lucide-react";
import { type FormEvent, type ReactNode, useState } from "react";
import type { SpotifyStatus } from "../../../contracts/spotify.ts";
import { errorMessage } from "../../api-client.ts";
import { Banner } from "../../design/banner.tsx";
import { Button } from "../../design/button.tsx";
import { CopyField } from "../../design/copy-field.tsx";
import { Panel } from "../../design/panel.tsx";
import { TextField } from "../../design/text-field.tsx";
import { useServiceSettings } from "../services/services-queries.ts";
import styles from "./setup-guide.module.css";
import { SpotifyLink } from "./spotify-link.tsx";
import { useSignIn, useSpotifyRefresh } from "./spotify-queries.ts";

const DASHBOARD = "https://developer.spotify.com/dashboard";

export function SetupGuide({ status }: { status: SpotifyStatus }): ReactNode {
  return (
    <div className={styles.guide}>
      <Panel title="Before you begin">
        <ul className={styles.rules}>
          <li>
            <strong>Spotify Premium.</strong> Spotify serves apps like this one only while the account that registers
            them has Premium, and plays songs on demand for Premium accounts alone.
          </li>
          <li>
            <strong>Five people at most.</strong> An app of your own may be used by five accounts, each added by name in
            the dashboard.
          </li>
          <li>
            <strong>Six months.</strong> Spotify ends every sign-in after six months; then you connect once more.
          </li>
          <li>
            <strong>Apart from your other music.</strong> Spotify's rules keep its songs in a list, a queue and a player
            of their own. MoodSync never analyses them: your mood picks among playlists that you chose.
          </li>
        </ul>
      </Panel>
      <Panel title="Make your own Spotify app">
        <ol className={styles.steps}>
          <li>
            Open <SpotifyLink href={DASHBOARD}>Spotify's developer dashboard</SpotifyLink> and sign in with your Spotify
            account.
          </li>
          <li>
            Press <b>Create app</b>. Name and description are yours to choose; <i>MoodSync</i> will do.
          </li>
          <li>
            Under <b>Redirect URIs</b> paste this address, letter by letter, and press <b>Add</b>:
            <CopyField label="Redirect URI" text={status.redirectUri} />
            <p className={styles.soft}>
              Spotify refuses the word “localhost”. If MoodSync later runs on another port, this page shows another
              address, which has to be added there too.
            </p>
          </li>
          <li>
            Under <b>Which API/SDKs are you planning to use?</b> tick <b>Web API</b> and <b>Web Playback SDK</b>, accept
            the terms and press <b>Save</b>.
          </li>
          <li>
            Anybody else who is to use it: add their name and the e-mail address of their Spotify account under{" "}
            <b>User Management</b>.
          </li>
          <li>
            Copy the <b>Client ID</b> from the app's page and paste it here. The client secret is not needed; leave it
            where it is.
            <ClientIdForm key={status.clientId} status={status} />
          </li>
        </ol>
      </Panel>
      {status.configured ? <ConnectPanel status={status} /> : null}
    </div>
  );
}

/** Letters and digits alone; what is obviously something else is told before it is sent. */
const CLIENT_ID = /^[0-9a-zA-Z]{8,64}$/;

function ClientIdForm({ status }: { status: SpotifyStatus }): ReactNode {
  const settings = useServiceSettings("spotify");
  const refresh = useSpotifyRefresh();
  const [typed, setTyped] = useState(status.clientId ?? "");
  const [wrong, setWrong] = useState(false);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    const clientId = typed.trim();
    const fits = CLIENT_ID.test(clientId);
    setWrong(!fits);
    if (fits) settings.mutate({ clientId }, { onSuccess: () => void refresh() });
  };
  if (status.clientIdFixed) {
    return <p className={styles.soft}>The server's environment sets it: MOODSYNC_SPOTIFY_CLIENT_ID.</p>;
  }
  const error = wrong
    ? "A client id has letters and digits alone, 32 as a rule. Copy it from the app's page once more."
    : settings.isError
      ? errorMessage(settings.error)
      : null;
  return (
    <form className={styles.form} onSubmit={submit}>
      <TextField
        className={styles.field}
        label="Client ID"
        icon={<KeyRound size={18} aria-hidden="true" />}
        value={typed}
        error={error}
        spellCheck={false}
        autoComplete="off"
        onChange={(event) => setTyped(event.currentTarget.value)}
      />
      {typed.trim() !== "" && typed.trim() === status.clientId ? null : (
        <Button type="submit" variant={status.configured ? "soft" : "primary"} busy={settings.isPending}>
          Keep this client id
        </Button>
      )}
    </form>
  );
}

function ConnectPanel({ status }: { status: SpotifyStatus }): ReactNode {
  const signIn = useSignIn();
  return (
    <Panel title="Connect your account">
      <p>
        Spotify asks you to let MoodSync see your playlists, saved songs and favourites. Playing and saving playlists
        are asked for later, when you want them first.
      </p>
      {status.problem === null ? null : <Banner tone="warning">{status.problem.message}</Banner>}
      {signIn.isError ? <Banner tone="error">{errorMessage(signIn.error)}</Banner> : null}
      <Button
        variant="primary"
        className={styles.connect}
        busy={signIn.isPending || signIn.isSuccess}
        icon={<LogIn size={18} aria-hidden="true" />}
        onClick={() => signIn.mutate(["lists"])}
      >
        Connect Spotify
      </Button>
    </Panel>
  );
}
