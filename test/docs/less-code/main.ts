import { App } from 'cdk8s';
import { environments } from './environments';
import { Voting } from './voting';

const app = new App();
for (const environment of environments) new Voting(app, environment);
app.synth();
