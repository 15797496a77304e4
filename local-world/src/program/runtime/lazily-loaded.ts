import { createRequire } from 'node:module'

const requireAsPulumi = createRequire(createRequire(import.meta.url).resolve('@pulumi/pulumi'))
for (const name of ['./automation/index.js', '@npmcli/arborist']) {
  const filename = requireAsPulumi.resolve(name)
  const Module = requireAsPulumi('node:module')
  const exports = { __esModule: true }
  requireAsPulumi.cache[filename] = Object.assign(new Module(filename), { exports, loaded: true })
}
