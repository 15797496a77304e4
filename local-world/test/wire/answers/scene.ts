import type { RegionId } from '@meridian/topology'
import { onTestFinished } from 'vitest'
import { createManualClock } from '../../../src/kernel/clock.ts'
import { createJournal } from '../../../src/kernel/journal.ts'
import type { WireService } from '../../../src/kernel/wire-service.ts'
import { startControlEndpoint } from '../../../src/wire/control-endpoint.ts'
import { OPEN } from '../../support/test-trust.ts'

// biome-ignore lint/suspicious/noExplicitAny: scenes read the answers of every operation there is
type Answer = any

/** Calls an operation with the SDK. */
export type Call = (operation: string, input?: object, region?: RegionId) => Promise<Answer>

/** A service as its module runs it, and calls whose answers together contain every member it ever returns. */
export interface Scene {
  readonly service: WireService
  /** For calls without a region; us-east-1 by default. */
  readonly region?: RegionId
  /** Calls each implemented operation at least once. */
  play(call: Call): Promise<void>
}

interface SdkClient {
  send(command: unknown): Promise<object>
  destroy(): void
}

type Constructor<Made> = new (input: object) => Made

/** An SDK client for the service at its own endpoint. */
export async function clientOf({ region: home = 'us-east-1', service }: Scene): Promise<Call> {
  const sdk = (await service.schemas()) as Readonly<Record<string, unknown>>
  const [, Client] =
    Object.entries(sdk).find(([name]) => name.endsWith('Client') && !name.startsWith('__')) ?? []
  const endpoint = await startControlEndpoint([service], createJournal(createManualClock()), OPEN)
  const connect = (region: RegionId) =>
    new (Client as Constructor<SdkClient>)({
      endpoint: `http://127.0.0.1:${endpoint.port}`,
      region,
      forcePathStyle: true,
      disableHostPrefix: true,
      credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
      maxAttempts: 1,
    })
  const clients = new Map<RegionId, SdkClient>()
  onTestFinished(async () => {
    for (const client of clients.values()) client.destroy()
    await endpoint[Symbol.asyncDispose]()
  })
  return (operation, input = {}, region = home) => {
    const client = clients.get(region) ?? connect(region)
    clients.set(region, client)
    const Command = sdk[`${operation}Command`] as Constructor<unknown>
    return client.send(new Command(input))
  }
}
