/** What an admin wants to know of the data folder: what it takes, and its backups. Times in milliseconds since 1970 UTC. */

export interface StorageKind {
  /** `originals`, `derivatives`, `state`, or the name of a folder such as `index`, `backups`. */
  readonly kind: string;
  readonly files: number;
  readonly bytes: number;
}

export interface StorageUse {
  /** The largest first. */
  readonly kinds: readonly StorageKind[];
  /** Bytes that this user may still write, and that the disk has in all. */
  readonly free: number;
  readonly size: number;
  readonly measuredAt: number;
}

/** A copy of the state in one file. */
export interface Backup {
  readonly name: string;
  readonly bytes: number;
  readonly createdAt: number;
}

export interface Backups {
  /** The latest first. */
  list(): Promise<readonly Backup[]>;
  /** Made while the state is in use. @throws DISK_FULL DATA_READ_ONLY */
  create(): Promise<Backup>;
}
