const LOGIN = /^[^:]*:\/\/(?:[^@/]*@)?/;

/** The servers that a REDIS_URL of any form names, or the path of its socket: what may be shown of it. */
export function redisHosts(url: string): string {
  const place = url.replace(LOGIN, "").replace(/\?.*$/, "");
  return place.startsWith("/") ? place : place.replace(/\/.*$/, "");
}
