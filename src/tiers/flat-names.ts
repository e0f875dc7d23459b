/** Name of a file in a volume that holds the files of many folders: its path with `-` for `/`. */
export function flatName(path: string): string {
  return path.replace(/^\//, '').replaceAll('/', '-');
}

/**
 * Flat names of absolute paths, by path.
 * @throws if a path is not absolute, or two paths would get one name and so one content
 */
export function flatNames(paths: readonly string[]): ReadonlyMap<string, string> {
  const byName = new Map<string, string>();
  for (const path of paths) {
    if (!/^\/[^/]/.test(path)) throw new Error(`path '${path}' of a file is not absolute, begin it with '/'`);
    const other = byName.get(flatName(path));
    if (other !== undefined && other !== path) {
      throw new Error(`files '${other}' and '${path}' would share the name '${flatName(path)}', rename one of them`);
    }
    byName.set(flatName(path), path);
  }
  return new Map([...byName].map(([name, path]) => [path, name]));
}
