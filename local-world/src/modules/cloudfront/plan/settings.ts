import type { DistributionSettings } from '../model/distribution.ts'
import type { ViewerCertificateInputs } from './viewer-certificate.ts'

/** Distribution inputs that have no effect here. */
export interface SettingInputs {
  readonly httpVersion?: string
  readonly isIpv6Enabled?: boolean
  readonly webAclId?: string
  readonly staging?: boolean
  readonly viewerCertificate?: ViewerCertificateInputs
  readonly restrictions?: {
    readonly geoRestriction?: { readonly restrictionType?: string; readonly locations?: readonly string[] }
  }
}

/** Defaults are the provider's. */
export function planSettings(callerReference: string, inputs: SettingInputs): DistributionSettings {
  const { httpVersion = 'http2', isIpv6Enabled = false, restrictions, viewerCertificate, webAclId } = inputs
  const { acmCertificateArn, minimumProtocolVersion, sslSupportMethod } = viewerCertificate ?? {}
  return {
    callerReference,
    httpVersion,
    isIpv6Enabled,
    webAclId: webAclId ?? '',
    isStaging: inputs.staging ?? false,
    certificate: acmCertificateArn
      ? {
          arn: acmCertificateArn,
          minimumProtocol: minimumProtocolVersion ?? 'TLSv1',
          support: sslSupportMethod ?? 'sni-only',
        }
      : undefined,
    geoRestriction: {
      type: restrictions?.geoRestriction?.restrictionType ?? 'none',
      countries: restrictions?.geoRestriction?.locations ?? [],
    },
  }
}
