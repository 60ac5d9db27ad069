/** Loads a service's own script into a player frame. */

/** How long a script may take: a slow line is waited for, a blocked one is told soon enough. */
const PATIENCE_MS = 20_000;

/** @throws Error where it cannot be fetched, is refused by the frame's policy, or takes longer than 20 s */
export async function loadScript(url: string): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    const script = document.createElement("script");
    const timer = setTimeout(() => reject(new Error("the script took too long")), PATIENCE_MS);
    const settle = (end: () => void) => (): void => {
      clearTimeout(timer);
      end();
    };
    script.addEventListener("load", settle(resolve));
    script.addEventListener(
      "error",
      settle(() => reject(new Error("the script could not be loaded"))),
    );
    script.src = url;
    document.head.append(script);
  });
}
