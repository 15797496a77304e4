import type { ResourceNode } from '@meridian/resource-graph'
import { CloudFrontPlanError } from '../errors.ts'
import type { ResponseHeadersPolicy } from '../model/managed-response-headers-policies.ts'

interface Overriding {
  readonly override?: boolean
}

interface SecurityHeadersInputs {
  readonly contentSecurityPolicy?: Overriding & { readonly contentSecurityPolicy?: string }
  readonly contentTypeOptions?: Overriding
  readonly frameOptions?: Overriding & { readonly frameOption?: string }
  readonly referrerPolicy?: Overriding & { readonly referrerPolicy?: string }
  readonly strictTransportSecurity?: Overriding & {
    readonly accessControlMaxAgeSec?: number
    readonly includeSubdomains?: boolean
    readonly preload?: boolean
  }
  readonly xssProtection?: Overriding & {
    readonly modeBlock?: boolean
    readonly protection?: boolean
    readonly reportUri?: string
  }
}

interface ResponseHeadersPolicyInputs {
  readonly name?: string
  readonly securityHeadersConfig?: SecurityHeadersInputs
  readonly customHeadersConfig?: {
    readonly items?: readonly (Overriding & { readonly header: string; readonly value: string })[]
  }
}

/** Parts of a policy that change responses but are not supported here. */
const NOT_APPLIED = ['corsConfig', 'removeHeadersConfig', 'serverTimingHeadersConfig']

/** A policy's security and custom headers; anything else that would change a response is refused. */
export function planResponseHeadersPolicy(node: ResourceNode): ResponseHeadersPolicy {
  const inputs = node.inputs as ResponseHeadersPolicyInputs
  const asked = NOT_APPLIED.filter((part) => node.inputs[part] !== undefined)
  if (asked.length > 0)
    throw new CloudFrontPlanError(
      'MERIDIAN_CLOUDFRONT_POLICY',
      node.name,
      `${asked.join(', ')} of a response headers policy is not supported in the local world; it applies securityHeadersConfig and customHeadersConfig`,
    )
  const custom = inputs.customHeadersConfig?.items ?? []
  return {
    id: node.id,
    name: inputs.name ?? node.name,
    headers: [
      ...securityHeaders(inputs.securityHeadersConfig ?? {}),
      ...custom.map(({ header, value, override }) => entry(header.toLowerCase(), value, { override })),
    ],
  }
}

function securityHeaders(config: SecurityHeadersInputs): ResponseHeadersPolicy['headers'] {
  const { contentSecurityPolicy, contentTypeOptions, frameOptions, referrerPolicy } = config
  const { strictTransportSecurity, xssProtection } = config
  return [
    ...(contentSecurityPolicy
      ? [
          entry(
            'content-security-policy',
            contentSecurityPolicy.contentSecurityPolicy ?? '',
            contentSecurityPolicy,
          ),
        ]
      : []),
    ...(contentTypeOptions ? [entry('x-content-type-options', 'nosniff', contentTypeOptions)] : []),
    ...(frameOptions ? [entry('x-frame-options', frameOptions.frameOption ?? '', frameOptions)] : []),
    ...(referrerPolicy
      ? [entry('referrer-policy', referrerPolicy.referrerPolicy ?? '', referrerPolicy)]
      : []),
    ...(strictTransportSecurity
      ? [
          entry(
            'strict-transport-security',
            transportSecurity(strictTransportSecurity),
            strictTransportSecurity,
          ),
        ]
      : []),
    ...(xssProtection ? [entry('x-xss-protection', scriptProtection(xssProtection), xssProtection)] : []),
  ]
}

function transportSecurity(setting: NonNullable<SecurityHeadersInputs['strictTransportSecurity']>): string {
  const parts = [
    `max-age=${setting.accessControlMaxAgeSec ?? 0}`,
    ...(setting.includeSubdomains ? ['includeSubDomains'] : []),
    ...(setting.preload ? ['preload'] : []),
  ]
  return parts.join('; ')
}

function scriptProtection(setting: NonNullable<SecurityHeadersInputs['xssProtection']>): string {
  if (!setting.protection) return '0'
  if (setting.modeBlock) return '1; mode=block'
  return setting.reportUri ? `1; report=${setting.reportUri}` : '1'
}

const entry = (name: string, value: string, { override }: { readonly override?: boolean | undefined }) => ({
  name,
  value,
  isOverride: override ?? false,
})
