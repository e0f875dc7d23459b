import { type ConfigFiles, type Mount, type Pod, type SecretKey, Volume } from '../kubernetes';
import { flatName, flatNames } from './flat-names';

type SecretFiles = Readonly<Record<string, SecretKey>>;

/** Files of ConfigMaps and Secrets that the containers of a pod see: a volume for each ConfigMap, and one for the keys of a container. */
export class FileMounts {
  private readonly configVolumes = new Map<ConfigFiles, Volume>();
  private readonly keysByVolume = new Map<Volume, Map<string, SecretKey>>();

  constructor(private readonly pod: Pod) {}

  /** @param paths absolute path in the container to name of the file */
  ofConfig(files: ConfigFiles, paths: Readonly<Record<string, string>>): Mount[] {
    let volume = this.configVolumes.get(files);
    if (!volume) {
      volume = this.pod.addVolume(Volume.config(`${files.name}-volume`, files));
      this.configVolumes.set(files, volume);
    }
    return Object.entries(paths).map(([path, name]) => ({ volume, path, subPath: name, readOnly: true }));
  }

  /**
   * @param files absolute path in the container to key
   * @param volumeName volume that holds the keys of the container
   * @throws if two keys would be shown at one path, or two paths would share a name
   */
  ofSecrets(files: SecretFiles, volumeName: string): Mount[] {
    if (Object.keys(files).length === 0) return [];
    const [volume, keys] = this.secretVolume(volumeName);
    flatNames([...keys.keys(), ...Object.keys(files)]);
    return Object.entries(files).map(([path, key]) => {
      const known = keys.get(path);
      if (known && (known.secretName !== key.secretName || known.key !== key.key)) {
        throw new Error(`two keys of Secrets are shown at '${path}', choose another path for one of them`);
      }
      keys.set(path, key);
      return { volume, path, subPath: flatName(path), readOnly: true };
    });
  }

  private secretVolume(name: string): [Volume, Map<string, SecretKey>] {
    const known = [...this.keysByVolume].find(([volume]) => volume.name === name);
    if (known) return known;
    const keys = new Map<string, SecretKey>();
    const byName = () => Object.fromEntries([...keys].map(([path, key]) => [flatName(path), key]));
    const volume = this.pod.addVolume(Volume.secrets(name, byName));
    this.keysByVolume.set(volume, keys);
    return [volume, keys];
  }
}
