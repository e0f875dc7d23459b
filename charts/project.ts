import { platform } from '@cdk8s-tiers/platform';
import { zamperla } from '@cdk8s-tiers/zamperla';
import { type Project, priorities } from 'cdk8s-tiers';

/** The systems that environments of this repository may name. */
export const project: Project = { systems: [platform, zamperla], defaultPriority: priorities.alwaysUp };
