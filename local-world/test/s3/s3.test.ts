import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { get } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  CopyObjectCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetBucketLocationCommand,
  HeadBucketCommand,
  HeadObjectCommand,
  ListBucketsCommand,
  ListObjectsV2Command,
} from '@aws-sdk/client-s3'
import { describe, expect, it, onTestFinished } from 'vitest'
import { describeWithAwsCli } from '../support/aws-cli.ts'
import { startS3 } from './start-s3.ts'

describe('S3, through the AWS SDK', () => {
  // INV-S3-1
  it('stores objects byte for byte, with their headers and metadata', async () => {
    const { client, put, get } = await startS3()
    const bytes = Uint8Array.from({ length: 300_000 }, (_, index) => index % 251)
    const written = await put('a/큰 그림 +&.bin', bytes, {
      ContentType: 'image/webp',
      CacheControl: 'max-age=60',
      Metadata: { made: 'here' },
    })
    const read = await get('a/큰 그림 +&.bin')
    expect(Buffer.from((await read.Body?.transformToByteArray()) ?? [])).toEqual(Buffer.from(bytes))
    expect(read).toMatchObject({
      ETag: written.ETag,
      ContentType: 'image/webp',
      CacheControl: 'max-age=60',
      ContentLength: 300_000,
      Metadata: { made: 'here' },
    })
    const head = await client.send(
      new HeadObjectCommand({ Bucket: 'meridian-assets', Key: 'a/큰 그림 +&.bin' }),
    )
    expect(head).toMatchObject({ ETag: written.ETag, ContentLength: 300_000 })
  })

  it('returns ranges, and honours conditional requests', async () => {
    const { put, get } = await startS3()
    const { ETag } = await put('letters', 'abcdefgh')
    const part = await get('letters', { Range: 'bytes=2-4' })
    expect(await part.Body?.transformToString()).toBe('cde')
    expect(part.ContentRange).toBe('bytes 2-4/8')
    const last = await get('letters', { Range: 'bytes=-2' })
    expect(await last.Body?.transformToString()).toBe('gh')
    await expect(get('letters', { Range: 'bytes=9-' })).rejects.toMatchObject({ name: 'InvalidRange' })
    await expect(put('letters', 'other', { IfMatch: '"none"' })).rejects.toMatchObject({
      name: 'PreconditionFailed',
    })
    await expect(put('missing', 'other', { IfMatch: ETag })).rejects.toMatchObject({ name: 'NoSuchKey' })
    await expect(get('letters', { IfNoneMatch: ETag })).rejects.toMatchObject({
      $metadata: { httpStatusCode: 304 },
    })
    await expect(get('letters', { IfMatch: '"other"' })).rejects.toMatchObject({ name: 'PreconditionFailed' })
  })

  // INV-S3-2
  it('lists by prefix and delimiter, page by page, in byte order', async () => {
    const { client, put } = await startS3()
    for (const key of ['b/2', 'a', 'b/1', 'c/x/1', 'B']) await put(key, key)
    const list = (more: object = {}) =>
      client.send(new ListObjectsV2Command({ Bucket: 'meridian-assets', ...more }))
    expect((await list()).Contents?.map(({ Key }) => Key)).toEqual(['B', 'a', 'b/1', 'b/2', 'c/x/1'])
    const top = await list({ Delimiter: '/' })
    expect(top.Contents?.map(({ Key }) => Key)).toEqual(['B', 'a'])
    expect(top.CommonPrefixes?.map(({ Prefix }) => Prefix)).toEqual(['b/', 'c/'])
    const first = await list({ Prefix: 'b/', MaxKeys: 1 })
    expect(first).toMatchObject({ IsTruncated: true, KeyCount: 1, Contents: [{ Key: 'b/1', Size: 3 }] })
    const rest = await list({ Prefix: 'b/', ContinuationToken: first.NextContinuationToken })
    expect(rest).toMatchObject({ IsTruncated: false, Contents: [{ Key: 'b/2' }] })
  })

  it('copies and deletes, one or many', async () => {
    const { client, put, get } = await startS3()
    await put('one', 'text', { Metadata: { kept: 'yes' } })
    const CopySource = 'meridian-assets/one'
    await client.send(new CopyObjectCommand({ Bucket: 'meridian-assets', Key: 'two', CopySource }))
    expect((await get('two')).Metadata).toEqual({ kept: 'yes' })
    await client.send(new DeleteObjectCommand({ Bucket: 'meridian-assets', Key: 'one' }))
    await client.send(new DeleteObjectCommand({ Bucket: 'meridian-assets', Key: 'one' }))
    await expect(get('one')).rejects.toMatchObject({ name: 'NoSuchKey' })
    const { Deleted } = await client.send(
      new DeleteObjectsCommand({ Bucket: 'meridian-assets', Delete: { Objects: [{ Key: 'two' }] } }),
    )
    expect(Deleted).toEqual([{ Key: 'two' }])
    await expect(get('two')).rejects.toMatchObject({ name: 'NoSuchKey' })
  })

  it('has the program’s buckets with their regions, and no others', async () => {
    const { client } = await startS3()
    const { Buckets } = await client.send(new ListBucketsCommand({}))
    expect(Buckets?.map(({ Name }) => Name)).toEqual(['meridian-assets', 'meridian-logs'])
    const location = await client.send(new GetBucketLocationCommand({ Bucket: 'meridian-logs' }))
    expect(location.LocationConstraint ?? '').toBe('')
    expect((await client.send(new HeadBucketCommand({ Bucket: 'meridian-logs' }))).BucketRegion).toBe(
      'us-east-1',
    )
    const other = client.send(new ListObjectsV2Command({ Bucket: 'other' }))
    await expect(other).rejects.toMatchObject({ name: 'NoSuchBucket' })
  })

  // INV-S3-1
  it('refuses a body that does not match its checksum', async () => {
    const { put } = await startS3()
    await expect(put('wrong', 'text', { ChecksumSHA256: 'AAAA' })).rejects.toMatchObject({
      name: 'BadDigest',
    })
  })

  it('accepts virtual-hosted addresses and presigned URLs', async () => {
    const { put, url } = await startS3()
    await put('page.html', '<p>hello</p>')
    const credential = encodeURIComponent('AKIDEXAMPLE/20261121/us-east-1/s3/aws4_request')
    const query = `X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=${credential}&X-Amz-Expires=60&X-Amz-Signature=0`
    const presigned = await fetch(`${url}/meridian-assets/page.html?${query}`)
    expect(await presigned.text()).toBe('<p>hello</p>')
    const upload = await fetch(`${url}/meridian-assets/up.txt?${query}`, { method: 'PUT', body: 'sent' })
    expect(upload.status).toBe(200)
    expect(await textAt(url, `/up.txt?${query}`, 'meridian-assets.s3.us-east-1.amazonaws.com')).toBe('sent')
  })
})

