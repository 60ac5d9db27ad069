/** A message inside the page, with its way out. For messages that pass, see notices.tsx. */
import { CircleAlert, CircleCheck, Info, TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";
import styles from "./banner.module.css";
import { classNames } from "./class-names.ts";

export type Tone = "info" | "good" | "warning" | "error";

export interface BannerProps {
  /** Default `info`; `error` and `warning` are announced at once. */
  tone?: Tone;
  title?: string;
  /** Buttons, at the right or beneath. */
  actions?: ReactNode;
  children?: ReactNode;
}

const ICONS = { info: Info, good: CircleCheck, warning: TriangleAlert, error: CircleAlert } as const;

/** A toned line of text with an icon and actions. */
export function Banner({ tone = "info", title, actions, children }: BannerProps): ReactNode {
  const Icon = ICONS[tone];
  const urgent = tone === "error" || tone === "warning";
  return (
    <div className={classNames(styles.banner, styles[tone])} role={urgent ? "alert" : "status"}>
      <Icon size={20} aria-hidden="true" />
      <div className={styles.words}>
        {title === undefined ? null : <p className={styles.title}>{title}</p>}
        {children}
      </div>
      {actions === undefined ? null : <div className={styles.actions}>{actions}</div>}
    </div>
  );
}
