// Loaded before Pulumi's runtime, which loads these at once and uses neither while it runs a program: 0.5 of 4 s for 760
// resources.
import { requireAsPulumi } from './require-as-pulumi.ts'

const Module: typeof import('node:module') = requireAsPulumi('node:module')

/** Programs that run programs. */
loadWhenUsed('./automation/index.js')
/** Finds the packages that a function needs which is sent to Lambda as a closure; it brings the half of npm with it. */
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
