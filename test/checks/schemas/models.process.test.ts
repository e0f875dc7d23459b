import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import type { KubernetesObject } from '../../../src/kubernetes/object';
import { correct, correctObjects } from './objects';
import { put } from './place';

function modelsSay(objects: readonly KubernetesObject[]): string[] {
  const output = execFileSync(process.execPath, [join(__dirname, 'models.mjs')], { input: JSON.stringify(objects) });
  return JSON.parse(output.toString()) as string[];
}

test('the validators of the independent models find the correct objects correct, but for what the CRDs leave open', () => {
  expect(modelsSay(correctObjects())).toEqual([
    // The CRD has a default for it.
    'SecretStore vault: data/spec/provider/vault/auth/kubernetes must have required property mountPath',
    // A provider whose fields are not described here.
    'SecretStore other: data/spec/provider/doppler must have required property auth',
  ]);
}, 60_000);

test('those validators are awake: they find a wrong type', () => {
  const object = correct('Deployment');
  put(object, 'spec.replicas', 'two');
  expect(modelsSay([object])).toEqual(['Deployment web: data/spec/replicas must be integer']);
}, 60_000);
