import type { RegisterResourceRequest, ResourceInvokeRequest } from '@pulumi/pulumi/proto/resource_pb.js'
import type { StackTrace } from '@pulumi/pulumi/proto/source_pb.js'
import { ProgramError } from './errors.ts'
import { answering, Empty, fromStruct, monitorMessages, toStruct } from './protocol.ts'
import type { Recorder } from './recorder.ts'
import type { Invocation, Registration } from './registration.ts'
import { type StackFrame, sourcePosition } from './source-position.ts'

const { ResourceMonitorFeature: Feature } = monitorMessages

// Pulumi's runtime itself refuses, with a message, any option that needs a feature not listed here.
const SUPPORTED_FEATURES = [
  Feature.RESOURCE_MONITOR_FEATURE_SECRETS,
  Feature.RESOURCE_MONITOR_FEATURE_RESOURCE_REFERENCES,
  Feature.RESOURCE_MONITOR_FEATURE_ALIAS_SPECS,
  Feature.RESOURCE_MONITOR_FEATURE_DELETED_WITH,
  Feature.RESOURCE_MONITOR_FEATURE_PARAMETERIZATION,
]
/** The same features by their names in the older request, which runtimes before `getDeploymentInfo` use. */
const SUPPORTED_FEATURE_NAMES = [
  'secrets',
  'resourceReferences',
  'aliasSpecs',
  'deletedWith',
  'parameterization',
]

/** Pulumi's ResourceMonitor: the service a program calls to create resources and invoke provider functions. */
export function createMonitorService(recorder: Recorder, repositoryRoot: string) {
  const positionOf = (trace: StackTrace | undefined) => sourcePosition(framesOf(trace), repositoryRoot)

  const unsupported = (what: string) =>
    answering((): never =>
      recorder.refuse(
        new ProgramError(
          'MERIDIAN_PROGRAM_REQUEST_UNSUPPORTED',
          `The program ${what}, which the local world cannot do; describe the resource in the program itself`,
        ),
      ),
    )

  return {
    getDeploymentInfo: answering(() => {
      const info = new monitorMessages.DeploymentInfo()
      info.setSupportedfeaturesList(SUPPORTED_FEATURES)
      return info
    }),
    supportsFeature: answering((request: { getId(): string }) => {
      const answer = new monitorMessages.SupportsFeatureResponse()
      return answer.setHassupport(SUPPORTED_FEATURE_NAMES.includes(request.getId()))
    }),
    registerResource: answering((request: RegisterResourceRequest) => {
      if (request.getRemote()) {
        recorder.refuse(
          new ProgramError(
            'MERIDIAN_PROGRAM_REQUEST_UNSUPPORTED',
            `${request.getType()} "${request.getName()}" is a component of another language's package, which needs a Pulumi plugin; compose it of AWS resources in the program`,
          ),
        )
      }
      const registered = recorder.register(registrationOf(request, positionOf(request.getStacktrace())))
      const answer = new monitorMessages.RegisterResourceResponse()
      answer.setUrn(registered.urn)
      answer.setId(registered.id)
      answer.setObject(toStruct(registered.properties))
      return answer
    }),
    registerResourceOutputs: answering(
      (request: InstanceType<typeof monitorMessages.RegisterResourceOutputsRequest>) => {
        recorder.registerOutputs(request.getUrn(), fromStruct(request.getOutputs()))
        return new Empty()
      },
    ),
    invoke: answering((request: ResourceInvokeRequest) => {
      const outputs = recorder.invoke(invocationOf(request, positionOf(request.getStacktrace())))
      return new monitorMessages.ResourceInvokeResponse().setReturn(toStruct(outputs))
    }),
    registerPackage: answering((request: { getName(): string }) => {
      const answer = new monitorMessages.RegisterPackageResponse()
      answer.setRef(request.getName())
      return answer
    }),
    signalAndWaitForShutdown: answering(() => new Empty()),
    readResource: unsupported('looks up an existing resource with `get`'),
    existsResource: unsupported('asks whether an existing resource exists'),
    call: unsupported('calls a method of a provider'),
    registerStackTransform: unsupported('registers a stack transform'),
    registerStackInvokeTransform: unsupported('registers an invoke transform'),
    registerResourceHook: unsupported('registers a resource hook'),
    registerErrorHook: unsupported('registers an error hook'),
  }
}

function framesOf(trace: StackTrace | undefined): readonly StackFrame[] {
  const positions = trace?.getFramesList().map((frame) => frame.getPc()) ?? []
  return positions
    .filter((position) => position !== undefined)
    .map((position) => ({
      uri: position.getUri(),
      line: position.getLine(),
      column: position.getColumn(),
    }))
}

function registrationOf(request: RegisterResourceRequest, source: Registration['source']): Registration {
  const propertyDependencies = [...request.getPropertydependenciesMap().entries()]
    .map(([key, dependencies]) => [key, [...dependencies.getUrnsList()].sort()] as const)
    .filter(([, urns]) => urns.length > 0)
  return {
    type: request.getType(),
    name: request.getName(),
    parent: request.getParent() || undefined,
    isComponent: !request.getCustom(),
    properties: fromStruct(request.getObject()),
    provider: request.getProvider() || undefined,
    dependencies: request.getDependenciesList(),
    propertyDependencies: Object.fromEntries(propertyDependencies.sort(([a], [b]) => (a < b ? -1 : 1))),
    ignoreChanges: request.getIgnorechangesList(),
    additionalSecretOutputs: request.getAdditionalsecretoutputsList(),
    protect: request.getProtect() ?? false,
    source,
  }
}

function invocationOf(request: ResourceInvokeRequest, source: Invocation['source']): Invocation {
  return {
    token: request.getTok(),
    args: fromStruct(request.getArgs()),
    provider: request.getProvider() || undefined,
    source,
  }
}
