export * from './autoscaler';
export * from './autoscaling';
export * from './keda-trigger';
export * from './scale-on';
export * from './scale-source';
