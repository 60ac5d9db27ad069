/** The OpenSubsonic server as the page knows it: its connection and the sync that brings its songs into the library. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import type { NewSubsonicConnection, SubsonicConnection, SubsonicSync } from "../../../contracts/subsonic.ts";
import { call } from "../../api-client.ts";
import { TRACKS_KEY } from "../library/library-queries.ts";
import { STATUS_KEY } from "../shell/server-status.ts";
import { SERVICES_KEY } from "./services-queries.ts";

const CONNECTION_KEY = ["subsonic", "connection"] as const;
const SYNC_KEY = ["subsonic", "sync"] as const;
const EAGER_MS = 1500;

/** Whether a sync still works. */
export function isSyncing(sync: SubsonicSync | null | undefined): boolean {
  return sync?.state === "listing" || sync?.state === "analysing";
}

export function useSubsonicConnection(connected: boolean) {
  return useQuery({
    queryKey: CONNECTION_KEY,
    queryFn: ({ signal }) => call<SubsonicConnection>("/sources/subsonic/connection", { signal }),
    enabled: connected,
  });
}

/** The sync that runs or ran last; asked often while it runs. */
export function useSubsonicSync(connected: boolean) {
  return useQuery({
    queryKey: SYNC_KEY,
    queryFn: async ({ signal }) =>
      (await call<{ sync: SubsonicSync | null }>("/sources/subsonic/syncs/current", { signal })).sync,
    enabled: connected,
    refetchInterval: (query) => (isSyncing(query.state.data) ? EAGER_MS : false),
  });
}

/** What every change of the connection makes stale. */
export function useSubsonicRefresh(): () => Promise<void> {
  const client = useQueryClient();
  return async () => {
    await Promise.all(
      [CONNECTION_KEY, SYNC_KEY, SERVICES_KEY, STATUS_KEY, TRACKS_KEY].map((queryKey) =>
        client.invalidateQueries({ queryKey }),
      ),
    );
  };
}

export function useConnectSubsonic() {
  const refresh = useSubsonicRefresh();
  return useMutation({
    mutationFn: (connection: NewSubsonicConnection) =>
      call<SubsonicConnection>("/sources/subsonic/connection", { method: "PUT", body: connection }),
    onSuccess: refresh,
  });
}

export function useSubsonicSettings() {
  const refresh = useSubsonicRefresh();
  return useMutation({
    mutationFn: (settings: { analyse: boolean }) =>
      call<SubsonicConnection>("/sources/subsonic/settings", { method: "PATCH", body: settings }),
    onSettled: refresh,
  });
}

export function useStartSync() {
  const refresh = useSubsonicRefresh();
  return useMutation({
    mutationFn: () => call<SubsonicSync>("/sources/subsonic/syncs", { method: "POST" }),
    onSettled: refresh,
  });
}

export function useCancelSync() {
  const refresh = useSubsonicRefresh();
  return useMutation({
    mutationFn: () => call<unknown>("/sources/subsonic/syncs/current/cancel", { method: "POST" }),
    onSettled: refresh,
  });
}
