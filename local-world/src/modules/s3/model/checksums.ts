import { createHash } from 'node:crypto'
import { crc32 } from 'node:zlib'

const bytesOfCrc = (value: number): Buffer => {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32BE(value >>> 0)
  return bytes
}

/** The checksums computed here, by their header; others are stored but not checked. */
const CHECKSUMS: Readonly<Record<string, (bytes: Buffer) => Buffer>> = {
  'x-amz-checksum-crc32': (bytes) => bytesOfCrc(crc32(bytes)),
  'x-amz-checksum-sha1': (bytes) => createHash('sha1').update(bytes).digest(),
  'x-amz-checksum-sha256': (bytes) => createHash('sha256').update(bytes).digest(),
  'content-md5': (bytes) => createHash('md5').update(bytes).digest(),
}

/** The header of a checksum that does not match the bytes. */
export function wrongChecksum(bytes: Buffer, headers: Readonly<Record<string, string>>): string | undefined {
  return Object.entries(CHECKSUMS).find(
    ([name, digest]) => headers[name] !== undefined && headers[name] !== digest(bytes).toString('base64'),
  )?.[0]
}
