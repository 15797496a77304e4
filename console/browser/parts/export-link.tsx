/** Downloads a kept report, by its tool and run, as one page that opens without a server. */
export function ExportLink({ of }: { readonly of: string }) {
  return (
    <a href={`/api/drills/${of}/export`} download={`${of.replaceAll('/', '-')}.html`}>
      Export as one HTML file
    </a>
  )
}
