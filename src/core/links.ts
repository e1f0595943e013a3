/** Pictures by their address. */

export interface LinkFetcher {
  /**
   * The bytes at an address, over http or https, redirects followed; never from an address that is not public, within the
   * bounds of size and time.
   * @throws LINK_REFUSED LINK_FAILED PICTURE_TOO_LARGE
   */
  fetch(url: string): Promise<Uint8Array>;
  /** Ends what is under way. */
  close(): Promise<void>;
}
