/** Lets React's `style` carry CSS custom properties. */
export type CustomProperty = `--${string}`;

declare module "react" {
  interface CSSProperties {
    [property: CustomProperty]: string | number | undefined;
  }
}
