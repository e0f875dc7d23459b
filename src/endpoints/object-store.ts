import type { Construct } from 'constructs';
import type { SecretKey } from '../kubernetes';
import type { IEndpoint } from './endpoint';
import { serviceUrl } from './host';
import { type HttpPart, httpParts } from './http';
import { OutsideEndpoint } from './outside-endpoint';
import { defaultParts, type Parts } from './parts';
import type { OutsidePlace, OutsideService } from './place';
import { addressOfUrl, type OutsideUrl } from './url';

/** The access key of an object store's client. */
export interface AccessKey {
  readonly accessKeyId: SecretKey;
  readonly secretAccessKey: SecretKey;
}

/** Parts of an object store: where it is, its bucket and region, and the access key. */
export type ObjectStorePart = HttpPart | 'bucket' | 'region' | 'accessKeyId' | 'secretAccessKey';

/** An object store that speaks the protocol of S3. */
export interface IObjectStore extends IEndpoint<ObjectStorePart> {
  readonly url: string;
  readonly bucket: string;
  /** @default - none: the pod's own identity is known to the store */
  readonly credentials?: AccessKey;
}

/** An object store that others run: where it is, its bucket, and the keys to it. */
export interface ObjectStoreProps {
  readonly bucket: string;
  /** @default us-east-1, which stores without regions take */
  readonly region?: string;
  /** @default - none: the pod's own identity is known to the store */
  readonly credentials?: AccessKey;
}

/**
 * An object store that this project does not emit. Clients get `<PREFIX>_URL`, `_BUCKET`, `_REGION`, `_ACCESS_KEY_ID` and
 * `_SECRET_ACCESS_KEY`.
 */
export class ObjectStore extends OutsideEndpoint implements IObjectStore {
  /** A store outside the cluster. */
  static fromUrl(scope: Construct, id: string, props: OutsideUrl & ObjectStoreProps): ObjectStore {
    return new ObjectStore(scope, id, addressOfUrl(scope, id, props), props, props.url);
  }

  /** A Service that this project does not emit, on port 9000 unless told otherwise. */
  static fromService(scope: Construct, id: string, props: OutsideService & ObjectStoreProps): ObjectStore {
    return new ObjectStore(scope, id, props, props);
  }

  readonly url: string;
  readonly bucket: string;
  readonly credentials?: AccessKey;
  readonly parts: Parts<ObjectStorePart>;
  readonly defaultParts = defaultParts.objectStore;

  private constructor(scope: Construct, id: string, place: OutsidePlace, props: ObjectStoreProps, url?: string) {
    super(scope, id, place, 9000);
    this.url = url ?? serviceUrl(this.host, this.port);
    this.bucket = props.bucket;
    this.credentials = props.credentials;
    this.parts = {
      ...httpParts(this, this.url),
      bucket: this.bucket,
      region: props.region ?? 'us-east-1',
      accessKeyId: props.credentials?.accessKeyId,
      secretAccessKey: props.credentials?.secretAccessKey,
    };
  }
}
