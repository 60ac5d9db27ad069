/** A problem with sensing: what happened, and the ways out as buttons. */
import type { ReactNode } from "react";
import { problemOf } from "../../capture/problem-sentences.ts";
import type { WayOut } from "../../capture/problem-sentences.ts";
import { Banner } from "../../design/banner.tsx";
import { Button } from "../../design/button.tsx";

const LABELS: Record<WayOut, string> = {
  retry: "Try again",
  "choose-camera": "Choose a camera",
  "choose-photo": "Choose another photo",
  "use-photo": "Use a photo",
  "use-pad": "Use the mood pad",
  reload: "Reload the page",
};

export interface ProblemViewProps {
  code: string;
  /** What each way does; a way without an action is not offered. */
  ways: Partial<Record<WayOut, () => void>>;
}

/** Announced at once by the banner. */
export function ProblemView({ code, ways }: ProblemViewProps): ReactNode {
  const problem = problemOf(code);
  const actions: Partial<Record<WayOut, () => void>> = { reload: () => window.location.reload(), ...ways };
  const offered = problem.ways.filter((way) => actions[way] !== undefined);
  return (
    <div data-problem={code}>
      <Banner
        tone="warning"
        title={problem.title}
        actions={offered.map((way, index) => (
          <Button key={way} size="small" variant={index === 0 ? "primary" : "soft"} onClick={actions[way]}>
            {LABELS[way]}
          </Button>
        ))}
      >
        <p>{problem.sentence}</p>
      </Banner>
    </div>
  );
}
