-- Prepended to every script. A scope's counters are one hash: prefix -> highest number given, and fields with '#',
-- which no prefix has: '#names' and '#gone' count additions and removals, '#replid' is the server that counted last.

-- A part of INFO; '' for a user who may not ask.
local function ask(section)
  local info = redis.pcall('INFO', section)
  return type(info) == 'string' and info or ''
end

-- What every answer tells: names version, removals, replication id. And this server's INFO replication.
local function state(counters)
  local at = redis.call('HMGET', counters, '#names', '#gone')
  local info = ask('replication')
  return tonumber(at[1] or 0), tonumber(at[2] or 0), string.match(info, 'master_replid:(%x+)') or '', info
end
