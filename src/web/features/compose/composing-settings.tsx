/** Settings of composed music: the starter library, and when the standing playlists renew themselves. */
import { type ReactNode, useId } from "react";
import type { RenewalSchedule } from "../../../contracts/standing-playlists.ts";
import { errorMessage } from "../../api-client.ts";
import { Banner } from "../../design/banner.tsx";
import { Panel } from "../../design/panel.tsx";
import { Segmented } from "../../design/segmented.tsx";
import styles from "./composing-settings.module.css";
import { useSetSchedule, useSetStarter, useStanding, useStarter } from "./piece-queries.ts";
import { starterSentence } from "./starter-words.ts";

const EVERY = [
  { value: "off", label: "Never" },
  { value: "daily", label: "Daily" },
  { value: "weekly", label: "Weekly" },
] as const satisfies readonly { value: RenewalSchedule["every"]; label: string }[];

const ON_OFF = [
  { value: "on", label: "On" },
  { value: "off", label: "Off" },
] as const;

export function ComposingSettings(): ReactNode {
  return (
    <Panel title="Composed music">
      <StarterSetting />
      <ScheduleSetting />
    </Panel>
  );
}

function StarterSetting(): ReactNode {
  const starter = useStarter();
  const set = useSetStarter();
  if (starter.data === undefined) return null;
  const { enabled, fromEnvironment } = starter.data;
  return (
    <div className={styles.setting}>
      <p className={styles.name}>Starter library</p>
      <p className={styles.text}>
        A few pieces for each of the seven moods, composed in the background, so that there is music before there are
        songs. {starterSentence(starter.data)}
      </p>
      {fromEnvironment ? (
        <p className={styles.text}>It is switched off by MOODSYNC_STARTER in the server's environment.</p>
      ) : (
        <Segmented
          label="Starter library"
          value={enabled ? "on" : "off"}
          options={ON_OFF}
          onChange={(value) => set.mutate(value === "on")}
        />
      )}
      {set.isError ? <Banner tone="error">{errorMessage(set.error)}</Banner> : null}
    </div>
  );
}

function ScheduleSetting(): ReactNode {
  const standing = useStanding();
  const set = useSetSchedule();
  const hourId = useId();
  if (standing.data === undefined) return null;
  const { schedule, nextAtMs } = standing.data;
  return (
    <div className={styles.setting}>
      <p className={styles.name}>Renew the playlists of the moods</p>
      <p className={styles.text}>
        They also renew when what a mood means to you has moved.
        {nextAtMs === null ? "" : ` Next: ${whenText(nextAtMs)}.`}
      </p>
      <div className={styles.row}>
        <Segmented
          label="How often the playlists renew themselves"
          value={schedule.every}
          options={EVERY}
          onChange={(every) => set.mutate({ ...schedule, every })}
        />
        <label className={styles.hour} htmlFor={hourId}>
          at
          <select
            id={hourId}
            className={styles.select}
            aria-label="Hour of renewal"
            value={schedule.hour}
            disabled={schedule.every === "off"}
            onChange={(event) => set.mutate({ ...schedule, hour: Number(event.currentTarget.value) })}
          >
            {Array.from({ length: 24 }, (_, hour) => (
              <option key={hour} value={hour}>
                {String(hour).padStart(2, "0")}:00
              </option>
            ))}
          </select>
        </label>
      </div>
      {set.isError ? <Banner tone="error">{errorMessage(set.error)}</Banner> : null}
    </div>
  );
}

function whenText(atMs: number): string {
  return new Intl.DateTimeFormat(undefined, { weekday: "long", hour: "2-digit", minute: "2-digit" }).format(atMs);
}
