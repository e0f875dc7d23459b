export { redisDownAfter } from './redis-down-after';
export { redisFixedMaster } from './redis-fixed-master';
export { redisNoPassword } from './redis-no-password';
export { redisSentinelConfig } from './redis-sentinel-config';
export { redisSentinelCount } from './redis-sentinel-count';
export { redisSentinelNames } from './redis-sentinel-names';
export { redisWriteService } from './redis-write-service';
