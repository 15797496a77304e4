import { mkdir, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { CertificateAuthority } from '../../world/certificates.ts'
import type { AdministratorConnection } from './engine/administration.ts'
import { copyFolder } from './engine/copy-folder.ts'
import { findFreePort } from './engine/free-port.ts'
import { administratorOf } from './engine/instance-body.ts'
import { Server, type ServerProgram } from './engine/server.ts'
import { serverFiles } from './engine/server-files.ts'
import type { Template } from './engine/template.ts'
import { InstanceStateError } from './errors.ts'
import type { EventSource } from './model/events.ts'
import { type ClusterSnapshot, createSnapshot } from './model/snapshot.ts'
import type { ClusterPlan } from './plan/types.ts'

/** A snapshot's data under a server of its own; disposing it ends the server, and the snapshot is as before. */
export interface OpenedSnapshot extends AsyncDisposable {
  readonly connection: AdministratorConnection
}

interface KeptSnapshot {
  readonly snapshot: ClusterSnapshot
  readonly data: string
}

export interface SnapshotSurroundings {
  readonly program: ServerProgram
  readonly template: Template
  readonly certificates: CertificateAuthority
  /** Of this module, inside the world's run folder. */
  readonly folder: string
}

/** What the clusters held that were promoted over; kept until the world ends. */
export class Snapshots implements AsyncDisposable {
  readonly #surroundings: SnapshotSurroundings
  readonly #kept: KeptSnapshot[] = []
  readonly #opened = new Set<OpenedSnapshot>()
  #openings = 0

  constructor(surroundings: SnapshotSurroundings) {
    this.#surroundings = surroundings
  }

  list(): readonly ClusterSnapshot[] {
    return this.#kept.map(({ snapshot }) => snapshot)
  }

  /** Keeps the data of a server that has ended; the folder is gone from where it was. */
  async keep(cluster: ClusterPlan, dataFolder: string, atMs: number): Promise<EventSource> {
    const snapshot = createSnapshot(cluster, atMs)
    const folder = join(this.#surroundings.folder, 'snapshots', snapshot.id.replace(':', '-'))
    await mkdir(folder, { recursive: true, mode: 0o700 })
    const data = join(folder, 'data')
    await rename(dataFolder, data)
    this.#kept.push({ snapshot, data })
    return { type: 'db-cluster-snapshot', id: snapshot.id, arn: snapshot.arn, region: cluster.region }
  }

  /** Starts a throw-away server over a copy of a snapshot: rows that only it holds can be listed there. */
  async open(snapshotId: string): Promise<OpenedSnapshot> {
    const { snapshot, data } = this.#find(snapshotId)
    const { program, template, certificates, folder } = this.#surroundings
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

  #find(snapshotId: string): KeptSnapshot {
    const kept = this.#kept.find(({ snapshot }) => snapshot.id === snapshotId)
    if (kept) return kept
    const known = this.#kept.map(({ snapshot }) => snapshot.id)
    throw new InstanceStateError(
      `There is no snapshot "${snapshotId}". There are: ${known.join(', ') || 'none'}.`,
    )
  }
}
