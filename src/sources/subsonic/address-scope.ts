/** What kind of network an IP address belongs to, by the ranges that IANA keeps. Pure. */
import { BlockList, isIP } from "node:net";

/**
 * `public`: the open internet; `private`: this machine or the listener's own network; `forbidden`: addresses at which no
 * music server is, such as link-local ones (where clouds keep their metadata), multicast and unspecified.
 */
export type AddressScope = "public" | "private" | "forbidden";

const PRIVATE = new BlockList();
PRIVATE.addSubnet("127.0.0.0", 8);
PRIVATE.addSubnet("10.0.0.0", 8);
PRIVATE.addSubnet("172.16.0.0", 12);
PRIVATE.addSubnet("192.168.0.0", 16);
// Carrier-grade NAT (RFC 6598), which home VPNs use for their own addresses.
PRIVATE.addSubnet("100.64.0.0", 10);
PRIVATE.addAddress("::1", "ipv6");
PRIVATE.addSubnet("fc00::", 7, "ipv6");

const FORBIDDEN = new BlockList();
FORBIDDEN.addSubnet("0.0.0.0", 8);
FORBIDDEN.addSubnet("169.254.0.0", 16);
FORBIDDEN.addSubnet("192.0.0.0", 24);
FORBIDDEN.addSubnet("224.0.0.0", 3);
FORBIDDEN.addAddress("::", "ipv6");
FORBIDDEN.addSubnet("fe80::", 10, "ipv6");
FORBIDDEN.addSubnet("ff00::", 8, "ipv6");

/** The scope of an IP address; what is no address is forbidden. */
export function scopeOfAddress(address: string): AddressScope {
  const plain = embeddedIpv4(address.replace(/%.*$/, ""));
  const family = isIP(plain);
  if (family === 0) return "forbidden";
  const type = family === 4 ? "ipv4" : "ipv6";
  if (FORBIDDEN.check(plain, type)) return "forbidden";
  return PRIVATE.check(plain, type) ? "private" : "public";
}

/** An IPv4 address inside an IPv6 one (mapped, or NAT64) is judged as what it is. */
function embeddedIpv4(address: string): string {
  if (isIP(address) !== 6) return address;
  const { hostname } = new URL(`http://[${address}]`);
  const match = /^\[(?:::ffff:|64:ff9b::)([0-9a-f]{1,4}):([0-9a-f]{1,4})\]$/.exec(hostname);
  if (!match) return address;
  const [high, low] = [Number.parseInt(match[1] ?? "", 16), Number.parseInt(match[2] ?? "", 16)];
  return [high >> 8, high & 255, low >> 8, low & 255].join(".");
}
