import { type Problem, ProblemsError } from '../problem';
import { assignWaves, type Topology } from '../topology';

/** Wave of every component inside its Application. @throws if components depend on each other in a circle */
export function deriveComponentWaves(topology: Topology): ReadonlyMap<string, number> {
  const byApplication = new Map<string, string[]>();
  const last = new Set(topology.components.filter((component) => component.last).map(({ path }) => path));
  for (const { application, path } of topology.components) {
    const list = byApplication.get(application);
    if (list) list.push(path);
    else byApplication.set(application, [path]);
  }
  const edges = new Map<string, { from: string; to: string; sameWave: boolean }[]>();
  for (const { from, to, sameWave } of topology.orders) {
    if (from.application !== to.application) continue;
    const edge = { from: from.path, to: to.path, sameWave };
    const list = edges.get(from.application);
    if (list) list.push(edge);
    else edges.set(from.application, [edge]);
  }
  const result = new Map<string, number>();
  const problems: Problem[] = [];
  for (const [application, paths] of byApplication) {
    const found = assignWaves(paths, edges.get(application) ?? [], last);
    problems.push(...found.problems);
    for (const [path, wave] of found.waves) result.set(path, wave);
  }
  if (problems.length > 0) throw new ProblemsError(problems);
  return result;
}
