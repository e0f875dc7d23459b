import { versions } from './programs';

/** Before all tests: prints what they run against, or fails with the way to install it. */
export default function announce(): void {
  process.stdout.write(`cluster: ${versions()}\n`);
}
