/** Disconnecting: says what will be deleted, asks once, and says what was deleted. */
import { Unplug } from "lucide-react";
import { type ReactNode, useState } from "react";
import type { Disconnected, Service } from "../../../contracts/services.ts";
import { errorMessage } from "../../api-client.ts";
import { Banner } from "../../design/banner.tsx";
import { Button } from "../../design/button.tsx";
import { Sheet } from "../../design/sheet.tsx";
import styles from "./disconnect-button.module.css";
import { deletedWords, WILL_DELETE, WILL_STAY } from "./service-words.ts";
import { useDisconnect } from "./services-queries.ts";

export interface DisconnectButtonProps {
  service: Pick<Service, "id" | "name">;
  /** Whether there is anything to disconnect; what was deleted is still said after there is not. */
  connected: boolean;
  /** Called before anything is deleted, so that its player can fall silent. */
  onBefore?: () => void;
}

export function DisconnectButton({ service, connected, onBefore }: DisconnectButtonProps): ReactNode {
  const [open, setOpen] = useState(false);
  const disconnect = useDisconnect(service.id);
  const close = (): void => {
    setOpen(false);
    disconnect.reset();
  };
  const run = (): void => {
    onBefore?.();
    disconnect.mutate();
  };
  return (
    <>
      {connected ? (
        <Button size="small" icon={<Unplug size={16} aria-hidden="true" />} onClick={() => setOpen(true)}>
          Disconnect
        </Button>
      ) : null}
      <Sheet open={open} title={`Disconnect ${service.name}`} onClose={close}>
        <div className={styles.body}>
          {disconnect.isSuccess ? (
            <Deleted name={service.name} outcome={disconnect.data} onClose={close} />
          ) : (
            <>
              <Announced service={service} />
              {disconnect.isError ? <Banner tone="error">{errorMessage(disconnect.error)}</Banner> : null}
              <div className={styles.actions}>
                <Button variant="danger" busy={disconnect.isPending} onClick={run}>
                  Disconnect and delete
                </Button>
                <Button variant="quiet" onClick={close}>
                  Keep it
                </Button>
              </div>
            </>
          )}
        </div>
      </Sheet>
    </>
  );
}

function Announced({ service }: { service: Pick<Service, "id" | "name"> }): ReactNode {
  const stays = WILL_STAY[service.id];
  return (
    <>
      <p>This deletes from your MoodSync server, for good:</p>
      <ul className={styles.list}>
        {(WILL_DELETE[service.id] ?? ["everything that is kept of it"]).map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
      {stays === undefined ? null : <p className={styles.soft}>{stays}</p>}
    </>
  );
}

function Deleted({ name, outcome, onClose }: { name: string; outcome: Disconnected; onClose: () => void }): ReactNode {
  const lines = deletedWords(outcome.deleted);
  return (
    <>
      <Banner tone="good" title={`${name} is disconnected.`}>
        <p>{lines.length === 0 ? "There was nothing left to delete." : "Deleted:"}</p>
      </Banner>
      <ul className={styles.list} aria-label="Deleted">
        {lines.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
      <Button onClick={onClose}>Done</Button>
    </>
  );
}
