/** How old what is shown is, and why it is not fresh where Spotify could not be asked. */
import { useQueryClient } from "@tanstack/react-query";
import { CloudOff } from "lucide-react";
import { type ReactNode, useEffect } from "react";
import { agoText, clockTime } from "../../services/time-words.ts";
import { useNow } from "../../services/use-now.ts";
import { SERVICES_KEY, useService } from "../services/services-queries.ts";
import styles from "./age-note.module.css";

export interface Fetched {
  fetchedAtMs: number;
  expiresAtMs: number;
  stale: boolean;
  problem: { code: string; message: string } | null;
}

export function AgeNote({ fetched }: { fetched: Fetched }): ReactNode {
  const now = useNow(30_000);
  const client = useQueryClient();
  const { stale } = fetched;
  // Why it could not be asked is told by how the service stands: that has changed just now.
  useEffect(() => {
    if (stale) void client.invalidateQueries({ queryKey: SERVICES_KEY });
  }, [stale, client]);
  const age = `From Spotify, ${agoText(fetched.fetchedAtMs, now)}`;
  if (!fetched.stale) return <p className={styles.note}>{age}</p>;
  return (
    <output className={styles.stale}>
      <CloudOff size={18} aria-hidden="true" />
      <span>
        {fetched.problem?.message ?? "Spotify could not be asked."} This is what it said{" "}
        {agoText(fetched.fetchedAtMs, now)}; it is kept until {clockTime(fetched.expiresAtMs, now)}.
      </span>
    </output>
  );
}

/** Says that Spotify asked to be left alone, and until when; nothing while it did not. */
export function RestingNote(): ReactNode {
  const spotify = useService("spotify");
  const until = spotify?.state.cooldownUntilMs ?? null;
  const now = useNow(until === null ? null : 5000);
  if (until === null || until <= now) return null;
  return (
    <output className={styles.stale}>
      <CloudOff size={18} aria-hidden="true" />
      <span>
        Spotify asked for a pause. MoodSync asks it nothing until {clockTime(until, now)}; what was fetched before stays
        in sight.
      </span>
    </output>
  );
}
