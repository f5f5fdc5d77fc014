/** An address elsewhere: a link where a browser can follow it, and else its text. */
export function Outside({ address, text = address }: { address: string; text?: string }) {
  if (!/^https?:\/\//.test(address)) return <>{text}</>;
  return (
    <a href={address} rel="noreferrer">
      {text}
    </a>
  );
}
