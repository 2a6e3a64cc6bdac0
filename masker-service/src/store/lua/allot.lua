-- Gives every value of one request its number: the one it has, or the next of its prefix.
-- KEYS  hashes, counters, names
-- ARGV  ttl in ms, stem of the originals' keys, channel, tag and sender, '1' where writes may be lost, hashes per value,
--       how many highest numbers follow, (prefix, highest number seen)…, (prefix, learned, sealed digest, sealed original, hash…)…
-- Answer  names version before, removals, replication id, names version after, replicas in step, number…
local hashes, counters, names = KEYS[1], KEYS[2], KEYS[3]
local ttl, stem, channel, sender, may_lose = ARGV[1], ARGV[2], ARGV[3], ARGV[4], ARGV[5]
local per_value = tonumber(ARGV[6])
local first = 8 + 2 * tonumber(ARGV[7])
local LOST_AT_MOST = 100

local before, gone, replid, info = state(counters)

-- Another server than last time, or the same one started anew. Unless it stands alone with an append-only file that
-- has every write, the last numbers may be lost. What this worker saw of them is made good below; what only others saw is jumped over.
local last = redis.call('HGET', counters, '#replid')
if replid ~= '' and last ~= replid then
  local lossy = may_lose == '1'
    or string.find(info, 'connected_slaves:[1-9]')
    or string.find(info, 'master_replid2:%x*[1-9a-f]')
  if last and (lossy or not string.find(ask('persistence'), 'aof_enabled:1', 1, true)) then
    for _, prefix in ipairs(redis.call('HKEYS', counters)) do
      if string.sub(prefix, 1, 1) ~= '#' then redis.call('HINCRBY', counters, prefix, LOST_AT_MOST) end
    end
  end
  redis.call('HSET', counters, '#replid', replid)
end
for at = 8, first - 2, 2 do
  local prefix, seen = ARGV[at], tonumber(ARGV[at + 1])
  if tonumber(redis.call('HGET', counters, prefix) or 0) < seen then redis.call('HSET', counters, prefix, seen) end
end

local function find(at)
  for each = 0, per_value - 1 do
    local mapping = redis.call('HGET', hashes, ARGV[at + 4 + each])
    if mapping then return mapping, each end
  end
end

local _, replicas = string.gsub(info, 'state=online', '')
local answer = { before, gone, replid, before, replicas }
local after = before
for at = first, #ARGV, 4 + per_value do
  local prefix, learned, digest, original, hash = ARGV[at], ARGV[at + 1], ARGV[at + 2], ARGV[at + 3], ARGV[at + 4]
  local mapping, which = find(at)
  local number = mapping and string.match(mapping, '^[^:]*:(%d+)|')
  if not number then number = string.format('%d', redis.call('HINCRBY', counters, prefix, 1)) end
  local id = prefix .. ':' .. number
  local fresh = which ~= 0
  if fresh then
    if which then redis.call('HDEL', hashes, ARGV[at + 4 + which]) end
    redis.call('HSET', hashes, hash, id .. '|' .. digest)
  end
  if fresh or redis.call('PEXPIRE', stem .. id, ttl) == 0 then
    redis.call('SET', stem .. id, original, 'PX', ttl)
    fresh = true
  end
  if learned == '1' and (fresh or not redis.call('ZSCORE', names, id)) then
    after = redis.call('HINCRBY', counters, '#names', 1)
    redis.call('ZADD', names, after, id)
  end
  answer[#answer + 1] = tonumber(number)
end
if after > before then redis.call('PUBLISH', channel, 'names ' .. sender .. ' ' .. string.format('%d', after)) end
answer[4] = after
return answer
