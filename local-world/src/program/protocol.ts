import { createRequire } from 'node:module'
import { type handleUnaryCall, type ServerUnaryCall, status } from '@grpc/grpc-js'
import engineServices from '@pulumi/pulumi/proto/engine_grpc_pb.js'
import engineMessages from '@pulumi/pulumi/proto/engine_pb.js'
import monitorServices from '@pulumi/pulumi/proto/resource_grpc_pb.js'
import monitorMessages from '@pulumi/pulumi/proto/resource_pb.js'
import type emptyMessages from 'google-protobuf/google/protobuf/empty_pb.js'
import type structMessages from 'google-protobuf/google/protobuf/struct_pb.js'
import { type PropertyMap, withoutUndefined } from './property-values.ts'

// Messages are checked by class, so Struct and Empty must come from the same copy that Pulumi's stubs use.
const requireAsPulumi = createRequire(
  createRequire(import.meta.url).resolve('@pulumi/pulumi/proto/resource_pb.js'),
)
const { Empty } = requireAsPulumi('google-protobuf/google/protobuf/empty_pb.js') as typeof emptyMessages
const { Struct } = requireAsPulumi('google-protobuf/google/protobuf/struct_pb.js') as typeof structMessages

export { Empty, engineMessages, engineServices, monitorMessages, monitorServices }

type StructMessage = structMessages.Struct

export function toStruct(properties: PropertyMap): StructMessage {
  return Struct.fromJavaScript(withoutUndefined(properties) as Parameters<typeof Struct.fromJavaScript>[0])
}

export function fromStruct(struct: StructMessage | undefined): PropertyMap {
  return struct ? struct.toJavaScript() : {}
}

/** A unary handler whose error reaches the program with its message. */
export function answering<Request, Response>(
  answer: (request: Request) => Response,
): handleUnaryCall<Request, Response> {
  return (call: ServerUnaryCall<Request, Response>, reply) => {
    try {
      reply(null, answer(call.request))
    } catch (error) {
      reply({ code: status.UNKNOWN, message: error instanceof Error ? error.message : String(error) })
    }
  }
}
