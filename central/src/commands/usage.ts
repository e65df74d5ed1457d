export const usage = `Usage: central [COMMAND]

  (none)                          serve the API; without DATABASE_URL as a demo that needs nothing installed
  migrate                         bring the tables of the database up to date
  users add NAME [SCOPE...]       add a user, or change one; the password is read from standard input
  users disable NAME              end a user's access
  devices add STATION             make a token for a station; it is shown once
  devices revoke STATION          end every token of a station
  hold INSPECTION on|off          keep an inspection's images and report beyond their retention
  bucket                          make the bucket, and have it drop uploads that were never confirmed
  backup FOLDER                   copy the database and the objects
  restore FOLDER                  put a backup into an empty database and store

Settings come from the environment: docs/central.md.
`;
