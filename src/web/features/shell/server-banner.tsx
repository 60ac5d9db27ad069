/** Says that the server is away, and offers to try again; silent while all is well. */
import { RotateCw } from "lucide-react";
import type { ReactNode } from "react";
import { errorMessage } from "../../api-client.ts";
import { Banner } from "../../design/banner.tsx";
import { Button } from "../../design/button.tsx";
import { useServerStatus } from "./server-status.ts";

export function ServerBanner(): ReactNode {
  const status = useServerStatus();
  if (!status.isError) return null;
  const retry = (
    <Button
      size="small"
      busy={status.isFetching}
      icon={<RotateCw size={16} aria-hidden="true" />}
      onClick={() => void status.refetch()}
    >
      Try again
    </Button>
  );
  return (
    <Banner tone="error" title={errorMessage(status.error)} actions={retry}>
      <p>Start it with “npm start”, or look whether it still runs. This page tries again by itself.</p>
    </Banner>
  );
}
