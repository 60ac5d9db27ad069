import { expect, it } from "vitest";
import { html, joined, trusted } from "./markup.ts";

it("escapes text, and markup not twice", () => {
  const name = `<b title="x">'&`;
  expect(html`<p>${html`<i>${name}</i>`}</p>`.markup).toBe("<p><i>&lt;b title=&quot;x&quot;&gt;&#39;&amp;</i></p>");
  expect(joined([trusted("<a>"), trusted("<b>")]).markup).toBe("<a><b>");
});

it("writes coordinates with two decimals at most", () => {
  expect(html`${1 / 3} ${2} ${-0.004}`.markup).toBe("0.33 2 0");
});
