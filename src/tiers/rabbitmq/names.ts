/** Where queues leave what they gave up. */
export const deadLetterExchange = 'dead-letter';

/** Name of the queue that takes what a work queue gave up. */
export function deadLetterQueueName(queue: string): string {
  return `${queue}.dead-letter`;
}

/** What is wrong with the name of a new queue, or `undefined`. @param known queues by name */
export function queueNameProblem(name: string, known: ReadonlyMap<string, unknown>): string | undefined {
  const wrong = nameProblem('queue', name, known);
  if (wrong) return wrong;
  for (const other of known.keys()) {
    const [queue, deadLetters] = deadLetterQueueName(other) === name ? [other, name] : [name, other];
    if (deadLetterQueueName(queue) === deadLetters) {
      return `queue '${deadLetters}' is where queue '${queue}' leaves what it gave up, choose another name`;
    }
  }
  return undefined;
}

/** What is wrong with the name of a new exchange, or `undefined`. @param known exchanges by name */
export function exchangeNameProblem(name: string, known: ReadonlyMap<string, unknown>): string | undefined {
  if (name === deadLetterExchange) {
    return `exchange '${name}' is where queues leave what they gave up, choose another name`;
  }
  return nameProblem('exchange', name, known);
}

function nameProblem(kind: string, name: string, known: ReadonlyMap<string, unknown>): string | undefined {
  if (!/^[A-Za-z0-9._-]{1,200}$/.test(name)) {
    return `${kind} name '${name}' is not possible, use at most 200 letters, digits, '.', '_' and '-'`;
  }
  if (name.startsWith('amq.')) {
    return `${kind} name '${name}' begins with 'amq.', as those of the server itself do: choose another name`;
  }
  if (known.has(name)) return `${kind} '${name}' is declared twice, use the first one or choose another name`;
  return undefined;
}
