// Loaded before Pulumi's runtime, which loads these modules at once but does not use them to run a program: 0.5 of 4 s for 760
// resources.
import { requireAsPulumi } from './require-as-pulumi.ts'

const Module: typeof import('node:module') = requireAsPulumi('node:module')

/** For programs that run programs. */
loadWhenUsed('./automation/index.js')
/** Finds the packages needed by a function that is serialized for Lambda; it pulls in half of npm. */
loadWhenUsed('@npmcli/arborist')

/** `require` returns a proxy, which loads the module at the first access to a property. */
function loadWhenUsed(name: string): void {
  const filename = requireAsPulumi.resolve(name)
  const standIn = new Module(filename)
  const load = (): object => {
    if (requireAsPulumi.cache[filename] === standIn) Reflect.deleteProperty(requireAsPulumi.cache, filename)
    return requireAsPulumi(filename)
  }
  standIn.exports = new Proxy({}, { get: (_, key) => key === '__esModule' || Reflect.get(load(), key) })
  standIn.loaded = true
  requireAsPulumi.cache[filename] = standIn
}
