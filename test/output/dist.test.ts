import 'cdk8s-tiers/testing/jest';
import { synthInto } from 'cdk8s-tiers/testing';
import { project } from '../../charts/project';

const output = synthInto(project);

test.each(output.parts)('dist/$environment is what $system makes', (part) => {
  expect(output.part(part)).toMatchFolder('dist');
});

test('dist/ is what all systems make, and nothing else lies in it', () => {
  expect(output).toMatchFolder('dist');
});
