import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { asJavaScript, lambdaPackage } from './lambda-package.ts'

const ROTATION = fileURLToPath(new URL('../../../services/secret-rotation', import.meta.url))

describe('a function’s sources', () => {
  it('lose their types, keep their line numbers, and import the file names of the archive', () => {
    const source =
      "import type { A } from './a.ts'\nimport { b } from './b-c.ts'\nexport const d = (x: A): number => b(x)\n"
    const lines = asJavaScript(source).split('\n')
    expect(lines[0]?.trim()).toBe('')
    expect(lines[1]).toBe("import { b } from './b-c.mjs'")
    expect(lines[2]?.replaceAll(/ +/g, ' ')).toBe('export const d = (x ) => b(x)')
  })

  it('are packed without their tests', () => {
    const { files } = lambdaPackage(ROTATION, ['@aws-sdk/'])
    expect(Object.keys(files)).toContain('index.mjs')
    expect(Object.keys(files).filter((name) => name.includes('test'))).toEqual([])
  })
})

describe('a function’s packages', () => {
  const { packages } = lambdaPackage(ROTATION, ['@aws-sdk/'])

  it('are all its dependencies except those that the runtime provides', () => {
    expect(Object.keys(packages)).toEqual(expect.arrayContaining(['node_modules/pg', 'node_modules/split2']))
    expect(Object.keys(packages).filter((place) => place.includes('@aws-sdk'))).toEqual([])
  })

  it('exist on disk', () => {
    expect(Object.values(packages).filter((folder) => !existsSync(folder))).toEqual([])
  })
})
