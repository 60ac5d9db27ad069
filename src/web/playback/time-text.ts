/** Times as people read them: on the player's clock, in words for screen readers, and as a rough "time left". */

/** `3:07`, `1:02:45`; an unknown or impossible time is `–:––`. */
export function clockText(ms: number | null): string {
  if (ms === null || !Number.isFinite(ms) || ms < 0) return "–:––";
  const total = Math.floor(ms / 1000);
  const seconds = String(total % 60).padStart(2, "0");
  const minutes = Math.floor(total / 60) % 60;
  const hours = Math.floor(total / 3600);
  return hours === 0 ? `${minutes}:${seconds}` : `${hours}:${String(minutes).padStart(2, "0")}:${seconds}`;
}

function counted(count: number, word: string): string {
  return `${count} ${word}${count === 1 ? "" : "s"}`;
}

/** `3 minutes 7 seconds`, for screen readers. */
export function spokenTime(ms: number | null): string {
  if (ms === null || !Number.isFinite(ms) || ms < 0) return "unknown";
  const total = Math.floor(ms / 1000);
  const parts = [
    { count: Math.floor(total / 3600), word: "hour" },
    { count: Math.floor(total / 60) % 60, word: "minute" },
    { count: total % 60, word: "second" },
  ].filter(({ count }) => count > 0);
  return parts.length === 0 ? "0 seconds" : parts.map(({ count, word }) => counted(count, word)).join(" ");
}

/** `about 4 min left`; rounded up, because a wait that ends early pleases. Null stays silent. */
export function timeLeftText(ms: number | null): string | null {
  if (ms === null || !Number.isFinite(ms)) return null;
  const seconds = Math.ceil(Math.max(0, ms) / 1000);
  if (seconds < 60) return `about ${Math.max(5, Math.ceil(seconds / 5) * 5)} s left`;
  const minutes = Math.ceil(seconds / 60);
  if (minutes < 60) return `about ${minutes} min left`;
  return `about ${Math.floor(minutes / 60)} h ${minutes % 60} min left`;
}
