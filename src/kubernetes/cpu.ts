/**
 * An amount of CPU. cdk8s-plus has a class of the same form, and its values are accepted wherever this one is asked for: it is
 * our own because loading cdk8s-plus takes longer than all of a chart.
 *
 * ```ts
 * const resources = { cpu: Cpu.millis(250), memory: Size.mebibytes(512) };
 * ```
 */
export class Cpu {
  /** Thousandths of a core. */
  static millis(amount: number): Cpu {
    return new Cpu(`${checked(amount)}m`);
  }

  /** Cores. */
  static units(amount: number): Cpu {
    return new Cpu(`${checked(amount)}`);
  }

  /** @param amount as Kubernetes writes it, `250m` or `2` */
  private constructor(readonly amount: string) {}
}

function checked(amount: number): number {
  if (Number.isFinite(amount) && amount >= 0) return amount;
  throw new Error(`CPU of ${amount} is not possible, give a number from 0, such as Cpu.millis(250) or Cpu.units(2)`);
}
