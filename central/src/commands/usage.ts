export const usage = `Usage: central [COMMAND]

  (none)                          serve the API; without DATABASE_URL as a demo that needs nothing installed
  migrate                         bring the tables of the database up to date
  users add NAME [SCOPE...]       add a user, or change one; the password is read from standard input
  users disable|enable NAME       end a user's access; give it back
  users role NAME ROLE            what a user is at stations: operator, engineer, admin or none
  users print NAME PRINTED NAME   the name in records and under signatures
  users badge NAME                the badge on standard input; an empty line takes it away
  users list                      everybody, as stations know them
  models publish FOLDER           put a model version beside those that stations take (MODELS_DIR)
  models list                     what stations take
  devices add STATION             make a token for a station; it is shown once
  devices revoke STATION          end every token of a station
  logs set-aside STATION          keep a spoilt copy of a station's log under another name; the station sends it again
  witness new-key                 where JWT_SECRET is lost for good: another key countersigns the stations' logs
  hold INSPECTION on|off          keep an inspection's images and report beyond their retention
  bucket                          make the bucket, and have it drop uploads that were never confirmed
  backup FOLDER                   copy the database and the objects
  restore FOLDER                  put a backup into an empty database and store

Settings come from the environment: docs/central.md.
`;
