import { PassThrough } from 'node:stream';
import { ask, questionsFor, readAnswers } from '../../src/init';

async function conversation(input: string, given = {}) {
  const [from, to] = [new PassThrough(), new PassThrough()];
  from.end(input);
  const questions = questionsFor('my_Shop.git');
  const said = await ask(questions, given, { input: from, output: to });
  return { said, answers: () => readAnswers(questions, said), told: String(to.read()) };
}

test('an empty line takes what is offered, which follows from earlier answers', async () => {
  const { answers, told } = await conversation('orders\n\n\n\n\n');
  expect(told).toBe(
    'Name of the system (orders): '.replace('orders', 'my-shop-git') +
      'Image of the web service, with its tag (registry.example.com/orders/web:1.0.0): ' +
      'Port that it listens on (8080): ' +
      'What it needs, out of database, queue, cache, or none (database): ' +
      'Public domain of production (orders.example.com): ',
  );
  expect(answers()).toEqual({
    name: 'orders',
    image: 'registry.example.com/orders/web:1.0.0',
    port: 8080,
    with: ['database'],
    domain: 'orders.example.com',
  });
});

test('an impossible answer is asked for again', async () => {
  const { said, told } = await conversation('shop\n\n70000\n80\nnone\n\n');
  expect(told).toContain('Port that it listens on (8080): ');
  expect(told.match(/Port that it listens on/g)).toHaveLength(2);
  expect(said).toMatchObject({ port: '80', with: 'none' });
});

test('what the command says is not asked for', async () => {
  const { told, answers } = await conversation('cache queue\n', {
    name: 'a',
    image: 'b/c:1.0',
    port: '1',
    domain: 'd.e',
  });
  expect(told).toBe('What it needs, out of database, queue, cache, or none (database): ');
  expect(answers().with).toEqual(['cache', 'queue']);
});

test('the end of the input takes what is offered for the rest', async () => {
  expect((await conversation('shop\n')).answers()).toMatchObject({ name: 'shop', port: 8080 });
});

test.each([
  ['/', 'shop'],
  ['Voting App!', 'voting-app'],
  [`${'a'.repeat(39)}-b`, 'a'.repeat(39)],
])('a folder %j gives the name %j', (folder, name) => {
  expect(readAnswers(questionsFor(folder), {}).name).toBe(name);
});
