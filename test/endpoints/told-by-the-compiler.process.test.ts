import { compileModules, moduleOf } from '../docs/modules';

/** Not what the API is for. */
const mistakes: Readonly<Record<string, string>> = {
  queue: 'export const connect = (queue: IQueue) => web.connectTo(queue);',
  topic: 'export const connect = (topic: ITopic) => web.connectTo(topic);',
  broker: 'export const connect = (server: IMessageBroker) => web.connectTo(server);',
  guest: 'export const connect = (guest: GuestWorkload) => web.connectTo(guest);',
  secret: 'export const connect = (secret: Credential) => web.connectTo(secret);',
  text: "web.connectTo('database');",
  part: "web.connectTo(database, { env: { PGHOST: 'hots' } });",
  right: "export const connect = (files: IObjectStore) => web.connectTo(files, { rights: 'read' });",
  publishDatabase: 'web.publishTo(database);',
  publishBroker: 'export const publish = (server: IMessageBroker) => web.publishTo(server);',
  publishSecret: 'export const publish = (secret: Credential) => web.publishTo(secret);',
  consumeTopic: 'export const consume = (topic: ITopic) => web.consumeFrom(topic);',
  consumeBroker: 'export const consume = (server: IMessageBroker) => web.consumeFrom(server);',
  consumeDatabase: 'web.consumeFrom(database);',
  consumeSecret: 'export const consume = (secret: Credential) => web.consumeFrom(secret);',
};

test('the compiler tells what is wrong, and names the right verb', () => {
  const modules = Object.entries(mistakes).map(([name, code]) => [`${name}.ts`, moduleOf(code)]);
  const { stdout } = compileModules('mistakes', Object.fromEntries(modules));
  const errors = stdout.matchAll(/^(\w+)\.ts\(\d+,\d+\): error TS\d+: (.*)$/gm);
  // Whether the compiler writes down a type's default argument depends on what it has seen before.
  const told = new Map([...errors].map(([, name, message]) => [name!, message!.replaceAll('<string>', '')]));
  expect([...told.keys()].sort()).toEqual(Object.keys(mistakes).sort());
  expect(Object.fromEntries(told)).toMatchInlineSnapshot(`
{
  "broker": "Argument of type 'IMessageBroker' is not assignable to parameter of type 'IMessageBroker & "a broker gives rights to what it holds: publishTo(...) or consumeFrom(...) one of its queues"'.",
  "consumeBroker": "Argument of type 'IMessageBroker' is not assignable to parameter of type 'IMessageBroker & "consumeFrom(...) a queue of the broker"'.",
  "consumeDatabase": "Argument of type 'Postgres' is not assignable to parameter of type 'Postgres & "holds no messages: connectTo(...) it"'.",
  "consumeSecret": "Argument of type 'Credential' is not assignable to parameter of type 'Credential & "holds no messages: consumeFrom(...) a queue of a broker"'.",
  "consumeTopic": "Argument of type 'ITopic' is not assignable to parameter of type 'ITopic & "no queue: bind one to it, and consumeFrom(...) that"'.",
  "guest": "Argument of type 'GuestWorkload' is not assignable to parameter of type 'GuestWorkload & "say which of its ports: connectTo(it.endpoint(...))"'.",
  "part": "Type '"hots"' is not assignable to type '"address" | "database" | "host" | "password" | "port" | "url" | "user" | \`\${string}{address}\${string}\` | \`\${string}{database}\${string}\` | \`\${string}{host}\${string}\` | \`\${string}{password}\${string}\` | \`\${string}{port}\${string}\` | \`\${string}{url}\${string}\` | \`\${string}{user}\${string}\`'.",
  "publishBroker": "Argument of type 'IMessageBroker' is not assignable to parameter of type 'IMessageBroker & "publishTo(...) a queue or topic of the broker"'.",
  "publishDatabase": "Argument of type 'Postgres' is not assignable to parameter of type 'Postgres & "takes no messages: connectTo(...) it"'.",
  "publishSecret": "Argument of type 'Credential' is not assignable to parameter of type 'Credential & "takes no messages: publishTo(...) a queue or topic of a broker"'.",
  "queue": "Argument of type 'IQueue' is not assignable to parameter of type 'IQueue & "messages go in by publishTo(...) and come out by consumeFrom(...) or a QueueWorker"'.",
  "right": "Type '"read"' is not assignable to type '"it grants no rights: drop this" & { readonly granted: string; }'.",
  "secret": "Argument of type 'Credential' is not assignable to parameter of type 'Credential & "nothing listens there: connectTo(...) a tier with a port, or what the fromXxx(...) of an endpoint returns"'.",
  "text": "Argument of type 'string' is not assignable to parameter of type 'object | IEndpoint'.",
  "topic": "Argument of type 'ITopic' is not assignable to parameter of type 'ITopic & "messages go in by publishTo(...) and come out by consumeFrom(...) or a QueueWorker"'.",
}
`);
});
