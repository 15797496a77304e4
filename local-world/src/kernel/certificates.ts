/** A certificate and its private key, PEM. */
export interface Certificate {
  readonly certificatePem: string
  readonly privateKeyPem: string
}

/** The world's own certificate authority, in place of Amazon's for databases and edges. */
export interface CertificateAuthority {
  /** PEM file to trust, as a client trusts the RDS bundle (`NODE_EXTRA_CA_CERTS`, `--cacert`, `sslrootcert`). */
  readonly certificateFile: string
  /** A server certificate for these DNS names (wildcards allowed). */
  issue(names: readonly string[]): Promise<Certificate>
}
