import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { credentials, type ServiceError } from '@grpc/grpc-js'
import type { ResourceGraph, ResourceNode } from '@meridian/resource-graph'
import analyzerServices from '@pulumi/pulumi/proto/analyzer_grpc_pb.js'
import analyzerMessages from '@pulumi/pulumi/proto/analyzer_pb.js'
import type emptyMessages from 'google-protobuf/google/protobuf/empty_pb.js'
import type structMessages from 'google-protobuf/google/protobuf/struct_pb.js'

const FOLDER = join(import.meta.dirname, '..')
const require = createRequire(import.meta.url)
// gRPC checks messages by class: Struct and Empty must come from the copy that Pulumi's stubs use.
const requireAsPulumi = createRequire(require.resolve('@pulumi/pulumi/proto/analyzer_pb.js'))
const { Empty } = requireAsPulumi('google-protobuf/google/protobuf/empty_pb.js') as typeof emptyMessages
const { Struct } = requireAsPulumi('google-protobuf/google/protobuf/struct_pb.js') as typeof structMessages

/** What the engine passes for a value that AWS has not provided yet. */
export const UNKNOWN = '04da6b54-80e4-46f7-96ec-b56ff0331ba9'
const MESSAGE_BYTES = 64 * 1024 * 1024

interface Diagnostic {
  readonly policy: string
  readonly urn: string
  readonly message: string
  readonly isMandatory: boolean
}

/** The pack as served by Pulumi's own runner, with the requests that the engine sends. */
export interface RunningPack extends AsyncDisposable {
  policies(): Promise<readonly string[]>
  analyze(graph: ResourceGraph): Promise<readonly Diagnostic[]>
}

/** Starts the pack in a process, as `pulumi up --policy-pack` does. */
export async function startPack(): Promise<RunningPack> {
  const runner = require.resolve('@pulumi/pulumi/cmd/run-policy-pack/index.js')
  const child = spawn(process.execPath, [runner, '127.0.0.1:0', FOLDER], {
    cwd: FOLDER,
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const [port] = (await once(createInterface(child.stdout), 'line')) as [string]
  const client = new analyzerServices.AnalyzerClient(`127.0.0.1:${port}`, credentials.createInsecure(), {
    'grpc.max_receive_message_length': MESSAGE_BYTES,
  })

  return {
    async policies() {
      const info = await call<analyzerMessages.AnalyzerInfo>((done) =>
        client.getAnalyzerInfo(new Empty(), done),
      )
      return info.getPoliciesList().map((policy) => policy.getName())
    },
    async analyze(graph) {
      const request = new analyzerMessages.AnalyzeStackRequest()
      request.setResourcesList(graph.nodes.map(messageOf))
      const response = await call<analyzerMessages.AnalyzeResponse>((done) =>
        client.analyzeStack(request, done),
      )
      return response.getDiagnosticsList().map((diagnostic) => ({
        policy: diagnostic.getPolicyname(),
        urn: diagnostic.getUrn(),
        message: diagnostic.getMessage(),
        isMandatory: diagnostic.getEnforcementlevel() === analyzerMessages.EnforcementLevel.MANDATORY,
      }))
    },
    async [Symbol.asyncDispose]() {
      client.close()
      const ended = once(child, 'exit')
      child.kill()
      await ended
    },
  }
}

function messageOf(node: ResourceNode): analyzerMessages.AnalyzerResource {
  const message = new analyzerMessages.AnalyzerResource()
  message.setUrn(node.urn)
  message.setType(node.type)
  message.setName(node.name)
  const properties = { ...node.inputs, ...node.outputs, id: node.id }
  message.setProperties(Struct.fromJavaScript(JSON.parse(JSON.stringify(properties))))
  message.setParent(node.parent ?? '')
  message.setDependenciesList([...node.dependencies])
  const options = new analyzerMessages.AnalyzerResourceOptions()
  options.setIgnorechangesList([...node.ignoreChanges])
  options.setProtect(node.protect)
  message.setOptions(options)
  if (node.region) message.setProvider(providerIn(node.region))
  return message
}

function providerIn(region: string): analyzerMessages.AnalyzerProviderResource {
  const provider = new analyzerMessages.AnalyzerProviderResource()
  provider.setType('pulumi:providers:aws')
  provider.setProperties(Struct.fromJavaScript({ region }))
  return provider
}

function call<Response>(
  ask: (done: (error: ServiceError | null, response: Response) => void) => unknown,
): Promise<Response> {
  return new Promise((resolve, reject) => {
    ask((error, response) => (error ? reject(error) : resolve(response)))
  })
}
