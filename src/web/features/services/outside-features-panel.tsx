/** Moods asked of others, for songs whose sound is not measured here: off until switched on, each saying what it learns. */
import { Sparkles } from "lucide-react";
import { type FormEvent, type ReactNode, useState } from "react";
import type { FeatureProvider } from "../../../contracts/outside-features.ts";
import { errorMessage } from "../../api-client.ts";
import { Banner } from "../../design/banner.tsx";
import { Button } from "../../design/button.tsx";
import { Panel } from "../../design/panel.tsx";
import { ProgressBar } from "../../design/progress-bar.tsx";
import { Switch } from "../../design/switch.tsx";
import { TextField } from "../../design/text-field.tsx";
import { clockTime } from "../../services/time-words.ts";
import { useNow } from "../../services/use-now.ts";
import {
  useFeatureFetch,
  useFeatureProviders,
  useSetFeatureProvider,
  useStartFeatureFetch,
} from "./feature-queries.ts";
import styles from "./outside-features-panel.module.css";

export function OutsideFeaturesPanel(): ReactNode {
  const providers = useFeatureProviders();
  const anyOn = providers.data?.some(({ on }) => on) ?? false;
  return (
    <Panel title="Moods from elsewhere">
      <p className={styles.about}>
        For songs of your music server and of Apple Music whose sound MoodSync does not measure itself. Never for
        Spotify, whose rules forbid it. Each is off until you switch it on.
      </p>
      {providers.isError ? <Banner tone="error">{errorMessage(providers.error)}</Banner> : null}
      <ul className={styles.list}>
        {providers.data?.map((provider) => (
          <li key={provider.id}>
            <Provider provider={provider} />
          </li>
        ))}
      </ul>
      {anyOn ? <Fetching /> : null}
    </Panel>
  );
}

function Provider({ provider }: { provider: FeatureProvider }): ReactNode {
  const { id, name, on, needsKey, hasKey, told, tracks, cooldownUntilMs } = provider;
  const change = useSetFeatureProvider(id);
  const [asksKey, setAsksKey] = useState(false);
  const now = useNow(30_000);
  // On its way to the server it stands already where the listener put it.
  const wanted = change.isPending ? change.variables.on : null;
  const turn = (next: boolean): void => {
    const lacksKey = next && needsKey && !hasKey;
    setAsksKey(lacksKey);
    if (!lacksKey && next !== on) change.mutate({ on: next });
  };
  return (
    <div className={styles.provider}>
      <Switch label={name} hint={told} checked={wanted ?? (on || asksKey)} onChange={turn} />
      {asksKey ? (
        <KeyForm
          name={name}
          busy={change.isPending}
          onKey={(apiKey) => change.mutate({ on: true, apiKey }, { onSuccess: () => setAsksKey(false) })}
        />
      ) : null}
      {on ? (
        <p className={styles.note}>
          {tracks.toLocaleString("en")} song{tracks === 1 ? "" : "s"} with a mood from here
          {cooldownUntilMs === null || cooldownUntilMs <= now
            ? ""
            : ` · resting until ${clockTime(cooldownUntilMs, now)}, as it asked`}
        </p>
      ) : null}
      {change.isError ? <Banner tone="error">{errorMessage(change.error)}</Banner> : null}
    </div>
  );
}

function KeyForm({ name, busy, onKey }: { name: string; busy: boolean; onKey: (key: string) => void }): ReactNode {
  const [key, setKey] = useState("");
  const [isEmpty, setEmpty] = useState(false);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    setEmpty(key.trim() === "");
    if (key.trim() !== "") onKey(key.trim());
  };
  return (
    <form className={styles.key} onSubmit={submit}>
      <TextField
        label={`${name} API key`}
        type="password"
        hint="Free from its site; kept encrypted on your MoodSync server and never shown again."
        error={isEmpty ? "Paste the key first." : null}
        value={key}
        autoComplete="off"
        onChange={(event) => setKey(event.currentTarget.value)}
      />
      <Button type="submit" size="small" busy={busy}>
        Switch on
      </Button>
    </form>
  );
}

function Fetching(): ReactNode {
  const fetching = useFeatureFetch();
  const start = useStartFeatureFetch();
  const last = fetching.data ?? null;
  const running = last?.state === "running";
  const figures = last === null ? "" : `${last.done} of ${last.total} songs asked, ${last.found} known`;
  return (
    <div className={styles.fetching}>
      {running && last !== null ? (
        <ProgressBar
          label="Asking for moods"
          share={last.total === 0 ? null : last.done / last.total}
          valueText={figures}
        />
      ) : null}
      {last === null ? null : <p className={styles.note}>{figures}</p>}
      {last?.problem ? <Banner tone="warning">{last.problem.message}</Banner> : null}
      {start.isError ? <Banner tone="error">{errorMessage(start.error)}</Banner> : null}
      {running ? null : (
        <Button
          size="small"
          busy={start.isPending}
          icon={<Sparkles size={16} aria-hidden="true" />}
          onClick={() => start.mutate()}
        >
          Ask for missing moods
        </Button>
      )}
    </div>
  );
}
