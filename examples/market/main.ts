import { defineSystem, System } from 'cdk8s-tiers';
import { main } from 'cdk8s-tiers/cli';
import { addData } from './data';
import { addJobs } from './jobs';
import { addServices } from './services';
import { settings } from './settings';

const market = defineSystem({
  name: 'market',
  settings,
  build: (root, chosen) => {
    const system = new System(root, 'market');
    const data = addData(system, chosen);
    addServices(system, data, chosen);
    addJobs(system, data, chosen);
  },
});

void main({ systems: [market] });
