import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3'
import type { RegionId } from '@meridian/topology'
import { onTestFinished } from 'vitest'
import type { Trust } from '../../src/kernel/trust/trust.ts'
import { s3 } from '../../src/modules/s3/index.ts'
import { startControlEndpoint } from '../../src/wire/control-endpoint.ts'
import { TestProgram } from '../support/program.ts'
import { OPEN } from '../support/test-trust.ts'
import { createTestWorld } from '../support/test-world.ts'

/** Two buckets behind an endpoint, with a client. */
export async function startS3(trust: Trust = OPEN, bucketRegion: RegionId = 'us-east-1') {
  const program = new TestProgram({}, bucketRegion)
  program.add('aws:s3/bucket:Bucket', 'assets', { bucket: 'meridian-assets' })
  program.add('aws:s3/bucket:Bucket', 'logs', { bucket: 'meridian-logs' })
  const graph = program.graph()
  const world = createTestWorld({ graph })
  const running = await s3.start(s3.plan(graph), world)
  const endpoint = await startControlEndpoint(
    [running.control].flatMap((control) => control ?? []),
    world.journal,
    trust,
  )
  const url = `http://127.0.0.1:${endpoint.port}`
  const client = new S3Client({
    endpoint: url,
    region: 'us-east-1',
    credentials: trust.keys.own,
    maxAttempts: 1,
  })
  onTestFinished(async () => {
    client.destroy()
    await endpoint[Symbol.asyncDispose]()
    await running[Symbol.asyncDispose]()
  })
  const put = (Key: string, Body: string | Uint8Array, more: object = {}) =>
    client.send(new PutObjectCommand({ Bucket: 'meridian-assets', Key, Body, ...more }))
  const get = (Key: string, more: object = {}) =>
    client.send(new GetObjectCommand({ Bucket: 'meridian-assets', Key, ...more }))
  /** As the journal records them: `s3:GetObject`. */
  const calls = () =>
    world.journal
      .entries()
      .filter(({ event }) => event === 'api call')
      .map(({ subject }) => subject)
  return { control: running.control!, client, put, get, url, calls, outages: endpoint.outages }
}
