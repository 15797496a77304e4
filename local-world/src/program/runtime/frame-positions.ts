// Loaded into the program's process before Pulumi's runtime runs it.
//
// The runtime finds out where a resource was created from V8's stack text, but reads only frames that name a function:
// `at f (file:1:2)`. A resource created at the top of a module, or in an anonymous function, has `at file:1:2` and would
// have no position. The pattern is a static field of the runtime's own, and the wider one finds both.
import { Resource } from '@pulumi/pulumi'

interface FramePattern {
  framePositionRegExp: RegExp
}

;(Resource as unknown as FramePattern).framePositionRegExp =
  /^\s*at (?:async )?(?:.* \()?(?<file>[^()]*):(?<line>[0-9]+):(?<column>[0-9]+)\)?$/
