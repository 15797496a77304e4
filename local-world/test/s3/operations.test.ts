import * as sdk from '@aws-sdk/client-s3'
import type { NormalizedSchema } from '@smithy/core/schema'
import { describe, expect, it } from 'vitest'
import type { OperationSchema } from '../../src/kernel/wire-service.ts'
import { operationSchemas, requiredMembers } from '../../src/wire/schema.ts'
import { startS3 } from './start-s3.ts'

/** Their requests are signed for other services: `s3express` and `s3-object-lambda`. */
const OF_OTHER_SERVICES = ['ListDirectoryBuckets', 'WriteGetObjectResponse']

const operations = [...operationSchemas(sdk as unknown as Readonly<Record<string, unknown>>).values()].filter(
  ({ name }) => !OF_OTHER_SERVICES.includes(name),
)

type AnyCommand = new (input: object) => sdk.GetObjectCommand

/** A command with only its required members, as the SDK sends it. */
function commandOf({ name, input }: OperationSchema): sdk.GetObjectCommand {
  const Command = (sdk as unknown as Readonly<Record<string, AnyCommand>>)[`${name}Command`]
  if (!Command) throw new Error(`The SDK exports no command for ${name}`)
  return new Command({ ...(leastOf(input) as object), Bucket: 'meridian-assets', Key: 'one', Body: 'text' })
}

function leastOf(schema: NormalizedSchema): unknown {
  if (schema.isListSchema()) return [leastOf(schema.getValueSchema())]
  if (schema.isNumericSchema()) return 1
  if (schema.isBooleanSchema()) return true
  if (schema.isTimestampSchema()) return new Date(0)
  if (!schema.isStructSchema()) return 'meridian-assets/one'
  const required = requiredMembers(schema)
  const members = [...schema.structIterator()].filter(([name]) => required.includes(name))
  return Object.fromEntries(members.map(([name, member]) => [name, leastOf(member)]))
}

// INV-S3-4
describe('S3 recognizes every operation of the SDK', () => {
  it.each([
    ['with', false],
    ['without', true],
  ])('by its URL, %s the x-id parameter of the client', async (_, isStripped) => {
    const { client, calls } = await startS3()
    client.middlewareStack.add(
      (next) => (args) => {
        if (isStripped) delete (args.request as { query: Record<string, string> }).query['x-id']
        return next(args)
      },
      { step: 'build' },
    )
    for (const operation of operations) await client.send(commandOf(operation)).catch(() => {})
    expect(calls()).toEqual(operations.map(({ name }) => `s3:${name}`))
  })
})

// INV-S3-4
describe('an S3 operation that is not implemented', () => {
  it.each<[string, (client: sdk.S3Client) => Promise<unknown>]>([
    [
      'GetBucketEncryption',
      (client) => client.send(new sdk.GetBucketEncryptionCommand({ Bucket: 'meridian-assets' })),
    ],
    [
      'GetBucketNotificationConfiguration',
      (client) =>
        client.send(new sdk.GetBucketNotificationConfigurationCommand({ Bucket: 'meridian-assets' })),
    ],
    [
      'GetBucketWebsite',
      (client) => client.send(new sdk.GetBucketWebsiteCommand({ Bucket: 'meridian-assets' })),
    ],
    [
      'PutBucketEncryption',
      (client) =>
        client.send(
          new sdk.PutBucketEncryptionCommand({
            Bucket: 'meridian-assets',
            ServerSideEncryptionConfiguration: { Rules: [] },
          }),
        ),
    ],
    ['CreateBucket', (client) => client.send(new sdk.CreateBucketCommand({ Bucket: 'a-new-one' }))],
    [
      'GetObjectAttributes',
      (client) =>
        client.send(
          new sdk.GetObjectAttributesCommand({
            Bucket: 'meridian-assets',
            Key: 'one',
            ObjectAttributes: ['ETag'],
          }),
        ),
    ],
    [
      'CreateMultipartUpload',
      (client) =>
        client.send(new sdk.CreateMultipartUploadCommand({ Bucket: 'meridian-assets', Key: 'one' })),
    ],
  ])('is refused by its name: %s', async (name, ask) => {
    const { client, put } = await startS3()
    await put('one', 'text')
    await expect(ask(client)).rejects.toMatchObject({
      name: 'NotImplemented',
      message: `s3:${name} is not implemented in the local world`,
      $metadata: { httpStatusCode: 501 },
    })
  })

  it.each([
    ['?retention', 'PutObjectRetention'],
    ['?legal-hold', 'PutObjectLegalHold'],
    ['?annotation', 'PutObjectAnnotation'],
    ['?partNumber=1&uploadId=u', 'UploadPart'],
  ])('does not change the object: PUT %s', async (query, name) => {
    const { put, get, url } = await startS3()
    await put('one', 'text')
    const answer = await send(`${url}/meridian-assets/one${query}`, 'PUT', '<Mode>GOVERNANCE</Mode>')
    expect(await (await get('one')).Body?.transformToString()).toBe('text')
    expect(answer).toMatchObject({ status: 501, body: expect.stringContaining(`s3:${name} is not impl`) })
  })
})

describe('S3', () => {
  it.each([
    ['PUT', '?attributes'],
    ['PUT', '?uploadId=u'],
    ['DELETE', '?attributes'],
    ['POST', ''],
  ])('has no operation %s key%s, and does not change the object', async (method, query) => {
    const { put, get, url } = await startS3()
    await put('one', 'text')
    const answer = await send(`${url}/meridian-assets/one${query}`, method, 'other')
    expect(await (await get('one')).Body?.transformToString()).toBe('text')
    expect(answer).toMatchObject({ status: 405, body: expect.stringContaining('MethodNotAllowed') })
  })

  it('answers 503 during an outage, with S3’s own error format', async () => {
    const { client, outages } = await startS3()
    const restore = outages.breakService('s3')
    const list = () => client.send(new sdk.ListObjectsV2Command({ Bucket: 'meridian-assets' }))
    await expect(list()).rejects.toMatchObject({
      name: 'ServiceUnavailable',
      $metadata: { httpStatusCode: 503 },
    })
    restore()
    expect((await list()).KeyCount).toBe(0)
  })

  it('redirects to the region of a bucket', async () => {
    const { url } = await startS3()
    const answer = await send(`${url}/meridian-assets/one`, 'GET', null, 'us-west-2')
    expect(answer).toMatchObject({
      status: 301,
      region: 'us-east-1',
      body: expect.stringContaining('<Code>Perm'),
    })
  })
})

/** Like a client that does not name the operation in its query. */
async function send(url: string, method: string, body: string | null, signedFor = 'us-east-1') {
  const scope = `AKIDEXAMPLE/20261121/${signedFor}/s3/aws4_request`
  const authorization = `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host, Signature=0`
  const answer = await fetch(url, { method, headers: { authorization }, body, redirect: 'manual' })
  const region = answer.headers.get('x-amz-bucket-region')
  return { status: answer.status, region, body: await answer.text() }
}
