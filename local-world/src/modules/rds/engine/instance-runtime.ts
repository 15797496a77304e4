import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Certificate } from '../../../kernel/certificates.ts'
import type { NetworkInterface } from '../../network/running.ts'
import type { InstancePlan } from '../plan/types.ts'
import type { RdsDependencies } from './dependencies.ts'
import { findFreePort } from './free-port.ts'
import { Server } from './server.ts'
import { serverFiles } from './server-files.ts'

export interface BodyRequest {
  readonly plan: InstancePlan
  readonly securityGroupIds: readonly string[]
  /** The cluster's port, as clients dial it. */
  readonly port: number
  readonly certificateNames: readonly string[]
  onDeath(): void
}

interface BodyParts {
  readonly plan: InstancePlan
  readonly server: Server
  readonly networkInterface: NetworkInterface
  readonly certificate: Certificate
  /** The port that clients dial. */
  readonly port: number
}

/** What exists at run time for an instance: a server, a network address, a certificate. */
export class InstanceRuntime {
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

  /** Where its server listens, or will listen once it runs. */
  get loopbackPort(): number {
    return this.#loopbackPort
  }

  /** Chooses a port for the next start of the server and routes clients to it. */
  async moveToFreePort(): Promise<void> {
    this.#loopbackPort = await findFreePort()
    this.networkInterface.serve(this.#port, this.#loopbackPort)
  }
}

/** Creates everything an instance needs except its data. */
export async function createRuntime(
  dependencies: RdsDependencies,
  request: BodyRequest,
): Promise<InstanceRuntime> {
  const { world, network, program } = dependencies
  const { plan, port } = request
  const files = serverFiles(join(dependencies.folder, plan.id))
  await mkdir(files.folder, { recursive: true, mode: 0o700 })
  const certificate = await world.certificates.issue(request.certificateNames)
  const networkInterface = network.attach({
    description: `RDSNetworkInterface ${plan.id}`,
    subnetId: plan.subnetId,
    securityGroupIds: request.securityGroupIds,
  })
  const server = new Server(program, files, request.onDeath)
  const runtime = new InstanceRuntime({ plan, server, networkInterface, certificate, port })
  await runtime.moveToFreePort()
  return runtime
}
