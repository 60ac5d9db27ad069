/** Outside sources of moods for songs whose sound is not measured here: which are on, and how far their asking has come. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import type {
  FeatureFetch,
  FeatureProvider,
  FeatureProviderId,
  FeatureProviderSettings,
} from "../../../contracts/outside-features.ts";
import { call } from "../../api-client.ts";

const PROVIDERS_KEY = ["feature-providers"] as const;
const FETCH_KEY = ["feature-fetch"] as const;
const EAGER_MS = 2000;

export function useFeatureProviders() {
  return useQuery({
    queryKey: PROVIDERS_KEY,
    queryFn: async ({ signal }) =>
      (await call<{ providers: FeatureProvider[] }>("/outside-features", { signal })).providers,
  });
}

export function useFeatureFetch() {
  return useQuery({
    queryKey: FETCH_KEY,
    queryFn: async ({ signal }) =>
      (await call<{ fetch: FeatureFetch | null }>("/outside-features/fetches/current", { signal })).fetch,
    refetchInterval: (query) => (query.state.data?.state === "running" ? EAGER_MS : false),
  });
}

export function useSetFeatureProvider(id: FeatureProviderId) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (settings: FeatureProviderSettings) =>
      call<FeatureProvider>(`/outside-features/${id}`, { method: "PUT", body: settings }),
    onSettled: () => client.invalidateQueries({ queryKey: PROVIDERS_KEY }),
  });
}

export function useStartFeatureFetch() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => call<FeatureFetch>("/outside-features/fetches", { method: "POST" }),
    onSettled: () => client.invalidateQueries({ queryKey: FETCH_KEY }),
  });
}
