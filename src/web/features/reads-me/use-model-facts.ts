/** The figures of the face net that this server ships, for components. */
import { useQuery, type UseQueryResult } from "@tanstack/react-query";
import { weightsAre } from "../../capture/personal-correction.ts";
import { modelFactsOf, type ModelFacts } from "./model-facts.ts";

const CONFIG_URL = "/models/face-emotion/config.json";

/** Also tells which weights read faces, so that a correction fitted to others is dropped. */
async function fetchFacts(signal: AbortSignal): Promise<ModelFacts> {
  const response = await fetch(CONFIG_URL, { signal });
  if (!response.ok) throw new Error(`${CONFIG_URL} answered ${response.status}.`);
  const facts = modelFactsOf(await response.json());
  if (facts === null) throw new Error(`${CONFIG_URL} holds no figures.`);
  if (facts.weightsSha256 !== null) weightsAre(facts.weightsSha256);
  return facts;
}

/** Asked for once a visit: the figures change with the weights alone. */
export function useModelFacts(): UseQueryResult<ModelFacts> {
  return useQuery({ queryKey: ["model-facts"], queryFn: ({ signal }) => fetchFacts(signal), staleTime: Infinity });
}
