import { main } from 'cdk8s-tiers';
import { project } from './project';

void main(project);
