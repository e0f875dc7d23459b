import { toMatchFolder } from './to-match-folder';

declare global {
  namespace jest {
    interface Matchers<R, T> {
      /** The output, as `synthInto` gives it, is what a folder holds; `npm run synth` updates the folder. */
      toMatchFolder(folder: string): R;
    }
  }
}

const { expect } = globalThis as { expect?: { extend(matchers: object): void } };
if (expect === undefined) {
  throw new Error(
    "cdk8s-tiers/testing/jest adds matchers to a global `expect`, and there is none: import it in a test, or pass { toMatchFolder } of 'cdk8s-tiers/testing' to your own expect.extend",
  );
}
expect.extend({ toMatchFolder });
