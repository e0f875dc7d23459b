import { endpointPath, type IEndpoint } from '../endpoints';
import { annotations, countProblem } from '../kubernetes';
import { compare } from '../problem';

/** How many connections a pod opens at the most, by what it opens them to. */
export class ConnectionCounts {
  private readonly counts = new Map<string, { readonly address: string; readonly count: number }>();

  /** Notes a number; the greatest holds that is said of one endpoint. @throws if it can't be one, or the endpoint has no address */
  note(endpoint: IEndpoint, count: number): void {
    const { address } = endpoint.parts;
    const wrong = countProblem('connections', count, 1);
    if (wrong) throw new Error(wrong);
    if (typeof address !== 'string') {
      throw new Error(
        `counts connections to '${endpointPath(endpoint) ?? endpoint.name}', which has no part 'address' to count them at: leave out \`connections\``,
      );
    }
    const key = `${address} ${endpoint.name}`;
    const known = this.counts.get(key)?.count ?? 0;
    this.counts.set(key, { address, count: Math.max(known, count) });
  }

  /** Of the pods: what rules count, `db.shop.svc.cluster.local:5432=10`. Databases of one server add up. */
  get annotations(): Readonly<Record<string, string>> {
    const sums = new Map<string, number>();
    for (const { address, count } of this.counts.values()) sums.set(address, (sums.get(address) ?? 0) + count);
    const lines = [...sums].map(([address, count]) => `${address}=${count}`).sort(compare);
    return lines.length === 0 ? {} : { [annotations.connections]: lines.join(',') };
  }
}
