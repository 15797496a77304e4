import { join } from 'node:path'
import { inRegion } from '@meridian/topology'
import type { World } from '../../../kernel/module.ts'
import { ProcessLog } from '../../../kernel/process-log.ts'
import type { NetworkInterface, RunningNetwork } from '../../network/running.ts'
import type { FunctionPlan } from '../plan/plan.ts'
import type { InvocationOutcome } from '../running.ts'
import { ExecutionEnvironment } from './execution-environment.ts'

/** Lambda replaces a process before its credentials expire; here a process may stay warm as long as a world runs. */
const CREDENTIALS_LAST_MS = 365 * 24 * 3_600_000

export interface FunctionDependencies {
  readonly world: World
  readonly network: RunningNetwork
  /** The folder with the function's unpacked archive. */
  readonly taskRoot: string
}

/** A function ready for calls: its network interface, and a process for each concurrent call. */
export class RunningFunction implements AsyncDisposable {
  readonly plan: FunctionPlan
  readonly #dependencies: FunctionDependencies
  readonly #log: ProcessLog
  readonly #environments = new Set<ExecutionEnvironment>()
  #idle: readonly ExecutionEnvironment[] = []
  #interface: NetworkInterface | undefined
  #attachment:
    | Promise<{ readonly environment: Readonly<Record<string, string>> } & AsyncDisposable>
    | undefined

  constructor(plan: FunctionPlan, dependencies: FunctionDependencies) {
    this.plan = plan
    this.#dependencies = dependencies
    this.#log = new ProcessLog(
      join(dependencies.world.folders.run, 'logs', `lambda-${plan.name}-${plan.region}.log`),
    )
  }

  async invoke(payload: string): Promise<InvocationOutcome> {
    const { journal } = this.#dependencies.world
    const warm = this.#idle.find(({ isAlive }) => isAlive)
    this.#idle = this.#idle.filter((environment) => environment !== warm && environment.isAlive)
    const environment = warm ?? (await this.#open())
    const outcome = await environment.invoke(payload)
    if (environment.isAlive) this.#idle = [...this.#idle, environment]
    else this.#environments.delete(environment)
    const { name: subject, region } = this.plan
    const detail = { ...(outcome.functionError && { error: outcome.payload.slice(0, 500) }) }
    journal.record({ module: 'lambda', event: 'function called', subject, region, detail })
    return outcome
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all([...this.#environments].map((environment) => environment[Symbol.asyncDispose]()))
    await (await this.#attachment)?.[Symbol.asyncDispose]()
    this.#interface?.close()
    this.#log.close()
  }

  async #open(): Promise<ExecutionEnvironment> {
    this.#attachment ??= this.#attach()
    const { environment: network } = await this.#attachment
    const { plan } = this
    const opened = new ExecutionEnvironment({
      taskRoot: this.#dependencies.taskRoot,
      handler: plan.handler,
      timeoutMs: plan.timeoutMs,
      patientClock: this.#dependencies.world.patientClock,
      variables: { ...this.#variables(), ...network },
      runFolder: this.#dependencies.world.folders.run,
      write: (text) => this.#log.write(text),
    })
    this.#environments.add(opened)
    return opened
  }

  /** Like Lambda, uses one interface for all processes, here in the first subnet. */
  #attach() {
    const { network } = this.#dependencies
    const { network: vpc, region, name } = this.plan
    const description = `AWS Lambda VPC ENI-${name}`
    this.#interface = vpc
      ? network.attach({
          description,
          subnetId: vpc.subnetIds[0] ?? '',
          securityGroupIds: vpc.securityGroupIds,
        })
      : network.attachOutside({ description, place: inRegion(region) })
    return network.attachProcess(this.#interface)
  }

  #credentials() {
    const { roleArn, name } = this.plan
    const { keys } = this.#dependencies.world.trust
    const session = keys.issueSession({ roleArn, sessionName: name, lastsMs: CREDENTIALS_LAST_MS })
    return {
      AWS_ACCESS_KEY_ID: session.accessKeyId,
      AWS_SECRET_ACCESS_KEY: session.secretAccessKey,
      AWS_SESSION_TOKEN: session.sessionToken,
    }
  }

  #variables(): Readonly<Record<string, string>> {
    const { plan } = this
    return {
      PATH: process.env.PATH ?? '',
      TZ: ':UTC',
      ...plan.environment,
      // Trusts the world's certificate authorities instead of Amazon's.
      NODE_EXTRA_CA_CERTS: this.#dependencies.world.certificates.certificateFile,
      AWS_REGION: plan.region,
      AWS_DEFAULT_REGION: plan.region,
      ...this.#credentials(),
      AWS_EXECUTION_ENV: `AWS_Lambda_${plan.runtime}`,
      AWS_LAMBDA_FUNCTION_NAME: plan.name,
      AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
      AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(plan.memoryMib),
      LAMBDA_TASK_ROOT: this.#dependencies.taskRoot,
      _HANDLER: plan.handler,
    }
  }
}
