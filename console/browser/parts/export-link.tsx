/** Downloads a stored report, given by tool and run, as a single page that opens without a server. */
export function ExportLink({ of }: { readonly of: string }) {
  return (
    <a href={`/api/drills/${of}/export`} download={`${of.replaceAll('/', '-')}.html`}>
      Export as one HTML file
    </a>
  )
}
