/** The clusters as a list: what each mark of the map means, and the map itself for keys and screen readers. */
import type { ReactNode } from "react";
import type { LibraryCluster } from "../../../contracts/library-map.ts";
import styles from "./cluster-legend.module.css";
import { lookOf, shapesPath } from "./map-drawing.ts";

export interface ClusterLegendProps {
  clusters: readonly LibraryCluster[];
  chosen: number | null;
  onChoose: (id: number) => void;
}

function songs(count: number): string {
  return `${count.toLocaleString("en")} song${count === 1 ? "" : "s"}`;
}

export function ClusterLegend({ clusters, chosen, onChoose }: ClusterLegendProps): ReactNode {
  return (
    <ul className={styles.legend} aria-label="Groups of songs that sound alike">
      {clusters.map((cluster, index) => {
        const { colour, shape } = lookOf(index);
        return (
          <li key={cluster.id}>
            <button
              type="button"
              className={styles.cluster}
              data-mood={colour}
              aria-pressed={chosen === cluster.id}
              onClick={() => onChoose(cluster.id)}
            >
              <svg className={styles.mark} viewBox="0 0 20 20" aria-hidden="true">
                <path d={shapesPath(shape, [{ x: 10, y: 10 }], 6.5)} />
              </svg>
              <span className={styles.name}>{cluster.name}</span>
              <span className={styles.about}>
                {[songs(cluster.count), cluster.words.join(", ")].filter(Boolean).join(" · ")}
              </span>
            </button>
          </li>
        );
      })}
    </ul>
  );
}
