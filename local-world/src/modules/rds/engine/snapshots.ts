import { mkdir, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { CertificateAuthority } from '../../../kernel/certificates.ts'
import { InstanceStateError } from '../errors.ts'
import type { EventSource } from '../model/events.ts'
import type { ClusterSnapshot } from '../model/snapshot.ts'
import type { AdministratorConnection } from './administration.ts'
import { administratorOf } from './administration.ts'
import { copyFolder } from './copy-folder.ts'
import { findFreePort } from './free-port.ts'
import { Server, type ServerProgram } from './server.ts'
import { serverFiles } from './server-files.ts'
import type { Template } from './template.ts'

/** Automated ones only: each holds a whole database, and an hour of drills makes about ten. AWS keeps them as long as backups. */
const MOST_AUTOMATED = 6

/** A temporary server on a copy of a snapshot; disposing it stops the server and leaves the snapshot unchanged. */
export interface OpenedSnapshot extends AsyncDisposable {
  readonly connection: AdministratorConnection
}

interface KeptSnapshot {
  snapshot: ClusterSnapshot
  readonly data: string
}

export interface SnapshotDependencies {
  readonly program: ServerProgram
  readonly template: Template
  readonly certificates: CertificateAuthority
  /** The module's folder inside the run folder. */
  readonly folder: string
}

/** The newest few snapshots taken at failovers, and the copies and final snapshots that exist until they are deleted. */
export class Snapshots implements AsyncDisposable {
  readonly #dependencies: SnapshotDependencies
  #kept: readonly KeptSnapshot[] = []
  readonly #opened = new Set<OpenedSnapshot>()
  #openings = 0

  constructor(dependencies: SnapshotDependencies) {
    this.#dependencies = dependencies
  }

  list(): readonly ClusterSnapshot[] {
    return this.#kept.map(({ snapshot }) => snapshot)
  }

  /** Keeps the data of a stopped server by moving its folder here. */
  async keep(snapshot: ClusterSnapshot, dataFolder: string): Promise<EventSource> {
    const data = await this.#folderFor(snapshot)
    await rename(dataFolder, data)
    this.#kept = [...this.#kept, { snapshot, data }]
    const automated = this.#kept.filter(({ snapshot: { type } }) => type === 'automated')
    for (const old of automated.slice(0, -MOST_AUTOMATED)) await this.forget(old.snapshot)
    return { type: 'db-cluster-snapshot', id: snapshot.id, arn: snapshot.arn, region: snapshot.region }
  }

  /** Copies another snapshot's data; the copy is `copying` until that is done. */
  async copy(source: ClusterSnapshot, target: ClusterSnapshot): Promise<void> {
    const { data: from } = this.#find(source.arn)
    const data = await this.#folderFor(target)
    const kept = { snapshot: target, data }
    this.#kept = [...this.#kept, kept]
    await copyFolder(from, data)
    kept.snapshot = { ...target, status: 'available' }
  }

  /** Copies a snapshot's data to the folder of a future server. */
  async copyData({ arn }: ClusterSnapshot, target: string): Promise<void> {
    await copyFolder(this.#find(arn).data, target, (path) => path === 'postmaster.pid')
  }

  async forget({ arn }: ClusterSnapshot): Promise<void> {
    const { data } = this.#find(arn)
    this.#kept = this.#kept.filter(({ snapshot }) => snapshot.arn !== arn)
    await rm(dirname(data), { recursive: true, force: true, maxRetries: 5 })
  }

  /** Starts a temporary server on a copy of a snapshot, to list rows that only it has. */
  async open(snapshotId: string): Promise<OpenedSnapshot> {
    const { snapshot, data } = this.#find(snapshotId)
    const { program, template, certificates, folder } = this.#dependencies
    const [first] = snapshot.cluster.instances
    if (!first) throw new InstanceStateError(`Snapshot "${snapshotId}" is of a cluster without instances.`)
    this.#openings += 1
    const files = serverFiles(join(folder, `opened-${this.#openings}`))
    await mkdir(files.folder, { recursive: true, mode: 0o700 })
    await copyFolder(data, files.data, (path) => path === 'postmaster.pid')
    const server = new Server(program, files, () => {})
    const port = await findFreePort()
    const { parameters, engineVersion } = snapshot.cluster
    const identity = { instanceId: first.id, region: first.region, engineVersion, members: [] }
    await server.configure(
      { identity, port, parameters, upstream: undefined },
      await certificates.issue(['localhost']),
    )
    const opened: OpenedSnapshot = {
      connection: administratorOf({ loopbackPort: port }, template),
      [Symbol.asyncDispose]: async () => {
        this.#opened.delete(opened)
        await server.stop('immediate')
        await server.releaseMemory()
        await rm(files.folder, { recursive: true, force: true, maxRetries: 5 })
      },
    }
    this.#opened.add(opened)
    await server.start()
    return opened
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all([...this.#opened].map((opened) => opened[Symbol.asyncDispose]()))
  }

  async #folderFor({ id, region }: ClusterSnapshot): Promise<string> {
    const folder = join(this.#dependencies.folder, 'snapshots', `${region}-${id.replace(':', '-')}`)
    await mkdir(folder, { recursive: true, mode: 0o700 })
    return join(folder, 'data')
  }

  #find(snapshotId: string): KeptSnapshot {
    const kept = this.#kept.find(({ snapshot }) => [snapshot.id, snapshot.arn].includes(snapshotId))
    if (kept) return kept
    const known = this.#kept.map(({ snapshot }) => snapshot.id)
    throw new InstanceStateError(
      `There is no snapshot "${snapshotId}". There are: ${known.join(', ') || 'none'}.`,
    )
  }
}
