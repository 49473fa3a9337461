/** English: secrets on this page, files that are saved, and the restart. */
export const acts = {
  secretsRefused:
    'Others could read what this page sends, so no secret is taken here. Use the command line on the computer of the host, or open this page through an SSH tunnel.',
};
