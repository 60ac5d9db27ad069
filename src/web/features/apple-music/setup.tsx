/** What Apple Music needs before anything can be heard: the owner's own developer key, and how to get it. */
import type { ReactNode } from "react";
import { Panel } from "../../design/panel.tsx";
import { KeyForm } from "./key-form.tsx";
import styles from "./setup.module.css";

export function AppleSetup(): ReactNode {
  return (
    <div className={styles.guide}>
      <Panel title="Before you begin">
        <ul className={styles.rules}>
          <li>
            <strong>An Apple developer account.</strong> Apple gives keys for Apple Music to members of its paid
            Developer Program alone.
          </li>
          <li>
            <strong>Previews without a subscription.</strong> Listeners with Apple Music hear whole songs once they sign
            in; everybody else hears previews, which are called so.
          </li>
          <li>
            <strong>Off until then.</strong> Nothing of Apple is loaded or asked before a key is kept here.
          </li>
        </ul>
      </Panel>
      <Panel title="Make a key">
        <ol className={styles.steps}>
          <li>
            Open{" "}
            <a href="https://developer.apple.com/account/resources" target="_blank" rel="noreferrer noopener">
              Certificates, Identifiers &amp; Profiles
            </a>{" "}
            in your developer account.
          </li>
          <li>
            Under <b>Identifiers</b> make a <b>Media ID</b> with MusicKit ticked.
          </li>
          <li>
            Under <b>Keys</b> make a key with <b>Media Services</b> ticked for that id, and download it: a file called{" "}
            <i>AuthKey_….p8</i>. Apple lets you download it once.
          </li>
          <li>Type the two ids here and choose the file. Your server signs its own short-lived tokens with it.</li>
        </ol>
        <KeyForm />
      </Panel>
    </div>
  );
}
