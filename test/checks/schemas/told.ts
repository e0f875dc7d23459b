import { validateObject } from '../../../src/checks/schemas';
import { correct } from './objects';
import { put } from './place';

/** A kind, the place that is spoilt, the value put there, the text; then the place that is told, where it is another. */
export type Fault = [kind: string, place: string, value: unknown, message: string, path?: string];

/** A test for each fault: it is the one problem found in an object that is correct otherwise. */
export function testFaults(faults: readonly Fault[]): void {
  test.each(faults)('in a %s, %s set to %j is told', (kind, place, value, message, path = place) => {
    const object = correct(kind);
    put(object, place, value);
    expect(validateObject(object)).toEqual([{ path, message }]);
  });
}
