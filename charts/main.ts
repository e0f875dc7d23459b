import { main } from 'cdk8s-tiers/cli';
import { project } from './project';

void main(project);
