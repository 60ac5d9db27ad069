/** The button that makes music out of nothing: live, in the listener's mood, at once. */
import { AudioLines } from "lucide-react";
import { type ReactNode, useEffect } from "react";
import { live, prepareLive, useLive } from "../../composing/page-composing.ts";
import { Button } from "../../design/button.tsx";

/** The page itself comes first. */
const PREPARE_AFTER_MS = 1500;

export interface ComposeForMeProps {
  /** The main thing to do here: filled, and made ready before it is pressed. */
  main?: boolean;
}

export function ComposeForMe({ main = false }: ComposeForMeProps): ReactNode {
  const busy = useLive((state) => state.status === "loading");
  useEffect(() => {
    if (!main) return undefined;
    const timer = window.setTimeout(prepareLive, PREPARE_AFTER_MS);
    return () => window.clearTimeout(timer);
  }, [main]);
  return (
    <Button
      variant={main ? "primary" : "soft"}
      size={main ? "large" : "medium"}
      busy={busy}
      icon={<AudioLines size={main ? 22 : 18} aria-hidden="true" />}
      onPointerEnter={prepareLive}
      onFocus={prepareLive}
      onClick={live.store.getState().play}
    >
      Compose for me
    </Button>
  );
}
