/** One line on how a service stands: an icon and words; the tone is never told by colour alone. */
import { CircleAlert, CircleCheck, CircleDashed, Hourglass } from "lucide-react";
import type { ReactNode } from "react";
import { classNames } from "../../design/class-names.ts";
import type { Standing } from "./service-words.ts";
import styles from "./standing-line.module.css";

const ICONS = { off: CircleDashed, good: CircleCheck, waiting: Hourglass, trouble: CircleAlert } as const;

export function StandingLine({ standing }: { standing: Standing }): ReactNode {
  const Icon = ICONS[standing.tone];
  return (
    <p className={classNames(styles.line, styles[standing.tone])}>
      <Icon size={18} aria-hidden="true" />
      {standing.text}
    </p>
  );
}
