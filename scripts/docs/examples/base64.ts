/** As long as what is taken for base64 without being looked at. */
export const BASE64 = "QUJD".repeat(16);
