/** Words that no variable may be called, and names that the chart uses itself. */
const taken = (
  'break case catch class const continue debugger default delete do else enum export extends false finally for function if import ' +
  'in instanceof new null return super switch this throw true try typeof var void while with yield let static await async package ' +
  'private protected public interface implements arguments eval root images system data app resources readFileSync defineSystem ' +
  'imageReference generated outside fixed z'
).split(' ');

/** Gives every construct of a chart a variable of its own, named as it is. */
export class Variables {
  private readonly used = new Set(taken);

  /** A variable for a name such as `order-service`. @param kind what is put behind a name that is taken */
  nameFor(name: string, kind: string): string {
    const words = name.split(/[^A-Za-z0-9]+/).filter((word) => word !== '');
    const joined = words
      .map((word, index) => (index === 0 ? word : word.charAt(0).toUpperCase() + word.slice(1)))
      .join('');
    const first = /^[A-Za-z]/.test(joined)
      ? joined.charAt(0).toLowerCase() + joined.slice(1)
      : `${kind.toLowerCase()}${joined}`;
    let variable = this.used.has(first) ? first + kind : first;
    for (let count = 2; this.used.has(variable); count++) variable = `${first}${kind}${count}`;
    this.used.add(variable);
    return variable;
  }
}
