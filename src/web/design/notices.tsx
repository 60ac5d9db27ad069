/** Draws the messages that pass, above the player and out of the way, and reads them to screen readers. */
import { CircleAlert, CircleCheck, Info, TriangleAlert, X } from "lucide-react";
import type { ReactNode } from "react";
import { Button, IconButton } from "./button.tsx";
import { classNames } from "./class-names.ts";
import { dismissNotice, useNotices } from "./notices-store.ts";
import styles from "./notices.module.css";

const ICONS = { info: Info, good: CircleCheck, warning: TriangleAlert, error: CircleAlert } as const;

/** Stands once in the page. */
export function NoticeRegion(): ReactNode {
  const notices = useNotices((state) => state.notices);
  return (
    <section className={styles.region} aria-label="Messages" aria-live="polite">
      {notices.map(({ id, tone, text, action }) => {
        const Icon = ICONS[tone];
        return (
          <div key={id} className={classNames(styles.notice, styles[tone])}>
            <Icon size={18} aria-hidden="true" />
            <p className={styles.text}>{text}</p>
            {action === null ? null : (
              <Button
                size="small"
                onClick={() => {
                  action.run();
                  dismissNotice(id);
                }}
              >
                {action.label}
              </Button>
            )}
            <IconButton
              variant="quiet"
              size="small"
              label="Dismiss"
              icon={<X size={16} aria-hidden="true" />}
              onClick={() => dismissNotice(id)}
            />
          </div>
        );
      })}
    </section>
  );
}
