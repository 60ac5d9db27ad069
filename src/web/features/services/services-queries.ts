/** The services outside as the page knows them: asked once, again when something changed, and when a cool-down ends. */
import { useMutation, useQuery, useQueryClient, type UseMutationResult } from "@tanstack/react-query";
import type { Disconnected, Service, ServiceId } from "../../../contracts/services.ts";
import { call } from "../../api-client.ts";

export const SERVICES_KEY = ["services"] as const;

/** The state of a service in trouble is looked at again this soon; one that is well is left alone. */
const TROUBLED_MS = 15_000;

function isTroubled({ state }: Service): boolean {
  return state.cooldownUntilMs !== null || state.breaker !== "closed";
}

export function useServices() {
  return useQuery({
    queryKey: SERVICES_KEY,
    queryFn: async ({ signal }) => (await call<{ services: Service[] }>("/services", { signal })).services,
    refetchInterval: (query) => (query.state.data?.some(isTroubled) ? TROUBLED_MS : false),
  });
}

/** One service; null until known, or where the server does not have it. */
export function useService(id: ServiceId): Service | null {
  return useServices().data?.find((service) => service.id === id) ?? null;
}

/** Changes what a service is set to; null takes a setting away. */
export function useServiceSettings(id: ServiceId): UseMutationResult<Service, Error, Record<string, unknown>> {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (settings: Record<string, unknown>) =>
      call<Service>(`/services/${id}`, { method: "PUT", body: { settings } }),
    onSettled: () => client.invalidateQueries({ queryKey: SERVICES_KEY }),
  });
}

/** Ends the connection and deletes everything of the service; gives how much of what. */
export function useDisconnect(id: ServiceId): UseMutationResult<Disconnected, Error, void> {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => call<Disconnected>(`/services/${id}`, { method: "DELETE" }),
    // Everything the page still holds of it goes too: its songs, lists and moods.
    onSettled: () => client.invalidateQueries(),
  });
}
