/** The page's head: the name, and the way between the main screens. */
import { AudioLines, Library, PencilLine, Settings, Smile } from "lucide-react";
import type { ReactNode } from "react";
import { Link } from "wouter";
import styles from "./top-bar.module.css";
import { type Screen, SCREEN_PATHS } from "./screens.ts";

const LINKS = [
  { screen: "home", label: "Mood", Icon: Smile },
  { screen: "library", label: "Library", Icon: Library },
  { screen: "compose", label: "Compose", Icon: PencilLine },
  { screen: "settings", label: "Settings", Icon: Settings },
] as const;

/** `children` stand between the name and the links, as a light that says the camera is on. */
export function TopBar({ screen, children }: { screen: Screen; children?: ReactNode }): ReactNode {
  return (
    <header className={styles.bar}>
      <Link href={SCREEN_PATHS.home} className={styles.brand}>
        <span className={styles.mark} aria-hidden="true">
          <AudioLines size={22} strokeWidth={2.25} />
        </span>
        <span className={styles.name}>MoodSync</span>
      </Link>
      {children}
      <nav className={styles.nav} aria-label="Screens">
        {LINKS.map(({ screen: target, label, Icon }) => (
          <Link
            key={target}
            href={SCREEN_PATHS[target]}
            className={styles.link}
            aria-current={target === screen ? "page" : undefined}
          >
            <Icon size={18} aria-hidden="true" />
            {label}
          </Link>
        ))}
      </nav>
    </header>
  );
}
