/** Says beside a reading that it is corrected, and leads to where that is explained and undone. */
import { UserRoundCheck } from "lucide-react";
import type { ReactNode } from "react";
import { Link } from "wouter";
import { isCorrecting, usePersonalCorrection } from "../../capture/personal-correction.ts";
import { SCREEN_PATHS } from "../shell/screens.ts";
import styles from "./correction-note.module.css";

/** Nothing while no correction is in force. */
export function CorrectionNote(): ReactNode {
  const on = usePersonalCorrection(isCorrecting);
  if (!on) return null;
  return (
    <p className={styles.note}>
      <UserRoundCheck size={16} aria-hidden="true" />
      <span>
        Personal correction on. <Link href={SCREEN_PATHS.readsMe}>What is that?</Link>
      </span>
    </p>
  );
}
