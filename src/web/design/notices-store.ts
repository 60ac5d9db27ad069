/** Messages that pass: kept here, drawn by NoticeRegion in notices.tsx, raised from anywhere with `notify`. */
import { create } from "zustand";
import type { Tone } from "./banner.tsx";

export interface Notice {
  id: number;
  tone: Tone;
  text: string;
  action: { label: string; run: () => void } | null;
}

export interface NewNotice {
  text: string;
  /** Default `info`. */
  tone?: Tone;
  /** One thing the listener may do about it. */
  action?: { label: string; run: () => void };
  /** How long it stays; default 6 s, 10 s with an action. */
  stayMs?: number;
}

const MOST_SHOWN = 2;

export const useNotices = create<{ notices: readonly Notice[] }>(() => ({ notices: [] }));

let nextId = 1;

/** Takes a message away before its time. */
export function dismissNotice(id: number): void {
  useNotices.setState(({ notices }) => ({ notices: notices.filter((notice) => notice.id !== id) }));
}

/** Shows a message for a while; the same words are not stacked twice. Returns its id. */
export function notify(notice: NewNotice): number {
  const id = nextId++;
  const added: Notice = { id, tone: notice.tone ?? "info", text: notice.text, action: notice.action ?? null };
  useNotices.setState(({ notices }) => ({
    notices: [...notices.filter((shown) => shown.text !== added.text), added].slice(-MOST_SHOWN),
  }));
  setTimeout(() => dismissNotice(id), notice.stayMs ?? (notice.action === undefined ? 6000 : 10_000));
  return id;
}
