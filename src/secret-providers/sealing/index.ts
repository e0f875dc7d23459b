export { readSealingKey } from './certificate';
export { sealValue } from './encrypt';
export {
  readSealedFiles,
  readSealedSecrets,
  type SealedFile,
  type SealingNeed,
  sealedFileName,
  sealedFolder,
  sealingProblems,
} from './sealed-files';
export { addSealedKeys, type SealedSecretObject, sealedSecretKind, sealSecret } from './sealed-secret';
export { type Unsealed, unsealedSecrets } from './unsealed';
