export const POSTGRES_HOST = "127.0.0.1";
export const POSTGRES_USER = "litellm";
export const POSTGRES_DATABASE = "litellm";

/** The address of the PostgreSQL that `npm start` runs itself. */
export function postgresUrl(port: number, password: string): string {
  return `postgresql://${POSTGRES_USER}:${encodeURIComponent(password)}@${POSTGRES_HOST}:${port}/${POSTGRES_DATABASE}`;
}
