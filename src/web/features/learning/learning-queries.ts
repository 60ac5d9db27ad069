/** What was learned, as the server tells it, and having it forgotten. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import type { ForgottenAnswer, Learning } from "../../../contracts/learning.ts";
import { call } from "../../api-client.ts";

const LEARNING_KEY = ["learning"] as const;

/** One artist or one cue; null is all. */
export type ForgetTarget = { subject: "artist" | "cue"; name: string } | null;

export function useLearning() {
  return useQuery({
    queryKey: LEARNING_KEY,
    queryFn: ({ signal }) => call<Learning>("/learning", { signal }),
    // Plays teach without this page's asking.
    staleTime: 0,
  });
}

export function useForget() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (target: ForgetTarget) =>
      call<ForgottenAnswer>(
        target === null ? "/learning" : `/learning/${target.subject}/${encodeURIComponent(target.name)}`,
        { method: "DELETE" },
      ),
    onSettled: () => client.invalidateQueries({ queryKey: LEARNING_KEY }),
  });
}
