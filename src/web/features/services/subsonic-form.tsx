/** Connecting a music server of one's own that speaks Subsonic: address, sign-in, and whether songs may be listened to. */
import { KeyRound, Server, User } from "lucide-react";
import { type FormEvent, type ReactNode, useState } from "react";
import type { NewSubsonicConnection, SubsonicCredentials } from "../../../contracts/subsonic.ts";
import { ApiError, errorMessage } from "../../api-client.ts";
import { Banner } from "../../design/banner.tsx";
import { Button } from "../../design/button.tsx";
import { Segmented } from "../../design/segmented.tsx";
import { Switch } from "../../design/switch.tsx";
import { TextField } from "../../design/text-field.tsx";
import styles from "./subsonic-form.module.css";
import { useConnectSubsonic } from "./subsonic-queries.ts";

type SignIn = "password" | "key";

const SIGN_INS = [
  { value: "password", label: "Name and password" },
  { value: "key", label: "API key" },
] as const;

/** The fingerprint that the server's refusal names, where its certificate is the reason. */
function fingerprintIn(error: unknown): string | null {
  const found = error instanceof ApiError ? error.details?.["fingerprint"] : undefined;
  return typeof found === "string" ? found : null;
}

export function SubsonicForm(): ReactNode {
  const connect = useConnectSubsonic();
  const [address, setAddress] = useState("");
  const [signIn, setSignIn] = useState<SignIn>("password");
  const [username, setUsername] = useState("");
  const [secret, setSecret] = useState("");
  const [analyse, setAnalyse] = useState(true);
  const [missing, setMissing] = useState<string | null>(null);

  const credentials = (): SubsonicCredentials =>
    signIn === "key" ? { apiKey: secret.trim() } : { username: username.trim(), password: secret };
  const send = (certificateFingerprint?: string): void => {
    const connection: NewSubsonicConnection = { address: address.trim(), credentials: credentials(), analyse };
    if (certificateFingerprint !== undefined) connection.certificateFingerprint = certificateFingerprint;
    connect.mutate(connection, { onSuccess: () => setSecret("") });
  };
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    const lacking = whatIsMissing(address, signIn, username, secret);
    setMissing(lacking);
    if (lacking === null) send();
  };
  const fingerprint = fingerprintIn(connect.error);
  return (
    <form className={styles.form} onSubmit={submit} aria-label="Connect a music server">
      <TextField
        label="Address"
        type="url"
        inputMode="url"
        icon={<Server size={18} aria-hidden="true" />}
        placeholder="https://music.example.org"
        hint="Of Navidrome, Gonic, Airsonic, Supysonic or another server that speaks Subsonic."
        value={address}
        spellCheck={false}
        autoComplete="off"
        onChange={(event) => setAddress(event.currentTarget.value)}
      />
      <Segmented label="How to sign in" value={signIn} options={SIGN_INS} onChange={setSignIn} wide />
      {signIn === "password" ? (
        <TextField
          label="User name"
          icon={<User size={18} aria-hidden="true" />}
          value={username}
          autoComplete="off"
          spellCheck={false}
          onChange={(event) => setUsername(event.currentTarget.value)}
        />
      ) : null}
      <TextField
        label={signIn === "key" ? "API key" : "Password"}
        type="password"
        icon={<KeyRound size={18} aria-hidden="true" />}
        hint="Kept encrypted on your MoodSync server, and never shown again."
        value={secret}
        autoComplete="off"
        onChange={(event) => setSecret(event.currentTarget.value)}
      />
      <Switch
        label="Listen to the songs once"
        hint="Fetches every song from the server to measure tempo, key and loudness, so that it can fit a mood. Without it only what the server says of a song is used."
        checked={analyse}
        onChange={setAnalyse}
      />
      {missing === null && !connect.isError ? null : (
        <Banner
          tone="error"
          {...(fingerprint === null
            ? {}
            : {
                actions: (
                  <Button size="small" onClick={() => send(fingerprint)}>
                    Trust this certificate
                  </Button>
                ),
              })}
        >
          <p>{missing ?? errorMessage(connect.error)}</p>
          {fingerprint === null ? null : (
            <p className={styles.fingerprint}>
              SHA-256 {fingerprint}. Trust it only if it is the one that your server shows.
            </p>
          )}
        </Banner>
      )}
      <Button type="submit" variant="primary" busy={connect.isPending} className={styles.submit}>
        Connect
      </Button>
    </form>
  );
}

function whatIsMissing(address: string, signIn: SignIn, username: string, secret: string): string | null {
  if (address.trim() === "") return "Type the server's address first.";
  if (signIn === "password" && username.trim() === "") return "Type your user name there.";
  if (secret === "") return signIn === "key" ? "Paste the API key." : "Type your password there.";
  return null;
}
