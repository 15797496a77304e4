import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Certificate } from '../../../kernel/certificates.ts'
import type { World } from '../../../kernel/module.ts'
import type { NetworkInterface, RunningNetwork } from '../../network/running.ts'
import type { InstancePlan } from '../plan/types.ts'
import type { AdministratorConnection } from './administration.ts'
import { findFreePort } from './free-port.ts'
import type { Reachability } from './reachability.ts'
import type { ReplicationValves } from './replication-valves.ts'
import { Server, type ServerProgram } from './server.ts'
import { serverFiles } from './server-files.ts'
import type { Snapshots } from './snapshots.ts'
import type { Template } from './template.ts'

/** What every instance of the running module shares. */
export interface Surroundings {
  readonly world: World
  readonly network: RunningNetwork
  readonly program: ServerProgram
  readonly template: Template
  readonly valves: ReplicationValves
  readonly reachability: Reachability
  readonly snapshots: Snapshots
  /** A fault: while it is broken, no old writer can be kept from writing on. */
  readonly fencing: { isBroken: boolean }
  /** Of this module, inside the world's run folder. */
  readonly folder: string
}

export interface BodyRequest {
  readonly plan: InstancePlan
  readonly securityGroupIds: readonly string[]
  /** Of the cluster, as clients dial it. */
  readonly port: number
  readonly certificateNames: readonly string[]
  onDeath(): void
}

interface BodyParts {
  readonly plan: InstancePlan
  readonly server: Server
  readonly networkInterface: NetworkInterface
  readonly certificate: Certificate
  /** As clients dial it. */
  readonly port: number
}

/** What gives an instance its body: a server, a place in the network, a certificate. */
export class InstanceBody {
  readonly plan: InstancePlan
  readonly server: Server
  readonly networkInterface: NetworkInterface
  readonly certificate: Certificate
  readonly #port: number
  #loopbackPort = 0

  constructor({ plan, server, networkInterface, certificate, port }: BodyParts) {
    this.plan = plan
    this.server = server
    this.networkInterface = networkInterface
    this.certificate = certificate
    this.#port = port
  }

  /** Where its server listens, or will when it runs. */
  get loopbackPort(): number {
    return this.#loopbackPort
  }

  /** Chooses a port for the next start of the server, and leads clients there. */
  async moveToFreePort(): Promise<void> {
    this.#loopbackPort = await findFreePort()
    this.networkInterface.serve(this.#port, this.#loopbackPort)
  }
}

/** Takes everything an instance needs but its data. */
export async function createBody(surroundings: Surroundings, request: BodyRequest): Promise<InstanceBody> {
  const { world, network, program } = surroundings
  const { plan, port } = request
  const files = serverFiles(join(surroundings.folder, plan.id))
  await mkdir(files.folder, { recursive: true, mode: 0o700 })
  const certificate = await world.certificates.issue(request.certificateNames)
  const networkInterface = network.attach({
    description: `RDSNetworkInterface ${plan.id}`,
    subnetId: plan.subnetId,
    securityGroupIds: request.securityGroupIds,
  })
  const server = new Server(program, files, request.onDeath)
  const body = new InstanceBody({ plan, server, networkInterface, certificate, port })
  await body.moveToFreePort()
  return body
}

/** How the world itself reaches an instance. */
export function administratorOf(
  { loopbackPort }: Pick<InstanceBody, 'loopbackPort'>,
  { passwords }: Template,
  database = 'postgres',
): AdministratorConnection {
  return { host: '127.0.0.1', port: loopbackPort, user: 'rdsadmin', password: passwords.rdsadmin, database }
}
