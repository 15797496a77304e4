/** The oldest TLS version that a security policy allows, by its name: AWS never changes existing policies. */
export function oldestTls(sslPolicy: string): 'TLSv1' | 'TLSv1.1' | 'TLSv1.2' | 'TLSv1.3' {
  const version = /TLS13-1-(\d)|TLS-1-(\d)/.exec(sslPolicy)
  switch (version?.[1] ?? version?.[2]) {
    case '3':
      return 'TLSv1.3'
    case '2':
      return 'TLSv1.2'
    case '1':
      return 'TLSv1.1'
    default:
      // ELBSecurityPolicy-2016-08, the API's default policy, and similar ones.
      return 'TLSv1'
  }
}
