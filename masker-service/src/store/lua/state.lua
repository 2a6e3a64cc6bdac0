-- Prepended to every script. A scope's counters are one hash: prefix -> highest number given, and fields with '#',
-- which no prefix has: '#names' and '#gone' count additions and removals, '#replid' is the server that counted last.

local function replication_id()
  local info = redis.pcall('INFO', 'replication')
  if type(info) ~= 'string' then return '' end
  return string.match(info, 'master_replid:(%x+)') or ''
end

-- What every answer ends with: names version, removals, replication id.
local function state(counters)
  local at = redis.call('HMGET', counters, '#names', '#gone')
  return tonumber(at[1] or 0), tonumber(at[2] or 0), replication_id()
end
