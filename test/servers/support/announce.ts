import { fallbacks, versions } from './cache';

/** Before all tests: prints what they run against, or fails with the way to install it. */
export default function announce(): void {
  process.stdout.write(`servers: ${versions()}\n`);
  for (const fallback of fallbacks()) process.stdout.write(`fallback: ${fallback}\n`);
}