describeWithAwsCli('S3, through the stock AWS CLI', () => {
  // INV-S3-3
  it('copies files there and back, lists and removes them', async () => {
    const { url } = await startS3()
    const folder = mkdtempSync(join(tmpdir(), 'meridian-s3-'))
    onTestFinished(() => rmSync(folder, { recursive: true }))
    const file = join(folder, 'page.txt')
    writeFileSync(file, 'from the CLI')
    const aws = (...args: readonly string[]) => runAws(url, folder, args)
    await aws('s3', 'cp', file, 's3://meridian-assets/pages/page.txt')
    expect(await aws('s3', 'ls', 's3://meridian-assets/pages/')).toContain('page.txt')
    expect(await aws('s3', 'ls')).toContain('meridian-logs')
    await aws('s3', 'cp', 's3://meridian-assets/pages/page.txt', join(folder, 'back.txt'))
    expect(readFileSync(join(folder, 'back.txt'), 'utf8')).toBe('from the CLI')
    await aws('s3', 'rm', 's3://meridian-assets/pages/', '--recursive')
    expect(await aws('s3', 'ls', 's3://meridian-assets/')).toBe('')
  }, 60_000)
})

/** Sets the Host header, which fetch does not allow. */
function textAt(url: string, path: string, host: string): Promise<string> {
  return new Promise((resolve, reject) => {
    get(new URL(path, url), { headers: { host } }, (answer) => {
      let text = ''
      answer.setEncoding('utf8').on('data', (part: string) => {
        text += part
      })
      answer.on('end', () => resolve(text))
    }).once('error', reject)
  })
}

/** Not `spawnSync`: the endpoint runs in this process and has to answer meanwhile. */
function runAws(url: string, home: string, args: readonly string[]): Promise<string> {
  const child = spawn('aws', ['--endpoint-url', url, '--region', 'us-east-1', ...args], {
    env: {
      PATH: process.env.PATH,
      HOME: home,
      AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE',
      AWS_SECRET_ACCESS_KEY: 'local',
    },
  })
  let output = ''
  let complaints = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output += text
  })
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    complaints += text
  })
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('exit', (code) =>
      code === 0 ? resolve(output) : reject(new Error(`aws ${args.join(' ')}: ${complaints}`)),
    )
  })
}
