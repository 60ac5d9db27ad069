/** Whether the server is there and what it holds: asked again and again, so that the page knows when it goes or comes back. */
import { useQuery, type UseQueryResult } from "@tanstack/react-query";
import type { Status } from "../../../contracts/status.ts";
import { api } from "../../api-client.ts";

const STEADY_MS = 30_000;
const EAGER_MS = 4000;

export const STATUS_KEY = ["status"] as const;

/** The latest status; asked more often while the server is away or scans. */
export function useServerStatus(): UseQueryResult<Status> {
  return useQuery({
    queryKey: STATUS_KEY,
    queryFn: ({ signal }) => api.status(signal),
    refetchInterval: (query) =>
      query.state.status === "error" || query.state.data?.scanning === true ? EAGER_MS : STEADY_MS,
    retry: false,
  });
}
