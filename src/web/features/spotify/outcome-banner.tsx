/** How the sign-in at Spotify ended, told once on the way back; then the word for it leaves the address. */
import { useQuery } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { errorMessage } from "../../api-client.ts";
import { Banner } from "../../design/banner.tsx";
import { Button } from "../../design/button.tsx";
import { spotifyApi } from "./spotify-api.ts";

/** Spotify's way back leads to `/?spotify=<outcome>#/services/spotify`. */
function takeOutcome(): string | null {
  const address = new URL(location.href);
  const outcome = address.searchParams.get("spotify");
  if (outcome === null) return null;
  address.searchParams.delete("spotify");
  history.replaceState(history.state, "", address);
  return outcome;
}

let arrived: string | null | undefined;

/** Read once a page: React may draw this twice. */
function outcomeOfThisPage(): string | null {
  arrived ??= takeOutcome();
  return arrived;
}

export function OutcomeBanner(): ReactNode {
  const [outcome, setOutcome] = useState(outcomeOfThisPage);
  const words = useQuery({
    queryKey: ["spotify", "outcome", outcome],
    queryFn: ({ signal }) => spotifyApi.outcome(outcome ?? "", signal),
    enabled: outcome !== null,
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  });
  if (outcome === null || words.isPending) return null;
  const close = (): void => {
    arrived = null;
    setOutcome(null);
  };
  return (
    <Banner
      tone={outcome === "connected" ? "good" : "error"}
      actions={
        <Button size="small" variant="quiet" onClick={close}>
          All right
        </Button>
      }
    >
      <p>{words.isError ? errorMessage(words.error) : words.data.message}</p>
    </Banner>
  );
}
