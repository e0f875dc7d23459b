import type { CheckReport } from '../checks';
import type { KubernetesObject } from '../kubernetes';
import type { Project } from '../project';
import { belongsTo, type ObjectFile, type OutputPlan, type Part } from '../render';
import { planSynthesis, renderProject, type Synthesis } from '../synthesis';

/** Which part of a project's output a test looks at. */
export interface OutputPart {
  /** Name of one environment. @default - all */
  readonly environment?: string;
  /** Name of one system. @default - all, and what belongs to none of them (`bootstrap.yaml`) */
  readonly system?: string;
}

/** What `synth` would put into the output folder. Nothing is written. */
export class SynthesizedOutput {
  private readonly own: readonly ObjectFile[];

  /** Made by `synthInto`. */
  constructor(
    private readonly synthesis: Synthesis,
    private readonly selected: Part,
  ) {
    this.own = synthesis.files.filter(({ rendered }) => belongsTo(rendered, selected));
  }

  /** Text of each file by its path below the output folder, the index left out. */
  get files(): ReadonlyMap<string, string> {
    return new Map(this.own.map(({ path, text }) => [path, text]));
  }

  /** The objects, in the order in which they can be applied. */
  get objects(): readonly KubernetesObject[] {
    const rendered = this.synthesis.environments.flatMap(({ objects }) => objects);
    return rendered.filter((object) => this.holds(object)).map(({ object }) => object);
  }

  /** What the rules found in whole environments; an error among it keeps `synth` from writing. */
  get report(): CheckReport {
    return this.synthesis.report;
  }

  /** Every environment with each of its systems, for a test each. */
  get parts(): readonly Required<OutputPart>[] {
    const parts = this.own
      .map(({ rendered: { environment, system } }) => ({ environment, system }))
      .filter(({ system }) => system !== '');
    return [...new Map(parts.map((one) => [`${one.environment}/${one.system}`, one])).values()];
  }

  /** The same, narrowed to a part of it; nothing is rendered again. */
  part({ environment, system }: OutputPart): SynthesizedOutput {
    return new SynthesizedOutput(this.synthesis, {
      environments: environment === undefined ? this.selected.environments : [environment],
      systems: system === undefined ? this.selected.systems : [system],
    });
  }

  /** Whether something is of the part that is looked at. */
  holds(owned: { readonly environment: string; readonly system: string }): boolean {
    return belongsTo(owned, this.selected);
  }

  /** What `synth` would change in a folder. @throws ProblemsError if its index is not one of ours */
  planFor(folder: string): OutputPlan {
    return planSynthesis(this.synthesis, folder, this.selected);
  }
}

/**
 * Renders a project, or a part of it, as `synth` does, and keeps the result in memory.
 *
 * ```ts
 * test('dist/ is what the code makes', () => expect(synthInto(project)).toMatchFolder('dist'));
 * ```
 *
 * @throws ProblemsError with everything that `synth` would refuse
 */
export function synthInto(project: Project, { environment, system }: OutputPart = {}): SynthesizedOutput {
  const part: Part = {
    environments: environment === undefined ? undefined : [environment],
    systems: system === undefined ? undefined : [system],
  };
  return new SynthesizedOutput(renderProject(project, part), part);
}
